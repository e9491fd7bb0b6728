#include "rlslint/predicate/asking.hpp"

#include <variant>

#include "subject.hpp"

namespace rlslint {

bool tells_who_asks(const Catalog& catalog, const Platform& platform, const Tree& tree,
                    const Bindings& bindings, ExprId expr) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, tree, bindings, any};
    if (const SessionFunction* function = subject.session_function(expr))
        return function->gives != SessionFunction::Gives::other;
    const auto* call = std::get_if<Call>(&tree[expr].node);
    if (call == nullptr) return false;
    // A setting of the application's own is there to say something of who is asking.
    const auto setting = subject.setting(*call);
    return setting && setting->find('.') != setting->npos;
}

} // namespace rlslint
