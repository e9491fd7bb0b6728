#include "decision.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace rlslint {
namespace {

PrivilegeSet needed_for(Action action) {
    switch (action) {
    case Action::select: return Privilege::select;
    case Action::insert: return Privilege::insert;
    case Action::update:
    case Action::update_new: return Privilege::select | Privilege::update;
    case Action::blind_update: return Privilege::update;
    case Action::delete_: return Privilege::select | Privilege::delete_;
    case Action::blind_delete: return Privilege::delete_;
    }
    return {};
}

/// The privilege of the command itself, which is the one that may be held on single columns.
Privilege own_privilege(Action action) {
    switch (action) {
    case Action::insert: return Privilege::insert;
    case Action::update:
    case Action::update_new:
    case Action::blind_update: return Privilege::update;
    case Action::delete_:
    case Action::blind_delete: return Privilege::delete_;
    case Action::select: break;
    }
    return Privilege::select;
}

bool may_fail(const Gate& gate) {
    const auto fails = [](const PolicyClause& part) { return part.may_fail; };
    return std::any_of(gate.permissive.begin(), gate.permissive.end(), fails) ||
           std::any_of(gate.restrictive.begin(), gate.restrictive.end(), fails);
}

/// Any of them, where NULL and false are alike. One that may fail may do so before another is asked.
Truth any_of(std::span<const PolicyClause> parts) {
    bool unknown = false, depends = false;
    const bool may_fail =
        std::any_of(parts.begin(), parts.end(), [](const PolicyClause& part) { return part.may_fail; });
    for (const PolicyClause& part : parts) {
        if (part.truth == Truth::always) return may_fail ? Truth::unknown : Truth::always;
        unknown = unknown || part.truth == Truth::unknown;
        depends = depends || part.truth == Truth::depends;
    }
    if (unknown) return Truth::unknown;
    return depends ? Truth::depends : Truth::never;
}

/// What is not decided opens nothing that the other closes.
Truth both(Truth a, Truth b) {
    for (const Truth stronger : {Truth::never, Truth::depends, Truth::unknown}) {
        if (a == stronger || b == stronger) return stronger;
    }
    return Truth::always;
}

Truth all_of(std::span<const PolicyClause> parts) {
    Truth truth = Truth::always;
    for (const PolicyClause& part : parts)
        truth = both(truth, part.truth);
    return truth;
}

std::vector<ColumnNumber> in_both(const std::vector<ColumnNumber>& a, const std::vector<ColumnNumber>& b) {
    std::vector<ColumnNumber> both;
    std::copy_if(a.begin(), a.end(), std::back_inserter(both),
                 [&](ColumnNumber column) { return std::find(b.begin(), b.end(), column) != b.end(); });
    return both;
}

Cell decided(Verdict verdict, Why why) {
    Cell cell;
    cell.verdict = verdict;
    cell.why = why;
    return cell;
}

/// Of a view's columns the cell has those that may be written beneath, where only some may. An INSERT may
/// set none at all.
Cell with_columns(Cell cell, const std::vector<ColumnNumber>& granted, Action action) {
    if (cell.columns.empty() || granted.empty()) {
        if (!granted.empty()) cell.columns = granted;
        return cell;
    }
    cell.columns = in_both(granted, cell.columns);
    if (cell.columns.empty() && action != Action::insert) return decided(Verdict::none, Why::no_privilege);
    return cell;
}

Verdict verdict_of(Truth truth) {
    switch (truth) {
    case Truth::always: return Verdict::all;
    case Truth::never: return Verdict::none;
    case Truth::depends: return Verdict::some;
    case Truth::unknown: break;
    }
    return Verdict::unknown;
}

} // namespace

const BoundExpr* clause_of(const Policy& policy, bool checks_new_row) {
    const BoundExpr& clause =
        checks_new_row && policy.check_clause.present() ? policy.check_clause : policy.using_clause;
    return clause.present() ? &clause : nullptr;
}

Decision::Decision(const RowAccess& access, RowAccess::Asker asker)
    : access_(access), catalog_(access.catalog_), reach_(access.reach_), asker_(asker) {}

Cell Decision::on(RelationId relation, Action action) {
    const Relation& target = catalog_[relation];
    if (target.origin.assumed) {
        const bool named = asker_.as == asker_.caller.role && !catalog_[target.schema].origin.assumed;
        if (named && !reach_.has_usage(asker_.as, target.schema))
            return decided(Verdict::none, Why::no_usage);
        return decided(Verdict::unknown, Why::partial_object);
    }
    if (const auto missing = missing_privilege(relation, action)) return decided(Verdict::none, *missing);
    Cell cell = target.is_view() ? on_view(relation, action) : on_table(relation, action);
    return with_columns(std::move(cell), reach_.columns_granted(asker_.as, relation, own_privilege(action)),
                        action);
}

