#include "rlslint/access/questions.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/access/pattern.hpp"

namespace rlslint {
namespace {

/// How much a verdict says is reached, what is not known between some and all.
int weight(Verdict verdict) {
    switch (verdict) {
    case Verdict::none: return 0;
    case Verdict::some: return 1;
    case Verdict::unknown: return 2;
    case Verdict::all: break;
    }
    return 3;
}

Answer either(Answer a, Answer b) {
    if (a == Answer::yes || b == Answer::yes) return Answer::yes;
    return a == Answer::unknown ? a : b;
}

Answer both(Answer a, Answer b) {
    if (a == Answer::no || b == Answer::no) return Answer::no;
    return a == Answer::unknown ? a : b;
}

constexpr ClauseShape own_way() {
    ClauseShape ways;
    ways.own = true;
    return ways;
}

constexpr ClauseShape tenant_ways() {
    ClauseShape ways;
    ways.tenant = ways.membership = true;
    return ways;
}

} // namespace

const BoundExpr& new_row_clause(const Policy& policy) {
    return policy.check_clause.present() ? policy.check_clause : policy.using_clause;
}

Answer Questions::beyond(const ClauseShape& ways, const Cell& cell) const {
    switch (cell.verdict) {
    case Verdict::none: return Answer::no;
    case Verdict::all: return Answer::yes;
    case Verdict::some: return confined_to(ways, catalog_, platform_, cell) ? Answer::no : Answer::unknown;
    case Verdict::unknown: break;
    }
    return Answer::unknown;
}

Verdict Questions::anonymous_reaches(RelationId relation, Action action) const {
    Verdict most = Verdict::none;
    for (const RoleId role : reach_.anonymous_roles()) {
        const Verdict one = access_.cell(role, relation, action).verdict;
        if (weight(one) > weight(most)) most = one;
    }
    return most;
}

Answer Questions::reaches_others(RoleId role, RelationId relation, Action action) const {
    return beyond(own_way(), access_.cell(role, relation, action));
}

Answer Questions::reaches_other_tenants(RoleId role, RelationId relation, Action action) const {
    return beyond(tenant_ways(), access_.cell(role, relation, action));
}

Answer Questions::takes_over(RoleId role, RelationId relation) const {
    const Answer found = either(reaches_others(role, relation, Action::update),
                                reaches_others(role, relation, Action::blind_update));
    const Verdict left = access_.cell(role, relation, Action::update_new).verdict;
    const Answer leaves = left == Verdict::none      ? Answer::no
                          : left == Verdict::unknown ? Answer::unknown
                                                     : Answer::yes;
    return both(found, leaves);
}

Answer Questions::writes_for_others(RoleId role, RelationId relation) const {
    const Answer created = reaches_others(role, relation, Action::insert);
    const bool finds_none = access_.cell(role, relation, Action::update).verdict == Verdict::none &&
                            access_.cell(role, relation, Action::blind_update).verdict == Verdict::none;
    return finds_none ? created : either(created, reaches_others(role, relation, Action::update_new));
}

/// Some old row passes one, the new row another, and no policy admits both.
Answer Questions::admitted_only_together(std::span<const PolicyId> policies) const {
    Decider decider{catalog_, platform_};
    std::vector<Demand> old_rows, new_rows, parts;
    for (const PolicyId id : policies) {
        const BoundExpr& old_row = catalog_[id].using_clause;
        const BoundExpr& new_row = new_row_clause(catalog_[id]);
        old_rows.push_back(decider.holds(old_row));
        new_rows.push_back(decider.holds(new_row, RowVersion::new_row));
        parts.push_back(Demand::any(
            {decider.does_not_hold(old_row), decider.does_not_hold(new_row, RowVersion::new_row)}));
    }
    parts.push_back(Demand::any(std::move(old_rows)));
    parts.push_back(Demand::any(std::move(new_rows)));
    return decider.possible(Demand::all(std::move(parts)));
}

Answer Questions::implied_by(PolicyId policy, PolicyId other) const {
    Decider decider{catalog_, platform_};
    const auto implies = [&](const BoundExpr& narrow, const BoundExpr& wide) {
        return !narrow.present() || (wide.present() && decider.implies(narrow, wide));
    };
    const Policy& narrow = catalog_[policy];
    const Policy& wide = catalog_[other];
    const PolicyCommand command = narrow.command;
    const bool finds = command != PolicyCommand::insert;
    const bool leaves = command != PolicyCommand::select && command != PolicyCommand::delete_;
    const bool implied = covers(wide.command, command) &&
                         (!finds || implies(narrow.using_clause, wide.using_clause)) &&
                         (!leaves || implies(new_row_clause(narrow), new_row_clause(wide)));
    return implied ? Answer::yes : Answer::no;
}

} // namespace rlslint
