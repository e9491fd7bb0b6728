#include "clause_check.hpp"

#include <algorithm>
#include <array>

#include "rlslint/names/binder.hpp"
#include "rlslint/names/coercion.hpp"
#include "rlslint/sql/builtin.hpp"
#include "rlslint/sql/walk.hpp"

namespace rlslint::replaying {

namespace {

const TypeName& boolean() {
    static const TypeName type = [] {
        TypeName name;
        name.schema = Symbol{"pg_catalog"};
        name.name = Symbol{"bool"};
        return name;
    }();
    return type;
}

/// The clause's type; null where it is not known.
const TypeName* type_of(const BoundExpr& clause) {
    const auto& outputs = clause.bindings->outputs;
    return outputs.size() == 1 && !outputs[0].type.name.empty() ? &outputs[0].type : nullptr;
}

/// NULL, and a string whose type the place decides.
bool has_no_type(const BoundExpr& clause) {
    const auto* literal = std::get_if<Literal>(&(*clause.tree)[clause.root].node);
    return literal != nullptr &&
           (literal->kind == Literal::Kind::null || literal->kind == Literal::Kind::string);
}

bool is_aggregate(const Replayer& r, const BoundExpr& clause, ExprId id, const Call& call) {
    const BoundFunction* function = clause.bindings->functions.find(id);
    if (function != nullptr && function->function.valid()) return r.catalog[function->function].aggregate;
    return is_builtin_aggregate(call.name.text());
}

bool returns_set(const Replayer& r, const BoundExpr& clause, ExprId id, const Call& call) {
    const BoundFunction* bound = clause.bindings->functions.find(id);
    if (bound == nullptr) return false;
    if (!bound->function.valid()) return is_set_function(call.name.text());
    const Function& function = r.catalog[bound->function];
    return function.returns && function.returns->setof;
}

} // namespace

void require_boolean(const Replayer& r, const BoundExpr& clause, std::string_view what) {
    if (!clause.present() || has_no_type(clause)) return;
    const TypeName* type = type_of(clause);
    if (type == nullptr || can_coerce(r.catalog, *type, boolean(), CastContext::implicit).value_or(true))
        return;
    refuse(sqlstate::datatype_mismatch, "argument of {} must be type boolean, not type {}", what,
           format_type_name(*type));
}

void require_scalar(const Replayer& r, const BoundExpr& clause, std::string_view where) {
    if (!clause.present()) return;
    std::vector<ExprId> pending{clause.root};
    while (!pending.empty()) {
        const ExprId id = pending.back();
        pending.pop_back();
        for_each_operand(*clause.tree, id, [&](ExprId operand) { pending.push_back(operand); });
        const auto* call = std::get_if<Call>(&(*clause.tree)[id].node);
        if (call == nullptr) continue;
        if (call->window) refuse(sqlstate::windowing_error, "window functions are not allowed in {}", where);
        if (returns_set(r, clause, id, *call))
            refuse(sqlstate::feature_not_supported, "set-returning functions are not allowed in {}", where);
        if (is_aggregate(r, clause, id, *call))
            refuse(sqlstate::grouping_error, "aggregate functions are not allowed in {}", where);
    }
}

void require_storable(const Replayer& r, const Column& column, const BoundExpr& value) {
    if (!value.present() || has_no_type(value) || column.type.name.empty()) return;
    const TypeName* type = type_of(value);
    if (type == nullptr || can_coerce(r.catalog, *type, column.type, CastContext::assignment).value_or(true))
        return;
    refuse(sqlstate::datatype_mismatch, "column \"{}\" is of type {} but default expression is of type {}",
           column.name.text(), format_type(column.type), format_type_name(*type));
}

} // namespace rlslint::replaying
