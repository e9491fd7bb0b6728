#include <doctest/doctest.h>

#include "rlslint/project/choose.hpp"

using namespace rlslint;

namespace {

Project project(Layout layout, std::vector<std::string> paths) {
    Project made;
    made.layout = layout;
    for (std::string& path : paths)
        made.files.push_back({std::move(path), false});
    return made;
}

std::string chosen(const Project& project, std::string_view sql = "") {
    const Choice choice = choose_profile({{}, nullptr, nullptr, &project, {&sql, 1}});
    return choice.profile + ": " + choice.why;
}

} // namespace

TEST_CASE("the date of the last migration tells a Supabase project's era") {
    CHECK(chosen(project(Layout::supabase, {"m/20250101000000_a.sql", "m/20261029235959_b.sql"})) ==
          "supabase-auto-expose: the last migration, 20261029235959_b.sql, is older than 2026-10-30");
    CHECK(chosen(project(Layout::supabase, {"m/20261030_b.sql", "m/20250101000000_a.sql", "m/later.sql"})) ==
          "supabase: the last migration, 20261030_b.sql, is not older than 2026-10-30");
    CHECK(chosen(project(Layout::supabase, {"m/1.sql"})) ==
          "supabase-auto-expose: no migration's name has a date, so it is taken as older than 2026-10-30");
}

TEST_CASE("what is said outweighs what is guessed") {
    const Project dated = project(Layout::supabase, {"20250101000000_a.sql"});
    SupabaseConfig supabase;
    Config config;
    config.file = "rlslint.toml";
    Evidence evidence{{}, &config, &supabase, &dated, {}};
    supabase.auto_expose_new_tables = false;
    CHECK(choose_profile(evidence).profile == "supabase");
    CHECK(choose_profile(evidence).why == "supabase/config.toml says auto_expose_new_tables = false");
    supabase.auto_expose_new_tables = true;
    CHECK(choose_profile(evidence).profile == "supabase-auto-expose");
    config.profile = "postgres";
    CHECK(choose_profile(evidence).profile == "postgres");
    CHECK(choose_profile(evidence).why == "set in rlslint.toml");
    evidence.asked = "supabase";
    CHECK(choose_profile(evidence).profile == "supabase");
    CHECK(choose_profile(evidence).why == "asked for by --profile");
}

TEST_CASE("SQL that speaks of Supabase is Supabase's wherever it lies") {
    const Project plain = project(Layout::plain, {"a.sql"});
    CHECK(chosen(plain, "create table t (a int);") == "postgres: nothing in the files speaks of a platform");
    CHECK(chosen(plain, "using (AUTH.UID() = id)")
              .starts_with("supabase-auto-expose: the SQL has \"auth.uid()\"; "));
    CHECK(sign_of_supabase("grant select on t to anon, x") == "to anon");
    CHECK(sign_of_supabase("for all TO authenticated") == "to authenticated");
    CHECK(sign_of_supabase("to authenticated_users") == std::nullopt);
    CHECK(sign_of_supabase("my_auth.uid()") == std::nullopt);
    CHECK(sign_of_supabase("into anon") == std::nullopt);
    CHECK(sign_of_supabase("") == std::nullopt);
}

TEST_CASE("Neon's functions are not taken for Supabase's") {
    const Project plain = project(Layout::plain, {"a.sql"});
    CHECK(chosen(plain, "create policy p on t to authenticated using (auth.user_id() = user_id);") ==
          "neon: the SQL has \"auth.user_id()\"");
    CHECK(chosen(plain, "using ((select auth.session() ->> 'org') = org)") ==
          "neon: the SQL has \"auth.session()\"");
    CHECK(chosen(plain, "create extension pg_session_jwt;").starts_with("neon: "));
    // A Supabase project may have a helper of the same name.
    CHECK(chosen(plain, "create function auth.user_id() returns uuid as '…'; using (auth.uid() = a)")
              .starts_with("supabase-auto-expose: "));
    CHECK(chosen(plain, "grant select on t to anon; using (auth.user_id() = a)")
              .starts_with("supabase-auto-expose: "));
    CHECK(chosen(project(Layout::supabase, {"m/20250101000000_a.sql"}), "using (auth.user_id() = a)")
              .starts_with("supabase-auto-expose: "));
}

