#include "random_history.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "fixture.hpp"
#include "history_on_server.hpp"

namespace rlslint::testing {
namespace {

// Statements by how often they come. Braces stand for one of several texts, "{a|b}", or for a name:
// of something that is there; {new} of something that mostly is not; {that} is the relation that was
// named last, {column} one of its columns.
struct Template {
    unsigned weight;
    std::string_view text;
};

constexpr Template templates[] = {
    // relations
    {30, "create table {schema}.{new} ({new columns})"},
    {3, "create {table|unlogged table|table if not exists} {schema}.{new} (like {table} {|including "
        "all|including defaults})"},
    {3, "create table {schema}.{new} as select * from {relation}"},
    {3, "create table {schema}.{new} (a int, b text) partition by range (a)"},
    {4,
     "create table {schema}.{new} partition of {partitioned} {default|for values from ({number}) to (1000)}"},
    {2, "create table {schema}.{new} ({new columns}) inherits ({table})"},
    {2, "alter table {table} {inherit|no inherit} {table}"},
    {2, "alter table {partitioned} detach partition {table}"},
    {6, "create view {schema}.{new} {|with (security_invoker)|with (security_invoker = false, "
        "security_barrier)} as select * from {relation}"},
    {3, "create or replace view {view} {|with (security_invoker = on)} as select * from {relation}"},
    {3, "create materialized view {schema}.{new} as select * from {relation}"},
    {3,
     "alter view {view} {set (security_invoker = true)|reset (security_invoker)|set (security_barrier = 1)}"},
    {2, "create sequence {schema}.{new}"},
    {2, "create index {new} on {table} ({column})"},
    {5, "drop {table|view|materialized view|table if exists} {relation} {||cascade}"},
    {2, "drop sequence {sequence} {|cascade}"},
    // columns
    {8, "alter table {table} add column {new} {type} {||not null|default null|unique}"},
    {4, "alter table {table} drop column {column} {||cascade}"},
    {3, "alter table {table} rename column {column} to {new}"},
    {2, "alter table {table} alter column {column} {set not null|drop not null|drop default|type text|set "
        "default null}"},
    {2, "alter table {table} add {primary key|unique} ({column})"},
    // renames, schemas, owners
    {3, "alter table {relation} rename to {new}"},
    {3, "alter table {relation} set schema {schema}"},
    {4, "alter table {relation} owner to {role}"},
    {3, "create schema {new} {||authorization {role}}"},
    {1, "alter schema {made schema} rename to {new}"},
    {2, "alter schema {made schema} owner to {role}"},
    {1, "drop schema {made schema} {|cascade}"},
    // row security
    {14, "alter table {table} {enable|enable|disable|force|no force} row level security"},
    {20, "create policy {new} on {table} {|as restrictive} {|for select|for delete|for all} {|to {grantees}} "
         "using ({condition})"},
    {5, "create policy {new} on {table} for {insert|insert|update|all} {|to {grantees}} with check "
        "({condition})"},
    {2, "create policy {new} on {table} for {all|update|insert|select} to {role}"},
    {3, "alter policy {policy} {to {grantees}|using ({condition})|with check ({condition})}"},
    {2, "alter policy {policy} rename to {new}"},
    {4, "drop policy {|if exists} {policy}"},
    // privileges
    {16, "grant {privileges} on {|table} {relation} to {grantees} {|||with grant option}"},
    {8, "revoke {||grant option for} {privileges} on {relation} from {grantees} {||cascade}"},
    {6, "{pick relation}grant {select|insert|update|references} ({column}) on {that} to {grantees}"},
    {4, "{pick relation}revoke {select|insert|update|all} ({column}) on {that} from {grantees}"},
    {4, "{grant {privileges} on all tables in schema {schema} to|revoke {privileges} on all tables in schema "
        "{schema} from} {grantees}"},
    {4, "grant {usage|create|all} on schema {schema} to {grantees}"},
    {3, "revoke {usage|create|all} on schema {schema} from {grantees}"},
    {3, "grant {usage|select|update|all} on sequence {sequence} to {grantees}"},
    {5, "{grant execute on function {function} to|revoke execute on function {function} from} {grantees}"},
    {2, "revoke execute on all functions in schema {schema} from {grantees}"},
    {8, "alter default privileges {|for role {role}} {|in schema {schema}} {grant {privileges} on tables "
        "to|revoke {privileges} on tables from} {grantees}"},
    {3, "alter default privileges {|for role {role}} {|in schema {schema}} {grant execute on functions "
        "to|revoke execute on functions from} {grantees}"},
    {2, "alter default privileges {|in schema {schema}} {grant usage on sequences to|revoke all on sequences "
        "from} {grantees}"},
    // roles
    {4, "create role {new} {|login|noinherit|createrole|bypassrls}"},
    {1, "alter role {made role} {|login|noinherit|createdb}"},
    {1, "alter role {made role} rename to {new}"},
    {5, "{grant {role} to|revoke {role} from} {role}"},
    {1, "drop role {made role}"},
    {1, "drop owned by {made role} {|cascade}"},
    {1, "reassign owned by {made role} to {role}"},
    // functions
    {6, "create {|or replace} function {schema}.{new}({|{type}|a {type}, b {type}}) returns boolean language "
        "sql {|stable|immutable} {|security definer} {|set search_path = ''} as 'select true'"},
    {2,
     "create function {schema}.{new}(a {type}) returns {type} language plpgsql as 'begin return null; end'"},
    {3, "alter function {function} {stable|volatile|security definer|security invoker|set search_path = "
        "public|reset all}"},
    {1, "alter function {function} owner to {role}"},
    {1, "alter function {function} rename to {new}"},
    {1, "alter function {function} set schema {schema}"},
    {2, "drop function {function} {|cascade}"},
    // types
    {1, "create type {schema}.{new} as enum ('a', 'b')"},
    {1, "create domain {schema}.{new} as {type}"},
    // session
    {3, "set search_path = {schema}, {schema}"},
    {3, "reset search_path"},
    {3, "set role {role}"},
    {6, "reset role"},
    {4, "begin"},
    {3, "savepoint {new}"},
    {6, "{commit|commit|rollback}"},
};

constexpr std::string_view named_texts[][2] = {
    {"new columns",
     "{a int, b text|id int primary key, owner uuid|id serial, b text default 'x'|"
     "id int generated always as identity, \"C d\" {type}|a {type}, b {type}, c int not null}"},
    {"type", "{int|text|uuid|numeric(6, 2)|varchar(10)|timestamptz|text[]|boolean|{made type}}"},
    {"condition", "{true|false|{column} is not null|{column} is null or {column}::text = "
                  "{column}::text|current_user = 'x'|"
                  "exists (select 1 from {other relation})|a::text in (select a::text from {other relation})|"
                  "exists (select 1 from {other relation} x where x.a::text = {that}.a::text)}"},
    {"privileges",
     "{select|insert|update|delete|all|select, insert|update, delete, select|truncate|references, trigger}"},
    {"grantees", "{{role}|{role}|{role}, {role}|public|current_user}"},
    {"schema", "{public|public|{made schema}}"},
    {"role", "{{platform role}|{made role}}"},
};

// What there is: kind, name, and of a column its relation. $1 is the lowest object id of the history.
constexpr const char* what_there_is = R"sql(
select kind, name, of from (
    select case relkind when 'v' then 'view' when 'm' then 'matview' when 'p' then 'partitioned' else 'table' end,
           format('%I.%I', relnamespace::regnamespace::text, relname), '', oid
    from pg_class where relkind in ('r', 'p', 'v', 'm')
    union all
    select 'column', quote_ident(attname), format('%I.%I', relnamespace::regnamespace::text, relname), c.oid
    from pg_attribute join pg_class c on c.oid = attrelid
    where relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
    union all
    select 'sequence', format('%I.%I', relnamespace::regnamespace::text, relname), '', oid
    from pg_class where relkind = 'S'
    union all
    select 'function', format('%I.%I(%s)', pronamespace::regnamespace::text, proname,
                              pg_get_function_identity_arguments(oid)), '', oid
    from pg_proc
    union all
    select 'made type', format('%I.%I', typnamespace::regnamespace::text, typname), '', oid
    from pg_type where typtype in ('e', 'd')
    union all
    select 'policy', format('%I on %I.%I', polname, relnamespace::regnamespace::text, relname), '', p.oid
    from pg_policy p join pg_class c on c.oid = polrelid
    union all
    select 'made role', quote_ident(rolname), '', oid from pg_roles
    union all
    select 'made schema', quote_ident(nspname), '', oid from pg_namespace where nspname !~ '^pg_'
) found (kind, name, of, oid)
where oid > $1 order by 1, 2, 3)sql";

// Text of statements, made from templates and names.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    // The next one: mostly `way_out`, if there is one.
    std::string statement(const std::string& way_out) {
        if (!way_out.empty() && below(4) != 0) return way_out;
        for (;;) {
            that_.clear();
            std::string text = expand(choose_template());
            if (text.find("missing") == std::string::npos) return text;
        }
    }

