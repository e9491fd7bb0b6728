#include <string>

#include <doctest/doctest.h>

#include "rlslint/access/pattern.hpp"
#include "rlslint/access/recursion.hpp"
#include "rlslint/access/row_access.hpp"
#include "rlslint/replay/history.hpp"

using namespace rlslint;

// The same is tried on the server with random tables and policies (tests/server/access_test.cpp).

namespace {

constexpr std::string_view platform_sql = R"sql(
create role anon; create role authenticated; create role service_role bypassrls;
create role team; grant team to authenticated;
create schema auth; grant usage on schema auth, public to anon, authenticated, service_role;
create function auth.uid() returns uuid language sql stable as
    $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
create function auth.jwt() returns jsonb language sql stable as $$ select '{}'::jsonb $$;
create function auth.role() returns text language sql stable as $$ select 'x'::text $$;
)sql";

constexpr std::string_view tables_sql = R"sql(
create table notes (id int primary key, owner uuid, org_id uuid, level int, public boolean not null);
create table members (org_id uuid, user_id uuid);
)sql";

Platform supabase() {
    Platform platform;
    platform.api_roles = {Symbol{"anon"}, Symbol{"authenticated"}};
    platform.anonymous_roles = {Symbol{"anon"}};
    platform.service_roles = {Symbol{"service_role"}};
    platform.search_path = {"public"};
    platform.identity_settings = {Symbol{"request.jwt.claims"}, Symbol{"request.jwt.claim"}};
    const std::pair<const char*, SessionFunction::Gives> functions[] = {
        {"uid", SessionFunction::Gives::identity},
        {"jwt", SessionFunction::Gives::claims},
        {"role", SessionFunction::Gives::role}};
    for (const auto& [name, gives] : functions) {
        SessionFunction function;
        function.schema = Symbol{"auth"};
        function.name = Symbol{name};
        function.gives = gives;
        platform.session_functions.push_back(function);
    }
    return platform;
}

/// A database made by SQL.
class World {
public:
    explicit World(const std::string& sql)
        : history_(replayed(sql)), reach_(history_.catalog, platform_),
          access_(history_.catalog, platform_, reach_) {
        for (const LogEntry& entry : history_.log) {
            CAPTURE(entry.why);
            CHECK(entry.outcome != Outcome::failed);
            CHECK(entry.outcome != Outcome::syntax_error);
        }
    }

    /// "verdict why", each for anon, then for authenticated where they differ.
    [[nodiscard]] std::string notes(Action action) const {
        const std::string anonymous = of("anon", "notes", action);
        const std::string signed_in = of("authenticated", "notes", action);
        return anonymous == signed_in ? anonymous : anonymous + " | " + signed_in;
    }

    [[nodiscard]] std::string of(std::string_view role, std::string_view relation, Action action) const {
        const Cell cell = access_.cell(history_.catalog.find_role(Symbol{role}), find(relation), action);
        return std::string{to_string(cell.verdict)} + " " + std::string{to_string(cell.why)};
    }

    [[nodiscard]] std::optional<Recursion> comes_back(std::string_view role, std::string_view relation,
                                                      Action action) const {
        return recursion(history_.catalog, reach_, access_.bodies(), history_.catalog.find_role(Symbol{role}),
                         find(relation), action);
    }

    [[nodiscard]] std::string_view name_of(RelationId relation) const {
        return history_.catalog[relation].name.text();
    }

    [[nodiscard]] std::string_view pattern() const {
        return to_string(pattern_of(access_, history_.catalog, platform_, reach_, find("notes")));
    }

    [[nodiscard]] const Cell cell(std::string_view role, std::string_view relation, Action action) const {
        return access_.cell(history_.catalog.find_role(Symbol{role}), find(relation), action);
    }

private:
    [[nodiscard]] RelationId find(std::string_view relation) const {
        const Catalog& catalog = history_.catalog;
        return catalog.find_relation(catalog.find_schema(Symbol{"public"}), Symbol{relation});
    }

