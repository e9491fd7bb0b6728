#include <algorithm>
#include <iterator>
#include <string_view>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {
namespace {

/// The types of pg_catalog whose SQL names differ from their own (format_type_extended in
/// src/backend/utils/adt/format_type.c). Modifiers stand between the two parts.
struct SqlName {
    std::string_view name;
    std::string_view before;
    std::string_view after = {};
};

constexpr SqlName sql_names[] = {
    {"bit", "bit"},
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"interval", "interval"},
    {"json", "json"},
    {"numeric", "numeric"},
    {"time", "time", " without time zone"},
    {"timestamp", "timestamp", " without time zone"},
    {"timestamptz", "timestamp", " with time zone"},
    {"timetz", "time", " with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
};

bool is_system(const TypeName& type) { return type.schema.empty() || type.schema.text() == "pg_catalog"; }

const SqlName* sql_name(const TypeName& type) {
    if (!is_system(type)) return nullptr;
    const auto found = std::find_if(std::begin(sql_names), std::end(sql_names),
                                    [&](const SqlName& n) { return n.name == type.name.text(); });
    return found == std::end(sql_names) ? nullptr : found;
}

/// `(10,2)`, or nothing.
std::string in_parentheses(std::span<const std::int32_t> modifiers) {
    if (modifiers.empty()) return {};
    std::string text = "(";
    for (const std::int32_t modifier : modifiers) {
        if (text.size() > 1) text += ',';
        text += std::to_string(modifier);
    }
    return text += ')';
}

/// The fields of an interval, from the bits that the grammar makes of them
/// (src/include/utils/datetime.h).
std::string_view interval_fields(std::int32_t mask) {
    constexpr std::int32_t month = 1 << 1, year = 1 << 2, day = 1 << 3;
    constexpr std::int32_t hour = 1 << 10, minute = 1 << 11, second = 1 << 12;
    switch (mask) {
    case year: return " year";
    case month: return " month";
    case day: return " day";
    case hour: return " hour";
    case minute: return " minute";
    case second: return " second";
    case year | month: return " year to month";
    case day | hour: return " day to hour";
    case day | hour | minute: return " day to minute";
    case day | hour | minute | second: return " day to second";
    case hour | minute: return " hour to minute";
    case hour | minute | second: return " hour to second";
    case minute | second: return " minute to second";
    default: return "";
    }
}

/// What intervaltypmodout prints: the first modifier names the fields, the second is the precision.
std::string interval_modifiers(std::span<const std::int32_t> modifiers) {
    if (modifiers.empty()) return {};
    return std::string{interval_fields(modifiers[0])} + in_parentheses(modifiers.subspan(1));
}

std::string modifiers_of(const TypeName& type) {
    const std::string_view name = type.name.text();
    if (!is_system(type)) return in_parentheses(type.modifiers);
    if (name == "interval") return interval_modifiers(type.modifiers);
    if (name == "numeric" && type.modifiers.size() == 1) {
        return "(" + std::to_string(type.modifiers[0]) + ",0)";
    }
    return in_parentheses(type.modifiers);
}

/// Types that are on the search_path `public` go without their schema.
std::string own_name(const TypeName& type) {
    std::string name = quote_ident(type.name.text());
    if (is_system(type) || type.schema.text() == "public") return name;
    return quote_ident(type.schema.text()) + "." + name;
}

std::string as_array(std::string element, const TypeName& type) {
    if (type.array_dimensions > 0) element += "[]";
    return element;
}

} // namespace

std::string format_type(const TypeName& type) {
    const SqlName* known = sql_name(type);
    // bpchar and bit without a length are not CHARACTER and BIT, which are of length 1.
    const bool length_matters = known != nullptr && (known->name == "bpchar" || known->name == "bit");
    if (known == nullptr || (length_matters && type.modifiers.empty())) {
        return as_array(own_name(type) + modifiers_of(type), type);
    }
    return as_array(std::string{known->before} + modifiers_of(type) + std::string{known->after}, type);
}

std::string format_type_name(const TypeName& type) {
    const SqlName* known = sql_name(type);
    if (known == nullptr) return as_array(own_name(type), type);
    return as_array(std::string{known->before} + std::string{known->after}, type);
}

} // namespace rlslint
