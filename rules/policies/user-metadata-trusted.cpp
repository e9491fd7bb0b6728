#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy trusts user metadata, which every user can write",
    .why =
        R"(`user_metadata`, stored as `raw_user_meta_data`, is what users say of themselves: the API lets them
change it at any time, without a check. Whoever adds `"role": "admin"` or somebody else's tenant to their own metadata
passes the policy.)",
    .when_fine = R"(Never as a ground for access. Names and pictures may be shown from it.)",
    .fix =
        R"(Keep roles, plans and tenants in `app_metadata`, which only the back end can write, or in a table whose
policies keep users from writing it.)",
    .bad = R"(create table public.reports (id bigint primary key, body text);
alter table public.reports enable row level security;
create policy "admins read" on public.reports
    for select to authenticated
    using ((select auth.jwt()) -> 'user_metadata' ->> 'role' = 'admin');)",
    .good = R"(create table public.reports (id bigint primary key, body text);
alter table public.reports enable row level security;
create policy "admins read" on public.reports
    for select to authenticated
    using ((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin');)",
};

constexpr std::string_view cwe[] = {"807", "269"};
constexpr Alias aliases[] = {
    {"splinter", "0015_rls_references_user_metadata"},
    {"pgrls", "SEC033"},
    {"supabase-rls-guard", "RLS009"},
};

constexpr RuleInfo info{
    .id = "user-metadata-trusted",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.8",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void report(const Model& model, PolicyId id, const BoundExpr& clause, Sink& sink) {
    const auto& claims = model.facts(clause).writable_claims;
    const std::string name = model.catalog.name_of(model.catalog[id].table);
    Finding finding = sink.finding(model, id, claims[0].span,
                                   "any signed-in user can pass this policy of " + name + " by writing " +
                                       std::string{claims[0].key.text()} + ", which is their own to change");
    finding.clause = without_layout(model.sources.text(clause.clause));
    for (const WritableClaim& other : std::span{claims}.subspan(1))
        relate(finding, {{"read here too", other.span}});
    finding.help =
        "Read app_metadata, which only the back end can write, or a table that users cannot change";
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!binds_someone(model, policy)) continue;
        for (const BoundExpr* clause : clauses_of(policy)) {
            if (!model.facts(*clause).writable_claims.empty()) report(model, id, *clause, sink);
        }
    }
}

} // namespace

Rule user_metadata_trusted() { return {&info, check}; }

} // namespace rlslint::rules
