#include "rlslint/lint/authority.hpp"

#include <algorithm>
#include <string_view>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/own_row.hpp"

namespace rlslint {
namespace {

/// A lookup of one reading, with the column that holds the caller's id.
struct Keyed {
    const Lookup* lookup;
    ColumnNumber key;
    std::uint32_t query;
};

std::vector<Keyed> keyed_lookups(const Anatomy& anatomy) {
    std::vector<Keyed> result;
    for (const Comparison& comparison : anatomy.comparisons) {
        const Operand* inner = comparison.side(Operand::Kind::inner_column);
        if (inner == nullptr || !comparison.is_equality() || !comparison.standing.required) continue;
        if (comparison.across(*inner).kind != Operand::Kind::identity) continue;
        for (std::uint32_t i = 0; i < anatomy.queries.size(); ++i) {
            for (const Lookup& lookup : anatomy.queries[i].reads) {
                if (lookup.from == inner->column->from && lookup.relation.valid())
                    result.push_back({&lookup, inner->column->column, i});
            }
        }
    }
    return result;
}

bool is_parent(const Model& model, RelationId row, const Anatomy& anatomy, const Keyed& keyed) {
    if (!anatomy.queries[keyed.query].refers_to_row) return false;
    return foreign_key(model, row, keyed.lookup->relation) != nullptr;
}

/// What one policy gives stands together, at the end while it is added to.
bool is_known(const std::vector<Authority>& all, PolicyId policy, RelationId table, ColumnNumber column) {
    for (auto known = all.rbegin(); known != all.rend() && known->policy == policy; ++known) {
        if (known->table == table && known->column == column) return true;
    }
    return false;
}

/// What a column of the looked-up row is compared with: 'admin', 'owner'.
std::vector<std::string_view> constants_for(const Anatomy& anatomy, const BoundColumn& column) {
    std::vector<std::string_view> values;
    for (const Comparison& comparison : anatomy.comparisons) {
        const Operand* inner = comparison.side(Operand::Kind::inner_column);
        const bool of_it = inner != nullptr && comparison.is_equality() &&
                           inner->column->from == column.from && inner->column->column == column.column;
        if (of_it && comparison.across(*inner).kind == Operand::Kind::constant)
            values.push_back(comparison.across(*inner).text);
    }
    return values;
}

void add_authorities(const Model& model, const ClauseOf& where, const Reading& reading, const Keyed& keyed,
                     std::vector<Authority>& all) {
    const RelationId table = keyed.lookup->relation;
    const Relation& relation = model.catalog[table];
    if (!relation.is_table() || relation.origin.profile || relation.origin.assumed) return;
    for (const ColumnUse& use : reading.anatomy.columns) {
        const ColumnNumber column = use.column->column;
        const bool of_it =
            use.column->from == keyed.lookup->from && column != whole_row && column != keyed.key;
        if (!of_it || is_identity_column(model, table, column)) continue;
        const std::string_view name = relation.columns[column].name.text();
        if (!says_what_one_may(name) && !is_tenant_column(model, table, column)) continue;
        const ExprId at = reading.function.valid() ? reading.call : use.expr;
        if (!is_known(all, where.id, table, column))
            all.push_back({where.id, table, column, keyed.key, where.place(at),
                           constants_for(reading.anatomy, *use.column),
                           is_parent(model, where.policy.table, reading.anatomy, keyed)});
    }
}

/// The caller's own row passes the policy before, and after with what is worth writing in the column.
std::optional<OwnRowAnswer> admits(const Model& model, const OwnRow& row, const Policy& policy,
                                   PolicyCommand command) {
    const BoundExpr& own = gate(policy, command);
    // What holds for every row is another finding, and a wider one.
    if (!own.present() || truth_for(model, row.role, own) == Truth::always) return std::nullopt;
    const BoundExpr& check = policy.check_clause.present() ? policy.check_clause : policy.using_clause;
    const OwnRowAnswer before = asked_of_own_row(model, row, own);
    const OwnRowAnswer after = asked_of_own_row(model, row, check);
    if (before.asks != Asks::its_owner || after.asks == Asks::too_much) return std::nullopt;
    return OwnRowAnswer{before.asks, before.conditions || after.conditions};
}

/// No restrictive policy keeps the caller from writing it.
bool restricted(const Model& model, const OwnRow& row, PolicyCommand command) {
    const auto& policies = model.catalog[row.table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive || !covers(policy.command, command) ||
            !model.reach.applies_to(policy, row.role))
            return false;
        const auto clauses = clauses_of(policy);
        return std::any_of(clauses.begin(), clauses.end(), [&](const BoundExpr* clause) {
            return asked_of_own_row(model, row, *clause).asks == Asks::too_much;
        });
    });
}