    History replayed(const std::string& sql) {
        const Section profile = add(std::string{platform_sql}, true);
        const Section sections[] = {add(std::string{tables_sql} + sql, false)};
        return replay(sources_, profile.span.source, sections, platform_);
    }

    Section add(std::string text, bool profile) {
        const auto size = static_cast<std::uint32_t>(text.size());
        const SourceId source = sources_.add({"x.sql", std::move(text), Encoding::utf8, {}, profile});
        return {{source, 0, size}, Terminator::semicolon};
    }

    Platform platform_ = supabase();
    Sources sources_;
    History history_;
    Reach reach_;
    RowAccess access_;
};

/// `notes`, granted to both clients, with row security on.
World guarded(const std::string& policies) {
    return World{"grant all on notes, members to anon, authenticated, service_role;"
                 "alter table notes enable row level security;" +
                 policies};
}

std::string select_by(const std::string& condition) {
    return guarded("create policy p on notes for select using (" + condition + ")").notes(Action::select);
}

} // namespace

TEST_CASE("privileges, USAGE, row security and ownership come before policies") {
    const World open{"grant select on notes to anon; grant update (level) on notes to authenticated;"
                     "create schema back; create table back.hidden (); grant all on back.hidden to anon;"};
    CHECK(open.of("anon", "notes", Action::select) == "all rls-off");
    CHECK(open.of("anon", "notes", Action::blind_delete) == "none no-privilege");
    CHECK(open.of("authenticated", "notes", Action::blind_update) == "all rls-off");
    CHECK(open.of("authenticated", "notes", Action::update) == "none no-privilege"); // it cannot read
    CHECK(open.cell("authenticated", "notes", Action::blind_update).columns.size() == 1);
    const World owned{"alter table notes enable row level security; alter table notes owner to team;"};
    CHECK(owned.of("authenticated", "notes", Action::select) == "all owner");
    const World forced{"alter table notes enable row level security; alter table notes force row level "
                       "security; alter table notes owner to team;"};
    CHECK(forced.of("authenticated", "notes", Action::select) == "none no-policy");
    CHECK(guarded("").of("service_role", "notes", Action::select) == "all exempt");
    CHECK(guarded("").notes(Action::select) == "none no-policy");
    const std::string elsewhere = "create policy p on unseen using (true);";
    CHECK(World{elsewhere}.of("anon", "unseen", Action::select) == "unknown partial-object");
    CHECK(World{elsewhere + "revoke usage on schema public from anon, public;"}.of(
              "anon", "unseen", Action::select) == "none no-usage");
}

TEST_CASE("permissive policies are alternatives, restrictive ones conditions") {
    CHECK(guarded("create policy p on notes using (true)").notes(Action::select) == "all policy");
    CHECK(guarded("create policy r on notes as restrictive using (true)").notes(Action::select) ==
          "none no-policy");
    CHECK(guarded("create policy p on notes using (true); create policy r on notes as restrictive using "
                  "(level > 1)")
              .notes(Action::select) == "some restrictive");
    CHECK(guarded("create policy p on notes using (true); create policy r on notes as restrictive using "
                  "(false)")
              .notes(Action::select) == "none restrictive");
    CHECK(guarded("create policy p on notes using (false); create policy q on notes using (owner = "
                  "auth.uid())")
              .notes(Action::select) == "none policy | some policy");
    CHECK(guarded("create policy p on notes to team using (true)").notes(Action::select) ==
          "none no-policy | all policy");
}

TEST_CASE("a clause that is left out refuses in a permissive policy, and lets pass in a restrictive one") {
    CHECK(guarded("create policy p on notes for insert").notes(Action::insert) == "none policy");
    CHECK(guarded("create policy p on notes using (true)").notes(Action::insert) == "all policy");
    CHECK(guarded("create policy p on notes for all using (true) with check (false)").notes(Action::insert) ==
          "none policy");
}