    // Learns what there is.
    void look(const std::vector<Row>& found) {
        names_.clear();
        columns_.clear();
        names_["platform role"] = platform_roles;
        for (const Row& row : found) {
            if (row[0] == "column")
                columns_[*row[2]].push_back(*row[1]);
            else
                names_[*row[0]].push_back(*row[1]);
            if (row[0] == "partitioned") names_["table"].push_back(*row[1]);
        }
        for (const char* kind : {"table", "view", "matview"}) {
            std::ranges::copy(names_[kind], std::back_inserter(names_["relation"]));
        }
    }

    std::vector<std::string> platform_roles;

private:
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

    std::string_view choose_template() {
        unsigned total = 0;
        for (const Template& entry : templates)
            total += entry.weight;
        std::size_t left = below(total);
        const Template* entry = std::begin(templates);
        for (; left >= entry->weight; ++entry)
            left -= entry->weight;
        return entry->text;
    }

    // The alternatives of what stands between a brace and its partner.
    static std::vector<std::string_view> alternatives(std::string_view text) {
        std::vector<std::string_view> found;
        std::size_t depth = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '{') ++depth;
            if (text[i] == '}') --depth;
            if (text[i] == '|' && depth == 0)
                found.push_back(text.substr(std::exchange(begin, i + 1), i - begin));
        }
        found.push_back(text.substr(begin));
        return found;
    }

    std::string expand(std::string_view text) {
        std::string done;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '{') {
                done += text[i];
                continue;
            }
            const std::size_t begin = i + 1;
            for (std::size_t depth = 1; depth > 0;) {
                ++i;
                if (text[i] == '{') ++depth;
                if (text[i] == '}') --depth;
            }
            const std::vector<std::string_view> choices = alternatives(text.substr(begin, i - begin));
            done += choices.size() == 1 ? name(choices[0]) : expand(choices[below(choices.size())]);
        }
        return done;
    }

    std::string name(std::string_view kind) {
        for (const auto& [named, text] : named_texts) {
            if (kind == named) return expand(text);
        }
        if (kind == "new") return new_name();
        if (kind == "number") return std::to_string(below(1000));
        if (kind == "that") return that_;
        if (kind == "column") return one_of(columns_[that_]);
        if (kind == "other relation") return one_of(names_["relation"]);
        if (kind == "pick relation") {
            that_ = one_of(names_["relation"]);
            return "";
        }
        std::string chosen = one_of(names_[std::string{kind}]);
        if (kind == "table" || kind == "relation" || kind == "view" || kind == "partitioned") that_ = chosen;
        return chosen;
    }

    std::string one_of(const std::vector<std::string>& pool) {
        return pool.empty() ? "missing" : pool[below(pool.size())];
    }

    // Now and then one that was used before, or one that needs quotes.
    std::string new_name() {
        if (below(15) == 0 && counter_ > 0) return "n" + std::to_string(below(counter_));
        const std::string number = std::to_string(counter_++);
        return below(15) == 0 ? "\"N " + number + "\"" : "n" + number;
    }

    std::mt19937_64 random_;
    std::map<std::string, std::vector<std::string>, std::less<>> names_;
    std::map<std::string, std::vector<std::string>> columns_;
    std::string that_;
    std::size_t counter_ = 0;
};

