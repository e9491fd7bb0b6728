#include "rlslint/access/recursion.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "decision.hpp"
#include "expansion.hpp"

namespace rlslint {
namespace {

/// Functions run queries of their own, whose relations are expanded anew: what matters is that evaluating a
/// relation's policies calls a function that evaluates them again.
class RunTime {
public:
    RunTime(const Catalog& catalog, const Reach& reach, const Bodies& bodies)
        : catalog_(catalog), reach_(reach), bodies_(bodies) {}

    bool evaluate(RoleId session, RoleId as, RelationId relation, Action action) {
        const Relation& table = catalog_[relation];
        if (table.is_view()) return evaluate_view(session, relation);
        const Node node{session.value, as.value, relation.value, action == Action::select};
        const auto open = std::find(open_.begin(), open_.end(), node);
        if (open != open_.end()) return through_function();
        if (!done_.insert(node).second) return false;
        open_.push_back(node);
        const auto clauses = asked_clauses(catalog_, reach_, as, relation, action);
        const bool again = std::any_of(clauses.begin(), clauses.end(), [&](const AskedClause& asked) {
            return evaluate(session, as, *asked.clause, {{}, asked.policy, {}, {}, {}});
        });
        open_.pop_back();
        return again;
    }

    [[nodiscard]] std::vector<RecursionStep> cycle() const {
        const RelationId met_twice = path_.back().relation;
        const auto before = std::find_if(path_.begin(), path_.end() - 1, [&](const RecursionStep& step) {
            return step.relation == met_twice;
        });
        return {before == path_.end() - 1 ? path_.begin() : before + 1, path_.end()};
    }

private:
    using Node = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, bool>;

    bool through_function() const {
        const auto steps = cycle();
        return std::any_of(steps.begin(), steps.end(),
                           [](const RecursionStep& step) { return step.function.valid(); });
    }

    bool step(RecursionStep step, RoleId session, RoleId as) {
        path_.push_back(step);
        if (evaluate(session, as, step.relation, Action::select)) return true;
        path_.pop_back();
        return false;
    }

    bool read(RoleId session, RoleId as, const Tree& tree, const Bindings& bindings, RecursionStep next) {
        return std::any_of(bindings.relations.begin(), bindings.relations.end(), [&](const auto& entry) {
            if (!entry.second.valid()) return false;
            next.relation = entry.second;
            if (!next.function.valid()) next.place = tree[entry.first].span;
            return step(next, session, as);
        });
    }

    bool evaluate(RoleId session, RoleId as, const BoundExpr& clause, const RecursionStep& next) {
        if (read(session, as, *clause.tree, *clause.bindings, next)) return true;
        const auto& calls = clause.bindings->functions;
        return std::any_of(calls.begin(), calls.end(), [&](const auto& entry) {
            return entry.second.function.valid() &&
                   call(session, entry.second.function, (*clause.tree)[entry.first].span, next);
        });
    }

    bool call(RoleId session, FunctionId id, Span place, RecursionStep next) {
        const Body* body = calls_ < most_calls ? bodies_.of(id) : nullptr;
        if (body == nullptr) return false;
        const Function& function = catalog_[id];
        const RoleId runner = function.security_definer ? function.owner : session;
        next.function = id;
        next.place = place;
        ++calls_;
        const bool again = std::any_of(body->values.begin(), body->values.end(), [&](const BodyValue& value) {
            return read(runner, runner, *value.tree, *value.bindings, next);
        });
        --calls_;
        return again;
    }

    bool evaluate_view(RoleId session, RelationId view) {
        const Relation& met = catalog_[view];
        const bool open =
            std::any_of(open_views_.begin(), open_views_.end(), [&](RelationId v) { return v == view; });
        if (open || !met.query.present()) return false;
        open_views_.push_back(view);
        const bool again = read(session, reader_beneath(met, session), *met.query.tree, *met.query.bindings,
                                {{}, {}, view, {}, {}});
        open_views_.pop_back();
        return again;
    }

    static constexpr int most_calls = 8;
    const Catalog& catalog_;
    const Reach& reach_;
    const Bodies& bodies_;
    std::vector<Node> open_;
    std::set<Node> done_;
    std::vector<RelationId> open_views_;
    std::vector<RecursionStep> path_;
    int calls_ = 0;
};

PolicyCommand command_of(Action action) {
    switch (action) {
    case Action::insert: return PolicyCommand::insert;
    case Action::update:
    case Action::update_new:
    case Action::blind_update: return PolicyCommand::update;
    case Action::delete_:
    case Action::blind_delete: return PolicyCommand::delete_;
    case Action::select: break;
    }
    return PolicyCommand::select;
}

/// Some permissive policy for the command applies: else there is no row to ask about.
bool admits_any(const Catalog& catalog, const Reach& reach, RoleId role, RelationId relation, Action action) {
    const auto& policies = catalog[relation].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = catalog[id];
        return policy.permissive && covers(policy.command, command_of(action)) &&
               clause_of(policy, action == Action::insert) != nullptr && reach.applies_to(policy, role);
    });
}

} // namespace

std::optional<Recursion> recursion(const Catalog& catalog, const Reach& reach, const Bodies& bodies,
                                   RoleId role, RelationId relation, Action action) {
    Expansion expansion{catalog, reach, role};
    const auto clauses = asked_clauses(catalog, reach, role, relation, action);
    if (clauses.empty()) return std::nullopt;
    if (expansion.comes_back(role, relation, clauses)) return Recursion{expansion.cycle(), false};
    if (!admits_any(catalog, reach, role, relation, action)) return std::nullopt; // no row is evaluated
    RunTime run_time{catalog, reach, bodies};
    if (run_time.evaluate(role, role, relation, action)) return Recursion{run_time.cycle(), true};
    return std::nullopt;
}

} // namespace rlslint