TEST_CASE("UPDATE and DELETE that read columns need the SELECT policies, blind ones do not") {
    const World world = guarded("create policy u on notes for update using (true) with check (public);"
                                "create policy d on notes for delete using (true)");
    CHECK(world.notes(Action::update) == "none no-policy");
    CHECK(world.notes(Action::update_new) == "none no-policy");
    CHECK(world.notes(Action::blind_update) == "all policy");
    CHECK(world.notes(Action::delete_) == "none no-policy");
    CHECK(world.notes(Action::blind_delete) == "all policy");
    const World read = guarded("create policy u on notes for update using (true) with check (public);"
                               "create policy s on notes for select using (true)");
    CHECK(read.notes(Action::update) == "all policy");
    CHECK(read.notes(Action::update_new) == "some policy");
}

TEST_CASE("what the session tells decides for each role") {
    CHECK(select_by("auth.uid() is not null") == "none policy | all policy");
    CHECK(select_by("auth.uid() = owner") == "none policy | some policy");
    CHECK(select_by("auth.uid() is null") == "all policy | none policy");
    CHECK(select_by("coalesce(auth.uid()::text, 'x') = 'x'") == "all policy | some policy");
    CHECK(select_by("owner = (select user_id from members where user_id = auth.uid() limit 1)") ==
          "none policy | some policy");
    CHECK(select_by("auth.role() = 'authenticated'") == "none policy | all policy");
    CHECK(select_by("auth.role() = 'anon'") == "some policy | none policy"); // no claims: no role
    CHECK(select_by("auth.jwt() ->> 'role' = 'service_role'") == "none policy");
    CHECK(select_by("auth.jwt() -> 'app_metadata' ->> 'role' = 'admin'") == "none policy | some policy");
    CHECK(select_by("(current_setting('request.jwt.claims', true)::json ->> 'sub') is not null") ==
          "none policy | all policy");
    CHECK(select_by("current_user = 'anon'") == "all policy | none policy");
    CHECK(select_by("current_setting('app.tenant', true) = 'x'") == "none policy");
    CHECK(select_by("current_setting('app.tenant') = 'x' or true") == "unknown unmodelled");
    CHECK(select_by("coalesce(auth.jwt() ->> 'org', 'none') = 'none'") == "all policy | some policy");
}

TEST_CASE("constraints and labels say what rows there may be") {
    const std::string world =
        "create type mood as enum ('good', 'bad');"
        "alter table notes add column kind text not null check (kind in ('one', 'two')),"
        " add column mood mood, add column rank int check (rank between 1 and 9),"
        " add column size int not null;"
        "alter table notes add constraint small check (size < 5) not valid;"
        "alter table notes add check (public or size > 0) no inherit;"
        "create policy p on notes for select using (";
    const auto select_where = [&](const std::string& condition) {
        return guarded(world + condition + ")").notes(Action::select);
    };
    CHECK(select_where("kind = 'one' or kind = 'two'") == "all policy");
    CHECK(select_where("kind = 'three'") == "none policy");
    CHECK(select_where("kind <> 'one' and kind <> 'two'") == "none policy");
    CHECK(select_where("rank <= 9") == "some policy"); // NULL meets the constraint, not the policy
    CHECK(select_where("rank > 9") == "none policy");
    CHECK(select_where("rank is null or rank < 10") == "all policy");
    CHECK(select_where("mood in ('good', 'bad')") == "some policy");
    CHECK(select_where("mood <> 'good' and mood <> 'bad'") == "none policy");
    CHECK(select_where("mood is null or mood in ('bad', 'good')") == "all policy");
    CHECK(select_where("size < 5") == "some policy"); // NOT VALID: rows from before need not meet it
    CHECK(select_where("public or size > 0") == "some policy"); // nor need those of children
}

