#include "rlslint/lint/predecessors.hpp"

#include <algorithm>

namespace rlslint {

Predecessors::Predecessors(const Catalog& catalog) {
    const auto relations = catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const Relation& before = relations[i];
        if (before.origin.dropped && !before.origin.profile && before.persistence != Persistence::temporary)
            dropped_[{before.schema, before.name.id()}].push_back(RelationId{i});
    }
}

RelationId Predecessors::of(const Catalog& catalog, RelationId relation) const {
    const auto found = dropped_.find({catalog[relation].schema, catalog[relation].name.id()});
    if (found == dropped_.end()) return {};
    const auto after = std::lower_bound(found->second.begin(), found->second.end(), relation);
    return after == found->second.begin() ? RelationId{} : *(after - 1);
}

} // namespace rlslint
