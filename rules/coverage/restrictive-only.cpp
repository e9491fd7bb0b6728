#include <algorithm>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/kit_mend.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Only restrictive policies apply to a role that reaches the table, so it reaches no row",
    .why =
        R"(A row must pass one permissive policy and all restrictive ones. Where there is no permissive policy, nothing
passes, for any command: reads find nothing, and writes fail, without a word about why.)",
    .when_fine = R"(The role is meant to be shut out: then take its privileges away, which also says so.)",
    .fix =
        R"(Make one of them permissive, by leaving AS RESTRICTIVE out, or add a permissive policy that lets in what the
restrictive ones then narrow.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    as restrictive to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr Alias aliases[] = {
    {"pgrls", "SEC012"},
};

constexpr RuleInfo info{
    .id = "restrictive-only",
    .group = RuleGroup::coverage,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
};

/// For one role: those that apply are restrictive, all of them, and there are some.
bool is_shut_out(const Model& model, RelationId table, RoleId role) {
    bool any = false;
    for (const PolicyId id : model.catalog[table].policies) {
        const Policy& policy = model.catalog[id];
        if (!model.reach.applies_to(policy, role)) continue;
        if (policy.permissive) return false;
        any = true;
    }
    return any && !model.reach.exempt(role, table);
}

void report(const Model& model, RelationId table, std::span<const RoleId> roles, Sink& sink) {
    const auto& policies = model.catalog[table].policies;
    const auto first = std::find_if(policies.begin(), policies.end(), [&](PolicyId id) {
        return model.reach.applies_to(model.catalog[id], roles.front());
    });
    const std::string name = model.catalog.name_of(table);
    const std::string reach = roles.size() == 1 ? " reaches" : " reach";
    Finding finding = sink.finding(name, model.catalog[*first].name_span,
                                   in_prose(model.catalog, roles) + reach + " no row of " + name +
                                       ": only restrictive policies apply");
    doubt(finding, {model.doubt(table, Aspect::more_policies), model.doubt(table, Aspect::rls_off),
                    model.doubt(table, Aspect::privileges), model.doubt(*first)});
    for (const PolicyId id : policies) {
        if (id != *first && model.reach.applies_to(model.catalog[id], roles.front()))
            relate(finding, {{"restrictive too", model.catalog[id].name_span}});
    }
    finding.help = with_sql("Add a permissive policy that lets in what the restrictive ones then narrow",
                            create_policy(model, table, "read own rows", PolicyCommand::select, roles,
                                          own_row_test(model, table)));
    sink.report(std::move(finding));
}

/// One that is for everyone narrows what those get for whom permissive ones are there; the others are
/// not meant.
bool is_meant(const Model& model, RelationId table, RoleId role) {
    const auto& policies = model.catalog[table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const auto& roles = model.catalog[id].roles;
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    });
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        if (!model.catalog[table].rls) continue;
        const std::vector<RoleId> reaching = model.reach.api_roles_reaching(table, row_privileges);
        std::vector<RoleId> roles;
        for (const RoleId role : reaching) {
            if (is_shut_out(model, table, role)) roles.push_back(role);
        }
        if (roles.size() < reaching.size())
            std::erase_if(roles, [&](RoleId role) { return !is_meant(model, table, role); });
        if (!roles.empty()) report(model, table, roles, sink);
    }
}

} // namespace

Rule restrictive_only() { return {&info, check}; }

} // namespace rlslint::rules
