#include "random_blocks.hpp"

#include <initializer_list>
#include <random>
#include <string_view>

#include <fmt/format.h>

namespace rlslint::testing {
namespace {

// What the blocks speak of.
constexpr std::string_view beginning = R"sql(
create role reader; create role writer;
create schema app;
create table public.users (id int primary key, name text);
create table public.notes (id int primary key, owner int references public.users, body text);
create table public.tags (id int, label text not null);
create table app.jobs (id serial, state text);
create table public.nowhere (id int); drop table public.nowhere;
create table public.jobs (id int); drop table public.jobs;
create table public.made1 (id int); drop table public.made1;
create view public.shown as select id from public.notes;
create type public.mood as enum ('good', 'bad');
create policy first on public.notes using (true);
create policy "Second One" on public.notes for select to reader using (owner = 1);
create policy first on app.jobs for insert with check (true);
create index notes_owner on public.notes (owner);
create function public.protect(target text, who text default 'reader', forced boolean default false) returns int language plpgsql as $f$
begin
    execute format('alter table %s enable row level security', target::regclass);
    if forced then execute format('alter table %s force row level security', target); end if;
    execute format('grant select on %s to %I', target, who);
    return length(target);
end $f$;
create procedure public.count_tables(in pattern text, inout n int) language plpgsql as $f$
begin
    select count(*) into n from pg_tables where schemaname = 'public' and tablename ~ pattern;
end $f$;
create function public.tables_of(s text) returns table (name text, place int) language sql stable as $f$
    select tablename::text, (row_number() over (order by tablename))::int from pg_tables where schemaname = s
$f$;
)sql";

constexpr std::string_view declarations =
    "declare r record; one record; n int := 0; m int; t text; v text := 'x'; ok boolean; names text[] := "
    "'{}'; "
    "every cursor (s text) for select tablename from pg_tables where schemaname = s order by tablename; ";

class BlockWriter {
public:
    explicit BlockWriter(std::uint64_t seed) : random_(seed) {}

    std::string statement(int depth) {
        switch (below(depth > 0 ? 22 : 10)) {
        case 0: return action();
        case 1: return assignment();
        case 2: return "execute " + made(text_action("v"), "coalesce(v, 'w')") + "; ";
        case 3: return fmt::format("select count(*) into n from {}; ", catalog_rows());
        case 4:
            return fmt::format("select string_agg({0}, ',' order by {0}) into v from pg_tables where {1}; ",
                               pick({"tablename", "upper(tablename)"}), table_condition());
        case 5: return call();
        case 6:
            return fmt::format("names := array(select tablename::text from pg_tables where {} order by 1); ",
                               table_condition());
        case 7: return fmt::format("perform 1 from {}; ok := found; ", catalog_rows());
        case 8: return fmt::format("get diagnostics m = row_count; v := 'v' || coalesce(m, 0); ");
        case 9:
            return fmt::format("select * into r from pg_policies where {} order by tablename, policyname "
                               "limit 1; if found then v := r.policyname; end if; ",
                               policy_condition());
        case 10:
        case 11:
            return fmt::format("if {} then {}{}end if; ", condition(), list(depth),
                               below(2) == 0 ? "else " + list(depth) : "");
        case 12:
            return fmt::format("for r in select schemaname, tablename from pg_tables where {} order by 1, 2 "
                               "loop {}end loop; ",
                               table_condition(), table_action());
        case 13:
            return fmt::format("for r in select tablename, policyname, schemaname from pg_policies where {} "
                               "order by 1, 2, 3 loop {}end loop; ",
                               policy_condition(), policy_action());
        case 14:
            return fmt::format("for i in {} loop {}{}end loop; ",
                               pick({"1..3", "reverse 3..1", "1..6 by 2", "2..1"}),
                               below(3) == 0 ? "continue when i % 2 = 0; " : "", counted("i"));
        case 15:
            return fmt::format("n := 0; while n < {} loop n := n + 1; {}{}end loop; ", below(3) + 1,
                               counted("n"), below(3) == 0 ? "exit when n = 2; " : "");
        case 16:
            return fmt::format("begin {}exception when {} then {}end; ", list(depth),
                               pick({"duplicate_object", "duplicate_table",
                                     "undefined_table or undefined_object", "others"}),
                               list(depth));
        case 17:
            return fmt::format("foreach t in array {} loop {}end loop; ",
                               pick({"names", "array['notes', 'tags']", "string_to_array('users,tags', ',')",
                                     "'{notes,nowhere}'::text[]"}),
                               array_action());
        case 18:
            return fmt::format("case {} when {} then {}when {} then {}else {}end case; ",
                               pick({"n", "n % 3"}), below(2), list(depth), pick({"2", "2, 3"}), list(depth),
                               list(depth));
        case 19:
            return fmt::format(
                "open every('{}'); loop fetch every into t; exit when not found; {}end loop; close every; ",
                pick({"public", "app"}), array_action());
        case 20:
            return fmt::format("for one in every('{}') loop t := one.tablename; {}end loop; ",
                               pick({"public", "app"}), array_action());
        default:
            return fmt::format("for r in select * from public.tables_of('{}') loop if r.place {} 1 then t := "
                               "r.name; {}end if; end loop; ",
                               pick({"public", "app"}), pick({"=", ">", "<="}), array_action());
        }
    }

private:
    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
    std::string pick(std::initializer_list<std::string_view> from) {
        return std::string{*(from.begin() + below(static_cast<unsigned>(from.size())))};
    }

