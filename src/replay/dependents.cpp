#include "dependents.hpp"

namespace rlslint::replaying {

void Dependents::add(const Bindings& bindings, const Object& dependent) {
    for (const auto& [id, relation] : bindings.relations)
        if (relation.valid()) add(relation, dependent);
    for (const auto& [id, relation] : bindings.targets)
        if (relation.valid()) add(relation, dependent);
    for (const auto& [id, relation] : bindings.named)
        add(relation, dependent);
    // Columns of the row that a clause is about come without a FROM entry.
    for (const auto& [id, column] : bindings.columns)
        if (!column.from.valid() && column.relation.valid()) {
            add(column.relation, dependent);
            break;
        }
    for (const auto& [id, call] : bindings.functions)
        if (call.function.valid()) add(call.function, dependent);
}

} // namespace rlslint::replaying
