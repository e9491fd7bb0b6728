#include "rlslint/lint/unserved.hpp"

#include <algorithm>
#include <map>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

bool leads_index(const Model& model, RelationId id, ColumnNumber column) {
    const Relation& table = model.catalog[id];
    const bool key =
        std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& one) {
            const bool indexed =
                one.kind == TableConstraint::Kind::primary_key || one.kind == TableConstraint::Kind::unique;
            return indexed && !one.columns.empty() && one.columns[0] == column;
        });
    return key || std::any_of(table.indexes.begin(), table.indexes.end(), [&](IndexId index) {
               const Index& one = model.catalog[index];
               return !one.partial() && !one.keys.empty() &&
                      (one.keys[0].column == column || one.keys[0].expr.present());
           });
}

bool has_expression_index(const Model& model, RelationId table, ColumnNumber column) {
    const auto& indexes = model.catalog[table].indexes;
    return std::any_of(indexes.begin(), indexes.end(), [&](IndexId id) {
        const auto& keys = model.catalog[id].keys;
        return std::any_of(keys.begin(), keys.end(), [&](const Index::Key& key) {
            return key.expr.present() &&
                   std::any_of(key.expr.bindings->columns.begin(), key.expr.bindings->columns.end(),
                               [&](const auto& entry) { return entry.second.column == column; });
        });
    });
}

/// A policy and what it comes to.
struct Ways {
    PolicyId policy;
    std::vector<Alternative> alternatives;
};

/// One of the conditions that all have to hold: the permissive policies together, or a restrictive one.
using Conjunct = std::vector<const Ways*>;

class Table {
public:
    Table(const Model& model, RelationId id) : model_(model), id_(id) {
        for (const PolicyId policy : model.catalog[id].policies) {
            const BoundExpr& clause = model.catalog[policy].using_clause;
            if (clause.present() && covers(model.catalog[policy].command, PolicyCommand::select))
                ways_.push_back({policy, sought_by(model.catalog, clause, model.anatomy(clause))});
        }
    }

    std::vector<Unserved> unserved() {
        const auto clients = model_.reach.api_roles();
        if (clients.empty()) ask(conjuncts(public_role)); // who asks is not known
        for (const RoleId role : clients) {
            if (!model_.reach.exempt(role, id_) && model_.reach.reachable(role, id_).has(Privilege::select))
                ask(conjuncts(role));
        }
        return std::move(found_);
    }

private:
    void ask(const std::vector<Conjunct>& conjuncts) {
        const auto served = [&](const Conjunct& one) { return is_served(one); };
        if (std::any_of(conjuncts.begin(), conjuncts.end(), served)) return;
        for (const Conjunct& one : conjuncts) {
            if (could_be_served(one)) note(one);
        }
    }

    /// The policies that apply to a role; to PUBLIC, standing for whoever may come, all of them.
    [[nodiscard]] std::vector<Conjunct> conjuncts(RoleId role) const {
        std::vector<Conjunct> all(1);
        for (const Ways& ways : ways_) {
            const Policy& policy = model_.catalog[ways.policy];
            if (role != public_role && !model_.reach.applies_to(policy, role)) continue;
            if (policy.permissive)
                all[0].push_back(&ways);
            else
                all.push_back({&ways});
        }
        return all;
    }

    [[nodiscard]] bool is_found(const Alternative& alternative) const {
        return std::any_of(alternative.begin(), alternative.end(), [&](const Sought& sought) {
            return sought.as_stored ? leads_index(model_, id_, sought.column)
                                    : has_expression_index(model_, id_, sought.column);
        });
    }

    template <class Test> [[nodiscard]] static bool all_of(const Conjunct& conjunct, Test test) {
        return !conjunct.empty() && std::all_of(conjunct.begin(), conjunct.end(), [&](const Ways* ways) {
            return std::all_of(ways->alternatives.begin(), ways->alternatives.end(), test);
        });
    }

    [[nodiscard]] bool is_served(const Conjunct& conjunct) const {
        return all_of(conjunct, [&](const Alternative& one) { return is_found(one); });
    }

    [[nodiscard]] static bool could_be_served(const Conjunct& conjunct) {
        return all_of(conjunct, [](const Alternative& one) { return !one.empty(); });
    }

    void note(const Conjunct& conjunct) {
        for (const Ways* ways : conjunct) {
            for (const Alternative& alternative : ways->alternatives) {
                const bool known = std::any_of(found_.begin(), found_.end(), [&](const Unserved& one) {
                    return one.policy == ways->policy &&
                           one.alternative.front().side == alternative.front().side;
                });
                if (!known && !is_found(alternative)) found_.push_back({ways->policy, alternative});
            }
        }
    }

    const Model& model_;
    RelationId id_;
    std::vector<Ways> ways_;
    std::vector<Unserved> found_;
};

} // namespace

std::vector<Unserved> unserved_seeks(const Model& model, RelationId table) {
    if (!model.catalog[table].rls || !may_compare_policies(model, table)) return {};
    return Table{model, table}.unserved();
}

} // namespace rlslint
