#include "seed.hpp"

#include <array>

namespace rlslint::testing {
namespace {

// A value of each type, by number, as an expression over `n`.
constexpr const char* value_of_type = R"sql(
select case
    when typname = 'uuid' then format('(array[%L, %L, %L])[1 + (n * %s) %% 3]::uuid', $users$, attnum)
    when attname = 'kind' then format('(array[''one'', ''two''])[1 + (n + %s) %% 2]', attnum) -- a CHECK wants one of them
    when typname in ('text', 'varchar', 'bpchar', 'citext', 'name') then
        format('(array[%L, ''admin'', ''a'', ''x'', ''member'', ''b'', ''ann@x.org''])[1 + (n * %s) %% 7]::%s',
               $first$, attnum + 2, format_type(atttypid, null))
    when typname = 'bool' then format('(n + %s) %% 2 = 0', attnum)
    when typname in ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money') then
        format('((n + %s) %% 4)::%s', attnum, format_type(atttypid, null))
    when typname in ('timestamptz', 'timestamp', 'date') then
        format('(now() + (((n + %s) %% 3) - 1) * interval ''1 day'')::%s', attnum, typname)
    when typname in ('jsonb', 'json') then
        format('(array[''{}'', ''{"role": "admin"}'', ''[]''])[1 + (n + %s) %% 3]::%s', attnum, typname)
    when typtype = 'e' then
        format('(enum_range(null::%s))[1 + (n + %s) %% (select count(*)::int from pg_enum where enumtypid = %s)]',
               format_type(atttypid, null), attnum, atttypid)
    when typname = '_text' then format('(array[array[''x''], array[''a'', ''b''], ''{}''])[1 + (n + %s) %% 3:1]', attnum)
    end, attnotnull, quote_ident(attname)
from pg_attribute join pg_type t on t.oid = atttypid
where attrelid = '$table$'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a'
  and not (atthasdef and attname = 'id' and typname <> 'uuid')
order by attnum)sql";

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::string quoted(const std::string& text) {
    std::string doubled = text;
    replace_all(doubled, "'", "''");
    return "'" + doubled + "'";
}

std::vector<Row> values_for(Connection& superuser, const std::string& table) {
    std::string query = value_of_type;
    replace_all(query, "$users$", quoted(users[0]) + ", " + quoted(users[1]) + ", " + quoted(users[2]));
    replace_all(query, "$first$", quoted(users[0]));
    std::string name = table;
    replace_all(name, "'", "''");
    replace_all(query, "$table$", name);
    return superuser.query(query);
}

} // namespace

std::string claims_of(const std::string& role) {
    const std::string user = role == "anon" ? "" : R"(, "sub": ")" + std::string{users[0]} + "\"";
    return R"({"role": ")" + role + "\"" + user + "}";
}

void seed(Connection& superuser, const std::string& table, std::size_t rows) {
    const std::vector<Row> columns = values_for(superuser, table);
    superuser.query("set session_replication_role = replica");
    for (std::size_t n = 0; n < rows; ++n) {
        std::string names, values;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool nullable = columns[i][1] == "f" || columns[i][1] == "0";
            // A value of a type that is not known is left to the column's default.
            if (!columns[i][0]) continue;
            const bool null = nullable && (n + i) % 5 == 4;
            names += (names.empty() ? "" : ", ") + *columns[i][2];
            values += (values.empty() ? "" : ", ") + (null ? std::string{"null"} : *columns[i][0]);
        }
        const std::string insert = names.empty()
                                       ? "insert into " + table + " default values"
                                       : "insert into " + table + " (" + names + ") select " + values +
                                             " from (values (" + std::to_string(n) + ")) as numbers (n)";
        static_cast<void>(superuser.run(insert));
    }
    superuser.query("reset session_replication_role");
}

std::vector<std::string> writable_columns(Connection& superuser, const std::string& table) {
    std::string name = table;
    replace_all(name, "'", "''");
    std::vector<std::string> columns;
    for (const Row& row : superuser.query(
             "select quote_ident(attname) from pg_attribute where attrelid = '" + name +
             "'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a' "
             "order by attnum"))
        columns.push_back(*row[0]);
    return columns;
}

} // namespace rlslint::testing