std::optional<WritableAuthority> writable_by(const Model& model, const Authority& authority, PolicyId id,
                                             PolicyCommand command) {
    const Policy& policy = model.catalog[id];
    if (!policy.permissive || !covers(policy.command, command)) return std::nullopt;
    for (const RoleId role : clients_of(model, policy, command)) {
        const bool may_write =
            model.reach.holds_on_column(role, authority.table, authority.column, privilege_for(command));
        if (is_anonymous(model, role) || !may_write) continue;
        const OwnRow row{role, authority.table, authority.key, authority.column, authority.worth};
        const auto admitted = admits(model, row, policy, command);
        if (!admitted || restricted(model, row, command)) continue;
        const std::string_view column = model.catalog[authority.table].columns[authority.column].name.text();
        return WritableAuthority{id, role, command,
                                 guarded_by_trigger(model, authority.table, column, command),
                                 admitted->conditions};
    }
    return std::nullopt;
}

/// A function that a trigger calls inserts into the table, as for every new user.
bool filled_by_trigger(const Model& model, RelationId table) {
    const auto functions = model.functions();
    return std::any_of(functions.begin(), functions.end(), [&](FunctionId id) {
        if (!only_fires(model.catalog[id])) return false;
        const auto& uses = model.routines.of(id).uses;
        return std::any_of(uses.begin(), uses.end(), [&](const TableUse& use) {
            return use.relation == table && use.privilege == Privilege::insert;
        });
    });
}

/// The caller may delete the row first.
bool may_delete(const Model& model, const Authority& authority) {
    for (const PolicyId id : model.catalog[authority.table].policies) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive) continue;
        for (const RoleId role : clients_of(model, policy, PolicyCommand::delete_)) {
            const OwnRow row{role, authority.table, authority.key, authority.column, {}};
            if (asked_of_own_row(model, row, policy.using_clause).asks == Asks::its_owner) return true;
        }
    }
    return false;
}

} // namespace

std::vector<Authority> authorities_of(const Model& model) {
    std::vector<Authority> all;
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Reading& reading : model.readings(where.clause)) {
            for (const Keyed& keyed : keyed_lookups(reading.anatomy))
                add_authorities(model, where, reading, keyed, all);
        }
    }
    return all;
}

/// A row can be inserted where the caller may have several, or has none yet.
bool is_trusted(std::span<const Authority> authorities, RelationId table, ColumnNumber column) {
    return std::any_of(authorities.begin(), authorities.end(), [&](const Authority& authority) {
        return authority.table == table && authority.column == column;
    });
}

std::optional<WritableAuthority> writable_by_caller(const Model& model, const Authority& authority) {
    const Relation& table = model.catalog[authority.table];
    if (!table.rls) return std::nullopt;
    for (const PolicyCommand command : {PolicyCommand::update, PolicyCommand::insert}) {
        const bool there = command == PolicyCommand::insert &&
                           is_key(model, authority.table, authority.key) &&
                           filled_by_trigger(model, authority.table) && !may_delete(model, authority);
        if (there) continue;
        for (const PolicyId id : table.policies) {
            if (const auto how = writable_by(model, authority, id, command)) return how;
        }
    }
    return std::nullopt;
}

} // namespace rlslint
