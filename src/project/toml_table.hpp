#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/rule_info.hpp"
#include "rlslint/project/result.hpp"
#include "rlslint/text/line_index.hpp"
#include "rlslint/text/symbol.hpp"

#include "toml.hpp"

namespace rlslint {

/// What is wrong with a TOML file: the first thing, with its place.
class TomlErrors {
public:
    explicit TomlErrors(std::string file) : file_(std::move(file)) {}

    void add(const toml::source_region& at, std::string_view message);
    [[nodiscard]] const std::optional<Failure>& first() const { return first_; }
    [[nodiscard]] std::string place(const toml::source_region& at) const;

private:
    std::string file_;
    std::optional<Failure> first_;
};

/// The parsed text; none where it is no TOML, which is then the error.
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, TomlErrors& errors);

/// Reads a table key by key into plain values. Keys that are missing leave the value as it was, a
/// value of the wrong type is an error, and so is, for `refuse_others`, a key that was not asked for.
class TomlTable {
public:
    TomlTable(const toml::table& table, TomlErrors& errors) : table_(&table), errors_(&errors) {}

    void read(std::string_view key, bool& to);
    void read(std::string_view key, int& to);
    void read(std::string_view key, std::string& to);
    void read(std::string_view key, Symbol& to);
    void read(std::string_view key, std::vector<std::string>& to);
    void read(std::string_view key, std::vector<Symbol>& to);

    /// A number, true or false, or an array of strings: what a rule's option may be.
    [[nodiscard]] std::optional<OptionValue> read_option(std::string_view key);

    template <class T> void read(std::string_view key, std::optional<T>& to) {
        if (find(key) != nullptr) read(key, to.emplace());
    }

    /// The table under a key; an empty one where there is none.
    [[nodiscard]] TomlTable table(std::string_view key);

    /// The tables of an array of tables.
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);

    /// The keys that are there, in the order of their names.
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] bool is_table(std::string_view key) const;
    [[nodiscard]] bool is_string(std::string_view key) const;

    /// Where the value of a key, or the table itself, is written: file:line:column.
    [[nodiscard]] std::string place(std::string_view key) const;
    [[nodiscard]] std::string place() const;

    /// From where to where the value of a key is written; of one that is not there, the table.
    [[nodiscard]] std::pair<Position, Position> range(std::string_view key) const;

    /// Says that the value of a key is wrong.
    void refuse(std::string_view key, std::string_view message);

    void refuse_others();

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    void refuse_type(const toml::node& node, std::string_view key, std::string_view wanted);

    const toml::table* table_;
    TomlErrors* errors_;
    std::vector<std::string> asked_;
};

} // namespace rlslint