    std::string list(int depth) {
        std::string made;
        for (unsigned left = below(2) + 1; left > 0; --left)
            made += statement(depth - 1);
        return made;
    }

    std::string table() {
        return pick({"public.users", "public.notes", "public.tags", "app.jobs", "public.made1", "nowhere"});
    }
    std::string name() { return pick({"made1", "made2", "\"Made 3\"", "made4"}); }
    std::string role() { return pick({"reader", "writer", "public"}); }

    // Statements as they stand.
    std::string action() {
        switch (below(9)) {
        case 0:
            return fmt::format("alter table {} {} row level security; ", table(),
                               pick({"enable", "enable", "force", "disable"}));
        case 1:
            return fmt::format("create policy {} on {} for {} to {} using ({}); ",
                               pick({"first", "p1", "p2"}), table(), pick({"all", "select", "delete"}),
                               role(), pick({"true", "id = 1", "false"}));
        case 2:
            return fmt::format("drop policy {} {} on {}; ", pick({"", "if exists"}),
                               pick({"first", "p1", "\"Second One\""}), table());
        case 3:
            return fmt::format("create table {} public.{} (id int, owner int); ", pick({"", "if not exists"}),
                               name());
        case 4: return fmt::format("drop table if exists public.{} {}; ", name(), pick({"", "cascade"}));
        case 5: return fmt::format("{} select, insert on {} {} {}; ", "grant", table(), "to", role());
        case 6: return fmt::format("revoke {} on {} from {}; ", pick({"all", "select"}), table(), role());
        case 7:
            return fmt::format("alter table {} add column {} extra{} int; ", table(),
                               pick({"", "if not exists"}), below(3));
        default: return fmt::format("raise {} 'n is %', n; ", pick({"notice", "notice", "exception"}));
        }
    }

    std::string assignment() {
        return pick(
            {"n := n + 1; ", "v := 'p' || n; ", "v := lower(coalesce(v, 'Q')) || '_x'; ",
             "v := replace(v, 'x', 'yy'); ", "v := regexp_replace(coalesce(v, ''), '[^a-z]+', '_', 'g'); ",
             "v := concat_ws('-', v, n, null); ", "v := left(v, 8); ",
             "t := split_part('a,notes,c', ',', 2); ", "names := names || 'tags'; ",
             "names := array_append(names, v); ", "n := coalesce(array_length(names, 1), 0); ",
             "ok := v like 'p%' and n > 0; ", "v := substring(v from 1 for 3); ",
             "n := case when ok then 1 when v is null then 2 else 3 end; ", "names[2] := 'tags'; ",
             "v := format('%s-%1$s', n); ", "v := (regexp_match('notes_owner_idx', '^(\\w+?)_'))[1]; ",
             "t := coalesce(nullif(v, 'x'), 'users'); "});
    }

