#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/access/through.hpp"
#include "rlslint/replay/history.hpp"

using namespace rlslint;

namespace {

/// "notes select all v; …" for the role `client`, who reaches nothing of notes by itself.
std::string doors_after(const std::string& more, bool anonymous = false) {
    Source source;
    source.path = "1.sql";
    source.text = "create role client; create table notes (id int, owner name); alter table notes enable row "
                  "level security;" +
                  more;
    const auto size = static_cast<std::uint32_t>(source.text.size());
    Sources sources;
    const Section section{{sources.add(std::move(source)), 0, size}, Terminator::semicolon};
    Platform platform;
    platform.search_path = {"public"};
    platform.exposed_schemas = {Symbol{"public"}};
    platform.api_roles = {Symbol{"client"}};
    if (anonymous) platform.anonymous_roles = platform.api_roles;
    platform.identity_settings = {Symbol{"app.user"}};
    const History history = replay(sources, {}, {&section, 1}, platform);
    for (const LogEntry& entry : history.log)
        CHECK_MESSAGE(entry.outcome != Outcome::failed, entry.why);
    const Reach reach{history.catalog, platform};
    const RowAccess access{history.catalog, platform, reach};
    const Routines routines{history.catalog, platform};
    const Doorways from{
        history.catalog, reach, access, routines,
        [&](RoleId role, RelationId relation, Action action) { return access.cell(role, relation, action); }};
    std::string told;
    for (const Door& door : doors(from, reach.api_roles())) {
        constexpr std::string_view commands[] = {"select", "insert", "update", "", "", "delete", ""};
        told += told.empty() ? "" : "; ";
        told += std::string{history.catalog[door.target].name.text()} + " ";
        told += std::string{commands[static_cast<std::size_t>(door.action)]} + " ";
        told += to_string(door.verdict);
        for (const RelationId view : door.views)
            told += " " + std::string{history.catalog[view].name.text()};
        if (door.function.valid()) told += " " + std::string{history.catalog[door.function].name.text()};
    }
    return told;
}

std::string function(const std::string& returns, const std::string& body, const char* language = "sql") {
    return doors_after("create function f() returns " + returns + " language " + language +
                       " security definer as $$ " + body + " $$;");
}

} // namespace

TEST_CASE("doors through views") {
    CHECK(doors_after("create view v as select * from notes;").empty());
    CHECK(doors_after("create view v as select * from notes; grant select on v to client;") ==
          "notes select all v");
    CHECK(doors_after("create view v as select * from notes where id > 1; grant select, delete on v to "
                      "client;") == "notes select some v; notes delete all v");
    CHECK(doors_after("create view v with (security_invoker) as select * from notes; grant select on v to "
                      "client;")
              .empty());
    CHECK(doors_after("create view i as select * from notes; create view v as select id from i; grant select "
                      "on v to client;") == "i select all v; notes select all v i");
    CHECK(doors_after("create materialized view m as select * from notes; grant select on m to client;") ==
          "notes select all m");
}

TEST_CASE("what a materialized view holds, its owner saw") {
    CHECK(doors_after("create role keeper; grant select on notes to keeper; create policy p on notes to "
                      "keeper using (id > 1); create materialized view m as select * from notes; alter "
                      "materialized view m owner to keeper; grant select on m to client;") ==
          "notes select some m");
}

TEST_CASE("doors through functions that run as their owner") {
    CHECK(function("setof notes", "select * from notes") == "notes select all f");
    CHECK(function("notes", "select * from notes") == "notes select unknown f");
    CHECK(function("setof notes", "select * from notes where id = 1") == "notes select unknown f");
    CHECK(function("setof notes", "select * from notes where owner = current_setting('app.user', true)") ==
          "notes select some f");
    CHECK(function("void", "delete from notes") == "notes delete all f");
    CHECK(function("void", "update notes set id = 1 where id = 2") == "notes update unknown f");
    CHECK(function("void", "begin if now() is null then delete from notes; end if; end", "plpgsql") ==
          "notes delete unknown f");
    // Whether there is such a row comes out, no row does.
    CHECK(function("boolean", "select exists (select from notes)").empty());
}

TEST_CASE("functions that are no doors") {
    const std::string reads = " as 'select * from notes';";
    CHECK(doors_after("create function f() returns setof notes language sql" + reads).empty());
    CHECK(doors_after("create function f() returns setof notes language sql security definer" + reads +
                      "revoke execute on function f() from public;")
              .empty());
    CHECK(
        doors_after("create schema away; create function away.f() returns setof notes language sql security "
                    "definer" +
                    reads)
            .empty());
    CHECK(doors_after("create role weak; grant select on notes to weak; grant create on schema public to "
                      "weak; create function f() returns setof notes language sql security definer" +
                      reads + "alter function f() owner to weak;")
              .empty());
}
