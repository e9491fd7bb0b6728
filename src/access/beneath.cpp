#include "rlslint/access/beneath.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/predicate/output.hpp"

#include "updatable.hpp"

namespace rlslint {
namespace {

constexpr std::size_t most_hops = 16;

/// The place of a name in a query's FROM; of one inside a sub-select too.
Span place_of(const BoundQuery& query, FromId from) {
    const FromItem& item = (*query.tree)[from];
    const auto* relation = std::get_if<FromRelation>(&item.node);
    return relation != nullptr ? relation->name.span : item.span;
}

class Descent {
public:
    explicit Descent(const Catalog& catalog) : catalog_(catalog) {}

    void into(RelationId id, Span place, bool shown, std::vector<RelationId> path) {
        const Relation& view = catalog_[id];
        if (!view.query.present() || path.size() > most_hops) return;
        path.push_back(id);
        for (const auto& [from, relation] : view.query.bindings->relations) {
            if (!relation.valid()) continue;
            const Span at = place.valid() ? place : place_of(view.query, from);
            const bool comes_out =
                shown && shows_columns_of(*view.query.tree, *view.query.bindings, view.query.root, relation);
            if (catalog_[relation].is_view())
                into(relation, at, comes_out, path);
            else
                found_.push_back({relation, !view.option("security_invoker"), comes_out, id, path, at});
        }
    }

    [[nodiscard]] std::vector<Beneath> finish() && { return std::move(found_); }

private:
    const Catalog& catalog_;
    std::vector<Beneath> found_;
};

} // namespace

std::vector<Beneath> beneath(const Catalog& catalog, RelationId view) {
    Descent descent{catalog};
    descent.into(view, {}, true, {});
    return std::move(descent).finish();
}

RelationId written_through(const Catalog& catalog, RelationId view) {
    for (std::size_t hops = 0; hops < most_hops && view.valid() && catalog[view].is_view(); ++hops) {
        const Relation& target = catalog[view];
        if (!target.query.present() || is_rewritten(catalog, target)) return {};
        view = updated_through(catalog, target.query);
    }
    return view.valid() && !catalog[view].is_view() ? view : RelationId{};
}

} // namespace rlslint
