#pragma once

#include <map>
#include <utility>
#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The relations that were dropped, by the name they bore. Refers to nothing.
class Predecessors {
public:
    /// Of the history's own relations, temporary ones left out.
    explicit Predecessors(const Catalog& catalog);

    /// What bore a relation's name last before it was made; none where nothing did.
    [[nodiscard]] RelationId of(const Catalog& catalog, RelationId relation) const;

private:
    /// By schema and name, in order of creation.
    std::map<std::pair<SchemaId, std::uint32_t>, std::vector<RelationId>> dropped_;
};

} // namespace rlslint
