#include "toml_table.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "rlslint/text/nearest.hpp"

namespace rlslint {

void TomlErrors::add(const toml::source_region& at, std::string_view message) {
    if (first_) return;
    first_ = Failure{fmt::format("{}: {}", place(at), message)};
}

std::string TomlErrors::place(const toml::source_region& at) const {
    return fmt::format("{}:{}:{}", file_, at.begin.line, at.begin.column);
}

std::optional<toml::table> parse_toml(std::string_view text, TomlErrors& errors) {
    toml::parse_result result = toml::parse(text);
    if (result) return std::move(result).table();
    errors.add(result.error().source(), result.error().description());
    return std::nullopt;
}

const toml::node* TomlTable::find(std::string_view key) {
    asked_.emplace_back(key);
    return table_->get(key);
}

void TomlTable::refuse_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    errors_->add(node.source(), fmt::format("\"{}\" must be {}", key, wanted));
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> all;
    for (const auto& [key, node] : *table_)
        all.emplace_back(key.str());
    return all;
}

bool TomlTable::is_table(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    return node != nullptr && node->is_table();
}

bool TomlTable::is_string(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    return node != nullptr && node->is_string();
}

std::string TomlTable::place(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    return errors_->place(node != nullptr ? node->source() : table_->source());
}

std::string TomlTable::place() const { return errors_->place(table_->source()); }

std::pair<Position, Position> TomlTable::range(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    const toml::source_region& at = node != nullptr ? node->source() : table_->source();
    return {{at.begin.line, at.begin.column}, {at.end.line, at.end.column}};
}

void TomlTable::refuse(std::string_view key, std::string_view message) {
    const toml::node* const node = table_->get(key);
    errors_->add(node != nullptr ? node->source() : table_->source(), message);
}

void TomlTable::read(std::string_view key, bool& to) {
    const toml::node* const node = find(key);
    if (node == nullptr) return;
    if (const auto* const value = node->as_boolean()) {
        to = value->get();
    } else {
        refuse_type(*node, key, "true or false");
    }
}

void TomlTable::read(std::string_view key, int& to) {
    const toml::node* const node = find(key);
    if (node == nullptr) return;
    const auto* const value = node->as_integer();
    if (value != nullptr && value->get() >= 0 && value->get() <= std::numeric_limits<int>::max()) {
        to = static_cast<int>(value->get());
    } else {
        refuse_type(*node, key, "a whole number");
    }
}

void TomlTable::read(std::string_view key, std::string& to) {
    const toml::node* const node = find(key);
    if (node == nullptr) return;
    if (const auto* const value = node->as_string()) {
        to = value->get();
    } else {
        refuse_type(*node, key, "a string");
    }
}

void TomlTable::read(std::string_view key, Symbol& to) {
    std::string text(to.text());
    read(key, text);
    to = Symbol(text);
}

void TomlTable::read(std::string_view key, std::vector<std::string>& to) {
    const toml::node* const node = find(key);
    if (node == nullptr) return;
    const toml::array* const array = node->as_array();
    if (array == nullptr) return refuse_type(*node, key, "an array of strings");
    to.clear();
    for (const toml::node& item : *array) {
        const auto* const value = item.as_string();
        if (value == nullptr) return refuse_type(item, key, "an array of strings");
        to.push_back(value->get());
    }
}

void TomlTable::read(std::string_view key, std::vector<Symbol>& to) {
    std::optional<std::vector<std::string>> texts;
    read(key, texts);
    if (!texts) return;
    to.clear();
    for (const std::string& text : *texts)
        to.emplace_back(text);
}

std::optional<OptionValue> TomlTable::read_option(std::string_view key) {
    const toml::node* const node = find(key);
    if (node == nullptr) return std::nullopt;
    if (node->is_boolean()) return OptionValue(node->as_boolean()->get());
    if (node->is_integer()) {
        int number = 0;
        read(key, number);
        return OptionValue(number);
    }
    if (node->is_array()) {
        std::vector<std::string> words;
        read(key, words);
        return OptionValue(std::move(words));
    }
    refuse_type(*node, key, "a whole number, true or false, or an array of strings");
    return std::nullopt;
}

TomlTable TomlTable::table(std::string_view key) {
    static const toml::table none;
    const toml::node* const node = find(key);
    if (node == nullptr) return {none, *errors_};
    if (const toml::table* const found = node->as_table()) return {*found, *errors_};
    refuse_type(*node, key, "a table");
    return {none, *errors_};
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    const toml::node* const node = find(key);
    if (node == nullptr) return {};
    std::vector<TomlTable> found;
    const toml::array* const array = node->as_array();
    if (array == nullptr) {
        refuse_type(*node, key, "an array of tables");
        return found;
    }
    for (const toml::node& item : *array) {
        if (const toml::table* const one = item.as_table()) {
            found.emplace_back(*one, *errors_);
        } else {
            refuse_type(item, key, "an array of tables");
        }
    }
    return found;
}

void TomlTable::refuse_others() {
    for (const auto& [key, node] : *table_) {
        if (std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end()) continue;
        const std::vector<std::string_view> known(asked_.begin(), asked_.end());
        const auto meant = nearest(key.str(), known);
        errors_->add(key.source(),
                     meant ? fmt::format("unknown key \"{}\": did you mean \"{}\"?", key.str(), *meant)
                           : fmt::format("unknown key \"{}\"", key.str()));
    }
}

} // namespace rlslint
