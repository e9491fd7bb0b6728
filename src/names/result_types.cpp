#include "result_types.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace rlslint::names {
namespace {

struct Result {
    std::string_view function;
    std::string_view type; ///< "1": the first argument's
};

/// In the order of the names; functions whose overloads all return the same.
constexpr auto results = std::to_array<Result>({
    {"array_length", "int4"},
    {"array_to_json", "json"},
    {"array_to_string", "text"},
    {"bool_and", "bool"},
    {"bool_or", "bool"},
    {"btrim", "text"},
    {"cardinality", "int4"},
    {"char_length", "int4"},
    {"clock_timestamp", "timestamptz"},
    {"concat", "text"},
    {"concat_ws", "text"},
    {"count", "int8"},
    {"current_setting", "text"},
    {"date_part", "float8"},
    {"dense_rank", "int8"},
    {"every", "bool"},
    {"extract", "numeric"},
    {"first_value", "1"},
    {"format", "text"},
    {"gen_random_uuid", "uuid"},
    {"initcap", "text"},
    {"json_agg", "json"},
    {"json_build_array", "json"},
    {"json_build_object", "json"},
    {"jsonb_agg", "jsonb"},
    {"jsonb_array_length", "int4"},
    {"jsonb_build_array", "jsonb"},
    {"jsonb_build_object", "jsonb"},
    {"jsonb_object_agg", "jsonb"},
    {"jsonb_set", "jsonb"},
    {"jsonb_typeof", "text"},
    {"lag", "1"},
    {"last_value", "1"},
    {"lead", "1"},
    {"left", "text"},
    {"length", "int4"},
    {"md5", "text"},
    {"nextval", "int8"},
    {"now", "timestamptz"},
    {"ntile", "int4"},
    {"octet_length", "int4"},
    {"position", "int4"},
    {"quote_ident", "text"},
    {"random", "float8"},
    {"rank", "int8"},
    {"regexp_replace", "text"},
    {"repeat", "text"},
    {"replace", "text"},
    {"reverse", "text"},
    {"right", "text"},
    {"row_number", "int8"},
    {"row_to_json", "json"},
    {"split_part", "text"},
    {"statement_timestamp", "timestamptz"},
    {"string_agg", "text"},
    {"strpos", "int4"},
    {"substr", "text"},
    {"to_char", "text"},
    {"to_json", "json"},
    {"to_jsonb", "jsonb"},
    {"to_timestamp", "timestamptz"},
    {"to_tsvector", "tsvector"},
    {"transaction_timestamp", "timestamptz"},
    {"translate", "text"},
    {"version", "text"},
});
static_assert(std::is_sorted(results.begin(), results.end(),
                             [](const Result& a, const Result& b) { return a.function < b.function; }));

bool is(const TypeName* type, std::string_view name) {
    return type != nullptr && type->array_dimensions == 0 && type->name.text() == name;
}

/// min and max keep the type, but for the lengths of strings; sums get room.
const TypeName* aggregate_result(std::string_view function, const TypeName* first) {
    if (first == nullptr || first->array_dimensions > 0) return nullptr;
    const std::string_view type = first->name.text();
    const bool small = type == "int2" || type == "int4";
    if (function == "sum") {
        if (small) return system_type("int8");
        return type == "int8" || type == "numeric" ? system_type("numeric") : nullptr;
    }
    if (function == "avg")
        return small || type == "int8" || type == "numeric" ? system_type("numeric") : nullptr;
    if (function == "min" || function == "max" || function == "abs")
        return small || type == "int8" || type == "numeric" || type == "text" || type == "timestamptz" ||
                       type == "date"
                   ? system_type(type)
                   : nullptr;
    if (function == "lower" || function == "upper")
        return type == "text" || type == "varchar" || type == "unknown" ? system_type("text") : nullptr;
    return nullptr;
}

/// Chains in which each type becomes any that stands behind it.
constexpr auto numbers =
    std::to_array<std::string_view>({"int2", "int4", "int8", "numeric", "float4", "float8"});
constexpr auto times = std::to_array<std::string_view>({"date", "timestamp", "timestamptz"});

template <std::size_t n>
const TypeName* later(const std::array<std::string_view, n>& chain, std::string_view a, std::string_view b) {
    const auto at_a = std::find(chain.begin(), chain.end(), a);
    const auto at_b = std::find(chain.begin(), chain.end(), b);
    return at_a == chain.end() || at_b == chain.end() ? nullptr : system_type(*std::max(at_a, at_b));
}

bool is_string(const TypeName* type) {
    return is(type, "text") || is(type, "varchar") || is(type, "bpchar") || is(type, "name");
}

const TypeName* plus_or_minus(std::string_view op, const TypeName& left, const TypeName& right) {
    const std::string_view a = left.name.text();
    const std::string_view b = right.name.text();
    if (b == "interval") {
        if (a == "timestamptz" || a == "timestamp" || a == "interval") return system_type(a);
        return a == "date" ? system_type("timestamp") : nullptr;
    }
    if (a == "date" && (b == "int4" || b == "int2")) return system_type("date");
    if (op != "-") return nullptr;
    if (a == "date" && b == "date") return system_type("int4");
    const bool points = (a == "timestamptz" || a == "timestamp") && a == b;
    return points ? system_type("interval") : nullptr;
}

const TypeName* concatenation(const TypeName* left, const TypeName* right) {
    if (left == nullptr || right == nullptr || left->array_dimensions > 0 || right->array_dimensions > 0)
        return nullptr;
    if (is(left, "jsonb") || is(right, "jsonb")) return system_type("jsonb");
    const auto like_string = [](const TypeName* type) { return is_string(type) || is(type, "unknown"); };
    return like_string(left) || like_string(right) ? system_type("text") : nullptr;
}

bool is_arithmetic(std::string_view op) {
    return op == "+" || op == "-" || op == "*" || op == "/" || op == "%" || op == "^";
}

} // namespace

