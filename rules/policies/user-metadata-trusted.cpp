#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

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

/// The clause lets nobody reach rows but their own in any case.
bool own_rows_alone(const Model& model, const BoundExpr& clause) {
    const Anatomy& anatomy = model.anatomy(clause);
    return std::any_of(anatomy.comparisons.begin(), anatomy.comparisons.end(), [](const Comparison& one) {
        const Operand* row = one.side(Operand::Kind::row_column);
        return row != nullptr && one.is_equality() && one.standing.required &&
               one.query == Comparison::no_query && one.across(*row).kind == Operand::Kind::identity;
    });
}

Finding finding_about(const Model& model, const ClauseOf& where, const WritableClaim& claim, Span place,
                      Sink& sink) {
    const std::string table = model.catalog.name_of(where.policy.table);
    const bool own = own_rows_alone(model, where.clause);
    Finding finding =
        finding_in(model, sink, where, place,
                   (own ? "any signed-in user can pass this test of their own rows of " + table
                        : "any signed-in user can pass this policy of " + table) +
                       " by writing " + std::string{claim.key.text()} + ", which is their own to change");
    if (own) finding.severity = Severity::warning;
    finding.help =
        "Read app_metadata, which only the back end can write, or a table that users cannot change";
    return finding;
}

/// The same read from where only the back end writes.
std::vector<Replacement> trusting(const Model& model, std::span<const WritableClaim> claims) {
    std::vector<Replacement> parts;
    for (const WritableClaim& claim : claims) {
        std::string text{model.sources.text(claim.span)};
        for (const auto& [own, trusted] : {std::pair{"raw_user_meta_data", "raw_app_meta_data"},
                                           std::pair{"user_metadata", "app_metadata"}}) {
            if (const auto at = text.find(own); at != std::string::npos)
                text.replace(at, std::string_view{own}.size(), trusted);
        }
        parts.push_back({claim.span, std::move(text)});
    }
    return parts;
}

/// Where the clause itself reads it.
void report(const Model& model, const ClauseOf& where, Sink& sink) {
    const auto& claims = model.facts(where.clause).writable_claims;
    Finding finding = finding_about(model, where, claims[0], claims[0].span, sink);
    for (const WritableClaim& other : std::span{claims}.subspan(1))
        relate(finding, {{"read here too", other.span}});
    propose_rewriting(model, where, trusting(model, claims), "Read app_metadata", finding);
    sink.report(std::move(finding));
}

/// Where a function that it calls does.
void report_functions(const Model& model, const ClauseOf& where, Sink& sink) {
    for (const Reading& reading : model.readings(where.clause).subspan(1)) {
        const Facts facts = facts_of(model.catalog, model.platform, reading.expr);
        if (facts.writable_claims.empty()) continue;
        Finding finding =
            finding_about(model, where, facts.writable_claims[0], where.place(reading.call), sink);
        relate(finding, {{"the function that reads it", model.catalog[reading.function].name_span}});
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        if (model.facts(where.clause).writable_claims.empty())
            report_functions(model, where, sink);
        else
            report(model, where, sink);
    }
}

} // namespace

Rule user_metadata_trusted() { return {&info, check}; }

} // namespace rlslint::rules
