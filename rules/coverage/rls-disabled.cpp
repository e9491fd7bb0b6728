#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table that clients reach has no row security",
    .why =
        R"(Row security is off until it is turned on, table by table. Until then a privilege on the table is a
privilege on every row of it: whoever holds the public key of the API reads, and with the usual grants also changes,
what all users have stored.)",
    .when_fine =
        R"(The table holds nothing but what everyone may read and write. Say so: list it under `public_tables`
in `rlslint.toml`. A table whose row security is turned on by an event trigger of the migrations is not reported.
Where an application logs in with a role of its own and nothing in a table says whose a row is, this is
information.)",
    .fix =
        R"(Turn row security on in the migration that creates the table, and write a policy for each thing that
clients may do. A table that no client needs should not be granted to them, or not stand in an exposed schema.)",
    .bad = R"(create table public.invoices (
    id bigint generated always as identity primary key,
    user_id uuid not null,
    total numeric not null
);)",
    .good = R"(create table public.invoices (
    id bigint generated always as identity primary key,
    user_id uuid not null,
    total numeric not null
);
alter table public.invoices enable row level security;
create policy "read own invoices" on public.invoices
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"splinter", "0013_rls_disabled_in_public"},
    {"pgrls", "SEC001"},
    {"pgrls", "SEC049"},
    {"supabase-rls-guard", "RLS001"},
};

constexpr RuleInfo info{
    .id = "rls-disabled",
    .group = RuleGroup::coverage,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "9.1",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A row is somebody's: of an owner or tenant, or by way of a protected table.
bool says_whose(const Model& model, RelationId table) {
    const auto& constraints = model.catalog[table].constraints;
    return owner_column(model, table) ||
           std::any_of(constraints.begin(), constraints.end(), [&](const Constraint& constraint) {
               return constraint.references.valid() && model.catalog[constraint.references].rls;
           });
}

void report(const Model& model, RelationId table, std::span<const Holder> clients, Sink& sink) {
    Finding finding = sink.finding(model.catalog.name_of(table), model.catalog[table].name_span,
                                   can_do(model, clients, table) + ": its row security is off");
    // Roles that log in are an application's: they are asked to keep apart what is somebody's.
    if (model.platform.api_roles.empty() && !says_whose(model, table)) finding.severity = Severity::info;
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::privileges)});
    relate(finding, turned_off_at(model, table));
    relate(finding, grants_to(model, table, clients));
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.witness = meeting_every_row(model, clients, table);
    finding.help =
        with_sql("Turn row security on, and write policies for what clients may do", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        if (!model.row_security_off(table) || !model.reach.exposed(table) || model.listed_public(table))
            continue;
        const std::vector<Holder> clients = clients_reaching(model, table);
        if (!clients.empty()) report(model, table, clients, sink);
    }
}

} // namespace

Rule rls_disabled() { return {&info, check}; }

} // namespace rlslint::rules
