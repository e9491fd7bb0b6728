#include "rlslint/predicate/readings.hpp"
#include "rlslint/predicate/setting_names.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct FunctionWorld : PolicyWorld {
    FunctionWorld() { platform.search_path = {"public"}; }

    FunctionId sql_function(std::string_view definition, std::string_view body,
                            std::string_view language = "sql") {
        const FunctionId id = function(definition);
        Function& made = catalog.edit(id);
        made.language = Symbol{language};
        made.body = body;
        return id;
    }

    std::vector<Reading> readings(std::string_view sql) {
        kept = clause(sql, notes);
        return readings_of(catalog, platform, Bodies{catalog, platform}, kept);
    }

    std::optional<Unresolved> missing(FunctionId id) const { return Bodies{catalog, platform}.missing(id); }

    BoundExpr kept;
};

} // namespace

TEST_CASE_FIXTURE(FunctionWorld,
                  "a clause is read first, then the functions that it calls, and those that these call") {
    const FunctionId inner = sql_function("my_role()", "select role from members where user_id = auth.uid()");
    const FunctionId outer = sql_function("is_admin()", "select my_role() = 'admin'");
    const auto all = readings("owner = auth.uid() or is_admin()");
    REQUIRE(all.size() == 3);
    CHECK(!all[0].function.valid());
    CHECK(all[1].function == outer);
    CHECK(all[2].function == inner);
    CHECK(all[2].call == all[1].call); // where the clause calls what leads there
    CHECK(all[2].anatomy.reads_relations());
    CHECK(!all[0].unread);
}

TEST_CASE_FIXTURE(FunctionWorld, "a function that calls itself is read once") {
    sql_function("f()", "select f() or exists (select from members)");
    CHECK(readings("f()").size() == 2);
}

TEST_CASE_FIXTURE(FunctionWorld, "as whom a function reads, and what cannot be looked into") {
    const FunctionId definer = sql_function("f()", "select exists (select from members)");
    Role owner;
    owner.name = Symbol{"owner"};
    const RoleId role = catalog.add(owner);
    catalog.edit(definer).security_definer = true;
    catalog.edit(definer).owner = role;
    sql_function("g()", "whatever", "c");
    const auto all = readings("f() and g()");
    REQUIRE(all.size() == 2);
    CHECK(all[0].unread);
    CHECK(all[1].owner == role);
    CHECK(!readings("f() and auth.uid() is not null")[0].unread);
}

TEST_CASE_FIXTURE(FunctionWorld, "the first name in a body that is not there") {
    CHECK(missing(sql_function("a()", "select exists (select from nosuch)"))->sqlstate == "42P01");
    CHECK(missing(sql_function("b()", "select exists (select from members where nosuch)"))->sqlstate ==
          "42703");
    CHECK(
        missing(sql_function("c()", "begin return exists (select from nosuch); end", "plpgsql"))->sqlstate ==
        "42P01");
    CHECK(!missing(sql_function("d()", "begin return variable; end", "plpgsql")));
    CHECK(!missing(sql_function("e()", "select exists (select from members)")));
}

TEST_CASE("settings of the server's own") {
    CHECK(is_server_setting("search_path"));
    CHECK(is_server_setting("TimeZone"));
    CHECK(is_server_setting("role"));
    CHECK(!is_server_setting("tenant_id"));
    CHECK(!is_server_setting(""));
}
