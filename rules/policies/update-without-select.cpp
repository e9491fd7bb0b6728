#include "rlslint/access/recursion.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role may update or delete rows by policy, but no policy shows it any",
    .why =
        R"(An UPDATE or DELETE that reads a column, in WHERE or RETURNING, is asked the policies for SELECT too. Where none shows
the role a row, it finds nothing: no error, no row changed. Through the API every such statement has a WHERE.)",
    .when_fine = R"(Rows are meant to be changed blindly, by statements without WHERE and RETURNING.)",
    .fix = R"(Add a policy for SELECT on the rows that the role may change.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "change own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "change own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "update-without-select",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// The rows would be there but for the policies for SELECT.
bool sees_nothing(const Model& model, RoleId role, const Policy& policy) {
    if (!model.reach.reachable(role, policy.table).has(Privilege::select)) return false;
    const Cell cell = model.access.cell(role, policy.table, Action::select);
    const bool refused =
        cell.verdict == Verdict::none && (cell.why == Why::no_policy || cell.why == Why::policy);
    return refused &&
           !recursion(model.catalog, model.reach, model.access.bodies(), role, policy.table, Action::select);
}

/// A statement that reads no column would find rows, and the check admits some.
bool reaches_blindly(const Model& model, RoleId role, const Policy& policy) {
    const Action blind =
        policy.command == PolicyCommand::update ? Action::blind_update : Action::blind_delete;
    const bool refused =
        policy.check_clause.present() && model.facts(policy.check_clause).truth == Truth::never;
    return !refused && model.access.cell(role, policy.table, blind).verdict != Verdict::none;
}

std::vector<RoleId> blind_roles(const Model& model, const Policy& policy) {
    std::vector<RoleId> roles;
    for (const RoleId role : clients_of(model, policy, policy.command)) {
        const Truth truth = truth_for(model, role, policy.using_clause);
        const bool passes =
            truth != Truth::never && truth != Truth::unknown && reaches_blindly(model, role, policy);
        if (passes && is_meant_for(model, role, policy) && sees_nothing(model, role, policy))
            roles.push_back(role);
    }
    return roles;
}

void report(const Model& model, PolicyId id, std::span<const RoleId> roles, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const std::string table = model.catalog.name_of(policy.table);
    const std::string statement = policy.command == PolicyCommand::update ? "UPDATE" : "DELETE";
    const std::string see = roles.size() == 1 ? " sees" : " see";
    Finding finding =
        sink.finding(model, id, policy.command_span,
                     in_prose(model.catalog, roles) + see + " no row of " + table + ": " + statement +
                         " with WHERE or RETURNING finds nothing, without an error");
    doubt(finding, {model.doubt(policy.table, Aspect::more_policies)});
    finding.help = with_sql("Add a policy for SELECT",
                            "create policy … on " + sql_name(model.catalog, policy.table) +
                                " for select to " + sql_name(model.catalog, roles.front()) + "\n    " +
                                std::string{model.sources.text(policy.using_clause.clause)} + ";");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool changes =
            policy.command == PolicyCommand::update || policy.command == PolicyCommand::delete_;
        const bool asked = changes && policy.permissive && policy.using_clause.present();
        if (!asked || !model.catalog[policy.table].rls) continue;
        const auto roles = blind_roles(model, policy);
        if (!roles.empty()) report(model, id, roles, sink);
    }
}

} // namespace

Rule update_without_select() { return {&info, check}; }

} // namespace rlslint::rules
