#include "random_policies.hpp"

#include <iterator>
#include <random>

#include <fmt/format.h>

namespace rlslint::testing {
namespace {

constexpr const char* shared = R"sql(
create role staff nologin;
grant staff to authenticated;
create schema back;
create type public.status as enum ('a', 'b', 'x');
create table public.members (org_id uuid, user_id uuid, role text);
create table public.profiles (id uuid, role text, is_admin boolean not null default false);
create table public.secrets (id uuid, owner uuid);
alter table public.members enable row level security;
alter table public.profiles enable row level security;
create policy own on public.members for select using (user_id = auth.uid());
create policy own on public.profiles for select using (id = (select auth.uid()));
grant select on public.members, public.profiles to anon, authenticated, service_role;
create function public.is_admin() returns boolean language sql stable security definer set search_path = '' as
    $$ select exists (select 1 from public.profiles where id = auth.uid() and is_admin) $$;
create function public.has_role(wanted text) returns boolean language sql stable as
    $$ select coalesce((auth.jwt() -> 'app_metadata' ->> 'role') = wanted, false) $$;
create function public.is_member(org uuid) returns boolean language plpgsql stable security definer as
    $$ begin return exists (select 1 from public.members m where m.org_id = org and m.user_id = auth.uid()); end $$;
create function public.my_org() returns uuid language sql stable as $$ select (auth.jwt() ->> 'org_id')::uuid $$;
create function public.my_orgs() returns setof uuid language sql stable security definer as
    $$ select org_id from public.members where user_id = auth.uid() $$;
create function public.nobody() returns boolean language sql stable as $$ select true $$;
revoke execute on function public.nobody() from public, anon, authenticated;
create function public.owns(one uuid) returns boolean language sql stable return one = auth.uid();
create function public.is_editor() returns boolean language sql stable security definer begin atomic
    select exists (select 1 from public.members m where m.user_id = auth.uid() and m.role in ('admin', 'member')); end;
create function public.is_in(org uuid) returns boolean language plpgsql stable security definer as $$
declare one record;
begin
    if auth.uid() is null then return false; end if;
    for one in select m.org_id from public.members m where m.user_id = auth.uid() loop
        if one.org_id = org then return true; end if;
    end loop;
    return false;
end $$;
create function public.claimed_org() returns uuid language plpgsql stable as $$
begin
    return (auth.jwt() ->> 'org_id')::uuid;
exception when others then
    return null;
end $$;
create function public.allows(wanted text) returns boolean language plpgsql stable as $$
declare one text;
begin
    foreach one in array array['admin', 'member'] loop
        if one = wanted then return true; end if;
    end loop;
    return auth.role() = 'service_role';
end $$;
create function public.tries() returns boolean language plpgsql stable as $$
begin
    for i in 1..3 loop
        if i = 2 then return true; end if;
    end loop;
    return false;
exception when division_by_zero then
    return true;
end $$;
create function public.role_of(org uuid) returns text language sql stable security definer as
    $$ select m.role from public.members m where m.org_id = org and m.user_id = auth.uid() limit 1 $$;
create function public.claims() returns jsonb language sql stable as
    $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
create view public.my_members as select org_id, role from public.members where user_id = auth.uid();
create view public.all_members with (security_invoker = true) as select * from public.members;
grant select on public.my_members, public.all_members to anon, authenticated, service_role;
)sql";

constexpr std::string_view atoms[] = {
    "true",
    "true",
    "false",
    "null",
    "1 = 1",
    "auth.uid() = owner",
    "auth.uid() = owner",
    "(select auth.uid()) = owner",
    "owner = (select auth.uid())",
    "auth.uid()::text = owner::text",
    "auth.uid() is not null",
    "(select auth.uid()) is null",
    "owner is null",
    "owner is not distinct from auth.uid()",
    "auth.uid() is null or auth.uid() = owner",
    "auth.uid() in (owner, org_id)",
    "owner = any (array[auth.uid()])",
    "public",
    "not public",
    "public is true",
    "coalesce(public, false)",
    "status = 'x'",
    "kind = 'one' or kind = 'two'",
    "kind <> 'one' and kind <> 'two'",
    "kind in ('one', 'three')",
    "kind is null or kind <> 'three'",
    "score is null or score >= 0",
    "score < 0",
    "status <> 'a' and status <> 'b' and status <> 'x'",
    "status is null or status in ('a', 'b', 'x')",
    "status = 'a' or status <> 'a'",
    "status in ('a', 'b')",
    "status <> 'x'",
    "status is not null",
    "level > 1",
    "level between 1 and 2",
    "level = 1 and level = 2",
    "level > 2 and level < 1",
    "level is distinct from 2",
    "level is not null or level is null",
    "created <= now()",
    "tags @> array['x']",
    "'x' = any (tags)",
    "id > 0",
    "id is not null",
    "auth.role() = 'authenticated'",
    "(select auth.role()) = 'anon'",
    "auth.role() in ('authenticated', 'service_role')",
    "auth.role() <> 'anon'",
    "auth.jwt() ->> 'role' = 'service_role'",
    "auth.jwt() ->> 'email' = email",
    "(auth.jwt() -> 'app_metadata' ->> 'role') = 'admin'",
    "(select (auth.jwt() -> 'app_metadata' ->> 'admin')::boolean)",
    "coalesce((auth.jwt() -> 'app_metadata' ->> 'admin')::boolean, false)",
    "coalesce(auth.jwt() ->> 'sub', '') = ''",
    "(auth.jwt() ->> 'sub') is not null",
    "org_id = (auth.jwt() ->> 'org_id')::uuid",
    "org_id = my_org()",
    "auth.email() = email",
    "lower(auth.email()) = lower(email)",
    "current_user = 'anon'",
    "current_setting('request.jwt.claims', true)::jsonb ->> 'sub' = owner::text",
    "nullif(current_setting('request.jwt.claims', true), '')::json ->> 'role' = 'authenticated'",
    "current_setting('app.tenant', true) = email",
    "current_setting('app.tenant') = email",
    "exists (select 1 from members m where m.org_id = t.org_id and m.user_id = auth.uid())",
    "exists (select 1 from public.members m where m.org_id = org_id and m.user_id = (select auth.uid()))",
    "org_id in (select org_id from members where user_id = auth.uid())",
    "org_id in (select my_orgs())",
    "auth.uid() in (select m.user_id from members m where m.org_id = t.org_id and m.role = 'admin')",
    "(select p.role from profiles p where p.id = auth.uid()) = 'admin'",
    "exists (select 1 from profiles p where p.id = auth.uid() and p.is_admin)",
    "exists (select 1 from secrets s where s.owner = auth.uid())",
    "exists (select 1 from t x where x.owner = auth.uid())",
    "not exists (select 1 from members)",
    "is_admin()",
    "(select is_admin())",
    "has_role('admin')",
    "is_member(org_id)",
    "nobody()",
    "case when public then true else owner = auth.uid() end",
    "case auth.role() when 'anon' then public else true end",
    "nullif(status::text, 'a') is null",
    "(owner = auth.uid()) is true",
    "(owner = auth.uid()) is not false",
    "email like 'a%'",
    "owns(owner)",
    "is_editor()",
    "is_in(org_id)",
    "org_id = claimed_org()",
    "allows(auth.jwt() -> 'app_metadata' ->> 'role')",
    "not allows(email)",
    "tries()",
    "role_of(org_id) = 'admin'",
    "role_of(org_id) in ('admin', 'member')",
    "claims() ->> 'sub' = owner::text",
    "claims() = '{}'",
    "(claims() ->> 'role') is distinct from 'anon'",
    "org_id in (select org_id from my_members)",
    "exists (select from my_members m where m.org_id = t.org_id and m.role = 'admin')",
    "auth.uid() in (select user_id from all_members)",
    "org_id = any (array(select m.org_id from members m where m.user_id = auth.uid()))",
    "org_id = any (select m.org_id from members m where m.user_id = auth.uid())",
    "exists (select 1 from members m join profiles p on p.id = m.user_id where m.org_id = t.org_id and "
    "p.is_admin)",
    "exists (select 1 from members m left join profiles p on p.id = m.user_id where m.user_id = auth.uid())",
    "not exists (select 1 from members m where m.org_id = t.org_id and m.user_id <> auth.uid())",
    "(select count(*) from members m where m.org_id = t.org_id and m.user_id = auth.uid()) > 0",
    "(select m.role from members m where m.user_id = auth.uid() and m.org_id = t.org_id limit 1) is not null",
    "coalesce((select p.is_admin from profiles p where p.id = auth.uid() limit 1), false)",
    "exists (with mine as (select org_id from members where user_id = auth.uid()) select 1 from mine where "
    "mine.org_id = t.org_id)",
    "exists (select 1 from members where user_id = auth.uid() union all select 1 from profiles where id = "
    "auth.uid())",
    "(owner, org_id) in (select m.user_id, m.org_id from members m)",
    "case when status = 'a' then owner = auth.uid() when status = 'b' then auth.uid() is not null else false "
    "end",
    "case when auth.jwt() ->> 'org_id' is null then owner = auth.uid() else org_id::text = auth.jwt() ->> "
    "'org_id' end",
    "status::text = any (string_to_array('a,b', ','))",
    "status = any (array['a', 'b', 'x']::public.status[])",
    "status not in ('a', 'b', 'x')",
    "kind in ('one', 'two')",
    "kind not in ('one', 'two')",
    "kind = 'three'",
    "kind is null or kind <> 'three'",
    "score >= 0",
    "score < 0",
    "score between 0 and 5 or score is null",
    "coalesce(level, 0) >= 0 or coalesce(level, 0) < 0",
    "created > now() - interval '30 days'",
    "date_trunc('day', created) <= now()",
    "greatest(level, 0) > 1",
    "length(email) > 0",
    "auth.jwt() @> '{\"role\": \"authenticated\"}'",
    "(auth.jwt() -> 'app_metadata') ? 'role'",
    "auth.jwt() #>> '{app_metadata,role}' = 'admin'",
    "(auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'",
    "coalesce(auth.uid(), '00000000-0000-0000-0000-000000000000') = owner",
    "pg_has_role('staff', 'member')",
    "session_user = current_user",
    "auth.uid() = owner and auth.uid() <> owner",
    "owner = auth.uid() or owner <> auth.uid()",
    "public and not public",
    "public or not public",
    "public or public is null or not public",
    "public = true",
    "public is distinct from false",
    "id in (1, 2, 3)",
    "tags && array['x', 'a']",
    "cardinality(tags) = 0",
    "not (owner is null and owner is not null)",
};

/// Every choice is a statement of its own: in which order a call's arguments are worked out is the compiler's to
/// decide, and a seed must mean the same history everywhere.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    std::string table(const std::string& schema, const std::string& name) {
        const std::string t = schema + "." + name;
        const std::string owner = pick({"", "", " not null"});
        const std::string is_public = pick({"", " not null"});
        const std::string created = pick({"", " default now()"});
        const std::string kind =
            pick({"", " check (kind in ('one', 'two'))", " not null check (kind in ('one', 'two'))"});
        const std::string score = pick({"", "check (score >= 0)", "not null check (score between 0 and 5)"});
        std::string text = fmt::format("create table {} (id int primary key generated by default as "
                                       "identity, owner uuid{}, org_id uuid, "
                                       "email text, public boolean{}, status public.status, level int, "
                                       "created timestamptz{}, tags text[], kind text{}, score int {});\n",
                                       t, owner, is_public, created, kind, score);
        grants(t, text);
        if (one_in(16)) return text;
        text += "alter table " + t + " enable row level security;\n";
        if (one_in(8)) text += "alter table " + t + " force row level security;\n";
        const std::size_t policies = one_in(10) ? 0 : 1 + below(5);
        for (std::size_t i = 0; i < policies; ++i)
            text += policy(t, "p" + std::to_string(i));
        if (one_in(12)) text += "alter table " + t + " owner to authenticated;\n";
        if (one_in(3)) text += view(schema, t, name);
        if (one_in(3)) text += function(schema, t, name);
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
    bool one_in(std::size_t chances) { return below(chances) == 0; }