TEST_CASE("sub-selects see what the role sees") {
    const std::string member =
        "create policy p on notes using (exists (select 1 from members m where m.org_id = "
        "notes.org_id and m.user_id = auth.uid()));";
    CHECK(guarded(member).notes(Action::select) == "none policy | some policy");
    CHECK(guarded(member + "alter table members enable row level security;").notes(Action::select) ==
          "none policy");
    CHECK(guarded(member + "revoke all on members from authenticated;").notes(Action::select) ==
          "none policy | none no-privilege");
}

TEST_CASE("a sub-select that may give two rows may make the statement fail") {
    const auto update_under = [](const std::string& check) {
        return guarded("create table profiles (id uuid primary key, user_id uuid, role text);"
                       "grant all on profiles to anon, authenticated;"
                       "create policy p on notes using (true) with check (true or " +
                       check + ");")
            .notes(Action::update);
    };
    // An anonymous session's NULL finds no row.
    CHECK(update_under("(select role from profiles where user_id = auth.uid()) = 'a'") ==
          "all policy | unknown data");
    CHECK(update_under("(select role from profiles where id <> auth.uid()) = 'a'") ==
          "all policy | unknown data");
    CHECK(update_under("(select role from profiles p where p.id = p.user_id) = 'a'") == "unknown data");
    CHECK(update_under("(select role from profiles where id = auth.uid() or true) = 'a'") == "unknown data");
    CHECK(update_under("(select role from profiles where id = auth.uid()) = 'a'") == "all policy");
    CHECK(update_under("(select role from profiles p where notes.owner = p.id and role <> '') = 'a'") ==
          "all policy");
    CHECK(update_under("(select role from profiles where user_id = auth.uid() limit 1) = 'a'") ==
          "all policy");
    CHECK(update_under("(select max(role) from profiles) = 'a'") == "all policy");
}

TEST_CASE("functions are looked into, and must be executable") {
    const std::string function =
        "create function f() returns boolean language sql stable as 'select auth.uid() is not null';"
        "create policy p on notes using (f());";
    CHECK(guarded(function).notes(Action::select) == "none policy | all policy");
    CHECK(guarded(function + "revoke execute on function f() from public;").notes(Action::select) ==
          "none no-privilege");
    CHECK(
        guarded("create function g(o uuid) returns boolean language plpgsql as 'begin return o = auth.uid(); "
                "end'; create policy p on notes using (g(owner));")
            .notes(Action::select) == "none policy | some policy");
    const std::string raises =
        "create function r() returns boolean language plpgsql as 'begin raise ''no''; end';";
    CHECK(guarded(raises + "create policy p on notes using (r());").notes(Action::select) == "none policy");
    CHECK(guarded(raises + "create policy p on notes using ((select r()));").notes(Action::select) ==
          "none policy");
    CHECK(guarded("create function s() returns setof boolean language sql as 'select true';"
                  "create policy p on notes using ((select s()));")
              .notes(Action::select) == "some policy");
    CHECK(guarded("create function h() returns boolean language plpgsql as 'begin perform 1; return true; "
                  "end'; create policy p on notes using (h());")
              .notes(Action::select) == "unknown unmodelled");
}

TEST_CASE("policies that come back to their own table make every statement fail") {
    CHECK(guarded("create policy p on notes using (exists (select 1 from notes n where n.owner = "
                  "auth.uid()))")
              .of("authenticated", "notes", Action::select) == "none policy");
    const World insert =
        guarded("create policy i on notes for insert with check (exists (select 1 from notes));"
                "create policy s on notes for select using (owner = auth.uid())");
    CHECK(insert.of("authenticated", "notes", Action::insert) == "some policy");
    const World wrapped =
        guarded("create policy i on notes for insert with check (exists (select 1 from notes));"
                "create policy s on notes for select using (owner = (select auth.uid()))");
    CHECK(wrapped.of("authenticated", "notes", Action::insert) == "none policy");
}

