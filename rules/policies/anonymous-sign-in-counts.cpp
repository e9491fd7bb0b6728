#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary =
        "Anonymous sign-ins are enabled, and a write policy for signed-in users does not tell them apart",
    .why =
        R"(A user who signs in anonymously has the role `authenticated` and an id like any other. Where anonymous sign-ins are
enabled, a policy for `authenticated` lets in whoever asks, as often as they like.)",
    .when_fine = R"(Guests are meant to write these rows.)",
    .fix =
        R"(Test the claim in a restrictive policy: `(select (auth.jwt() ->> 'is_anonymous')::boolean) is false`.)",
    .bad = R"(-- anonymous_sign_ins: true
create table public.posts (id bigint primary key, user_id uuid not null);
alter table public.posts enable row level security;
create policy "post" on public.posts
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
    .good = R"(-- anonymous_sign_ins: true
create table public.posts (id bigint primary key, user_id uuid not null);
alter table public.posts enable row level security;
create policy "post" on public.posts
    for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy "no guests" on public.posts
    as restrictive for insert to authenticated
    with check ((select (auth.jwt() ->> 'is_anonymous')::boolean) is false);)",
};

constexpr std::string_view cwe[] = {"287"};
constexpr Alias aliases[] = {
    {"splinter", "0012_auth_allow_anonymous_sign_ins"},
};

constexpr RuleInfo info{
    .id = "anonymous-sign-in-counts",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool tests_guests(const Model& model, const Policy& policy) {
    for (const BoundExpr* clause : clauses_of(policy)) {
        if (model.sources.text(clause->span()).find("is_anonymous") != std::string_view::npos) return true;
        if (model.readings(*clause)[0].unread) return true;
    }
    return false;
}

bool restricted(const Model& model, const Policy& policy) {
    const auto& policies = model.catalog[policy.table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& other = model.catalog[id];
        return !other.permissive && tests_guests(model, other);
    });
}

/// Signed-in roles that may write by this policy.
std::vector<RoleId> writers(const Model& model, const Policy& policy) {
    std::vector<RoleId> roles;
    for (const PolicyCommand command :
         {PolicyCommand::insert, PolicyCommand::update, PolicyCommand::delete_}) {
        for (const RoleId role : clients_of(model, policy, command)) {
            if (!is_anonymous(model, role) && std::find(roles.begin(), roles.end(), role) == roles.end())
                roles.push_back(role);
        }
    }
    return roles;
}

std::string shutting_out(const Model& model, const Policy& policy) {
    const bool inserts = policy.command == PolicyCommand::insert;
    std::string roles;
    for (const RoleId role : policy.roles)
        roles += (roles.empty() ? "" : ", ") + sql_name(model.catalog, role);
    return "create policy \"no guests\" on " + sql_name(model.catalog, policy.table) +
           " as restrictive for " +
           (policy.command == PolicyCommand::all ? "all" : std::string{verb(policy.command)}) + " to " +
           roles + (inserts ? " with check" : " using") +
           " ((select (auth.jwt() ->> 'is_anonymous')::boolean) is false);";
}

void check(const Model& model, Sink& sink) {
    if (!model.platform.anonymous_sign_ins) return;
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive || !is_in_force(model, policy) || tests_guests(model, policy)) continue;
        const auto roles = writers(model, policy);
        if (roles.empty() || restricted(model, policy)) continue;
        Finding finding =
            sink.finding(model, id, policy.name_span,
                         "whoever signs in anonymously passes this policy of " +
                             model.catalog.name_of(policy.table) + " as " + in_prose(model.catalog, roles));
        finding.help = with_sql("Shut guests out by a restrictive policy", shutting_out(model, policy));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule anonymous_sign_in_counts() { return {&info, check}; }

} // namespace rlslint::rules