    std::string pick(std::initializer_list<const char*> items) {
        return *(items.begin() + static_cast<std::ptrdiff_t>(below(items.size())));
    }

    void grants(const std::string& table, std::string& text) {
        if (!one_in(3)) {
            text += "grant all on " + table + " to anon, authenticated, service_role;\n";
            return;
        }
        const std::size_t count = 1 + below(4);
        for (std::size_t i = 0; i < count; ++i) {
            const std::string privileges =
                pick({"all", "select", "select, insert", "select, update, delete", "update", "delete",
                      "insert", "select (id, owner)", "update (level)", "insert (owner, level)",
                      "select, insert, update, delete"});
            const std::string grantees =
                pick({"anon", "authenticated", "anon, authenticated", "service_role", "public", "staff"});
            text += fmt::format("grant {} on {} to {};\n", privileges, table, grantees);
        }
    }

    std::string policy(const std::string& table, const std::string& name) {
        const std::string command = pick(
            {"", "", "", "for all", "for select", "for select", "for insert", "for update", "for delete"});
        const std::string kind = one_in(5) ? "as restrictive" : "";
        const std::string roles =
            pick({"", "", "", "to public", "to anon", "to authenticated", "to authenticated",
                  "to anon, authenticated", "to staff", "to service_role"});
        std::string text = fmt::format("create policy {} on {} {} {} {}", name, table, kind, command, roles);
        const bool insert = command == "for insert";
        const bool reads_only = command == "for select" || command == "for delete";
        if (!insert && !one_in(8)) text += " using (" + condition(table, 0) + ")";
        if (insert ? !one_in(8) : !reads_only && one_in(2))
            text += " with check (" + condition(table, 0) + ")";
        return text + ";\n";
    }

