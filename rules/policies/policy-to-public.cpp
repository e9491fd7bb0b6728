#include <algorithm>
#include <variant>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/public_names.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy that lets rows be written applies to everyone, and does not shut out whoever has "
               "not signed in",
    .why =
        R"(Without TO a policy applies to PUBLIC: to `anon` as well, and to every role to come. Where its clause does not ask
who is calling, anonymous sessions write the rows that it admits. For SELECT that is only noted,
and not even that where the policy's name says so (`"Anyone can view …"`) or its clause reads a column that does
(`is_public`, `published`).)",
    .when_fine =
        R"(The public is meant to write these rows. Then name `anon` in TO, so that it can be seen.)",
    .fix = R"(Name the roles that are meant: `to authenticated`.)",
    .bad = R"(create table public.entries (id bigint primary key, open boolean not null, body text);
alter table public.entries enable row level security;
create policy "edit open entries" on public.entries
    for update
    using (open);
create policy "read open entries" on public.entries
    for select to anon, authenticated
    using (open);)",
    .good = R"(create table public.entries (id bigint primary key, open boolean not null, body text);
alter table public.entries enable row level security;
create policy "edit open entries" on public.entries
    for update to authenticated
    using (open);
create policy "read open entries" on public.entries
    for select to authenticated
    using (open);)",
};

constexpr std::string_view cwe[] = {"732"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC003"},
    {"supabase-rls-guard", "RLS007"},
};

constexpr RuleInfo info{
    .id = "policy-to-public",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// What anonymous sessions may do by this policy with some rows.
PrivilegeSet open_to(const Model& model, const Policy& policy, RoleId nobody) {
    PrivilegeSet open;
    for (const PolicyCommand command : commands_of(policy)) {
        const auto clients = clients_of(model, policy, command);
        const BoundExpr& clause = gate(policy, command);
        if (!clause.present() || std::find(clients.begin(), clients.end(), nobody) == clients.end()) continue;
        const Verdict verdict = model.access.cell(nobody, policy.table, action_of(command)).verdict;
        const bool reaches = verdict == Verdict::some || verdict == Verdict::all;
        const Truth truth = truth_for(model, nobody, clause);
        const bool passes =
            truth == Truth::always || (truth == Truth::depends && !calls_functions(model, clause));
        if (reaches && passes) open |= privilege_for(command);
    }
    return open;
}

/// Whoever wrote it says so: that everyone may read is the point of it.
bool is_meant_to_be_read(const Model& model, const Policy& policy) {
    const BoundExpr& clause = gate(policy, PolicyCommand::select);
    const auto& columns = model.anatomy(clause).columns;
    return names_everyone(policy.name.text()) ||
           std::any_of(columns.begin(), columns.end(), [&](const ColumnUse& use) {
               const BoundColumn* column = use.column;
               const bool of_row = column != nullptr && !column->from.valid() && column->column != whole_row;
               return of_row &&
                      names_publicity(model.catalog[policy.table].columns[column->column].name.text());
           });
}

void report(const Model& model, PolicyId id, const Holder& nobody, Sink& sink) {
    const Policy& policy = model.catalog[id];
    std::vector<std::string> verbs;
    for (const PolicyCommand command : row_commands) {
        if (nobody.privileges.has(privilege_for(command))) verbs.emplace_back(verb(command));
    }
    const Span place = policy.roles_span.valid() ? policy.roles_span : policy.name_span;
    Finding finding =
        sink.finding(model, id, place,
                     "the policy applies to everyone: " + model.catalog.name_of(nobody.role) + " can " +
                         in_prose(verbs) + " rows of " + model.catalog.name_of(policy.table));
    if (nobody.privileges == PrivilegeSet{Privilege::select}) finding.severity = Severity::info;
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    const std::string mend = alter_policy(model, id, "to authenticated");
    finding.help = with_sql("Name the roles that are meant", mend);
    finding.fixes.push_back({"Apply it to signed-in users only", Applicability::unsafe, mend, {}});
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked = policy.permissive && is_in_force(model, policy) &&
                           !model.listed_public(policy.table) &&
                           policy.roles == std::vector<RoleId>{public_role};
        if (!asked) continue;
        for (const RoleId role : model.reach.anonymous_roles()) {
            const PrivilegeSet open = open_to(model, policy, role);
            const bool only_read = open == PrivilegeSet{Privilege::select};
            if (!open.empty() && !(only_read && is_meant_to_be_read(model, policy)))
                report(model, id, {role, open}, sink);
        }
    }
}

} // namespace

Rule policy_to_public() { return {&info, check}; }

} // namespace rlslint::rules
