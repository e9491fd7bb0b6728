#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {
namespace {

/// The keywords of PostgreSQL 17 that are not unreserved (src/include/parser/kwlist.h): those that
/// quote_identifier in ruleutils.c puts in quotes. In order.
// clang-format off
constexpr auto quoted_keywords = std::to_array<std::string_view>({
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character",
    "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create",
    "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct",
    "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign",
    "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in",
    "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull",
    "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading",
    "least", "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national",
    "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset",
    "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position",
    "precision", "primary", "real", "references", "returning", "right", "row", "select", "session_user",
    "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user", "table",
    "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union",
    "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window",
    "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces",
    "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
});
// clang-format on
static_assert(std::is_sorted(quoted_keywords.begin(), quoted_keywords.end()));

bool starts_identifier(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool continues_identifier(char c) { return starts_identifier(c) || (c >= '0' && c <= '9'); }

bool is_quoted_keyword(std::string_view name) {
    return std::binary_search(quoted_keywords.begin(), quoted_keywords.end(), name);
}

bool is_safe(std::string_view name) {
    return !name.empty() && starts_identifier(name.front()) &&
           std::all_of(name.begin(), name.end(), continues_identifier) && !is_quoted_keyword(name);
}

} // namespace

std::string quote_ident(std::string_view name) {
    if (is_safe(name)) return std::string{name};
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

} // namespace rlslint