/// How a statement on `notes` ends in recursion for a signed-in user: the policies and views on the way round.
std::string circle(const World& world, Action action) {
    const auto found = world.comes_back("authenticated", "notes", action);
    if (!found) return "none";
    std::string steps = found->by_function ? "54001:" : "42P17:";
    for (const RecursionStep& step : found->steps)
        steps += " " + std::string{world.name_of(step.relation)} + (step.function.valid() ? "()" : "");
    return steps;
}

TEST_CASE("the way round is told, for the commands that take it") {
    const std::string reads_members =
        "create policy p on notes for select using (org_id in (select m.org_id from members m));";
    const std::string reads_notes =
        "alter table members enable row level security;"
        "create policy q on members using (exists (select from notes n where n.org_id = members.org_id));";
    CHECK(circle(guarded(reads_members), Action::select) == "none");
    CHECK(circle(guarded(reads_members + reads_notes), Action::select) == "42P17: members notes");
    CHECK(circle(guarded(reads_members + reads_notes), Action::blind_delete) == "none");
    const std::string itself = "create policy i on notes for insert with check (exists (select from notes));";
    const std::string bare = "create policy s on notes for select using (owner = auth.uid());";
    const std::string wrapped = "create policy s on notes for select using (owner = (select auth.uid()));";
    CHECK(circle(guarded(itself + bare), Action::insert) == "none");
    CHECK(circle(guarded(itself + wrapped), Action::insert) == "42P17: notes");
    CHECK(circle(guarded(itself + wrapped), Action::select) == "none");
}

TEST_CASE("a function that asks the policies again calls itself, unless its owner is exempt") {
    const auto with = [](const std::string& how) {
        return guarded("create function f(o uuid) returns boolean language sql stable " + how +
                       " as 'select exists (select from notes n where n.org_id = o)';"
                       "create policy p on notes for select using (f(org_id));"
                       "create policy i on notes for insert with check (f(org_id));");
    };
    CHECK(circle(with(""), Action::select) == "54001: notes()");
    CHECK(circle(with(""), Action::insert) == "54001: notes()");
    CHECK(circle(with("security definer"), Action::select) == "none");
}

TEST_CASE("views: as their owner, or as who asks") {
    const std::string policy = "create policy p on notes using (owner = auth.uid());";
    const World world =
        guarded(policy + "create view all_notes as select * from notes;"
                         "create view own_notes with (security_invoker) as select * from notes;"
                         "grant all on all_notes, own_notes to anon, authenticated;");
    CHECK(world.of("anon", "all_notes", Action::select) == "all exempt");
    CHECK(world.of("anon", "own_notes", Action::select) == "none policy");
    CHECK(world.of("authenticated", "own_notes", Action::select) == "some policy");
    CHECK(world.of("anon", "all_notes", Action::blind_delete) == "all exempt");
    CHECK(world.of("authenticated", "own_notes", Action::insert) == "some policy");
}

TEST_CASE("what PostgreSQL does not update through a view, and what it does") {
    const auto by_view = [](const std::string& query, Action action) {
        return guarded("create policy p on notes using (owner = auth.uid());"
                       "create view v as " +
                       query + "; grant all on v to anon, authenticated;")
            .of("anon", "v", action);
    };
    for (const char* query :
         {"select sum(level) from notes", "select id, row_number() over () from notes",
          "select coalesce(max(level), 0) from notes", "select id, unnest(array[1, 2]) from notes",
          "select id from notes tablesample system (10)", "select id from notes limit 1"}) {
        CAPTURE(query);
        CHECK(by_view(query, Action::blind_update) == "none no-privilege");
        CHECK(by_view(query, Action::blind_delete) == "none no-privilege");
    }
    CHECK(by_view("select level + 1 from notes", Action::insert) == "none no-privilege");
    CHECK(by_view("select level + 1 from notes", Action::blind_delete) == "all exempt");
    // What the view does not show can be inserted through it, unless it checks.
    CHECK(by_view("select * from notes where owner = auth.uid()", Action::insert) == "all exempt");
    CHECK(by_view("select * from notes where owner = auth.uid() with check option", Action::insert) ==
          "none policy");
    CHECK(by_view("select * from notes where level > 1 or owner = auth.uid()", Action::blind_update) ==
          "some policy");
    CHECK(by_view("select id, level, owner = auth.uid() as own from notes", Action::blind_update) ==
          "all exempt");
}

