#include "updatable.hpp"

#include <algorithm>
#include <variant>

namespace rlslint {

RelationId updated_through(const BoundQuery& query) {
    const auto* select = std::get_if<Select>(&(*query.tree)[query.root].node);
    const bool simple = select != nullptr && select->with.empty() && select->from.size() == 1 &&
                        select->group_by.empty() && !select->having.valid() && !select->limit.valid() &&
                        !select->offset.valid() && !select->distinct && select->distinct_on.empty();
    if (!simple) return {};
    const RelationId* relation = query.bindings->relations.find(select->from.front());
    return relation != nullptr ? *relation : RelationId{};
}

bool is_rewritten(const Catalog& catalog, const Relation& view) {
    return !view.rules.empty() || std::any_of(view.triggers.begin(), view.triggers.end(),
                                              [&](TriggerId id) { return catalog[id].instead; });
}

} // namespace rlslint
