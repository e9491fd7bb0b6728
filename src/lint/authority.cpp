#include "rlslint/lint/authority.hpp"

#include <algorithm>
#include <string_view>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

/// What such columns are called, beside those of tenants.
bool says_what_one_may(std::string_view name) {
    constexpr std::string_view words[] = {"role",       "admin",  "staff",     "superuser", "moderator",
                                          "permission", "plan",   "tier",      "clearance", "access_level",
                                          "user_type",  "is_pro", "is_premium"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

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
                           is_parent(model, where.policy.table, reading.anatomy, keyed)});
    }
}

/// The caller's own row passes, whatever is in the other columns: nothing but its key is asked.
bool asks_key_alone(const Model& model, RoleId role, const BoundExpr& clause, ColumnNumber key) {
    if (!clause.present()) return false;
    const Reading& reading = model.readings(clause)[0];
    if (reading.unread || model.readings(clause).size() > 1 || reading.anatomy.reads_relations())
        return false;
    const bool others = std::any_of(reading.anatomy.columns.begin(), reading.anatomy.columns.end(),
                                    [&](const ColumnUse& use) { return use.column->column != key; });
    if (others) return false;
    const auto ties = reading.anatomy.ties();
    const bool tied = std::any_of(ties.begin(), ties.end(),
                                  [&](const Tie& tie) { return tie.column == key && tie.to_identity; });
    return tied ? truth_for(model, role, clause) != Truth::never
                : truth_for(model, role, clause) == Truth::always;
}

bool restricted(const Model& model, RoleId role, RelationId table, PolicyCommand command) {
    const auto& policies = model.catalog[table].policies;
    return is_restricted(model, table, role, command) ||
           std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
               const Policy& policy = model.catalog[id];
               return !policy.permissive && covers(policy.command, command) &&
                      policy.check_clause.present() && model.reach.applies_to(policy, role) &&
                      model.facts(policy.check_clause).truth != Truth::always;
           });
}

bool may_write(const Model& model, RoleId role, const Authority& authority, PolicyCommand command) {
    const Privilege privilege = privilege_for(command);
    const auto granted = model.reach.columns_granted(role, authority.table, privilege);
    return granted.empty() || std::find(granted.begin(), granted.end(), authority.column) != granted.end();
}

/// The policy admits the caller's own row, whatever is in the other columns.
bool admits_own_row(const Model& model, RoleId role, const Policy& policy, PolicyCommand command,
                    ColumnNumber key) {
    const BoundExpr& own = gate(policy, command);
    const BoundExpr& check = policy.check_clause.present() ? policy.check_clause : policy.using_clause;
    // What holds for every row is another finding, and a wider one.
    return asks_key_alone(model, role, own, key) && truth_for(model, role, own) != Truth::always &&
           asks_key_alone(model, role, check, key);
}

std::optional<WritableAuthority> writable_by(const Model& model, const Authority& authority, PolicyId id,
                                             PolicyCommand command) {
    const Policy& policy = model.catalog[id];
    if (!policy.permissive || !covers(policy.command, command)) return std::nullopt;
    for (const RoleId role : clients_of(model, policy, command)) {
        const bool writes = !is_anonymous(model, role) && may_write(model, role, authority, command) &&
                            admits_own_row(model, role, policy, command, authority.key) &&
                            !restricted(model, role, authority.table, command);
        if (!writes) continue;
        const std::string_view column = model.catalog[authority.table].columns[authority.column].name.text();
        return WritableAuthority{id, role, command,
                                 guarded_by_trigger(model, authority.table, column, command)};
    }
    return std::nullopt;
}

} // namespace

std::vector<Authority> authorities_of(const Model& model) {
    std::vector<Authority> all;
    for (const ClauseOf& where : clauses_in_force(model)) {
        for (const Reading& reading : model.readings(where.clause)) {
            for (const Keyed& keyed : keyed_lookups(reading.anatomy))
                add_authorities(model, where, reading, keyed, all);
        }
    }
    return all;
}

/// A row can be inserted where the caller may have several: the one and only is there already.
std::optional<WritableAuthority> writable_by_caller(const Model& model, const Authority& authority) {
    const Relation& table = model.catalog[authority.table];
    if (!table.rls) return std::nullopt;
    for (const PolicyCommand command : {PolicyCommand::update, PolicyCommand::insert}) {
        if (command == PolicyCommand::insert && is_key(model, authority.table, authority.key)) continue;
        for (const PolicyId id : table.policies) {
            if (const auto how = writable_by(model, authority, id, command)) return how;
        }
    }
    return std::nullopt;
}

} // namespace rlslint
