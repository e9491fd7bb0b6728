#include "expansion.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "decision.hpp"

namespace rlslint {

RoleId reader_beneath(const Relation& view, RoleId session) {
    return view.option("security_invoker") ? session : view.owner;
}

namespace {

/// One of the policies has a sub-select, be it in the clause that is not asked: so RelationBuildRowSecurity
/// in src/backend/commands/policy.c marks it.
bool asks_sub_select(const Catalog& catalog, std::span<const AskedClause> clauses) {
    const auto has_one = [](const BoundExpr& clause) {
        return clause.present() && has_sub_select(*clause.tree, clause.root);
    };
    return std::any_of(clauses.begin(), clauses.end(), [&](const AskedClause& asked) {
        const Policy& policy = catalog[asked.policy];
        return has_one(policy.using_clause) || has_one(policy.check_clause);
    });
}

struct Asked {
    PolicyCommand command;
    bool checks_new_row;
};

std::vector<Asked> asked_by(Action action) {
    constexpr Asked select{PolicyCommand::select, false};
    switch (action) {
    case Action::select: break;
    case Action::insert: return {{PolicyCommand::insert, true}};
    case Action::update: return {{PolicyCommand::update, false}, {PolicyCommand::update, true}, select};
    case Action::update_new: return {{PolicyCommand::update, true}, select};
    case Action::blind_update: return {{PolicyCommand::update, false}, {PolicyCommand::update, true}};
    case Action::delete_: return {{PolicyCommand::delete_, false}, select};
    case Action::blind_delete: return {{PolicyCommand::delete_, false}};
    }
    return {select};
}

} // namespace

std::vector<AskedClause> asked_clauses(const Catalog& catalog, const Reach& reach, RoleId as,
                                       RelationId relation, Action action) {
    std::vector<AskedClause> clauses;
    const Relation& table = catalog[relation];
    if (!table.rls || reach.exempt(as, relation)) return clauses;
    for (const Asked& asked : asked_by(action)) {
        std::vector<AskedClause> of_command;
        bool any_permissive = false;
        for (const PolicyId id : table.policies) {
            const BoundExpr* clause = clause_of(catalog[id], asked.checks_new_row);
            if (clause == nullptr || !covers(catalog[id].command, asked.command) ||
                !reach.applies_to(catalog[id], as))
                continue;
            of_command.push_back({id, clause});
            any_permissive = any_permissive || catalog[id].permissive;
        }
        // Without a permissive one the restrictive ones are not asked: there is no row.
        if (any_permissive) clauses.insert(clauses.end(), of_command.begin(), of_command.end());
    }
    return clauses;
}

bool Expansion::comes_back(RoleId as, RelationId relation, std::span<const AskedClause> clauses) {
    if (!asks_sub_select(catalog_, clauses)) return false;
    open_.push_back(relation);
    const bool again = expand(as, clauses);
    open_.pop_back();
    return again;
}

std::vector<RecursionStep> Expansion::cycle() const {
    if (path_.empty()) return {};
    const RelationId met_twice = path_.back().relation;
    const auto before = std::find_if(path_.begin(), path_.end() - 1,
                                     [&](const RecursionStep& step) { return step.relation == met_twice; });
    return {before == path_.end() - 1 ? path_.begin() : before + 1, path_.end()};
}

bool Expansion::expand(RoleId as, std::span<const AskedClause> clauses) {
    return std::any_of(clauses.begin(), clauses.end(), [&](const AskedClause& asked) {
        return reads_again(as, *asked.clause->tree, *asked.clause->bindings, {{}, asked.policy, {}, {}, {}});
    });
}

bool Expansion::reads_again(RoleId as, const Tree& tree, const Bindings& bindings, RecursionStep step) {
    return std::any_of(bindings.relations.begin(), bindings.relations.end(), [&](const auto& entry) {
        if (!entry.second.valid()) return false;
        step.relation = entry.second;
        step.place = tree[entry.first].span;
        path_.push_back(step);
        if (meets(as, entry.second)) return true;
        path_.pop_back();
        return false;
    });
}

bool Expansion::meets(RoleId as, RelationId relation) {
    const Relation& met = catalog_[relation];
    const bool known = std::find(open_.begin(), open_.end(), relation) != open_.end();
    // What has been gone through to the end leads to nothing that was open then, nor to what came after.
    if (!known && !through_.insert({as.value, relation.value}).second) return false;
    if (!met.is_view()) {
        const auto clauses = asked_clauses(catalog_, reach_, as, relation, Action::select);
        if (!known) return comes_back(as, relation, clauses);
        return asks_sub_select(catalog_, clauses);
    }
    if (known || !met.query.present()) return false;
    open_.push_back(relation);
    const bool again = reads_again(reader_beneath(met, session_), *met.query.tree, *met.query.bindings,
                                   {{}, {}, relation, {}, {}});
    open_.pop_back();
    return again;
}

} // namespace rlslint
