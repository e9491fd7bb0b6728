#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rlslint/sql/boolean.hpp"

#include "evaluator.hpp"

/// Casts between the types that are known here.
namespace rlslint::eval {

namespace {

template <std::size_t n> bool one_of(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr auto text_types =
    std::to_array<std::string_view>({"text", "varchar", "bpchar", "name", "char", "citext", "cstring"});
constexpr auto integer_types = std::to_array<std::string_view>({"int2", "int4", "int8"});

Value to_integer(const Value& value, std::string_view type) {
    if (value.kind == Value::Kind::integer || value.kind == Value::Kind::object)
        return Value::of(value.integer);
    if (value.kind == Value::Kind::boolean) return Value::of(value.integer);
    if (value.kind != Value::Kind::text) return Value::unknown("a cast to a number");
    if (const auto number = parse_integer(value.text)) return Value::of(*number);
    return Value::error("22P02", fmt::format("invalid input syntax for type {}: \"{}\"",
                                             type == "int8" ? "bigint" : "integer", value.text));
}

Value to_boolean(const Value& value) {
    if (value.kind == Value::Kind::boolean) return value;
    if (value.kind == Value::Kind::integer) return Value::of(value.integer != 0);
    if (value.kind != Value::Kind::text) return Value::unknown("a cast to boolean");
    if (const auto truth = parse_boolean(value.text)) return Value::of(*truth);
    return Value::error("22P02", fmt::format("invalid input syntax for type boolean: \"{}\"", value.text));
}

/// name is cut to 63 bytes, varchar(n) to n characters: taken as unknown where that would be done.
Value to_short_text(Environment& environment, const Value& value, const TypeName& type) {
    Value text = to_text(environment, value);
    const std::size_t limit = type.name.text() == "name" ? 63
                              : type.modifiers.empty()   ? text.text.size()
                                                         : static_cast<std::size_t>(type.modifiers.front());
    const bool padded = type.name.text() == "bpchar" || type.name.text() == "char";
    if (!text.failed() && (text.text.size() > limit || (padded && text.text.size() < limit)))
        return Value::unknown("text that a type cuts");
    return text;
}

Value to_array(Environment& environment, const Value& value, const TypeName& type) {
    Value array = value;
    if (value.kind == Value::Kind::text) {
        auto parsed = parse_array(value.text);
        if (!parsed) return Value::unknown("an array that cannot be read");
        array = std::move(*parsed);
    }
    if (array.kind != Value::Kind::array) return Value::unknown("a cast to an array");
    TypeName item = type;
    item.array_dimensions = 0;
    for (Value& one : array.items) {
        one =
            one.kind == Value::Kind::array ? to_array(environment, one, type) : cast(environment, one, item);
        if (one.is_error()) return one;
    }
    return array;
}

} // namespace

Value to_text(Environment& environment, const Value& value) {
    if (value.is_null() || value.failed()) return value;
    if (value.kind == Value::Kind::boolean) return Value::of(value.integer != 0 ? "true" : "false");
    return written(environment, value);
}

Value written(Environment& environment, const Value& value) {
    if (value.is_null() || value.failed() || value.kind == Value::Kind::text) return value;
    if (value.kind == Value::Kind::object) return environment.shown(value);
    if (const Value* failed = first_failed(value.items)) return *failed;
    Value copy = value;
    for (Value& item : copy.items)
        if (item.kind == Value::Kind::object) item = environment.shown(item);
    return Value::of(output(copy));
}

Value cast(Environment& environment, const Value& value, const TypeName& type) {
    if (value.failed() || value.is_null()) return value;
    if (type.array_dimensions > 0) return to_array(environment, value, type);
    const std::string_view name = type.name.text();
    const bool builtin = type.schema.empty() || type.schema.text() == "pg_catalog";
    if (builtin && one_of(text_types, name)) return to_short_text(environment, value, type);
    if (builtin && one_of(integer_types, name)) return to_integer(value, name);
    if (builtin && name == "bool") return to_boolean(value);
    return environment.cast(value, type);
}

} // namespace rlslint::eval
