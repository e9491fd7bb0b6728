#include "rlslint/catalog/types.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace rlslint {
namespace {

/// `select typname from pg_type where typnamespace = 'pg_catalog'::regnamespace and typrelid = 0 and
/// typname !~ '^_'` of PostgreSQL 15, in the order of its bytes.
constexpr std::string_view builtin_types[] = {
    // clang-format off
    "aclitem", "any", "anyarray", "anycompatible", "anycompatiblearray", "anycompatiblemultirange",
    "anycompatiblenonarray", "anycompatiblerange", "anyelement", "anyenum", "anymultirange",
    "anynonarray", "anyrange", "bit", "bool", "box", "bpchar", "bytea", "char", "cid", "cidr", "circle",
    "cstring", "date", "datemultirange", "daterange", "event_trigger", "fdw_handler", "float4",
    "float8", "gtsvector", "index_am_handler", "inet", "int2", "int2vector", "int4", "int4multirange",
    "int4range", "int8", "int8multirange", "int8range", "internal", "interval", "json", "jsonb",
    "jsonpath", "language_handler", "line", "lseg", "macaddr", "macaddr8", "money", "name", "numeric",
    "nummultirange", "numrange", "oid", "oidvector", "path", "pg_brin_bloom_summary",
    "pg_brin_minmax_multi_summary", "pg_ddl_command", "pg_dependencies", "pg_lsn", "pg_mcv_list",
    "pg_ndistinct", "pg_node_tree", "pg_snapshot", "point", "polygon", "record", "refcursor",
    "regclass", "regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator",
    "regproc", "regprocedure", "regrole", "regtype", "table_am_handler", "text", "tid", "time",
    "timestamp", "timestamptz", "timetz", "trigger", "tsm_handler", "tsmultirange", "tsquery",
    "tsrange", "tstzmultirange", "tstzrange", "tsvector", "txid_snapshot", "unknown", "uuid", "varbit",
    "varchar", "void", "xid", "xid8", "xml",
    // clang-format on
};
static_assert(std::is_sorted(std::begin(builtin_types), std::end(builtin_types)));

} // namespace

bool is_builtin_type(std::string_view name) {
    return std::binary_search(std::begin(builtin_types), std::end(builtin_types), name);
}

bool is_builtin_type(Symbol name) {
    static const std::unordered_set<Symbol> symbols = [] {
        std::unordered_set<Symbol> all;
        for (const std::string_view type : builtin_types)
            all.insert(Symbol{type});
        return all;
    }();
    return symbols.contains(name);
}

} // namespace rlslint
