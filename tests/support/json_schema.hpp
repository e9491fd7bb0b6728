#pragma once

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace rlslint::test {

/// What of a JSON document breaks a JSON Schema, "" where nothing does. Knows the keywords that our
/// own schemas use; one that it does not know is an error too, so that nothing goes unchecked.
class JsonSchema {
public:
    using Json = nlohmann::json;

    explicit JsonSchema(Json schema) : root_(std::move(schema)) {}

    static JsonSchema of_file(const std::string& path) {
        std::ifstream file(path);
        return JsonSchema(Json::parse(file));
    }

    [[nodiscard]] std::string check(const Json& value) const { return check(value, root_, "$"); }

private:
    [[nodiscard]] std::string check(const Json& value, const Json& schema, const std::string& at) const {
        for (const auto& [keyword, rule] : schema.items()) {
            std::string wrong = check(value, schema, keyword, rule, at);
            if (!wrong.empty()) return wrong;
        }
        return "";
    }

    [[nodiscard]] std::string check(const Json& value, const Json& schema, const std::string& keyword,
                                    const Json& rule, const std::string& at) const {
        static const std::set<std::string> words{"$schema", "$id", "$defs", "title", "description"};
        const auto unless = [&](bool right) {
            return right ? "" : at + " breaks " + keyword + " " + rule.dump();
        };
        if (words.contains(keyword)) return "";
        if (keyword == "$ref")
            return check(value, root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), at);
        if (keyword == "type") return unless(has_type(value, rule));
        if (keyword == "const") return unless(value == rule);
        if (keyword == "enum") return unless(std::find(rule.begin(), rule.end(), value) != rule.end());
        if (keyword == "minimum") return unless(!value.is_number() || value >= rule);
        if (keyword == "maximum") return unless(!value.is_number() || value <= rule);
        if (keyword == "pattern") {
            return unless(!value.is_string() ||
                          std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())));
        }
        if (keyword == "anyOf") {
            return unless(std::any_of(rule.begin(), rule.end(),
                                      [&](const Json& one) { return check(value, one, at).empty(); }));
        }
        if (keyword == "required") {
            return unless(!value.is_object() || std::all_of(rule.begin(), rule.end(), [&](const Json& key) {
                return value.contains(key);
            }));
        }
        if (keyword == "items") return check_items(value, rule, at);
        if (keyword == "properties") return check_properties(value, rule, at);
        if (keyword == "additionalProperties") return check_others(value, schema, rule, at);
        return "the schema has a keyword that the test does not know: " + keyword;
    }

    static bool has_type(const Json& value, const Json& rule) {
        if (rule.is_array())
            return std::any_of(rule.begin(), rule.end(),
                               [&](const Json& one) { return has_type(value, one); });
        const std::string type = rule;
        if (type == "integer") return value.is_number_integer();
        if (type == "number") return value.is_number();
        return type == value.type_name();
    }

    [[nodiscard]] std::string check_items(const Json& value, const Json& rule, const std::string& at) const {
        if (!value.is_array()) return "";
        for (std::size_t i = 0; i < value.size(); ++i) {
            std::string wrong = check(value[i], rule, at + "[" + std::to_string(i) + "]");
            if (!wrong.empty()) return wrong;
        }
        return "";
    }

    [[nodiscard]] std::string check_properties(const Json& value, const Json& rule,
                                               const std::string& at) const {
        if (!value.is_object()) return "";
        for (const auto& [key, schema] : rule.items()) {
            if (!value.contains(key)) continue;
            std::string wrong = check(value.at(key), schema, at + "." + key);
            if (!wrong.empty()) return wrong;
        }
        return "";
    }

    [[nodiscard]] std::string check_others(const Json& value, const Json& schema, const Json& rule,
                                           const std::string& at) const {
        if (!value.is_object()) return "";
        for (const auto& [key, item] : value.items()) {
            if (schema.contains("properties") && schema.at("properties").contains(key)) continue;
            if (rule.is_boolean() && !rule.get<bool>()) return at + " has the unknown key " + key;
            std::string wrong = rule.is_object() ? check(item, rule, at + "." + key) : "";
            if (!wrong.empty()) return wrong;
        }
        return "";
    }

    Json root_;
};

} // namespace rlslint::test
