#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "evaluator.hpp"

/// Functions over arrays, and those that return sets.
namespace rlslint::eval {

namespace {

using Args = std::vector<Value>;

std::int64_t size_of(const Value& array) { return static_cast<std::int64_t>(array.items.size()); }

Value length(const Value& array) { return array.items.empty() ? Value{} : Value::of(size_of(array)); }

Value position(const Value& array, const Value& item) {
    for (std::size_t i = 0; i < array.items.size(); ++i) {
        if (array.items[i].failed()) return array.items[i];
        if (same(array.items[i], item)) return Value::of(static_cast<std::int64_t>(i + 1));
    }
    return {};
}

Value removed(Value array, const Value& item) {
    if (const Value* failed = first_failed(array.items)) return *failed;
    std::erase_if(array.items, [&](const Value& one) { return same(one, item); });
    return array;
}

Value joined(Environment& environment, const Args& args) {
    std::string text;
    bool first = true;
    for (const Value& item : args[0].items) {
        if (item.is_null() && args.size() < 3) continue;
        Value part = item.is_null() ? args[2] : written(environment, item);
        if (part.failed()) return part;
        if (!first) text += args[1].text;
        text += part.text;
        first = false;
    }
    return Value::of(std::move(text));
}

std::vector<Value> split(const Value& text, const Value& separator) {
    std::vector<Value> parts;
    if (text.text.empty()) return parts;
    if (separator.text.empty()) return {text};
    for (std::size_t at = 0;;) {
        const auto found = text.text.find(separator.text, at);
        parts.push_back(Value::of(text.text.substr(at, found == std::string::npos ? found : found - at)));
        if (found == std::string::npos) return parts;
        at = found + separator.text.size();
    }
}

Value with_array(const Value& value) {
    if (value.kind != Value::Kind::text) return value;
    auto parsed = parse_array(value.text);
    return parsed ? *parsed : Value::unknown("an array that cannot be read");
}

Value run(Environment& environment, std::string_view name, Args args) {
    if (name == "string_to_array") {
        if (args.size() != 2 || args[0].is_null() || args[1].is_null())
            return args.size() == 2 && args[0].is_null() ? Value{} : Value::unknown("string_to_array()");
        return Value::array(split(args[0], args[1]));
    }
    const std::size_t which = name == "array_prepend" ? 1 : 0;
    args[which] = with_array(args[which]);
    const Value& array = args[which];
    if (array.failed() || array.is_null())
        return array.is_null() && name.starts_with("array_app") ? Value::array({args[1]}) : array;
    if (array.kind != Value::Kind::array) return Value::unknown("an array");
    if (name == "cardinality") return Value::of(size_of(array));
    if (args.size() < 2) return Value::unknown(fmt::format("{}()", name));
    if (name == "array_length" || name == "array_upper") return length(array);
    if (name == "array_lower") return array.items.empty() ? Value{} : Value::of(std::int64_t{1});
    if (name == "array_append") return apply_operator(environment, "||", array, Value::array({args[1]}));
    if (name == "array_prepend") return apply_operator(environment, "||", Value::array({args[0]}), array);
    if (name == "array_cat") return apply_operator(environment, "||", array, with_array(args[1]));
    if (name == "array_position") return position(array, args[1]);
    if (name == "array_remove") return removed(array, args[1]);
    return joined(environment, args);
}

constexpr auto names = std::to_array<std::string_view>(
    {"array_append", "array_cat", "array_length", "array_lower", "array_position", "array_prepend",
     "array_remove", "array_to_string", "array_upper", "cardinality", "string_to_array"});

Rows column(std::string_view name, std::vector<Value> values) {
    Rows rows;
    rows.columns.emplace_back(name);
    for (Value& value : values)
        rows.rows.push_back({{std::move(value)}, true});
    return rows;
}

Rows series(Environment& environment, const Args& args) {
    for (const Value& arg : args)
        if (arg.kind != Value::Kind::integer) return Rows::unknown("generate_series() of what is no integer");
    const std::int64_t step = args.size() > 2 ? args[2].integer : 1;
    if (args.size() < 2 || step == 0) return Rows::unknown("generate_series()");
    std::vector<Value> values;
    for (std::int64_t i = args[0].integer; step > 0 ? i <= args[1].integer : i >= args[1].integer;
         i += step) {
        if (!environment.step()) return Rows::unknown("too many steps");
        values.push_back(Value::of(i));
    }
    return column("generate_series", std::move(values));
}

} // namespace

std::optional<Value> call_array_function(Environment& environment, std::string_view name, const Args& args) {
    if (std::find(names.begin(), names.end(), name) == names.end() || args.empty()) return std::nullopt;
    if (const Value* failed = first_failed(args)) return *failed;
    if (name == "array_prepend" && args.size() != 2) return Value::unknown("array_prepend()");
    return run(environment, name, args);
}

bool is_set_function(std::string_view name) {
    return name == "unnest" || name == "generate_series" || name == "string_to_table" ||
           name == "generate_subscripts" || name == "regexp_matches" || name == "regexp_split_to_table";
}

std::optional<Rows> call_set_function(Environment& environment, std::string_view name, const Args& args) {
    if (!is_set_function(name)) return std::nullopt;
    if (auto rows = call_regex_set(name, args)) return rows;
    if (const Value* failed = first_failed(args)) return Rows::failed(*failed);
    if (name == "generate_series") return series(environment, args);
    if (args.empty() || (name != "unnest" && args.size() != 2)) return Rows::unknown("a set");
    if (name == "string_to_table") return column(name, split(args[0], args[1]));
    const Value array = with_array(args[0]);
    if (array.failed()) return Rows::failed(array);
    if (name == "generate_subscripts")
        return series(environment, {Value::of(std::int64_t{1}), Value::of(size_of(array))});
    if (args.size() > 1) return Rows::unknown("unnest() of several arrays");
    return column(name, array.items);
}

} // namespace rlslint::eval