TEST_CASE("SQL that makes the API's login role, or reads its claims, is PostgREST's") {
    const Project plain = project(Layout::plain, {"a.sql"});
    CHECK(chosen(plain, "create role authenticator noinherit login; grant select on t to anon;") ==
          "postgrest: the SQL has \"create role authenticator\"");
    CHECK(chosen(plain, "create role \"authenticator\" login; grant select on t to anonymous;") ==
          "postgrest: the SQL has \"create role \"authenticator\"\"");
    CHECK(chosen(plain, "using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub')") ==
          "postgrest: the SQL has \"request.jwt.claims\"");
    CHECK(chosen(plain, "using (a = auth.uid() or current_setting('request.jwt.claim.sub') = b)")
              .starts_with("supabase-auto-expose: "));
}

TEST_CASE("a date is eight digits that could be one") {
    CHECK(migration_date("a/20260110090000_tenants.sql") == 20260110);
    CHECK(migration_date("20260110.sql") == 20260110);
    CHECK(migration_date("2026011_x.sql") == std::nullopt);
    CHECK(migration_date("00000001_init.sql") == std::nullopt);
    CHECK(migration_date("20261301000000_x.sql") == std::nullopt);
    CHECK(migration_date("init.sql") == std::nullopt);
    CHECK(migration_date("1") == std::nullopt);
}

TEST_CASE("a dump that has grants needs no default ones") {
    const Project dump = project(Layout::pg_dump, {"schema.sql"});
    CHECK(chosen(dump, "GRANT SELECT ON TABLE public.notes TO anon;") ==
          "supabase: the SQL has \"to anon\"; a dump tells itself what is granted");
    CHECK(chosen(dump, "create policy p on notes using (user_id = auth.uid());")
              .starts_with("supabase-auto-expose: "));
}

TEST_CASE("who makes the platform's roles himself is on no platform") {
    const Project plain = project(Layout::goose, {"m/20231124_a.sql"});
    CHECK(chosen(plain, "create role authenticated; create function auth.uid() returns uuid as '…';"
                        "create policy p on t to authenticated using (auth.uid() = id);") ==
          "postgres: the SQL has \"create role authenticated\"");
    CHECK(chosen(plain, "CREATE ROLE /* for the API */ \"anon\" nologin; grant select on t to anon;") ==
          "postgrest: the SQL has \"create role anon\"");
    CHECK(chosen(plain, "create user anonymous; using (a = current_setting('request.jwt.claims'))") ==
          "postgrest: the SQL has \"create role anonymous\"");
    // Where it is missing, on a server for tests: what follows was written for the platform.
    CHECK(chosen(plain, "do $$ begin if not exists (select from pg_roles where rolname = 'anon') then "
                        "create role anon; create role authenticated; end if; end $$; "
                        "grant select on t to anon;")
              .starts_with("supabase-auto-expose: "));
    CHECK(chosen(plain, "-- create role authenticated;\nusing (auth.uid() = id)")
              .starts_with("supabase-auto-expose: "));
}

TEST_CASE("roles called authenticated and anonymous are no platform's alone") {
    const Project plain = project(Layout::sqitch, {"deploy/a.sql"});
    CHECK(chosen(plain, "grant select on t to authenticated; grant select on t to anonymous;") ==
          "postgres: nothing in the files speaks of a platform");
    CHECK(chosen(plain, "grant select on t to anonymous; using (auth.uid() = id)")
              .starts_with("supabase-auto-expose: "));
    CHECK(chosen(plain, "grant select on t to anonymous; using (auth.user_id() = id)").starts_with("neon: "));
}
