#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A restrictive policy covers fewer roles than the permissive policies that it narrows",
    .why =
        R"(A restrictive policy binds only the roles that it names. Where a permissive policy opens rows to other roles too,
these escape the restriction: what was to hold for everyone holds for some.)",
    .when_fine =
        R"(The other roles are meant to be free of it. Then give them a permissive policy of their own, which is not
reported.)",
    .fix = R"(Leave out TO, or name all the roles that the permissive policies name.)",
    .bad =
        R"(create table public.posts (id bigint primary key, deleted boolean not null, published boolean not null, body text);
alter table public.posts enable row level security;
create policy "published posts" on public.posts
    for select to anon, authenticated
    using (published);
create policy "not the deleted ones" on public.posts
    as restrictive for select to authenticated
    using (not deleted);)",
    .good =
        R"(create table public.posts (id bigint primary key, deleted boolean not null, published boolean not null, body text);
alter table public.posts enable row level security;
create policy "published posts" on public.posts
    for select to anon, authenticated
    using (published);
create policy "not the deleted ones" on public.posts
    as restrictive for select to anon, authenticated
    using (not deleted);)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "restrictive-role-gap",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

bool reaches_rows(const Model& model, RoleId role, RelationId table, PolicyCommand command) {
    const Verdict verdict = model.access.cell(role, table, action_of(command)).verdict;
    return verdict == Verdict::some || verdict == Verdict::all;
}

/// A permissive policy that opens the command to a role that the restrictive one binds, and to one that it
/// does not, which thereby escapes.
struct Gap {
    PolicyId permissive;
    PolicyCommand command;
    RoleId role;
};

std::optional<Gap> gap_of(const Model& model, const Policy& restrictive) {
    for (const PolicyCommand command : commands_of(restrictive)) {
        for (const PolicyId id : model.catalog[restrictive.table].policies) {
            const Policy& policy = model.catalog[id];
            const auto clients = clients_of(model, policy, command);
            const auto bound = [&](RoleId role) { return model.reach.applies_to(restrictive, role); };
            if (!policy.permissive || std::none_of(clients.begin(), clients.end(), bound)) continue;
            const BoundExpr& clause = gate(policy, command);
            if (!clause.present() || calls_functions(model, clause)) continue;
            for (const RoleId role : clients) {
                if (!bound(role) && reaches_rows(model, role, restrictive.table, command))
                    return Gap{id, command, role};
            }
        }
    }
    return std::nullopt;
}

bool narrows(const Model& model, const Policy& policy) {
    const auto clauses = clauses_of(policy);
    return std::any_of(clauses.begin(), clauses.end(),
                       [&](const BoundExpr* clause) { return model.facts(*clause).truth != Truth::always; });
}

void report(const Model& model, PolicyId id, const Gap& gap, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const std::string escaped = model.catalog.name_of(gap.role);
    Finding finding =
        sink.finding(model, id, policy.roles_span,
                     escaped + " can " + std::string{verb(gap.command)} + " rows of " +
                         model.catalog.name_of(policy.table) + " that this restrictive policy keeps from " +
                         in_prose(model.catalog, policy.roles) + ": it does not bind " + escaped);
    doubt(finding, {model.doubt(gap.permissive), model.doubt(policy.table, Aspect::restrictions)});
    relate(finding,
           {{"this policy opens them to " + escaped + " too", model.catalog[gap.permissive].name_span}});
    finding.help = "Name " + escaped + " in TO as well, or leave TO out; if " + escaped +
                   " is meant to be free of it, give it a permissive policy of its own";
    std::string roles;
    for (const RoleId role : policy.roles)
        roles += sql_name(model.catalog, role) + ", ";
    const std::string sql = alter_policy(model, id, "to " + roles + sql_name(model.catalog, gap.role));
    finding.help = with_sql(finding.help, sql);
    finding.fixes.push_back({"Bind " + escaped + " too", Applicability::unsafe, sql, {}});
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive || !policy.roles_span.valid() || !is_in_force(model, policy) ||
            !narrows(model, policy))
            continue;
        if (const auto gap = gap_of(model, policy)) report(model, id, *gap, sink);
    }
}

} // namespace

Rule restrictive_role_gap() { return {&info, check}; }

} // namespace rlslint::rules