// So that there is something of everything.
const std::string first_steps[] = {
    "create role r1",
    "create role r2 login noinherit",
    "create schema s1",
    "create schema s2 authorization r1",
    "create type s1.mood as enum ('ok')",
    "create table t1 (a int primary key, b text)",
    "create table s1.t2 (a int, b uuid)",
    "create view v1 as select * from t1",
    "create function f1() returns int language sql as 'select 1'",
    "create sequence q1",
};

// What somebody would do whose statement has failed.
std::string way_out(const Answer& answer) {
    if (answer.ok()) return "";
    const std::string& sqlstate = answer.error->sqlstate;
    if (sqlstate == "25P02") return "rollback";
    if (sqlstate == "42501") return "reset role";
    if (sqlstate == "3F000") return "reset search_path";
    return "";
}

} // namespace

std::string random_history(std::string_view profile_name, std::uint64_t seed, std::size_t statements) {
    const Profile profile = profile_named(profile_name);
    const PrivateServer server{server_schema(profile)};
    Connection session = server.connect(profile.platform.migration_role);
    Connection observer = server.connect(PrivateServer::superuser);
    std::string query = what_there_is;
    query.replace(query.find("$1"), 2, observer.value("select lo_create(0)"));

    Writer writer{seed};
    for (const char* role : {"postgres", "anon", "authenticated", "service_role"}) {
        if (!observer.query("select from pg_roles where rolname = '" + std::string{role} + "'").empty())
            writer.platform_roles.emplace_back(role);
    }
    std::string history;
    std::string next;
    for (std::size_t i = 0; i < statements; ++i) {
        if (i % 10 == 0) writer.look(observer.query(query));
        const std::string statement = i < std::size(first_steps) ? first_steps[i] : writer.statement(next);
        history += statement + ";\n";
        next = way_out(session.run(statement));
    }
    return history;
}

} // namespace rlslint::testing
