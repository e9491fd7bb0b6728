#pragma once

#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// A relation that is no view, as a query of a view comes to it.
struct Beneath {
    RelationId relation;
    bool as_owner = false;        ///< the view that names it is checked as its owner, else as who is asking
    bool shown = false;           ///< columns of it are what comes out of the view
    RelationId named_by;          ///< the view that names it
    std::vector<RelationId> path; ///< the views on the way, the one that is asked first
    Span place;                   ///< in the first view's query: the name that leads there
};

/// What a view reads, itself and by views on the way; nothing of a view whose query is not known.
[[nodiscard]] std::vector<Beneath> beneath(const Catalog& catalog, RelationId view);

/// The relation that PostgreSQL changes when a view is written to, by views on the way; none where it
/// cannot, or something else is done instead.
[[nodiscard]] RelationId written_through(const Catalog& catalog, RelationId view);

} // namespace rlslint