    std::string view(const std::string& schema, const std::string& table, const std::string& name) {
        const std::string options = pick({"", "with (security_invoker = true)"});
        const std::string where = one_in(2) ? "where " + condition(schema + ".t", 2) : "";
        const std::string from =
            pick({"", "", "", " join public.members m using (org_id)",
                  " left join public.members m using (org_id)", " cross join (select auth.uid() as me) s"});
        const std::string granted = pick({"select", "all", "select, insert, update (level)"});
        std::string text = fmt::format("create view {0}.v_{1} {2} as select t.* from {3} t{4} {5};\n"
                                       "grant {6} on {0}.v_{1} to anon, authenticated;\n",
                                       schema, name, options, table, from, where, granted);
        if (!one_in(3)) return text;
        const std::string above = pick({"", "with (security_invoker = true)"});
        const std::string shown = pick({"*", "id, level", "count(*)", "distinct owner"});
        const std::string limit = pick({"", "", " limit 3", " where level > 0"});
        return text + fmt::format("create view {0}.w_{1} {2} as select {3} from {0}.v_{1}{4};\n"
                                  "grant {5} on {0}.w_{1} to anon, authenticated;\n",
                                  schema, name, above, shown, limit, pick({"select", "all"}));
    }

    std::string function(const std::string& schema, const std::string& table, const std::string& name) {
        const std::string where = one_in(2) ? " where " + condition(schema + ".t", 2) : "";
        const std::string f = schema + ".f_" + name;
        const std::string ask = pick({"", "if auth.uid() is null then raise exception 'no'; end if; ",
                                      "if not is_admin() then raise exception 'no'; end if; "});
        const std::string form = pick({"read", "read", "loop", "wipe", "change"});
        std::string text;
        if (form == "read")
            text = fmt::format(
                "create function {}() returns setof {} language sql security definer as $$ select * "
                "from {} t{} $$;\n",
                f, table, table, where);
        else if (form == "loop")
            text = fmt::format(
                "create function {}() returns setof {} language plpgsql security definer as $$ begin "
                "{}return query select * from {} t{}; end $$;\n",
                f, table, ask, table, where);
        else {
            const std::string statement = (form == "wipe" ? "delete from " + table + " t"
                                                          : "update " + table + " t set level = level") +
                                          where;
            const std::string body = ask.empty() ? statement : "begin " + ask + statement + "; end";
            text =
                fmt::format("create function {}() returns void language {} security definer as $$ {} $$;\n",
                            f, ask.empty() ? "sql" : "plpgsql", body);
        }
        if (one_in(4)) text += fmt::format("revoke execute on function {}() from public, anon;\n", f);
        if (one_in(6)) text += fmt::format("alter function {}() owner to authenticated;\n", f);
        return one_in(2) ? text : text + function_with_arguments(table, f);
    }

