#include "rlslint/lint/reentry.hpp"

#include <algorithm>

#include "rlslint/lint/model.hpp"

namespace rlslint {
namespace {

/// What each relation's expansion reads, whatever the role: the sub-selects of its policies, and a
/// view's query. Functions run queries of their own and do not count.
struct Reads {
    std::vector<std::vector<std::uint32_t>> of;
    std::vector<bool> unsure; ///< not all of what it reads is known

    void add(std::uint32_t reader, const Bindings* bindings) {
        if (bindings == nullptr) return;
        if (!bindings->unresolved.empty()) unsure[reader] = true;
        for (const auto& [from, relation] : bindings->relations) {
            if (relation.valid())
                of[reader].push_back(relation.value);
            else
                unsure[reader] = true;
        }
    }
};

Reads reads_of_all(const Model& model) {
    const auto relations = model.catalog.relations();
    Reads reads{std::vector<std::vector<std::uint32_t>>(relations.size()),
                std::vector<bool>(relations.size())};
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const RelationId id{i};
        reads.unsure[i] = relations[i].origin.assumed || model.doubt(id, Aspect::more_policies).valid();
        reads.add(i, relations[i].query.bindings.get());
        for (const PolicyId policy : relations[i].policies) {
            reads.add(i, model.catalog[policy].using_clause.bindings.get());
            reads.add(i, model.catalog[policy].check_clause.bindings.get());
        }
    }
    return reads;
}

/// Tarjan's strongly connected components: a relation reaches itself if it reads itself, or is not
/// alone in its component. Components come to an end after all that they read, so what is known of
/// these can be handed up. With a stack of its own, since chains may be as long as a schema.
class Search {
public:
    std::vector<Reentry> result;

    explicit Search(const Reads& reads)
        : result(reads.of.size(), Reentry::no), reads_(reads), index_(reads.of.size()), low_(reads.of.size()),
          open_(reads.of.size()), unsure_(reads.unsure) {
        for (std::uint32_t i = 0; i < reads.of.size(); ++i) {
            if (index_[i] == 0) visit(i);
        }
    }

private:
    struct Step {
        std::uint32_t node;
        std::size_t next = 0; ///< of what it reads
    };

    void enter(std::uint32_t node) {
        index_[node] = low_[node] = ++entered_;
        open_[node] = true;
        members_.push_back(node);
        path_.push_back({node});
    }

    void visit(std::uint32_t root) {
        for (enter(root); !path_.empty();) {
            Step& step = path_.back();
            const auto& reads = reads_.of[step.node];
            if (step.next == reads.size())
                leave(step.node);
            else
                follow(step.node, reads[step.next++]);
        }
    }

    void follow(std::uint32_t from, std::uint32_t to) {
        if (from == to) result[from] = Reentry::yes;
        if (index_[to] == 0)
            enter(to);
        else if (open_[to])
            low_[from] = std::min(low_[from], index_[to]);
        else if (unsure_[to])
            unsure_[from] = true;
    }

    void leave(std::uint32_t node) {
        path_.pop_back();
        if (low_[node] == index_[node]) close_component(node);
        if (path_.empty()) return;
        const std::uint32_t reader = path_.back().node;
        low_[reader] = std::min(low_[reader], low_[node]);
        if (unsure_[node]) unsure_[reader] = true;
    }

    void close_component(std::uint32_t first) {
        const auto begin = std::find(members_.rbegin(), members_.rend(), first).base() - 1;
        const bool cycle = members_.end() - begin > 1;
        const bool unsure = unsure_[first];
        for (auto member = begin; member != members_.end(); ++member) {
            open_[*member] = false;
            unsure_[*member] = unsure;
            if (cycle)
                result[*member] = Reentry::yes;
            else if (result[*member] == Reentry::no && unsure)
                result[*member] = Reentry::maybe;
        }
        members_.erase(begin, members_.end());
    }

    const Reads& reads_;
    std::vector<std::uint32_t> index_; ///< order of entry from 1; 0: not yet
    std::vector<std::uint32_t> low_;
    std::vector<bool> open_;
    std::vector<bool> unsure_;
    std::vector<std::uint32_t> members_; ///< of components that are not closed
    std::vector<Step> path_;
    std::uint32_t entered_ = 0;
};

} // namespace

std::vector<Reentry> reentries(const Model& model) { return Search{reads_of_all(model)}.result; }

} // namespace rlslint
