#include <string>

#include <doctest/doctest.h>

#include "rlslint/access/beneath.hpp"
#include "rlslint/access/reach.hpp"
#include "rlslint/replay/history.hpp"

using namespace rlslint;

namespace {

class Views {
public:
    explicit Views(const std::string& sql) {
        Source source;
        source.path = "1.sql";
        source.text = "create table notes (id int, body text); create table members (id int);" + sql;
        const auto size = static_cast<std::uint32_t>(source.text.size());
        const Section section{{sources_.add(std::move(source)), 0, size}, Terminator::semicolon};
        platform_.search_path = {"public"};
        platform_.api_roles = {Symbol{"client"}};
        history_ = replay(sources_, {}, {&section, 1}, platform_);
        for (const LogEntry& entry : history_.log)
            CHECK_MESSAGE(entry.outcome != Outcome::failed, entry.why);
    }

    /// "notes as owner shown via v, inner", in order.
    [[nodiscard]] std::string of(std::string_view view) const {
        std::string all;
        for (const Beneath& door : beneath(history_.catalog, find(view))) {
            all += all.empty() ? "" : "; ";
            all += name(door.relation) + (door.as_owner ? " as owner" : " as reader") +
                   (door.shown ? " shown" : "");
            for (const RelationId hop : door.path)
                all += " " + name(hop);
            all += " @" + std::string{sources_.text(door.place)};
        }
        return all;
    }

    [[nodiscard]] std::string written(std::string_view view) const {
        const RelationId target = written_through(history_.catalog, find(view));
        return target.valid() ? name(target) : "";
    }

    [[nodiscard]] const Catalog& catalog() const { return history_.catalog; }
    [[nodiscard]] Reach reach() const { return Reach{history_.catalog, platform_}; }

private:
    [[nodiscard]] RelationId find(std::string_view relation) const {
        return history_.catalog.find_relation(history_.catalog.find_schema(Symbol{"public"}),
                                              Symbol{relation});
    }
    [[nodiscard]] std::string name(RelationId id) const {
        return std::string{history_.catalog[id].name.text()};
    }

    Sources sources_;
    Platform platform_;
    History history_;
};

} // namespace

TEST_CASE("what a view reads, and as whom it is checked") {
    CHECK(Views{"create view v as select body from notes;"}.of("v") == "notes as owner shown v @notes");
    CHECK(Views{"create view v with (security_invoker) as select * from notes;"}.of("v") ==
          "notes as reader shown v @notes");
    CHECK(Views{"create view v as select 1 as one where exists (select 1 from members);"}.of("v") ==
          "members as owner v @members");
    CHECK(Views{"create view i with (security_invoker) as select * from notes; create view v as select id "
                "from i;"}
              .of("v") == "notes as reader shown v i @i");
    CHECK(Views{"create view i as select id from notes; create view v as select count(*) as n from i;"}.of(
              "v") == "notes as owner v i @i");
    CHECK(Views{"create view v as with n as (select body from notes) select * from n;"}.of("v") ==
          "notes as owner shown v @notes");
}

TEST_CASE("what a write to a view changes") {
    CHECK(Views{"create view v as select id from notes;"}.written("v") == "notes");
    CHECK(Views{"create view i as select id from notes; create view v as select id from i;"}.written("v") ==
          "notes");
    CHECK(Views{"create view v as select id from notes group by id;"}.written("v").empty());
    CHECK(Views{"create view v as select id from notes; create rule r as on insert to v do instead nothing;"}
              .written("v")
              .empty());
}

TEST_CASE("who may create objects in a schema, and call a function by name") {
    const Views world{"create role client; create schema open; grant create on schema open to public;"
                      "create schema closed; create function f() returns int language sql as 'select 1';"
                      "create function closed.g() returns int language sql as 'select 1';"
                      "create function h() returns int language sql as 'select 1';"
                      "revoke execute on function h() from public;"};
    const Reach reach = world.reach();
    const Catalog& catalog = world.catalog();
    const RoleId client = catalog.find_role(Symbol{"client"});
    CHECK(reach.has_create(client, catalog.find_schema(Symbol{"open"})));
    CHECK_FALSE(reach.has_create(client, catalog.find_schema(Symbol{"closed"})));
    const auto callers = [&](std::string_view schema, std::string_view name) {
        const auto found = catalog.find_functions(catalog.find_schema(Symbol{schema}), Symbol{name});
        REQUIRE(found.size() == 1);
        return reach.api_roles_calling(found[0]).size();
    };
    CHECK(callers("public", "f") == 1);
    CHECK(callers("closed", "g") == 0);
    CHECK(callers("public", "h") == 0);
}
