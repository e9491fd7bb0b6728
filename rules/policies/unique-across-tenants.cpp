#include <algorithm>
#include <optional>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A unique constraint of a tenant's table holds across all tenants",
    .why =
        R"(Unique constraints see every row, whatever the policies say. Whoever inserts a value that another tenant has gets an
error, and has learned that it exists there.)",
    .when_fine =
        R"(The value is to be unique for all, as an address of a page is. Surrogate keys are not reported.)",
    .fix = R"(Put the tenant's column into the constraint.)",
    .bad =
        R"(create table public.customers (id bigint primary key, tenant_id text not null, tax_number text not null unique);
alter table public.customers enable row level security;
create policy "own tenant" on public.customers
    for all to authenticated
    using (tenant_id = (select auth.jwt() -> 'app_metadata' ->> 'tenant_id'));)",
    .good =
        R"(create table public.customers (id bigint primary key, tenant_id text not null, tax_number text not null,
    unique (tenant_id, tax_number));
alter table public.customers enable row level security;
create policy "own tenant" on public.customers
    for all to authenticated
    using (tenant_id = (select auth.jwt() -> 'app_metadata' ->> 'tenant_id'));)",
};

constexpr std::string_view cwe[] = {"203", "209"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC035"},
};

constexpr RuleInfo info{
    .id = "unique-across-tenants",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "3.1",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The tenant column that some policy ties to the caller.
std::optional<ColumnNumber> tenant_of(const Model& model, RelationId table) {
    for (const PolicyId id : model.catalog[table].policies) {
        for (const BoundExpr* clause : clauses_of(model.catalog[id])) {
            for (const Tie& tie : model.anatomy(*clause).ties()) {
                if (is_tenant_column(model, table, tie.column)) return tie.column;
            }
        }
    }
    return std::nullopt;
}

/// A column that the database fills, or that is called as such keys are.
bool is_surrogate(const Column& column) {
    const std::string_view name = column.name.text();
    return column.identity != 0 || column.generated || column.default_value.present() || name == "id" ||
           name == "uuid" || column.type.name.text() == "uuid";
}

bool clients_insert(const Model& model, RelationId table) {
    const auto clients = clients_reaching(model, table, Privilege::insert);
    return std::any_of(clients.begin(), clients.end(), [&](const Holder& client) {
        const Verdict verdict = model.access.cell(client.role, table, Action::insert).verdict;
        return verdict == Verdict::some || verdict == Verdict::all;
    });
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        const Relation& relation = model.catalog[table];
        const auto tenant = relation.rls ? tenant_of(model, table) : std::nullopt;
        if (!tenant || !clients_insert(model, table)) continue;
        for (const Constraint& constraint : relation.constraints) {
            const auto& columns = constraint.columns;
            const bool across = constraint.kind == TableConstraint::Kind::unique && !columns.empty() &&
                                std::find(columns.begin(), columns.end(), *tenant) == columns.end() &&
                                std::none_of(columns.begin(), columns.end(), [&](ColumnNumber column) {
                                    return is_surrogate(relation.columns[column]);
                                });
            if (!across) continue;
            const std::string name{relation.columns[*tenant].name.text()};
            Finding finding = sink.finding(model.catalog.name_of(table), constraint.span,
                                           "a duplicate tells clients of " + model.catalog.name_of(table) +
                                               " what other tenants hold: the constraint leaves out " + name);
            std::vector<ColumnNumber> with_tenant{*tenant};
            with_tenant.insert(with_tenant.end(), columns.begin(), columns.end());
            finding.help = with_sql("Put " + name + " into the constraint",
                                    change_constraint(model, table, constraint.name,
                                                      "unique (" + column_list(relation, with_tenant) + ")"));
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule unique_across_tenants() { return {&info, check}; }

} // namespace rlslint::rules