    // A text with one %I in it, for a policy's name.
    std::string text_action(std::string_view) {
        return fmt::format(
            "{} on {} {}",
            pick({"create policy %I", "create policy %I", "drop policy %I", "drop policy if exists %I"}),
            table(), "");
    }
    static std::string made(const std::string& text, std::string_view value) {
        return fmt::format("format('{}', {})", text, value);
    }

    std::string call() {
        switch (below(5)) {
        case 0: return fmt::format("perform public.protect('{}'); ", table());
        case 1:
            return fmt::format("n := public.protect('{}', forced => {}); ", table(), pick({"true", "false"}));
        case 2:
            return fmt::format("call public.count_tables('{}', n); ", pick({"^n", "s$", "e.*s", "[0-9]"}));
        case 3:
            return fmt::format("select public.protect(target => '{}', who => 'writer') into m; ", table());
        default:
            return fmt::format("select max(place) into n from public.tables_of('{}'); ",
                               pick({"public", "app", "none"}));
        }
    }

    std::string table_condition() {
        return pick({"schemaname = 'public'", "schemaname in ('public', 'app')",
                     "schemaname = 'public' and tablename like 'made%'", "schemaname = any (array['app'])",
                     "schemaname = 'public' and not rowsecurity",
                     "schemaname not in ('pg_catalog', 'information_schema')",
                     "schemaname ~ '^(pub|ap)' and tablename !~ 's$'",
                     "tableowner = current_user and schemaname <> 'pg_catalog'"});
    }
    std::string policy_condition() {
        return pick({"schemaname = 'public'", "tablename = 'notes'", "policyname like 'p%'", "cmd = 'SELECT'",
                     "'reader' = any (roles)", "permissive = 'PERMISSIVE' and schemaname = 'app'"});
    }
    std::string catalog_rows() {
        return pick({"pg_tables where schemaname = 'public'", "pg_policies where tablename = 'notes'",
                     "pg_class c join pg_namespace n2 on n2.oid = c.relnamespace where n2.nspname = 'public' "
                     "and c.relkind = 'r' and c.relrowsecurity",
                     "information_schema.columns where table_schema = 'public' and table_name = 'tags' and "
                     "column_name like 'extra%'",
                     "information_schema.table_constraints where table_schema = 'public' and constraint_type "
                     "= 'PRIMARY KEY'",
                     "pg_indexes where schemaname = 'public' and indexname = 'notes_owner'",
                     "pg_roles where rolname in ('reader', 'nobody')",
                     "pg_tables a left join pg_policies b using (schemaname, tablename) where a.schemaname = "
                     "'public' and b.policyname is null",
                     "pg_type where typname = 'mood'", "pg_proc where proname = 'protect'",
                     "information_schema.views where table_schema = 'public'",
                     "pg_tables full join pg_views on tablename = viewname where "
                     "coalesce(pg_tables.schemaname, pg_views.schemaname) = 'app'",
                     "pg_constraint where conrelid = 'public.notes'::regclass and contype = 'f'"});
    }
    std::string condition() {
        switch (below(9)) {
        case 0: return fmt::format("{} exists (select 1 from {})", pick({"", "not"}), catalog_rows());
        case 1:
            return fmt::format(
                "(select count(*) filter (where {}) from pg_tables where schemaname = 'public') > {}",
                pick({"rowsecurity", "tablename like '%s'"}), below(3));
        case 2: return fmt::format("to_regclass('{}') is {} null", table(), pick({"", "not"}));
        case 3: return fmt::format("n {} {}", pick({"=", ">", "<="}), below(3));
        case 4: return "ok";
        case 5: return fmt::format("'{}' in (select tablename from pg_tables)", pick({"notes", "made1"}));
        case 6:
            return fmt::format("has_table_privilege('{}', '{}', '{}')", pick({"reader", "writer"}),
                               pick({"public.notes", "public.users", "app.jobs"}),
                               pick({"SELECT", "insert", "SELECT, UPDATE"}));
        case 7: return fmt::format("v ~ '{}' or n is null", pick({"^p", "[0-9]$", "x|y"}));
        default: return fmt::format("array_position(names, '{}') is not null", pick({"tags", "made2"}));
        }
    }

