#include "rlslint/predicate/simplify.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct SimplifyWorld : PolicyWorld {
    /// What a clause comes down to for somebody of this kind.
    std::string simplify(std::string_view sql, Caller::Kind kind = Caller::Kind::any) {
        Decider decider{catalog, platform};
        Circumstances circumstances;
        circumstances.caller.kind = kind;
        const Simplifier by{
            decider,
            [&](const BoundExpr& part) { return truth_under(circumstances, catalog, platform, part); },
            [&](const BoundExpr& part) {
                return std::string(sql.substr(part.span().begin, part.span().end - part.span().begin));
            }};
        return simplified(clause(sql, notes), by);
    }
};

} // namespace

TEST_CASE_FIXTURE(SimplifyWorld, "what is settled is left out") {
    CHECK(simplify("owner = auth.uid() and 1 = 1") == "owner = auth.uid()");
    CHECK(simplify("owner = auth.uid() or 1 = 2") == "owner = auth.uid()");
    CHECK(simplify("done or 1 = 1") == "true");
    CHECK(simplify("done and null") == "false");
    CHECK(simplify("public or owner = auth.uid()", Caller::Kind::no_claims) == "public");
    CHECK(simplify("public or owner = auth.uid()", Caller::Kind::signed_in) ==
          "public or owner = auth.uid()");
    CHECK(simplify("auth.uid() is not null and done", Caller::Kind::signed_in) == "done");
    CHECK(simplify("public or (done and auth.uid() is not null)", Caller::Kind::signed_in) ==
          "public or done");
}

TEST_CASE_FIXTURE(SimplifyWorld, "what other parts say already is left out") {
    CHECK(simplify("owner = auth.uid() or (owner = auth.uid() and done)") == "owner = auth.uid()");
    CHECK(simplify("id = 3 and id > 2 and done") == "id = 3 and done");
    CHECK(simplify("done and done") == "done");
    CHECK(simplify("public and (done or id = 1)") == "public and (done or id = 1)");
}

TEST_CASE_FIXTURE(SimplifyWorld, "under NOT nothing is touched, since NULL is no false there") {
    CHECK(simplify("not (done and null::bool)") == "not (done and null::bool)");
    CHECK(simplify("done and not (public and id = 1)") == "done and not (public and id = 1)");
}