std::optional<Why> Decision::missing_privilege(RelationId relation, Action action) const {
    const PrivilegeSet needed = needed_for(action);
    if ((reach_.privileges(asker_.as, relation) & needed) != needed) return Why::no_privilege;
    // Beneath a view names are bound already.
    const bool names_it = asker_.as == asker_.caller.role;
    if (names_it && !reach_.has_usage(asker_.as, catalog_[relation].schema)) return Why::no_usage;
    return std::nullopt;
}

Cell Decision::on_table(RelationId relation, Action action) {
    const Relation& table = catalog_[relation];
    if (table.kind == 'm') {
        const bool reads = action == Action::select;
        return reads ? decided(Verdict::all, Why::rls_off) : decided(Verdict::none, Why::no_privilege);
    }
    if (!table.rls) return decided(Verdict::all, Why::rls_off);
    if (reach_.exempt(asker_.as, relation)) {
        const Role& role = catalog_[asker_.as];
        return decided(Verdict::all, role.superuser || role.bypass_rls ? Why::exempt : Why::owner);
    }
    std::vector<Gate> asked = gates(relation, action);
    if (recurses(relation, asked)) return decided(Verdict::none, Why::policy);
    const bool finds = action == Action::update || action == Action::blind_update;
    if (!finds && action != Action::update_new) return judged(std::move(asked));
    // What the other gate of an update reads is asked for too, before any row is changed; the planner may
    // drop it.
    const std::vector<Gate> other{gate(relation, PolicyCommand::update, finds)};
    if (refused(other.front()) || recurses(relation, other))
        return decided(Verdict::unknown, Why::unmodelled);
    Cell cell = judged(std::move(asked));
    if (finds && cell.verdict == Verdict::all && may_fail(other.front())) {
        cell.verdict = Verdict::unknown;
        cell.why = Why::data;
    }
    return cell;
}

/// get_row_security_policies in src/backend/rewrite/rowsecurity.c.
std::vector<Gate> Decision::gates(RelationId relation, Action action) {
    std::vector<Gate> result;
    const auto add = [&](PolicyCommand command, bool checks_new_row) {
        result.push_back(gate(relation, command, checks_new_row));
    };
    switch (action) {
    case Action::select: break;
    case Action::insert: add(PolicyCommand::insert, true); break;
    case Action::update:
    case Action::blind_update: add(PolicyCommand::update, false); break;
    case Action::update_new: add(PolicyCommand::update, true); break;
    case Action::delete_:
    case Action::blind_delete: add(PolicyCommand::delete_, false); break;
    }
    const bool reads = needed_for(action).has(Privilege::select);
    if (reads) add(PolicyCommand::select, false);
    return result;
}

Gate Decision::gate(RelationId relation, PolicyCommand command, bool checks_new_row) {
    Gate gate;
    const Circumstances known = circumstances(asker_.as);
    for (const PolicyId id : catalog_[relation].policies) {
        const Policy& policy = catalog_[id];
        if (!covers(policy.command, command) || !reach_.applies_to(policy, asker_.as)) continue;
        PolicyClause part{id, clause_of(policy, checks_new_row), Truth::unknown};
        if (part.clause != nullptr) {
            part.truth = truth_under(known, catalog_, access_.platform_, *part.clause);
            part.may_fail = may_fail_under(known, catalog_, access_.platform_, *part.clause);
        } else {
            part.truth = policy.permissive ? Truth::never : Truth::always;
        }
        (policy.permissive ? gate.permissive : gate.restrictive).push_back(part);
    }
    return gate;
}

Cell Decision::judged(std::vector<Gate> gates) const {
    Truth truth = Truth::always;
    Why why = Why::policy;
    for (const Gate& gate : gates) {
        if (gate.permissive.empty()) return decided(Verdict::none, Why::no_policy);
        const Truth permissive = any_of(gate.permissive);
        const Truth restrictive = all_of(gate.restrictive);
        const Truth passed = both(permissive, restrictive);
        if (refused(gate)) {
            if (!is_spared(gate)) return decided(Verdict::none, Why::no_privilege);
            if (passed != Truth::never) return decided(Verdict::unknown, Why::unmodelled);
        }
        if (passed == Truth::never)
            return decided(Verdict::none, permissive == Truth::never ? Why::policy : Why::restrictive);
        if (passed == Truth::depends && permissive == Truth::always && truth == Truth::always)
            why = Why::restrictive;
        else if (passed != Truth::always)
            why = Why::policy;
        truth = both(truth, passed);
    }
    Cell cell = decided(verdict_of(truth), truth == Truth::unknown ? Why::unmodelled : why);
    cell.gates = std::move(gates);
    return cell;
}

Circumstances Decision::circumstances(RoleId reads_as) const {
    Circumstances result;
    result.caller = asker_.caller;
    result.reads_as = reads_as;
    result.bodies = &access_.bodies_;
    const RowAccess* access = &access_;
    const Caller caller = asker_.caller;
    result.sees_nothing = [access, caller](RoleId role, RelationId relation) {
        return role.valid() && access->sees_nothing({caller, role}, relation);
    };
    return result;
}

} // namespace rlslint
