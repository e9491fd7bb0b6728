#pragma once

#include <string>
#include <unordered_map>

#include "rlslint/access/reach.hpp"
#include "rlslint/predicate/facts.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// Everything a rule may ask. It refers to the parts and must not outlive them.
class Model {
public:
    Model(const Sources& sources, const History& history, const Platform& platform);

    const Sources& sources;
    const History& history;
    const Catalog& catalog;
    const Platform& platform;
    const Reach reach;

    /// What a clause says; worked out at the first question. The clause must be the catalog's.
    [[nodiscard]] const Facts& facts(const BoundExpr& clause) const;

    /// The statement that turned row security off for good, or the one that created the table.
    [[nodiscard]] bool listed_public(RelationId relation) const;

private:
    mutable std::unordered_map<const void*, std::unordered_map<ExprId, Facts>> facts_;
};

} // namespace rlslint
