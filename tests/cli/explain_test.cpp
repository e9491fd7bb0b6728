#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// Opened by a policy, which a later migration narrows and a third opens again.
MemoryFiles history() {
    return {{"supabase/migrations/20250101000000_notes.sql", open_policy},
            {"supabase/migrations/20250102000000_narrow.sql",
             "alter policy p on public.notes using (owner = (select auth.uid()));\n"},
            {"supabase/migrations/20250103000000_open.sql",
             "drop policy p on public.notes;\n"
             "create policy q on public.notes for all\n    using (owner is not null or owner = auth.uid());\n"
             "create policy r on public.notes for delete using (true);\n"}};
}

std::string fingerprint_of(MemoryFiles& files, const std::string& rule) {
    const std::string out = run_on(files, {"--rule", rule, "--format", "json"}).out;
    return nlohmann::json::parse(out)["findings"][0]["fingerprint"];
}

} // namespace

TEST_CASE("explain FINGERPRINT tells the whole story") {
    MemoryFiles files = history();
    const Ran ran = run_on(files, {"explain", fingerprint_of(files, "policy-always-true")});
    CHECK(ran.code == 0);
    CAPTURE(ran.out);
    std::size_t at = 0;
    for (const char* part :
         {"20250103000000_open.sql:4:",
          "[policy-always-true]",
          "4 | create policy r",
          "How it came to be, statement by statement\n",
          "20250101000000_notes.sql:1:1\n    create table",
          "20250101000000_notes.sql:2:1\n    alter table public.notes enable row level security",
          "20250101000000_notes.sql:3:1\n    create policy p",
          "20250102000000_narrow.sql:1:1\n",
          "20250103000000_open.sql:1:1\n    drop policy p",
          "20250103000000_open.sql:2:1\n",
          "Row security is on; its policies\n",
          "  q (permissive, for all, to PUBLIC) ",
          "    using (owner is not null or owner = auth.uid())\n",
          "  r (permissive, for delete, to PUBLIC)",
          "Who reaches it\n",
          "  anon selects: some (policy), where owner is not null\n",
          "To see it on a server\n",
          "  begin;\n  set local role anon;\n",
          "  set local request.jwt.claims = '{\"role\":\"anon\"}';\n",
          "  select * from public.notes; -- some rows\n",
          "  rollback;\n",
          "set local role authenticated;",
          "\"sub\":\"00000000-0000-4000-8000-000000000001\""}) {
        CAPTURE(part);
        const std::size_t found = ran.out.find(part, at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
}

TEST_CASE("explain SUBJECT tells of an object, found or not") {
    MemoryFiles files = history();
    const Ran table = run_on(files, {"explain", "public.notes"});
    CHECK(table.code == 0);
    CHECK(contains(table.out, "[policy-always-true]"));
    CHECK(contains(table.out, "How it came to be"));
    MemoryFiles fine = project_of(clean + "create function public.f(a integer) returns int language sql\n"
                                          "    as 'select 1';\ncreate role app;\n");
    const Ran quiet = run_on(fine, {"explain", "public.notes/p"});
    CHECK(quiet.code == 0);
    CHECK(quiet.out.starts_with("How it came to be"));
    CHECK(contains(quiet.out, "-- select * from public.notes; -- permission denied") == false);
    CHECK(contains(quiet.out, "  authenticated selects: some (policy), where owner = (select auth.uid())\n"));
    CHECK(contains(run_on(fine, {"explain", "public.f(integer)"}).out, "create function public.f"));
    CHECK(contains(run_on(fine, {"explain", "public.f(integer)"}).out,
                   "  select public.f(null::integer); -- may be called\n"));
    CHECK(contains(run_on(fine, {"explain", "role:app"}).out, "create role app"));
    CHECK(contains(run_on(fine, {"explain", "role:app"}).out, "from pg_roles where rolname = 'app';\n"));
}

TEST_CASE("explain tells what a predicate comes down to for a role") {
    MemoryFiles files = project_of(
        "create table public.notes (id bigint primary key, owner uuid not null, public boolean not null);\n"
        "alter table public.notes enable row level security;\n"
        "create policy p on public.notes for select\n"
        "    using (public or (owner = auth.uid() and auth.uid() is not null));\n");
    const std::string out = run_on(files, {"explain", "public.notes"}).out;
    CAPTURE(out);
    CHECK(contains(out, "    using (public or (owner = auth.uid() and auth.uid() is not null))\n"));
    CHECK(contains(out, "  anon selects: some (policy), where public\n"));
    CHECK(contains(out, "  authenticated selects: some (policy), where public or owner = auth.uid()\n"));
}

TEST_CASE("explain claims nothing of a table that is made elsewhere") {
    MemoryFiles files = project_of("create policy p on public.notes for select using (true);\n");
    const std::string out = run_on(files, {"explain", "public.notes"}).out;
    CHECK(contains(out, "Row security is not known: the table is created elsewhere; its policies\n"));
    CHECK(contains(out, "  anon selects: unknown (partial-object)"));
}

TEST_CASE("explain says what it does not find") {
    MemoryFiles files = history();
    CHECK(run_on(files, {"explain", "0123456789abcdef"}).err ==
          "rlslint: error: nothing that is found here has the fingerprint 0123456789abcdef\n");
    CHECK(run_on(files, {"explain", "public.xylophones"}).err ==
          "rlslint: error: there is no public.xylophones here, and no finding about it\n");
    CHECK(run_on(files, {"explain", "public.xylophones"}).code == 2);
    CHECK(run_on(files, {"explain", "public.ntes"}).err ==
          "rlslint: error: there is no public.ntes here, and no finding about it: did you mean "
          "public.notes?\n");
    CHECK(contains(run_on(files, {"explain", "role:anno"}).err, "did you mean role:anon?"));
    CHECK(contains(run_on(files, {"explain", "rls-disabeld"}).err, "did you mean \"rls-disabled\"?"));
}

TEST_CASE("explain tells of a suppressed finding too, and that it is") {
    MemoryFiles files = project_of("-- rlslint-ignore-file policy-always-true: a demo\n" + open_policy);
    const Ran ran = run_on(files, {"explain", fingerprint_of(files, "policy-always-true")});
    CHECK(contains(ran.out, "(suppressed: a demo) [policy-always-true]"));
}
