// What the rules about policies say happens, tried on a server: the smallest history of each defect, what a
// session of a client then gets, and the same where it is mended.

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "history_on_server.hpp"

using namespace rlslint::testing;

namespace {

constexpr const char* ann = "a0000000-0000-0000-0000-000000000001";

/// A statement of a client on a history with some rows, and what comes of it: how many rows it gets or
/// changes, or the SQLSTATE with which it fails.
struct Claim {
    const char* rule;
    const char* history;
    const char* rows; ///< put in by a superuser
    const char* role;
    const char* statement;
    const char* outcome;
};

constexpr const char* notes = "create table notes (id int, user_id uuid, body text);"
                              "alter table notes enable row level security;";

// The first note is Ann's, who signs in.
constexpr const char* two_notes = "insert into notes values (1, 'a0000000-0000-0000-0000-000000000001', 'x'),"
                                  "(2, 'b0000000-0000-0000-0000-000000000002', 'y')";

constexpr const char* orgs = "create table members (org_id int, user_id uuid);"
                             "create table projects (id int, org_id int);"
                             "alter table members enable row level security;"
                             "alter table projects enable row level security;"
                             "create policy own on members for select using (user_id = auth.uid());";

// Ann is a member of the first organisation.
constexpr const char* two_orgs = "insert into members values (1, 'a0000000-0000-0000-0000-000000000001');"
                                 "insert into projects values (1, 1), (2, 2)";

constexpr Claim claims[] = {
    {"anonymous-read",
     "create policy p on notes for select using (auth.uid() is null or user_id = auth.uid());", two_notes,
     "anon", "select * from notes", "2"},
    {"anonymous-read", "create policy p on notes for select using (coalesce(auth.uid(), user_id) = user_id);",
     two_notes, "anon", "select * from notes", "2"},
    {"anonymous-read", "create policy p on notes for select using (user_id = auth.uid());", two_notes, "anon",
     "select * from notes", "0"},
    {"anonymous-write",
     "create policy p on notes for update using (auth.uid() is null or user_id = auth.uid());"
     "create policy q on notes for select using (true);",
     two_notes, "anon", "update notes set body = 'z' where id > 0", "2"},
    {"signed-in-is-enough",
     "create policy p on notes for delete to authenticated using (auth.uid() is not null);"
     "create policy q on notes for select using (true);",
     two_notes, "authenticated", "delete from notes where id > 0", "2"},
    {"policy-always-false",
     "create policy p on notes for select using (user_id = auth.uid() and body = null);", two_notes,
     "authenticated", "select * from notes", "0"},
    {"restrictive-role-gap",
     "create policy p on notes for select to anon, authenticated using (id > 0);"
     "create policy r on notes as restrictive for select to authenticated using (id > 1);",
     two_notes, "anon", "select * from notes", "2"},
    {"restrictive-role-gap",
     "create policy p on notes for select to anon, authenticated using (id > 0);"
     "create policy r on notes as restrictive for select to authenticated using (id > 1);",
     two_notes, "authenticated", "select * from notes", "1"},
    {"check-weaker-than-using",
     "create policy p on notes for update using (user_id = auth.uid()) with check (body <> '');", two_notes,
     "authenticated", "update notes set user_id = gen_random_uuid()", "1"},
    {"check-weaker-than-using", "create policy p on notes for update using (user_id = auth.uid());",
     two_notes, "authenticated", "update notes set user_id = gen_random_uuid()", "42501"},
    {"update-without-select", "create policy p on notes for update using (user_id = auth.uid());", two_notes,
     "authenticated", "update notes set body = 'z' where id = 1", "0"},
    {"unreadable-lookup",
     "create policy p on notes for select using (exists (select from auth.users u where u.id = user_id));",
     two_notes, "authenticated", "select * from notes", "42501"},
    {"database-user-in-predicate", "create policy p on notes for select using (body = current_user);",
     "insert into notes values (1, null, 'authenticated')", "authenticated", "select * from notes", "1"},
    {"setting-may-raise", "create policy p on notes for select using (body = current_setting('app.x'));",
     two_notes, "authenticated", "select * from notes", "42704"},
    {"setting-without-namespace",
     "create policy p on notes for select using (body = current_setting('tenant', true));", two_notes,
     "authenticated", "select * from notes", "0"},
    {"setting-without-namespace",
     "create policy p on notes for select using (body = current_setting('tenant', true));", two_notes,
     "authenticated", "set tenant = 'x'", "42704"},
    {"empty-setting-cast",
     "create policy p on notes for select using (user_id = current_setting('app.id', true)::uuid);",
     two_notes, "authenticated", "savepoint a; set local app.id = 'x'; rollback to a; select * from notes",
     "22P02"},
    {"broken-policy-function",
     "create table staff (id int); create function f() returns boolean language plpgsql as"
     " 'begin return exists (select from staff); end'; create policy p on notes using (f()); drop table "
     "staff;",
     two_notes, "authenticated", "select * from notes", "42P01"},
    {"pattern-match-on-identity",
     "create policy p on notes for select using (body like current_setting('app.x', true));", two_notes,
     "authenticated", "set local app.x = '%'; select * from notes", "2"},
    {"nullable-tenant", "create policy p on notes for select using (user_id = auth.uid());",
     "insert into notes values (1, null, 'x')", "authenticated", "select * from notes", "0"},
    {"shadowed-policy",
     "create policy p on notes for select using (user_id = auth.uid() or id > 0);"
     "create policy q on notes for select using (user_id = auth.uid());",
     two_notes, "authenticated", "select * from notes", "2"},
    {"email-trusted", "create policy p on notes for select using (body = auth.email());",
     "insert into notes values (1, null, 'ann@example.org')", "authenticated", "select * from notes", "1"},
    {"unknown-role-claim", "create policy p on notes for select using (auth.role() = 'admin');", two_notes,
     "authenticated", "select * from notes", "0"},
    {"check-union-escape",
     "create policy a on notes for update using (user_id = auth.uid()) with check (user_id = auth.uid());"
     "create policy b on notes for update using (body = 'draft') with check (body = 'reviewed');",
     two_notes, "authenticated", "update notes set user_id = gen_random_uuid(), body = 'reviewed'", "1"},
    {"insert-not-readable", "create policy p on notes for insert with check (user_id = auth.uid());",
     two_notes, "authenticated", "insert into notes values (3, auth.uid(), 'x') returning id", "42501"},
    {"unique-across-tenants",
     "alter table notes add unique (body); create policy p on notes using (user_id = auth.uid());", two_notes,
     "authenticated", "insert into notes values (3, auth.uid(), 'y')", "23505"},
    {"foreign-key-probe",
     "alter table notes add primary key (id); create policy q on notes for select using (user_id = "
     "auth.uid());"
     "create table c (note int references notes); alter table c enable row level security;"
     "create policy p on c for insert with check (true);",
     two_notes, "authenticated", "insert into c values (2)", "1"},
    {"cascade-ignores-policies",
     "alter table notes add primary key (id); create policy p on notes using (user_id = auth.uid());"
     "create table c (note int default 1 references notes on delete cascade);"
     "alter table c enable row level security; create policy q on c for select using (true);",
     "insert into notes values (1, 'a0000000-0000-0000-0000-000000000001', 'x'); insert into c values (1)",
     "authenticated", "delete from notes where id = 1; select * from c", "0"},
};

constexpr Claim claims_by_sub_select[] = {
    {"captured-column",
     "create policy p on projects for select using (exists (select from members m where m.user_id = "
     "auth.uid() and "
     "m.org_id = org_id));",
     two_orgs, "authenticated", "select * from projects", "2"},
    {"captured-column",
     "create policy p on projects for select using (exists (select from members m where m.user_id = "
     "auth.uid() and "
     "m.org_id = projects.org_id));",
     two_orgs, "authenticated", "select * from projects", "1"},
    {"self-comparison",
     "create policy p on projects for select using (exists (select from members m where m.user_id = "
     "auth.uid() and "
     "m.org_id = m.org_id));",
     two_orgs, "authenticated", "select * from projects", "2"},
    {"uncorrelated-subquery",
     "create policy p on projects for select using (exists (select from members where user_id = "
     "auth.uid()));",
     two_orgs, "authenticated", "select * from projects", "2"},
    {"lookup-hidden-by-rls",
     "drop policy own on members; create policy p on projects for select using (org_id in (select m.org_id "
     "from "
     "members m where m.user_id = auth.uid()));",
     two_orgs, "authenticated", "select * from projects", "0"},
    {"unprotected-lookup",
     "create policy j on members for insert with check (true); create policy p on projects for select using "
     "(org_id "
     "in (select m.org_id from members m where m.user_id = auth.uid()));",
     two_orgs, "authenticated",
     "insert into members values (2, 'a0000000-0000-0000-0000-000000000001'); select * from projects", "2"},
    {"self-escalation",
     "alter table members add role text; create policy u on members for update using (user_id = auth.uid());"
     "create policy p on projects using (exists (select from members m where m.user_id = auth.uid() and "
     "m.role = 'admin'));",
     two_orgs, "authenticated", "update members set role = 'admin' where true; select * from projects", "2"},
    {"self-escalation",
     "create policy j on members for insert with check (user_id = auth.uid()); create policy p on projects "
     "for "
     "select using (org_id in (select m.org_id from members m where m.user_id = auth.uid()));",
     two_orgs, "authenticated", "insert into members values (2, auth.uid()); select * from projects", "2"},
    // Conditions beside the key do not bind what is written, and a list may hold the worst.
    {"self-escalation",
     "alter table members add role text, add active boolean default true;"
     "create policy u on members for update using (user_id = auth.uid() and active) with check (user_id = "
     "auth.uid() and role in ('user', 'admin'));"
     "create function has_role(u uuid, r text) returns boolean language sql security definer as "
     "'select exists (select from public.members where user_id = u and role = r)';"
     "create policy p on projects using (has_role(auth.uid(), 'admin'));",
     two_orgs, "authenticated", "update members set role = 'admin' where true; select * from projects", "2"},
    {"self-escalation",
     "alter table members add role text;"
     "create policy u on members for update using (user_id = auth.uid()) with check (user_id = auth.uid() "
     "and "
     "role = 'user');",
     two_orgs, "authenticated", "update members set role = 'admin' where true", "42501"},
    // A list that nobody sees shuts nobody out.
    {"lookup-hidden-by-rls",
     "drop policy own on members; create policy p on projects for select using (not exists (select from "
     "members m "
     "where m.org_id = projects.org_id));",
     two_orgs, "authenticated", "select * from projects", "2"},
    {"lookup-hidden-by-rls",
     "create policy p on projects for select using (not exists (select from members m where m.org_id = "
     "projects.org_id));",
     two_orgs, "authenticated", "select * from projects", "1"},
};

/// A platform on which each claim is tried in a transaction of its own.
class Platforms {
public:
    Platforms()
        : fixture_(fixture_of("claims", "supabase-auto-expose", "select 1;")),
          history_(fixture_.profile, fixture_.sources, fixture_.sections) {}

