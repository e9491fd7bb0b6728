#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares the claim role with a constant instead of naming the role in TO",
    .why =
        R"(A role named in TO is settled before a row is looked at, and can be seen in the list of policies. A comparison with
the claim is made again for rows, and holds for whatever the token says.)",
    .when_fine = R"(The policy is for several roles, and the test is one of several.)",
    .fix = R"(Name the role in TO and take the test out.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select
    using ((select auth.role()) = 'authenticated' and user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"710"};
constexpr Alias aliases[] = {
    {"supabase-rls-guard", "RLS016"},
};

constexpr RuleInfo info{
    .id = "role-claim-in-predicate",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_service_role(const Model& model, std::string_view name) {
    const auto& names = model.platform.service_roles;
    return std::any_of(names.begin(), names.end(), [&](Symbol role) { return role.text() == name; });
}

/// The role that a clause asks for in any case; null where it asks for none, or for one that bypasses row
/// security.
const Operand* role_asked(const Model& model, const Comparison& comparison) {
    const Operand* claim = comparison.side(Operand::Kind::role);
    if (claim == nullptr || !comparison.is_equality() || !comparison.standing.required) return nullptr;
    const Operand& other = comparison.across(*claim);
    if (other.kind != Operand::Kind::constant || is_service_role(model, other.text)) return nullptr;
    return model.catalog.find_role(Symbol{other.text}).valid() ? &other : nullptr;
}

/// TO says it already: the test is idle.
bool names_it_alone(const Model& model, const Policy& policy, std::string_view role) {
    return std::all_of(policy.roles.begin(), policy.roles.end(),
                       [&](RoleId id) { return id != public_role && model.catalog[id].name.text() == role; });
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            const Operand* role = role_asked(model, comparison);
            if (role == nullptr || names_it_alone(model, where.policy, role->text)) continue;
            const std::string name{role->text};
            Finding finding =
                finding_in(model, sink, where, where.place(comparison.expr),
                           "the claim role is compared with " + name + " in a policy of " +
                               model.catalog.name_of(where.policy.table) + " that could name it in TO");
            finding.help = with_sql("Name the role in TO, and take the test out of the clause",
                                    alter_policy(model, where.id, "to " + quote_ident(name)));
            sink.report(std::move(finding));
            break;
        }
    }
}

} // namespace

Rule role_claim_in_predicate() { return {&info, check}; }

} // namespace rlslint::rules
