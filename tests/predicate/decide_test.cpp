#include "rlslint/predicate/decide.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct Pair {
    const char* a;
    const char* b;
};

struct DecideWorld : PolicyWorld {
    DecideWorld() {
        function("is_admin()");
        function("is_member(org int4)");
    }

    BoundExpr read(std::string_view sql) { return clause(sql, notes); }

    bool implies(std::string_view a, std::string_view b) {
        Decider decider{catalog, platform};
        return decider.implies(read(a), read(b));
    }

    Answer possible(std::string_view sql) {
        Decider decider{catalog, platform};
        return decider.possible(decider.holds(read(sql)));
    }

    /// Whether an update may change `column` where `old` lets it find the row and `fresh` lets it leave it.
    Answer can_change(std::string_view column, std::string_view old, std::string_view fresh) {
        Decider decider{catalog, platform};
        const auto& columns = catalog[notes].columns;
        ColumnNumber number = 0;
        while (columns[number].name.text() != column)
            ++number;
        return decider.possible(
            Demand::all({decider.holds(read(old)), decider.holds(read(fresh), RowVersion::new_row),
                         decider.changes(notes, number)}));
    }
};

} // namespace

TEST_CASE_FIXTURE(DecideWorld, "a clause implies another") {
    const Pair cases[] = {
        {"owner = auth.uid()", "owner = auth.uid()"},
        {"owner = auth.uid()", "auth.uid() = notes.owner"},
        {"(select auth.uid()) = owner", "owner = auth.uid()"},
        {"owner::text = auth.uid()::text", "owner = auth.uid()"},
        {"owner = auth.uid() and done", "done"},
        {"done", "done or owner = auth.uid()"},
        {"owner = auth.uid()", "owner is not null"},
        {"owner = auth.uid()", "auth.uid() is not null"},
        {"id = 3", "id > 2"},
        {"id > 5", "id >= 5"},
        {"id between 3 and 5", "id < 6"},
        {"id = 3", "id in (1, 2, 3)"},
        {"id in (1, 2)", "id = any (array[2, 1, 7])"},
        {"id = 007", "id = 7"},
        {"title = 'a'", "title <> 'b'"},
        {"title in ('a', 'b')", "title is distinct from 'c'"},
        {"done is true", "done"},
        {"done", "coalesce(done, false)"},
        {"coalesce(done, false)", "done"},
        {"done = true", "done is not false"},
        {"not (done or public)", "not public"},
        {"not public", "public is false"},
        {"case when public then done else false end", "done and public"},
        {"id < 3 and 3 < org_id", "id < org_id"},
        {"owner = auth.uid() and id = org_id", "org_id = id"},
        {"is_admin()", "is_admin() or public"},
        {"is_member(org_id)", "is_member(notes.org_id)"},
        {"exists (select 1 from members m where m.user_id = auth.uid() and m.org_id = notes.org_id)",
         "exists (select * from members x where x.org_id = notes.org_id and auth.uid() = x.user_id)"},
        {"org_id in (select org_id from members)", "org_id in (select m.org_id from members m)"},
        {"owner is not distinct from auth.uid() and owner is not null", "owner = auth.uid()"},
    };
    for (const Pair& one : cases) {
        CAPTURE(std::string{one.a});
        CAPTURE(std::string{one.b});
        CHECK(implies(one.a, one.b));
    }
}

TEST_CASE_FIXTURE(DecideWorld, "a clause that does not imply another") {
    const Pair cases[] = {
        {"owner is not null", "owner = auth.uid()"},
        {"done or public", "done"},
        {"done is not false", "done"}, // it may be NULL
        {"id >= 5", "id > 5"},
        {"id > 2", "id = 3"},
        {"owner is not distinct from auth.uid()", "owner = auth.uid()"}, // both NULL
        {"is_member(org_id)", "is_member(id)"},
        {"is_admin()", "is_member(org_id)"},
        {"at = at", "at is not null"}, // of a row type
        {"owner = auth.uid()", "auth.role() = 'authenticated'"},
        {"exists (select 1 from members m where m.org_id = notes.org_id)",
         "exists (select 1 from members m where m.org_id = notes.id)"},
        {"exists (select 1 from members m where m.org_id = notes.org_id)",
         "exists (select 1 from members m where m.user_id = notes.owner)"},
        {"exists (select 1 from members m limit 0)", "exists (select 1 from members m)"},
        {"(select count(*) from members) = 1", "exists (select count(*) from members)  and false"},
        {"random() < 0.5", "random() < 0.5"},
    };
    for (const Pair& one : cases) {
        CAPTURE(std::string{one.a});
        CAPTURE(std::string{one.b});
        CHECK_FALSE(implies(one.a, one.b));
    }
}

