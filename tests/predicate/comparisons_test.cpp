#include <deque>

#include "rlslint/predicate/comparisons.hpp"
#include "rlslint/predicate/decide.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// Tables whose columns are alike, but for what their names say.
struct AlikeWorld : PolicyWorld {
    RelationId first = table("first(id int4!, owner uuid, done bool!)");
    RelationId second = table("second(key int4!, author uuid, gone bool!)");
    RelationId nullable = table("nullable(id int4!, owner uuid, done bool)");
    RelationId text = table("words(id text!, owner uuid, done bool!)");

    /// Kept: clauses are told apart by where their trees are.
    const BoundExpr& clause_on(RelationId on, std::string_view sql) {
        return kept.emplace_back(clause(sql, on));
    }

    std::deque<BoundExpr> kept;
};

} // namespace

TEST_CASE_FIXTURE(AlikeWorld, "what was decided for one table is what would be decided for the next") {
    const std::vector<std::string> sayings{
        "owner = auth.uid()",
        "owner = auth.uid() and done",
        "done or not done",
        "done",
        "id = 3",
        "id > 2",
        "true",
        "random() < 0.5",
        "exists (select 1 from members m where m.user_id = auth.uid())",
        "exists (select 1 from members m where m.org_id = id and m.user_id = auth.uid())",
    };
    Comparisons comparisons{catalog, platform};
    std::size_t implied = 0;
    for (const RelationId on : {first, nullable, first, text}) {
        for (const std::string& a : sayings) {
            for (const std::string& b : sayings) {
                if (on == text && (a.starts_with("id") || b.starts_with("id"))) continue; // a type error
                INFO(catalog.name_of(on) << ": " << a << " / " << b);
                const BoundExpr& narrow = clause_on(on, a);
                const BoundExpr& wide = clause_on(on, b);
                const bool decided = Decider{catalog, platform}.implies(narrow, wide);
                CHECK(comparisons.implies(on, narrow, wide) == decided);
                implied += decided ? 1 : 0;
            }
        }
    }
    CHECK(implied > 60);
}

TEST_CASE_FIXTURE(AlikeWorld, "columns are told apart by their places, not their names") {
    Comparisons comparisons{catalog, platform};
    CHECK(comparisons.implies(first, clause_on(first, "done and id = 1"), clause_on(first, "done")));
    CHECK(comparisons.implies(second, clause_on(second, "gone and key = 1"), clause_on(second, "gone")));
    CHECK_FALSE(comparisons.implies(second, clause_on(second, "key = 1"), clause_on(second, "gone")));
    CHECK(comparisons.equivalent(second, clause_on(second, "gone and key = 1"),
                                 clause_on(second, "1 = key and gone")));
    // What is true of a column that is never NULL is not of one that may be.
    CHECK(comparisons.implies(first, clause_on(first, "true"), clause_on(first, "done or not done")));
    CHECK_FALSE(
        comparisons.implies(nullable, clause_on(nullable, "true"), clause_on(nullable, "done or not done")));
}