    [[nodiscard]] std::string outcome(const std::string& tables, const Claim& claim) const {
        Connection session = history_.server().connect(PrivateServer::superuser);
        session.query("begin; set role postgres");
        session.query(tables + claim.history);
        session.query("reset role");
        session.query(claim.rows);
        session.become(claim.role, claims_of(claim.role));
        const Answer answer = session.run(claim.statement);
        return answer.error ? answer.error->sqlstate : std::to_string(answer.affected);
    }

private:
    static std::string claims_of(const std::string& role) {
        const std::string user =
            role == "anon" ? "" : R"(, "email": "ann@example.org", "sub": ")" + std::string{ann} + "\"";
        return R"({"role": ")" + role + "\"" + user + "}";
    }

    Fixture fixture_;
    ServerHistory history_;
};

} // namespace

TEST_CASE("what is said of a policy happens") {
    if (!server_at_hand()) return;
    const Platforms platforms;
    for (const Claim& claim : claims) {
        INFO(claim.rule, ": ", claim.history);
        CHECK(platforms.outcome(notes, claim) == claim.outcome);
    }
}

TEST_CASE("what is said of a policy with a sub-select happens") {
    if (!server_at_hand()) return;
    const Platforms platforms;
    for (const Claim& claim : claims_by_sub_select) {
        INFO(claim.rule, ": ", claim.history);
        CHECK(platforms.outcome(orgs, claim) == claim.outcome);
    }
}
