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

    /// What the comparisons of a PL/pgSQL body have on a side: identities and constants, in order.
    std::string reads(std::string_view body) {
        const std::string name = "f" + std::to_string(number++) + "()";
        sql_function(name, body, "plpgsql");
        const auto all = readings(name);
        REQUIRE(all.size() == 2);
        std::string read;
        for (const Comparison& one : all[1].anatomy.comparisons) {
            if (one.side(Operand::Kind::identity) != nullptr) read += "identity";
            if (one.side(Operand::Kind::constant) != nullptr)
                read += " " + std::string{one.side(Operand::Kind::constant)->text};
        }
        return read;
    }

    std::optional<Unresolved> missing(FunctionId id) const { return Bodies{catalog, platform}.missing(id); }

    BoundExpr kept;
    int number = 0;
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

TEST_CASE_FIXTURE(FunctionWorld, "in a body the arguments are what the call gives") {
    const auto asked = [&](std::string_view sql) {
        std::string all;
        const auto read = readings(sql);
        for (const Comparison& one : read.back().anatomy.comparisons) {
            const Operand* inner = one.side(Operand::Kind::inner_column);
            if (inner == nullptr) continue;
            const Operand& other = one.across(*inner);
            all += other.kind == Operand::Kind::identity     ? "identity "
                   : other.kind == Operand::Kind::row_column ? "row "
                   : other.kind == Operand::Kind::constant   ? std::string{other.text} + " "
                                                             : "? ";
        }
        return all;
    };
    sql_function("has_role(u uuid, r text)",
                 "select exists (select from members where user_id = u and role = r)");
    CHECK(asked("has_role(auth.uid(), 'admin')") == "identity admin ");
    CHECK(asked("has_role((select auth.uid()), lower('x'))") == "identity x ");
    CHECK(asked("has_role(owner, title)") == "row row ");
    CHECK(asked("has_role(r => 'a', u => auth.uid())") == "identity a ");
    sql_function("is_member(o int4)",
                 "select exists (select from members where org_id = $1 and user_id = auth.uid())");
    CHECK(asked("is_member(org_id)") == "row identity ");
    const auto member = readings("is_member(org_id)");
    CHECK(member.back().anatomy.queries[0].refers_to_row);
    const auto fixed = readings("is_member(3)");
    CHECK(!fixed.back().anatomy.queries[0].refers_to_row);
    sql_function("outer(v uuid)", "select has_role(v, 'admin')");
    CHECK(asked("outer(auth.uid())") == "identity admin ");
    // What another sub-select reads is no column of the body's.
    CHECK(asked("exists (select from members m where has_role(m.user_id, 'x'))") == "? x ");
}

TEST_CASE_FIXTURE(FunctionWorld,
                  "called with other constants a function is read once, with other columns again") {
    sql_function("has_role(u uuid, r text)",
                 "select exists (select from members where user_id = u and role = r)");
    CHECK(readings("has_role(auth.uid(), 'a') or has_role(auth.uid(), 'b')").size() == 2);
    CHECK(readings("has_role(auth.uid(), 'a') or has_role(owner, 'a')").size() == 3);
}

TEST_CASE_FIXTURE(FunctionWorld, "a PL/pgSQL body is read as one value, its variables as what they hold") {
    CHECK(reads("declare v text; begin select role into v from members where user_id = auth.uid(); "
                "return v = 'admin'; end") == " adminidentity");
    CHECK(reads("declare v text; o int; begin select m.role, m.org_id into v, o from members m "
                "where m.user_id = auth.uid(); return v = 'admin'; end") == " adminidentity");
    CHECK(reads("declare u uuid := auth.uid(); begin if exists (select from members where user_id = u and "
                "role = 'x') then return true; end if; return false; end") == "identity x");
    CHECK(reads("begin perform 1 from members where user_id = auth.uid(); return found; end") == "identity");
    CHECK(reads("declare v text; begin v := 'a'; if auth.uid() is null then v := 'b'; end if; "
                "return v = 'c'; end") == " b a");
    // Of other loops only what stands behind RETURN is read.
    CHECK(reads("declare v text; begin for v in select role from members where user_id = auth.uid() loop "
                "null; end loop; return v = 'admin'; end") == " admin");
}

TEST_CASE_FIXTURE(FunctionWorld, "a loop that returns at a row asks whether there is one") {
    CHECK(reads("declare m record; begin for m in select * from members where user_id = auth.uid() loop "
                "if m.role = 'admin' then return true; end if; end loop; return false; end") ==
          "identity admin");
    CHECK(reads("declare v text; begin for v in select role from members where user_id = auth.uid() loop "
                "if v = 'a' then return true; elsif v = 'b' then return true; end if; end loop; "
                "return false; end") == "identity a b");
    CHECK(reads("declare m members%rowtype; begin for m in select * from members where user_id = auth.uid() "
                "loop return m.role = 'x'; end loop; return false; end") == "identity xidentity");
    CHECK(reads("declare v text; begin foreach v in array array['a', 'b'] loop if v = 'a' then return true; "
                "end if; end loop; return auth.uid() is null; end") == " a");
}

TEST_CASE_FIXTURE(FunctionWorld, "what a handler returns is another value; SQL-standard bodies are read") {
    const FunctionId safe = sql_function(
        "safe()", "begin return auth.uid() is not null; exception when others then return false; end",
        "plpgsql");
    const auto all = readings("safe()");
    CHECK(all.size() == 3);
    CHECK(!all[0].unread);
    CHECK(all[1].function == safe);
    CHECK(all[2].function == safe);
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
