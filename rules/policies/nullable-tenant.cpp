#include <set>
#include <utility>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "The tenant column that decides access may be NULL",
    .why =
        R"(A row whose tenant is NULL belongs to nobody: no comparison with the caller's tenant is true of it. It cannot be seen
or mended through the policies, and code that takes NULL for everybody's opens it to all.)",
    .when_fine = R"(Rows without a tenant are meant, as templates that only the back end handles.)",
    .fix = R"(Make the column NOT NULL.)",
    .bad = R"(create table public.projects (id bigint primary key, tenant_id uuid, name text);
alter table public.projects enable row level security;
create policy "own tenant" on public.projects
    for select to authenticated
    using (tenant_id = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')::uuid);)",
    .good = R"(create table public.projects (id bigint primary key, tenant_id uuid not null, name text);
alter table public.projects enable row level security;
create policy "own tenant" on public.projects
    for select to authenticated
    using (tenant_id = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')::uuid);)",
};

constexpr std::string_view cwe[] = {"1287"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC030"},
};

constexpr RuleInfo info{
    .id = "nullable-tenant",
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

/// Tied as a tenant: by a claim, a setting or a membership, or by what the column is called.
bool is_tenant(const Model& model, RelationId table, const Tie& tie) {
    return !tie.to_identity && !is_identity_column(model, table, tie.column) &&
           is_tenant_column(model, table, tie.column);
}

bool may_be_null(const Relation& table, ColumnNumber column) {
    return table.columns_known() && !table.columns[column].not_null;
}

void report(const Model& model, const ClauseOf& where, const Tie& tie, Sink& sink) {
    const Relation& table = model.catalog[where.policy.table];
    const std::string column{table.columns[tie.column].name.text()};
    Finding finding = finding_in(model, sink, where, where.place(tie.comparison),
                                 column + " of " + model.catalog.name_of(where.policy.table) +
                                     " decides who reaches a row, and may be NULL: such a row is nobody's");
    relate(finding, {{"the column", table.columns[tie.column].span}});
    finding.help =
        with_sql("Make it NOT NULL", alter_table(model, where.policy.table,
                                                 "alter column " + quote_ident(column) + " set not null"));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    std::set<std::pair<std::uint32_t, ColumnNumber>> said;
    for (const ClauseOf& where : model.clauses_in_force()) {
        const RelationId table = where.policy.table;
        if (model.catalog[table].origin.profile) continue;
        for (const Tie& tie : model.anatomy(where.clause).ties()) {
            const bool tenant = is_tenant(model, table, tie) && may_be_null(model.catalog[table], tie.column);
            if (tenant && said.insert({table.value, tie.column}).second) report(model, where, tie, sink);
        }
    }
}

} // namespace

Rule nullable_tenant() { return {&info, check}; }

} // namespace rlslint::rules
