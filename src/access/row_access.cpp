#include "rlslint/access/row_access.hpp"

#include <algorithm>

#include "decision.hpp"

namespace rlslint {
namespace {

/// What holds for all of a role's sessions together.
Cell together(const Cell& a, const Cell& b) {
    if (a.verdict == b.verdict || a.verdict == Verdict::some) return a;
    if (b.verdict == Verdict::some) return b;
    if (a.verdict == Verdict::unknown) return a;
    if (b.verdict == Verdict::unknown) return b;
    Cell both = a;
    both.verdict = Verdict::some;
    both.why = Why::policy;
    return both;
}

bool contains(std::span<const Symbol> names, Symbol name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

Action action_of(Privilege privilege) {
    switch (privilege) {
    case Privilege::insert: return Action::insert;
    case Privilege::update: return Action::blind_update;
    case Privilege::delete_: return Action::blind_delete;
    default: return Action::select;
    }
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::none: return "none";
    case Verdict::some: return "some";
    case Verdict::all: return "all";
    case Verdict::unknown: break;
    }
    return "unknown";
}

std::string_view to_string(Why why) {
    switch (why) {
    case Why::no_privilege: return "no-privilege";
    case Why::no_usage: return "no-usage";
    case Why::no_policy: return "no-policy";
    case Why::policy: return "policy";
    case Why::restrictive: return "restrictive";
    case Why::contradiction: return "contradiction";
    case Why::rls_off: return "rls-off";
    case Why::owner: return "owner";
    case Why::exempt: return "exempt";
    case Why::budget: return "budget";
    case Why::unmodelled: return "unmodelled";
    case Why::data: return "data";
    case Why::partial_object: break;
    }
    return "partial-object";
}

RowAccess::RowAccess(const Catalog& catalog, const Platform& platform, const Reach& reach)
    : catalog_(catalog), platform_(platform), reach_(reach), bodies_(catalog, platform) {}

std::vector<Caller> RowAccess::callers(RoleId role) const {
    using Kind = Caller::Kind;
    const Symbol name = catalog_[role].name;
    if (contains(platform_.anonymous_roles, name))
        return {{Kind::no_claims, name, role}, {Kind::nobody, name, role}};
    if (contains(platform_.service_roles, name)) return {{Kind::nobody, name, role}};
    return {{Kind::signed_in, name, role}};
}

Cell RowAccess::cell(RoleId role, RelationId relation, Action action) const {
    return cell_as(role, role, relation, action);
}

Cell RowAccess::cell_as(RoleId as, RoleId role, RelationId relation, Action action) const {
    const std::vector<Caller> sessions = callers(role);
    Cell result = decide({sessions.front(), as}, relation, action);
    for (std::size_t i = 1; i < sessions.size(); ++i)
        result = together(result, decide({sessions[i], as}, relation, action));
    return result;
}

/// A relation that is come back to while it is decided on is undecided there: less is then proven of
/// what asks, and nothing wrong.
const Cell& RowAccess::decide(const Asker& asker, RelationId relation, Action action) const {
    static const Cell undecided;
    const Question key{
        asker.caller.kind, asker.caller.claim_role, asker.caller.role, asker.as, relation, action};
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
    if (!deciding_.insert(key).second) return undecided;
    Cell cell = Decision{*this, asker}.on(relation, action);
    deciding_.erase(key);
    return known_.insert_or_assign(key, std::move(cell)).first->second;
}

std::size_t RowAccess::Hash::operator()(const Question& question) const noexcept {
    std::uint64_t hash = 0;
    for (const std::uint32_t part :
         {static_cast<std::uint32_t>(question.kind), question.claim_role.id(), question.role.value,
          question.as.value, question.relation.value, static_cast<std::uint32_t>(question.action)})
        hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
    return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

Truth RowAccess::truth(const Caller& caller, const BoundExpr& clause) const {
    Circumstances circumstances;
    circumstances.caller = caller;
    circumstances.reads_as = caller.role;
    circumstances.bodies = &bodies_;
    circumstances.sees_nothing = [this, caller](RoleId role, RelationId relation) {
        return role.valid() && sees_nothing({caller, role}, relation);
    };
    return truth_under(circumstances, catalog_, platform_, clause);
}

bool RowAccess::sees_nothing(const Asker& asker, RelationId relation) const {
    return decide(asker, relation, Action::select).verdict == Verdict::none;
}

} // namespace rlslint
