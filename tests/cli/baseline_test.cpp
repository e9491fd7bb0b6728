#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
using nlohmann::json;

TEST_CASE("a baseline holds what is known, wherever it moves to") {
    MemoryFiles files = project_of(open_policy);
    const Ran written = run_on(files, {"--baseline", "known.json", "--update-baseline"});
    CHECK(written.code == 0);
    CHECK(written.err.empty());
    CHECK(contains(written.out, "known.json: note: written: 1 finding that is known from now on\n"));
    const json baseline = json::parse(files.text("known.json"));
    CHECK(JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/baseline.schema.json").check(baseline) == "");
    REQUIRE(baseline["findings"].size() >= 1);
    CHECK(baseline["findings"][0]["rule"] == "policy-always-true");
    CHECK(baseline["findings"][0]["subject"] == "public.notes/p");

    MemoryFiles moved = project_of("-- more\n\n" + open_policy);
    moved.put("known.json", files.text("known.json"));
    CHECK(run_on(moved, {"--baseline", "known.json"}).code == 0);
    moved.put("rlslint.toml", "baseline = 'known.json'\n");
    CHECK(run_on(moved, {}).code == 0);

    MemoryFiles other =
        project_of(open_policy + "create policy q on public.notes for select using (1 = 1);\n");
    other.put("known.json", files.text("known.json"));
    const json report = json::parse(run_on(other, {"--baseline", "known.json", "--format", "json"}).out);
    CHECK(report["findings"][0]["suppressed"]["by"] == "baseline");
    CHECK(report["findings"][1]["suppressed"].is_null());
}

TEST_CASE("what is there no more is told, and dropped by an update") {
    MemoryFiles files = project_of(open_policy);
    run_on(files, {"--baseline", "known.json", "--update-baseline"});
    MemoryFiles mended = project_of(clean);
    mended.put("known.json", files.text("known.json"));
    CHECK(contains(run_on(mended, {"--baseline", "known.json"}).out,
                   "1 known finding is there no more: --update-baseline drops it"));
    run_on(mended, {"--baseline", "known.json", "--update-baseline"});
    CHECK(json::parse(mended.text("known.json"))["findings"].empty());
}

TEST_CASE("what somebody silenced already is not written down again") {
    MemoryFiles files = project_of("-- rlslint-ignore-file policy-always-true: meant so\n" + open_policy);
    run_on(files, {"--rule", "policy-always-true", "--baseline", "known.json", "--update-baseline"});
    CHECK(json::parse(files.text("known.json"))["findings"].empty());
}

TEST_CASE("a baseline that is none is exit 2") {
    MemoryFiles files = project_of(open_policy);
    CHECK(run_on(files, {"--baseline", "gone.json"}).err ==
          "rlslint: error: gone.json: No such file or directory\n");
    files.put("odd.json", "[]");
    CHECK(run_on(files, {"--baseline", "odd.json"}).err ==
          "rlslint: error: odd.json: is no baseline of version 1: --update-baseline writes one\n");
    const Ran nowhere = run_on(files, {"--update-baseline"});
    CHECK(nowhere.code == 2);
    CHECK(nowhere.err ==
          "rlslint: error: --update-baseline needs --baseline FILE, or `baseline` in rlslint.toml\n");
    files.lock("locked.json");
    CHECK(run_on(files, {"--baseline", "locked.json", "--update-baseline"}).err ==
          "rlslint: error: cannot write locked.json: Permission denied\n");
}

TEST_CASE("of findings that are shown as one a baseline knows each, and a further one is new") {
    const std::string two = clean + "create table public.rows (id bigint primary key, owner uuid);\n"
                                    "alter table public.rows enable row level security;\n"
                                    "create policy p on public.rows for select using (owner = auth.uid());\n"
                                    "create policy q on public.rows for delete using (owner = auth.uid());\n";
    MemoryFiles files = project_of(two);
    const std::vector<std::string> arguments{"--rule", "auth-call-per-row", "--baseline", "known.json"};
    std::vector<std::string> update = arguments;
    update.emplace_back("--update-baseline");
    run_on(files, update);
    CHECK(json::parse(files.text("known.json"))["findings"].size() == 2);
    CHECK(run_on(files, arguments).code == 0);

    MemoryFiles more =
        project_of(two + "create policy r on public.rows for update using (owner = auth.uid());\n");
    more.put("known.json", files.text("known.json"));
    CHECK(run_on(more, arguments).code == 1);
}
