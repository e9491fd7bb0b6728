#include "checks.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"

namespace rlslint::predicates {
namespace {

bool asks_the_row_alone(const BoundExpr& check) {
    return !any_within(*check.tree, check.root, [&](ExprId id) {
        const ExprNode& node = (*check.tree)[id].node;
        return std::holds_alternative<Call>(node) || std::holds_alternative<SubLink>(node) ||
               std::holds_alternative<SessionValue>(node) || std::holds_alternative<ParamRef>(node) ||
               std::holds_alternative<Opaque>(node);
    });
}

} // namespace

std::vector<const BoundExpr*> standing_checks(const Relation& relation) {
    std::vector<const BoundExpr*> checks;
    if (!relation.is_table()) return checks;
    for (const Constraint& constraint : relation.constraints) {
        const bool stands = constraint.kind == TableConstraint::Kind::check && constraint.check.present() &&
                            constraint.validated && !constraint.no_inherit;
        if (stands && asks_the_row_alone(constraint.check)) checks.push_back(&constraint.check);
    }
    return checks;
}

bool is_constrained(const Catalog& catalog, const BoundExpr& clause) {
    const auto& columns = clause.bindings->columns;
    return std::any_of(columns.begin(), columns.end(), [&](const auto& entry) {
        const BoundColumn& bound = entry.second;
        if (bound.from.valid() || !bound.relation.valid() || bound.column == whole_row) return false;
        const Relation& relation = catalog[bound.relation];
        if (labels_of(catalog, relation.columns[bound.column].type) != nullptr) return true;
        const auto checks = standing_checks(relation);
        return std::any_of(checks.begin(), checks.end(), [&](const BoundExpr* check) {
            const auto& named = check->bindings->columns;
            return std::any_of(named.begin(), named.end(),
                               [&](const auto& one) { return one.second.column == bound.column; });
        });
    });
}

const std::vector<Symbol>* labels_of(const Catalog& catalog, const TypeName& type) {
    const SchemaId schema = type.array_dimensions == 0 ? catalog.find_schema(type.schema) : SchemaId{};
    const TypeId id = schema.valid() ? catalog.find_type(schema, type.name) : TypeId{};
    if (!id.valid() || catalog[id].kind != Type::Kind::enum_ || catalog[id].origin.assumed) return nullptr;
    return catalog[id].labels.empty() ? nullptr : &catalog[id].labels;
}

} // namespace rlslint::predicates