const TypeName* system_type(std::string_view name) {
    static thread_local std::map<std::string_view, TypeName> types;
    TypeName& type = types[name];
    if (type.name.empty()) {
        type.schema = Symbol{"pg_catalog"};
        type.name = Symbol{name};
    }
    return &type;
}

const TypeName* builtin_result(std::string_view function, const TypeName* first) {
    const auto found = std::lower_bound(results.begin(), results.end(), function,
                                        [](const Result& r, std::string_view n) { return r.function < n; });
    if (found == results.end() || found->function != function) return aggregate_result(function, first);
    return found->type == "1" ? first : system_type(found->type);
}

const TypeName* operator_result(std::string_view op, const TypeName* left, const TypeName* right) {
    if (op == "||") return concatenation(left, right);
    if (!is_arithmetic(op) || right == nullptr) return nullptr;
    if (left == nullptr) return nullptr;
    if (is(left, "unknown")) left = right;
    if (is(right, "unknown")) right = left;
    if (left->array_dimensions > 0 || right->array_dimensions > 0) return nullptr;
    if (const TypeName* number = later(numbers, left->name.text(), right->name.text()))
        return op == "^" || is(number, "float4") ? nullptr : number;
    return op == "+" || op == "-" ? plus_or_minus(op, *left, *right) : nullptr;
}

const TypeName* wider(const TypeName& a, const TypeName& b) {
    if (a.array_dimensions > 0 || b.array_dimensions > 0) return nullptr;
    const std::string_view first = a.name.text();
    const std::string_view second = b.name.text();
    if (const TypeName* number = later(numbers, first, second)) return number;
    if (const TypeName* time = later(times, first, second)) return time;
    return is_string(&a) && is_string(&b) ? system_type("text") : nullptr;
}

} // namespace rlslint::names