    /// What is named is trusted, tested first, or made no use of.
    std::string function_with_arguments(const std::string& table, const std::string& f) {
        const std::string which = pick({"where t.owner = one", "where t.owner = one and one = auth.uid()",
                                        "where t.owner = one or t.org_id = one", "where is_member(one)", ""});
        const std::string ask =
            pick({"", "if one is distinct from auth.uid() then raise exception 'no'; end if; ",
                  "if not is_member(one) then raise exception 'no'; end if; "});
        const bool reads = one_in(2);
        const std::string given = reads ? "setof " + table : "void";
        const std::string statement =
            reads ? fmt::format("return query select t.* from {} t {}", table, which)
                  : fmt::format("{} {} t {} {}", one_in(2) ? "delete from" : "update", table, "", "");
        const std::string does =
            reads || statement.starts_with("delete") ? statement : statement + "set level = level ";
        return fmt::format(
            "create function {}_of(one uuid) returns {} language plpgsql security definer as $$ "
            "begin {}{}{}; end $$;\n",
            f, given, ask, does, reads ? "" : which);
    }

    std::string condition(const std::string& table, std::size_t depth) {
        if (depth >= 2 || one_in(2)) return atom(table);
        const std::string left = condition(table, depth + 1);
        if (one_in(6)) return "not (" + left + ")";
        const std::string word = pick({" and ", " and ", " or ", " or "});
        const std::string right = condition(table, depth + 1);
        return "(" + left + ")" + word + "(" + right + ")";
    }

    // `t` in an atom is the policy's table.
    std::string atom(const std::string& table) {
        std::string text{atoms[below(std::size(atoms))]};
        const std::string name = table.substr(table.find('.') + 1);
        for (auto at = text.find("t.org_id"); at != std::string::npos;
             at = text.find("t.org_id", at + name.size()))
            text.replace(at, 1, name);
        if (const auto at = text.find("from t x"); at != std::string::npos) text.replace(at + 5, 1, table);
        return text;
    }

    std::mt19937_64 random_;
};

} // namespace

std::vector<std::string> random_policies(std::uint64_t seed, std::size_t tables) {
    Writer writer{seed};
    std::vector<std::string> texts{shared};
    for (std::size_t i = 0; i < tables; ++i)
        texts.push_back(writer.table(i % 9 == 8 ? "back" : "public", "t" + std::to_string(i)));
    return texts;
}

} // namespace rlslint::testing
