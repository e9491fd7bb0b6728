#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy lets clients touch every row, whoever asks",
    .why =
        R"(Permissive policies add up: a row that one of them admits is admitted. A policy that is always true
opens every row to each role that it applies to, however strict the others are. For UPDATE, DELETE and ALL this is an error.
An INSERT that is never checked is a warning: rows may be written in any other user's name. A SELECT that shows every
row is only noted, since a table that everyone may read is a common pattern.)",
    .when_fine = R"(Everyone is meant to read, or to add, these rows: list the table under `public_tables` in
`rlslint.toml`. Policies for roles that bypass row security, and those that a restrictive policy for the same role and
command narrows, are not reported.)",
    .fix =
        R"(Say whose row it is, as a rule by comparing a column with the identity of the caller. A policy meant for
the back end is not needed at all if its role bypasses row security; otherwise name that role in TO.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "edit notes" on public.notes
    for update to authenticated
    using (true) with check (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "edit own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {
    {"splinter", "0024_rls_policy_always_true"},
    {"pgrls", "SEC008"},
    {"pgrls", "SEC011"},
    {"pgrls", "SEC028"},
    {"supabase-rls-guard", "RLS006"},
};

constexpr RuleInfo info{
    .id = "policy-always-true",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool always_true(const Model& model, const BoundExpr& clause) {
    return clause.present() && model.facts(clause).truth == Truth::always;
}

/// A policy for ALL whose check alone is always true lets rows be rewritten, which is another
/// defect (check-weaker-than-using).
bool opens(const Model& model, const Policy& policy, PolicyCommand command) {
    if (!covers(policy.command, command) || !always_true(model, gate(policy, command))) return false;
    if (command == PolicyCommand::update && policy.check_clause.present() &&
        model.facts(policy.check_clause).truth == Truth::never)
        return false;
    const bool check_alone = command == PolicyCommand::insert && policy.using_clause.present() &&
                             !always_true(model, policy.using_clause);
    return !check_alone;
}

/// On a table that is made elsewhere the era's default stands, beside what the history grants.
PrivilegeSet reached_by(const Model& model, RoleId role, RelationId table) {
    PrivilegeSet reached = model.reach.reachable(role, table);
    const bool by_default = model.catalog[table].origin.assumed && model.platform.default_grants;
    if (by_default && model.reach.exposed(table)) reached |= row_privileges;
    return reached;
}

/// What the policy lets a role do in every row: nothing where it may not run the command anyway.
PrivilegeSet opened_to(const Model& model, const Policy& policy, RoleId role) {
    PrivilegeSet opened;
    if (!model.reach.applies_to(policy, role) || model.reach.exempt(role, policy.table)) return opened;
    const PrivilegeSet reached = reached_by(model, role, policy.table);
    for (const PolicyCommand command : row_commands) {
        if (reached.has(privilege_for(command)) && opens(model, policy, command) &&
            !is_restricted(model, policy.table, role, command))
            opened |= privilege_for(command);
    }
    return opened;
}

Severity weight(std::span<const Holder> clients) {
    PrivilegeSet opened;
    for (const Holder& client : clients)
        opened |= client.privileges;
    if (opened.has_any(Privilege::update | Privilege::delete_)) return Severity::error;
    return opened.has(Privilege::insert) ? Severity::warning : Severity::info;
}

void report(const Model& model, PolicyId id, std::span<const Holder> clients, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = policy.using_clause.present() ? policy.using_clause : policy.check_clause;
    Finding finding =
        sink.finding(model, id, clause.span(), can_do(model, clients, policy.table) + ", whoever asks");
    finding.severity = weight(clients);
    if (model.catalog[policy.table].origin.assumed) {
        finding.severity = std::min(finding.severity, Severity::warning);
        finding.message += " (of the table, made elsewhere, no more is known)";
    }
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    if (!policy.roles_span.valid())
        relate(finding, {{"without TO the policy applies to PUBLIC", policy.name_span}});
    relate(finding, grants_to(model, policy.table, clients));
    finding.witness = meeting_every_row(model, clients, policy.table);
    finding.help =
        "Compare a column of the row with the caller's identity, as in: user_id = (select auth.uid())";
    if (finding.severity == Severity::info) {
        finding.cause = {in_prose(model.catalog, roles_of(clients)), "policy"};
        finding.help += "; or list the table under public_tables in rlslint.toml";
    } else {
        finding.fixes.push_back({"Drop the policy", Applicability::unsafe, drop_policy(model, id), {}});
    }
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive || !is_in_force(model, policy) || model.listed_public(policy.table)) continue;
        std::vector<Holder> clients;
        for (const RoleId role : model.reach.api_roles()) {
            const PrivilegeSet opened = opened_to(model, policy, role);
            if (!opened.empty()) clients.push_back({role, opened});
        }
        if (!clients.empty()) report(model, id, clients, sink);
    }
}

} // namespace

Rule policy_always_true() { return {&info, check}; }

} // namespace rlslint::rules
