#include "foreign.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, Names names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return equal_ignoring_case(word, name); });
}

bool ends_ignoring_case(std::string_view word, std::string_view end) {
    return word.size() >= end.size() && equal_ignoring_case(word.substr(word.size() - end.size()), end);
}

/// Looks at significant tokens three at a time.
class Signs {
public:
    explicit Signs(std::string_view sql) : sql_(sql) {}

    std::optional<std::string> look() {
        Lexer lexer(sql_, 0, static_cast<std::uint32_t>(std::min(sql_.size(), most)));
        while (!lexer.at_end()) {
            const Token token = lexer.next();
            if (token.trivia()) continue;
            if (auto found = sign(token.text(sql_))) return found;
            before_ = last_;
            last_ = token.text(sql_);
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<std::string> sign(std::string_view word) const {
        if (equal_ignoring_case(before_, "engine") && last_ == "=") return engine(word);
        if (equal_ignoring_case(last_, "auto_increment") && before_ != "." &&
            is_one_of(word, {",", ")", "primary", "unique", "comment", "not", "="}))
            return "for MySQL: AUTO_INCREMENT";
        if (equal_ignoring_case(last_, "key") && equal_ignoring_case(word, "autoincrement"))
            return "for SQLite: AUTOINCREMENT";
        if (equal_ignoring_case(last_, "without") && equal_ignoring_case(word, "rowid"))
            return "for SQLite: WITHOUT ROWID";
        if ((last_.empty() || last_ == ";") && equal_ignoring_case(word, "pragma"))
            return "for SQLite: PRAGMA";
        if (word.starts_with('`') && is_one_of(last_, {"table", "exists", "into", "index", "on"}))
            return "for MySQL: names in backticks";
        if (equal_ignoring_case(last_, "lowcardinality") && word == "(")
            return "for ClickHouse: LowCardinality";
        if (is_one_of(word, {"nvarchar", "uniqueidentifier"}) && is_name(last_))
            return "for SQL Server: " + upper(word);
        if (equal_ignoring_case(last_, "varchar2") && word == "(") return "for Oracle: VARCHAR2";
        return std::nullopt;
    }

    static std::optional<std::string> engine(std::string_view name) {
        if (ends_ignoring_case(name, "mergetree") || is_one_of(name, {"distributed", "kafka"}))
            return fmt::format("for ClickHouse: ENGINE = {}", name);
        if (is_one_of(name, {"innodb", "myisam", "aria"})) return fmt::format("for MySQL: ENGINE = {}", name);
        return std::nullopt;
    }

    static bool is_name(std::string_view word) {
        return !word.empty() && (word.back() == ']' || word.back() == '_' ||
                                 (ascii_lower(word.back()) >= 'a' && ascii_lower(word.back()) <= 'z'));
    }

    static std::string upper(std::string_view word) {
        std::string text(word);
        for (char& c : text) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        return text;
    }

    static constexpr std::size_t most = 200'000; ///< enough of a file to know it by

    std::string_view sql_, before_, last_;
};

std::vector<std::string_view> names_on(std::string_view path) {
    std::vector<std::string_view> names;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (end > at) names.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

/// The words of a name: "001_seed-data.sql" has 001, seed, data and sql.
bool has_word(std::string_view name, Names words) {
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find_first_of("_-. ", at), name.size());
        if (is_one_of(name.substr(at, end - at), words)) return true;
        at = end + 1;
    }
    return false;
}

std::optional<std::string> set_aside_by_folder(std::string_view folder) {
    if (is_one_of(folder, {"down", "downs", "revert", "rollback", "rollbacks", "undo"}))
        return "takes a migration back";
    if (is_one_of(folder, {"archive", "archived", "_archive", "_archived", "old", "backup", "backups",
                           "deprecated", "obsolete"}))
        return fmt::format("put away in {}", folder);
    if (is_one_of(folder, {"seed", "seeds", "seeders"})) return "fills in data";
    if (is_one_of(folder, {"test", "tests", "__tests__", "pgtap", "verify"})) return "a test";
    return std::nullopt;
}

bool ends_with_one_of(std::string_view name, Names ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return ends_ignoring_case(name, end); });
}

/// A numbered script is a step of the history, whatever words are in its name: reverting something is a
/// step too.
std::optional<std::string> set_aside_by_name(std::string_view name) {
    const bool numbered = name.find_first_of("0123456789") == 0;
    if (equal_ignoring_case(name, "down.sql") ||
        ends_with_one_of(name, {".down.sql", "_down.sql", ".rollback.sql", "_rollback.sql"}))
        return "takes a migration back";
    if (ends_with_one_of(name, {"_test.sql", ".test.sql"})) return "a test";
    if (ends_with_one_of(name, {".bak.sql", "_backup.sql"})) return "put away";
    if (numbered) return std::nullopt;
    if (has_word(name, {"rollback", "revert"})) return "takes a migration back";
    if (has_word(name, {"seed", "seeds"})) return "fills in data";
    return std::nullopt;
}

} // namespace

std::optional<std::string> foreign_dialect(std::string_view sql) { return Signs(sql).look(); }

std::optional<std::string> foreign_folder(std::string_view path) {
    auto names = names_on(path);
    if (!names.empty()) names.pop_back();
    for (const std::string_view name : names) {
        if (is_one_of(name, {"mysql", "mariadb", "sqlite", "sqlite3", "clickhouse", "mssql", "sqlserver",
                             "oracle", "bigquery", "snowflake", "h2", "duckdb", "cassandra"}))
            return fmt::format("for another database: it lies in {}", name);
    }
    return std::nullopt;
}

std::optional<std::string> set_aside(std::string_view path) {
    auto names = names_on(path);
    if (names.empty()) return std::nullopt;
    const std::string_view file = names.back();
    names.pop_back();
    for (const std::string_view folder : names) {
        if (auto why = set_aside_by_folder(folder)) return why;
    }
    return set_aside_by_name(file);
}

} // namespace rlslint
