#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/text/symbol.hpp"

namespace rlslint::eval {

/// What an expression gives: a value, an error, or that it cannot be told.
struct Value {
    enum class Kind : std::uint8_t {
        null,
        boolean,
        integer,
        text,
        object, ///< an oid, or regclass, regrole and the like: `type`
        array,
        record,
        unknown, ///< depends on data, time or chance, or on what is not modelled: `text` says on what
        error,   ///< the server would raise it: `sqlstate`, and `text` in its words
    };

    Kind kind = Kind::null;
    std::int64_t integer = 0; ///< of boolean, integer, object
    std::string text;
    std::string sqlstate;      ///< of an error; 54000 of an unknown that grew beyond all bounds
    Symbol type;               ///< of an object: oid, regclass …
    std::vector<Value> items;  ///< of arrays and records; of an unknown `sql`
    std::vector<Symbol> names; ///< of a record's fields

    [[nodiscard]] static Value of(bool value);
    [[nodiscard]] static Value of(std::int64_t value);
    [[nodiscard]] static Value of(std::string value);
    [[nodiscard]] static Value of(std::string_view value) { return of(std::string{value}); }
    [[nodiscard]] static Value of(const char* value) { return of(std::string{value}); }
    [[nodiscard]] static Value of(Symbol value) { return of(value.text()); }
    [[nodiscard]] static Value object(std::int64_t oid, std::string_view type);
    [[nodiscard]] static Value array(std::vector<Value> items);
    [[nodiscard]] static Value unknown(std::string why);
    /// A text that is not known, but SQL that means the same as it does as a part of a statement, and calls
    /// functions without arguments in the same words.
    [[nodiscard]] static Value meaning(std::string why, std::string sql);
    [[nodiscard]] static Value too_large(std::string why);
    [[nodiscard]] static Value error(std::string sqlstate, std::string message);

    [[nodiscard]] bool is_null() const { return kind == Kind::null; }
    [[nodiscard]] bool is_true() const { return kind == Kind::boolean && integer != 0; }
    [[nodiscard]] bool is_false() const { return kind == Kind::boolean && integer == 0; }
    [[nodiscard]] bool is_unknown() const { return kind == Kind::unknown; }
    [[nodiscard]] const std::string* sql() const {
        return is_unknown() && !items.empty() ? &items.front().text : nullptr;
    }
    [[nodiscard]] bool is_too_large() const { return is_unknown() && !sqlstate.empty(); }
    [[nodiscard]] bool is_error() const { return kind == Kind::error; }
    [[nodiscard]] bool failed() const { return is_unknown() || is_error(); }
    /// A record's field; null where it has none of the name.
    [[nodiscard]] const Value* field(Symbol name) const;
};

/// How a value of its type is written. Objects are the caller's to write: their names are the
/// catalog's.
[[nodiscard]] std::string output(const Value& value);

/// `{a,"b c",NULL}` (array_in); none where it is malformed or has bounds.
[[nodiscard]] std::optional<Value> parse_array(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// `quote_literal`.
[[nodiscard]] std::string quote_literal(std::string_view text);

/// -1, 0, 1; none where the two cannot be compared here. Neither may be null or have failed.
[[nodiscard]] std::optional<int> compare(const Value& a, const Value& b);

/// Whether two values are the same, nulls included; for DISTINCT, GROUP BY.
[[nodiscard]] bool same(const Value& a, const Value& b);

} // namespace rlslint::eval
