#include "rlslint/predicate/facts.hpp"

#include "rlslint/predicate/decide.hpp"

#include "checks.hpp"
#include "evaluate.hpp"
#include "survey.hpp"

namespace rlslint {
namespace {

/// Of a clause that is true or not: whether it is so for every row that meets the table's constraints.
Truth truth_of_rows(const Circumstances& circumstances, const Catalog& catalog, const Platform& platform,
                    const BoundExpr& expr) {
    if (!predicates::is_constrained(catalog, expr)) return Truth::depends;
    Decider decider{catalog, platform, circumstances};
    if (decider.possible(decider.holds(expr)) == Answer::no) return Truth::never;
    const bool always = decider.possible(decider.does_not_hold(expr)) == Answer::no;
    return always && !may_fail_under(circumstances, catalog, platform, expr) ? Truth::always : Truth::depends;
}

} // namespace

Truth truth_when_signed_in(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    Circumstances circumstances;
    circumstances.caller.kind = Caller::Kind::signed_in;
    return truth_under(circumstances, catalog, platform, expr);
}

Truth truth_under(const Circumstances& circumstances, const Catalog& catalog, const Platform& platform,
                  const BoundExpr& expr) {
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, circumstances};
    const Truth truth = predicates::Evaluate{subject}.truth(expr.root);
    return truth == Truth::depends ? truth_of_rows(circumstances, catalog, platform, expr) : truth;
}

bool may_fail_under(const Circumstances& circumstances, const Catalog& catalog, const Platform& platform,
                    const BoundExpr& expr) {
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, circumstances};
    return predicates::Evaluate{subject}.may_fail(expr.root);
}

bool gives_nothing(const Circumstances& circumstances, const Catalog& catalog, const Platform& platform,
                   const BoundQuery& query) {
    const predicates::Subject subject{catalog, platform, *query.tree, *query.bindings, circumstances};
    return predicates::Evaluate{subject}.never_gives_a_row(query.root);
}

Facts facts_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, any};
    Facts facts;
    predicates::survey(subject, expr.root, facts);
    facts.truth = predicates::Evaluate{subject}.truth(expr.root);
    return facts;
}

} // namespace rlslint
