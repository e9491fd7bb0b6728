#include "rlslint/predicate/facts.hpp"

#include "evaluate.hpp"
#include "survey.hpp"

namespace rlslint {

Truth truth_when_signed_in(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    Circumstances circumstances;
    circumstances.caller.kind = Caller::Kind::signed_in;
    return truth_under(circumstances, catalog, platform, expr);
}

Truth truth_under(const Circumstances& circumstances, const Catalog& catalog, const Platform& platform,
                  const BoundExpr& expr) {
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, circumstances};
    return predicates::Evaluate{subject}.truth(expr.root);
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