    // With a row of pg_tables in r.
    std::string table_action() {
        switch (below(6)) {
        case 0:
            return "execute format('alter table %I.%I enable row level security', r.schemaname, "
                   "r.tablename); ";
        case 1:
            return "execute 'grant select on ' || quote_ident(r.schemaname) || '.' || "
                   "quote_ident(r.tablename) || ' to reader'; ";
        case 2:
            return "if not exists (select 1 from pg_policies p where p.tablename = r.tablename) then execute "
                   "format('create policy %I on %I.%I using (true)', r.tablename || '_all', r.schemaname, "
                   "r.tablename); end if; ";
        case 3:
            return "continue when r.tablename = 'notes'; n := n + 1; execute format('create policy %I on %s "
                   "using (false)', 'q' || n, (quote_ident(r.schemaname) || '.' || "
                   "quote_ident(r.tablename))::regclass); ";
        case 4:
            return "perform public.protect(format('%I.%I', r.schemaname, r.tablename), forced => r.tablename "
                   "like '%s'); ";
        default:
            return "begin execute format('alter table %I.%I add column extra int', r.schemaname, "
                   "r.tablename); exception when duplicate_column then n := n + 1; end; ";
        }
    }
    std::string policy_action() {
        switch (below(3)) {
        case 0: return "execute format('drop policy %I on %I.%I', r.policyname, r.schemaname, r.tablename); ";
        case 1:
            return "execute format('alter policy %I on %I.%I to writer', r.policyname, r.schemaname, "
                   "r.tablename); ";
        default:
            return "begin execute format('alter policy %I on %I.%I rename to %I', r.policyname, "
                   "r.schemaname, r.tablename, left(r.policyname, 3)); exception when others then null; "
                   "end; ";
        }
    }
    // With a counter.
    std::string counted(std::string_view i) {
        switch (below(3)) {
        case 0:
            return fmt::format(
                "execute format('create table if not exists public.%I (id int)', 'made' || {}); ", i);
        case 1: return fmt::format("execute 'drop policy if exists p' || {} || ' on public.notes'; ", i);
        default:
            return fmt::format("execute format('create policy %I on public.tags using (id = %L)', "
                               "concat('c', {}, '_', n), {}); ",
                               i, i);
        }
    }
    // With a table's name in t.
    std::string array_action() {
        switch (below(4)) {
        case 0:
            return "if to_regclass('public.' || t) is not null then execute format('alter table public.%I "
                   "force row level security', t); end if; ";
        case 1: return "execute format('drop policy if exists %I on public.%I', t || '_p', t); ";
        case 2:
            return "begin execute format('create policy %I on public.%I for insert with check (true)', t || "
                   "'_p', t); exception when undefined_table or duplicate_object then null; end; ";
        default: return "names := array_remove(names, t); n := coalesce(cardinality(names), 0); ";
        }
    }

    std::mt19937_64 random_;
};

} // namespace

std::vector<BlockPart> random_blocks(std::uint64_t seed, std::size_t blocks) {
    constexpr int depth = 3;
    BlockWriter writer{seed};
    std::mt19937_64 lengths{seed};
    std::vector<BlockPart> parts;
    for (std::size_t block = 0; block < blocks; ++block)
        for (std::uint64_t left = lengths() % 4 + 1; left > 0; --left)
            parts.push_back({block, writer.statement(depth)});
    return parts;
}

std::string history_of(const std::vector<BlockPart>& parts) {
    std::string text{beginning};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool first = i == 0 || parts[i - 1].block != parts[i].block;
        const bool last = i + 1 == parts.size() || parts[i + 1].block != parts[i].block;
        if (first) text.append("do $$ ").append(declarations).append("begin ");
        text += parts[i].statement;
        if (last) text += "end $$;\n";
    }
    return text;
}

} // namespace rlslint::testing