TEST_CASE_FIXTURE(DecideWorld, "clauses that no row passes") {
    for (const char* never : {
             "id = 1 and id = 2",
             "title = 'a' and title = 'b'",
             "id > 2 and id < 1",
             "id < org_id and org_id < id",
             "id = org_id and id < org_id",
             "owner is null and owner = auth.uid()",
             "done and not done",
             "done and done is null",
             "id = 1 and org_id = 2 and id = org_id",
             "id in (1, 2) and id > 5",
             "owner = auth.uid() and owner <> auth.uid()",
             "public and public = false",
             "id is null",
             "owner = auth.uid() and auth.uid() is null",
             "is_admin() and not is_admin()",
             "id <= org_id and org_id <= id and id <> org_id and false",
             "owner = '5F4C2E1A-0000-0000-0000-000000000001' and owner = "
             "'{5f4c2e1b000000000000000000000001}'",
         }) {
        CAPTURE(never);
        CHECK(possible(never) == Answer::no);
    }
    for (const char* met :
         {"id = 1 and org_id = 2", "owner = auth.uid()", "done or not public", "title <> 'a'",
          "owner = '5F4C2E1A-0000-0000-0000-000000000001' and owner = "
          "'{5f4c2e1a000000000000000000000001}'"}) {
        CAPTURE(met);
        CHECK(possible(met) == Answer::yes);
    }
    // Between two whole numbers, and of what a function or sub-select gives, nothing is claimed.
    for (const char* open : {"id > 1 and id < 2", "is_admin()", "exists (select 1 from members)",
                             "owner = auth.uid() and auth.jwt() ->> 'sub' = title"}) {
        CAPTURE(open);
        CHECK(possible(open) == Answer::unknown);
    }
}

TEST_CASE_FIXTURE(DecideWorld, "what an update may change") {
    CHECK(can_change("owner", "owner = auth.uid()", "owner = auth.uid()") == Answer::no);
    CHECK(can_change("owner", "owner = auth.uid()", "owner = (select auth.uid()) and done") == Answer::no);
    CHECK(can_change("owner", "owner = auth.uid()", "true") == Answer::yes);
    CHECK(can_change("owner", "owner = auth.uid()", "owner is not null") == Answer::yes);
    CHECK(can_change("title", "owner = auth.uid()", "owner = auth.uid()") == Answer::yes);
    CHECK(can_change("org_id", "org_id = 3", "org_id = 3") == Answer::no);
    CHECK(can_change("org_id", "is_member(org_id)", "is_member(org_id)") == Answer::unknown);
}

TEST_CASE_FIXTURE(DecideWorld, "equivalent and disjoint clauses") {
    Decider decider{catalog, platform};
    const BoundExpr own = read("owner = auth.uid()");
    const BoundExpr swapped = read("(select auth.uid()) = owner");
    const BoundExpr nobody = read("owner is null");
    CHECK(decider.equivalent(own, swapped));
    CHECK_FALSE(decider.equivalent(own, nobody));
    CHECK(decider.disjoint(own, nobody));
    CHECK_FALSE(decider.disjoint(own, swapped));
}

TEST_CASE_FIXTURE(DecideWorld, "what the session is known to be is counted in") {
    Circumstances anonymous;
    anonymous.caller.kind = Caller::Kind::no_claims;
    Decider decider{catalog, platform, anonymous};
    CHECK(decider.implies(read("auth.uid() is null or owner = auth.uid()"), read("true")));
    CHECK(decider.possible(decider.holds(read("owner = auth.uid()"))) == Answer::no);
}

TEST_CASE_FIXTURE(DecideWorld, "long clauses end in time") {
    std::string many = "(id = 1 or org_id = 1)";
    for (int i = 2; i < 60; ++i)
        many += " and (id <> " + std::to_string(i) + " or org_id <> " + std::to_string(i) + ")";
    CHECK_FALSE(implies(many, "is_admin()"));
    CHECK(implies(many, many));
}
