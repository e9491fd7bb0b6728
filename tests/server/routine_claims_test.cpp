// What our rules say about views, functions and histories, tried out on a server: for each the smallest
// database that has the defect, asked as a client would.

#include <string>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "history_on_server.hpp"

using namespace rlslint::testing;

namespace {

constexpr const char* ann = "a0000000-0000-0000-0000-000000000001";
constexpr const char* stranger = "c0000000-0000-0000-0000-000000000003";

constexpr const char* database = R"sql(
insert into auth.users (id, email) values ('a0000000-0000-0000-0000-000000000001', 'ann@example.org');
create table notes (id int primary key, user_id uuid not null, body text);
alter table notes enable row level security;
create policy own on notes for all to authenticated using (user_id = (select auth.uid()));
insert into notes values (1, 'a0000000-0000-0000-0000-000000000001', 'mine');

-- view-bypasses-rls, view-drops-invoker
create view all_notes as select * from notes;
create view own_notes with (security_invoker) as select * from notes;
create view dropped_invoker with (security_invoker) as select id from notes;
create or replace view dropped_invoker as select id, body from notes;

-- view-unreadable
create schema internal;
create table internal.orders (id int, secret text);
grant select (id) on internal.orders to authenticated;
create view orders with (security_invoker) as select * from internal.orders;
create view order_ids with (security_invoker) as select id from internal.orders;

-- auth-users-exposed
create view people as select id, email from auth.users;

-- definer-search-path
create function bare_names() returns bigint language plpgsql security definer set search_path = ''
    as $$ begin return (select count(*) from notes); end $$;

-- definer-callable-by-anon: NULL <> somebody is not true
create function leave_notes(who uuid) returns bigint language plpgsql security definer set search_path = ''
    as $$ declare n bigint; begin
        if auth.uid() <> who then raise exception 'not you'; end if;
        delete from public.notes where user_id = who;
        get diagnostics n = row_count;
        return n;
    end $$;
create function count_of(org uuid) returns bigint language sql security definer set search_path = ''
    as $$ select count(*) from public.notes where user_id = org $$;

-- definer-trusts-argument: a default, a test beside an OR, and one that everybody meets, keep nobody back
create function or_mine(org uuid) returns bigint language sql security definer set search_path = ''
    as $$ select count(*) from public.notes where user_id = coalesce(org, auth.uid()) $$;
create function and_mine(org uuid) returns bigint language sql security definer set search_path = ''
    as $$ select count(*) from public.notes where user_id = org or user_id = auth.uid() $$;
create function for_known(org uuid) returns bigint language sql security definer set search_path = ''
    as $$ select count(*) from public.notes where user_id = org and auth.uid() is not null $$;
create function asserted(org uuid) returns bigint language plpgsql security definer set search_path = ''
    as $$ begin
        assert org = auth.uid();
        return (select count(*) from public.notes where user_id = org);
    end $$;

-- definer-callable-by-anon: what needs an identity fails as a whole for who has none
create function take_note(said text) returns bigint language plpgsql security definer set search_path = ''
    as $$ begin
        insert into public.notes values (7, auth.uid(), said);
        return (select count(*) from public.notes);
    end $$;

-- view-bypasses-rls: what is shown of the session, an outer join and one side of a UNION keep no row back
create view marked_notes as select id, user_id = auth.uid() as mine from notes;
create view joined_notes as select n.id from notes n left join notes m on m.id = n.id and m.user_id = auth.uid();
create view either_notes as select id from notes where user_id = auth.uid() union select id from notes;

-- definer-sql-injection
create function sorted(by text) returns setof int language plpgsql security definer set search_path = ''
    as $$ begin return query execute 'select 1 order by ' || by; end $$;
create function alike(pattern text) returns setof int language plpgsql security definer set search_path = ''
    as $$ begin return query execute 'select 1 where ''a'' like ''' || pattern || ''''; end $$;
create function quoted(by text) returns setof int language plpgsql security definer set search_path = ''
    as $$ begin return query execute format('select 1 where %L is not null', by); end $$;

-- row-security-off-setting
create function count_notes() returns bigint language sql set row_security = off as 'select count(*) from notes';

-- rule-bypasses-rls
create table outbox (note int, body text);
alter table outbox enable row level security;
create policy add on outbox for insert to authenticated with check (true);
create rule deliver as on insert to outbox do instead update notes set body = new.body where id = new.note;

-- trigger-writes-unchecked
create table log (body text);
alter table log enable row level security;
create function log_it() returns trigger language plpgsql security definer set search_path = ''
    as $$ begin insert into public.log values (new.body); return new; end $$;
create table said (body text);
alter table said enable row level security;
create policy say on said for insert to authenticated with check (true);
create trigger log_it after insert on said for each row execute function log_it();
create function log_size() returns bigint language sql security definer set search_path = '' as 'select count(*) from public.log';

-- restriction-dropped, policy-dropped, protection-lost-on-recreate
create table narrowed (id int);
alter table narrowed enable row level security;
insert into narrowed values (1);
create policy wide on narrowed for select to authenticated using (true);
create policy narrow on narrowed as restrictive for select to authenticated using (false);
create table narrowed_no_more (id int);
alter table narrowed_no_more enable row level security;
insert into narrowed_no_more values (1);
create policy wide on narrowed_no_more for select to authenticated using (true);
create policy narrow on narrowed_no_more as restrictive for select to authenticated using (false);
drop policy narrow on narrowed_no_more;
create table shut (id int);
alter table shut enable row level security;
insert into shut values (1);
create policy open on shut for select to authenticated using (true);
drop policy open on shut;
create table anew (id int);
alter table anew enable row level security;
drop table anew;
create table anew (id int);
insert into anew values (1);
)sql";

const ServerHistory& at_hand() {
    static const Fixture fixture = fixture_of("routines", "supabase-auto-expose", database);
    static const ServerHistory history{fixture.profile, fixture.sources, fixture.sections};
    return history;
}

Connection session_of(const std::string& user) {
    Connection session = at_hand().server().connect("authenticator");
    session.query("begin");
    if (user.empty())
        session.become("anon", R"({"role": "anon"})");
    else
        session.become("authenticated", R"({"role": "authenticated", "sub": ")" + user + "\"}");
    return session;
}

/// The first value of the last statement, or the SQLSTATE with which one failed.
std::string outcome(const std::string& user, const std::string& first, const std::string& query) {
    Connection session = session_of(user);
    if (!first.empty()) {
        const Answer answer = session.run(first);
        if (answer.error) return answer.error->sqlstate;
    }
    const Answer answer = session.run(query);
    return answer.error ? answer.error->sqlstate : answer.rows.at(0).at(0).value_or("");
}

struct Claim {
    const char* rule;
    const char* user; ///< empty: not signed in
    const char* first;
    const char* query;
    const char* outcome;
};

constexpr Claim claims[] = {
    {"view-bypasses-rls", "", "", "select count(*) from all_notes", "1"},
    {"view-bypasses-rls", stranger, "update all_notes set body = 'theirs' where true",
     "select body from all_notes", "theirs"},
    {"view-bypasses-rls", stranger, "", "select count(*) from own_notes", "0"},
    {"view-bypasses-rls", ann, "", "select count(*) from own_notes", "1"},
    {"view-drops-invoker", stranger, "", "select count(*) from dropped_invoker", "1"},
    {"view-unreadable", ann, "", "select count(*) from orders", "42501"},
    {"view-unreadable", ann, "", "select count(*) from order_ids", "0"},
    {"auth-users-exposed", "", "", "select email from people", "ann@example.org"},
    {"definer-search-path", ann, "", "select bare_names()", "42P01"},
    {"definer-callable-by-anon", "", "", "select leave_notes('a0000000-0000-0000-0000-000000000001')", "1"},
    {"definer-callable-by-anon", stranger, "", "select leave_notes('a0000000-0000-0000-0000-000000000001')",
     "P0001"},
    // The exploit: whose notes no policy shows are counted for whoever passes their id.
    {"definer-trusts-argument", stranger, "", "select count(*) from notes", "0"},
    {"definer-trusts-argument", "", "", "select count_of('a0000000-0000-0000-0000-000000000001')", "1"},
    {"definer-trusts-argument", stranger, "", "select or_mine('a0000000-0000-0000-0000-000000000001')", "1"},
    {"definer-trusts-argument", stranger, "", "select and_mine('a0000000-0000-0000-0000-000000000001')", "1"},
    {"definer-trusts-argument", stranger, "", "select for_known('a0000000-0000-0000-0000-000000000001')",
     "1"},
    {"definer-trusts-argument", stranger, "", "select asserted('a0000000-0000-0000-0000-000000000001')",
     "P0004"},
    {"definer-callable-by-anon", "", "", "select take_note('x')", "23502"},
    {"view-bypasses-rls", stranger, "", "select count(*) from marked_notes", "1"},
    {"view-bypasses-rls", stranger, "", "select count(*) from joined_notes", "1"},
    {"view-bypasses-rls", stranger, "", "select count(*) from either_notes", "1"},
    {"definer-callable-by-authenticated", stranger, "",
     "select count_of('a0000000-0000-0000-0000-000000000001')", "1"},
    // The exploit: rows that no policy shows, read as the function's owner.
    {"definer-sql-injection", "", "",
     "select max(s) from sorted('1 limit 0; select 40 + id from public.notes') s", "41"},
    {"definer-sql-injection", "", "",
     "select max(l) from alike('x'' union all select 40 + id from public.notes --') l", "41"},
    {"definer-sql-injection", "", "", "select count(*) from quoted(''' or true; select 1')", "1"},
    {"row-security-off-setting", ann, "", "select count_notes()", "42501"},
    {"rule-bypasses-rls", stranger, "insert into outbox values (1, 'theirs')", "select body from all_notes",
     "theirs"},
    {"trigger-writes-unchecked", stranger, "insert into said values ('anything')", "select log_size()", "1"},
    {"restriction-dropped", ann, "", "select count(*) from narrowed", "0"},
    {"restriction-dropped", ann, "", "select count(*) from narrowed_no_more", "1"},
    {"policy-dropped", ann, "", "select count(*) from shut", "0"},
    {"protection-lost-on-recreate", "", "", "select count(*) from anew", "1"},
};

} // namespace

TEST_CASE("views, functions and histories do to clients what our rules say") {
    if (!server_at_hand()) return;
    for (const Ran& ran : at_hand().ran()) {
        if (ran.error) CAPTURE(ran.error->message);
        CHECK(!ran.error);
    }
    for (const Claim& claim : claims) {
        CAPTURE(claim.rule);
        CAPTURE(claim.query);
        CHECK(outcome(claim.user, claim.first, claim.query) == claim.outcome);
    }
}
