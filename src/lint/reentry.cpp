#include <unordered_set>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

/// Follows what a relation's expansion reads, whatever the role: the sub-selects of its policies,
/// and the query of a view. Functions run queries of their own and do not count.
class Expansion {
public:
    Expansion(const Catalog& catalog, RelationId table) : catalog_(catalog), table_(table) {}

    Reentry follow() {
        expand(table_);
        while (!waiting_.empty() && !found_) {
            const RelationId next = waiting_.back();
            waiting_.pop_back();
            expand(next);
        }
        return found_ ? Reentry::yes : unsure_ ? Reentry::maybe : Reentry::no;
    }

private:
    void expand(RelationId id) {
        const Relation& relation = catalog_[id];
        unsure_ = unsure_ || relation.origin.assumed;
        read(relation.query.bindings.get());
        for (const PolicyId policy : relation.policies) {
            read(catalog_[policy].using_clause.bindings.get());
            read(catalog_[policy].check_clause.bindings.get());
        }
    }

    void read(const Bindings* bindings) {
        if (bindings == nullptr) return;
        unsure_ = unsure_ || !bindings->unresolved.empty();
        for (const auto& [from, relation] : bindings->relations) {
            if (!relation.valid())
                unsure_ = true;
            else if (relation == table_)
                found_ = true;
            else if (seen_.insert(relation).second)
                waiting_.push_back(relation);
        }
    }

    const Catalog& catalog_;
    RelationId table_;
    std::unordered_set<RelationId> seen_;
    std::vector<RelationId> waiting_;
    bool found_ = false;
    bool unsure_ = false;
};

} // namespace

Reentry reenters(const Model& model, RelationId table) {
    if (model.in_doubt(table, Aspect::policies)) return Reentry::maybe;
    return Expansion{model.catalog, table}.follow();
}

} // namespace rlslint
