#include "rlslint/predicate/facts.hpp"

#include "evaluate.hpp"
#include "survey.hpp"

namespace rlslint {

Truth truth_when_signed_in(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, true};
    return predicates::Evaluate{subject}.truth(expr.root);
}

Facts facts_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, false};
    Facts facts;
    predicates::survey(subject, expr.root, facts);
    facts.truth = predicates::Evaluate{subject}.truth(expr.root);
    return facts;
}

} // namespace rlslint