TEST_CASE("a blind statement through a view does not ask for the rows to be readable") {
    const World world = guarded("create policy p on notes for update using (true);"
                                "create view v with (security_invoker = true) as select * from notes;"
                                "grant all on v to anon;");
    CHECK(world.of("anon", "v", Action::blind_update) == "all policy");
    CHECK(world.of("anon", "v", Action::update) == "none no-policy");
    CHECK(world.of("anon", "v", Action::select) == "none no-policy");
}

TEST_CASE("an UPDATE through a view sets a column that it shows") {
    const auto by_view = [](const char* columns, const char* granted, Action action) {
        const World world{"create table plain (a int, b int); revoke all on plain from anon;"
                          "create view v with (security_invoker) as select " +
                          std::string{columns} + " from plain; grant all on v to anon;" +
                          "grant select, insert, delete, update (" + granted + ") on plain to anon;"};
        return world.of("anon", "v", action);
    };
    CHECK(by_view("a", "b", Action::blind_update) == "none no-privilege");
    CHECK(by_view("a, b + 1 as b", "b", Action::update) == "none no-privilege");
    CHECK(by_view("a", "a", Action::update) == "all rls-off");
    CHECK(by_view("*", "b", Action::blind_update) == "all rls-off");
    CHECK(by_view("b as a", "b", Action::blind_update) == "all rls-off");
    CHECK(by_view("a", "b", Action::blind_delete) == "all rls-off");
}

TEST_CASE("through a view those columns are written that are granted beneath too") {
    const World world =
        World{"grant select, update (level), insert (id, level) on notes to authenticated;"
              "create view v with (security_invoker) as select level as text, 1 as one, id from notes;"
              "create view w with (security_invoker) as select level, id from notes;"
              "grant select, insert, update, delete on v to authenticated;"
              "grant select, update (id) on w to authenticated;"};
    using Columns = std::vector<ColumnNumber>;
    CHECK(world.cell("authenticated", "v", Action::update).columns == Columns{0});
    CHECK(world.cell("authenticated", "v", Action::insert).columns == Columns{0, 2});
    CHECK(world.cell("authenticated", "v", Action::select).columns.empty());
    // The one that may be set by the view's grant may not be by the table's.
    CHECK(world.cell("authenticated", "w", Action::update).verdict == Verdict::none);
}

TEST_CASE("each relation has a pattern") {
    CHECK(guarded("").pattern() == "service-only");
    CHECK(World{""}.pattern() == "closed");
    CHECK(World{"grant all on notes to anon;"}.pattern() == "open");
    CHECK(guarded("create policy p on notes for select using (true)").pattern() == "public-read");
    CHECK(guarded("create policy p on notes to authenticated using (true)").pattern() ==
          "authenticated-write");
    CHECK(guarded("create policy p on notes using (owner = (select auth.uid()))").pattern() == "own-data");
    CHECK(guarded("create policy p on notes using (owner = auth.uid() or auth.jwt() ->> 'x' = 'y')")
              .pattern() == "role-or-own");
    CHECK(guarded("create policy p on notes using (org_id = (auth.jwt() ->> 'org_id')::uuid)").pattern() ==
          "tenant");
    CHECK(guarded("create policy p on notes using (org_id in (select org_id from members where user_id = "
                  "auth.uid()))")
              .pattern() == "membership");
}
