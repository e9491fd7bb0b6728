#include "rlslint/predicate/asking.hpp"

#include <variant>

#include "subject.hpp"

namespace rlslint {

namespace {

/// pg_has_role('staff', 'member'), has_table_privilege(…): of the current role.
bool asks_for_privileges(std::string_view function) {
    return function == "pg_has_role" || function == "row_security_active" ||
           (function.starts_with("has_") && function.ends_with("_privilege"));
}

} // namespace

bool tells_who_asks(const Catalog& catalog, const Platform& platform, const Tree& tree,
                    const Bindings& bindings, ExprId expr) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, tree, bindings, any};
    if (const SessionFunction* function = subject.session_function(expr))
        return function->gives != SessionFunction::Gives::other;
    const auto* call = std::get_if<Call>(&tree[expr].node);
    if (call == nullptr) return false;
    if (subject.function(expr) == nullptr && asks_for_privileges(call->name.text())) return true;
    // A setting of the application's own is there to say something of who is asking.
    const auto setting = subject.setting(*call);
    return setting && setting->find('.') != setting->npos;
}

} // namespace rlslint
