#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role that logs in, or that clients hold, owns a table whose row security is not forced, so "
               "no policy binds it",
    .why =
        R"(Policies do not apply to a table's owner, nor to roles that inherit it, unless row security is forced. An
application that connects as the owner reads and writes the rows of all tenants while every policy looks right.)",
    .when_fine = R"(The role runs migrations and jobs only, and the application connects as another.)",
    .fix = R"(Force row security, or let a role own the table that nothing logs in as.)",
    .bad = R"(create role app login;
create table public.notes (id bigint primary key, tenant_id text not null);
alter table public.notes owner to app;
alter table public.notes enable row level security;
create policy tenant on public.notes
    using (tenant_id = (select current_setting('app.tenant', true)));)",
    .good = R"(create role app login;
create table public.notes (id bigint primary key, tenant_id text not null);
alter table public.notes owner to app;
alter table public.notes enable row level security;
create policy tenant on public.notes
    using (tenant_id = (select current_setting('app.tenant', true)));
alter table public.notes force row level security;)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC002"},
    {"pgrls", "SEC048"},
    {"rlsautotest", "L015"},
};

constexpr RuleInfo info{
    .id = "rls-not-forced",
    .group = RuleGroup::coverage,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "postgres",
};

bool is_administrator(const Model& model, RoleId id) {
    const Role& role = model.catalog[id];
    return role.superuser || role.bypass_rls || role.name.text() == model.platform.migration_role;
}

bool is_client_of_its_own(const Model& model, RoleId id) {
    const Role& role = model.catalog[id];
    const auto clients = model.reach.api_roles();
    const bool asks = role.login || std::find(clients.begin(), clients.end(), id) != clients.end();
    return asks && role.origin.live() && !role.origin.assumed && !is_administrator(model, id);
}

/// Roles that are no administrators and that the table's policies do not bind.
std::vector<RoleId> unbound(const Model& model, RelationId table) {
    std::vector<RoleId> roles;
    for (std::uint32_t i = 0; i < model.catalog.roles().size(); ++i) {
        const RoleId role{i};
        if (is_client_of_its_own(model, role) && model.reach.exempt(role, table)) roles.push_back(role);
    }
    return roles;
}

void report(const Model& model, RelationId table, std::span<const RoleId> roles, Sink& sink) {
    const Relation& relation = model.catalog[table];
    const std::string name = model.catalog.name_of(table);
    const std::string has = std::find(roles.begin(), roles.end(), relation.owner) != roles.end()
                                ? "the owner of the table"
                                : "with the privileges of its owner " + model.catalog.name_of(relation.owner);
    Finding finding = sink.finding(name, relation.rls.span.valid() ? relation.rls.span : relation.name_span,
                                   "no policy of " + name + " binds " + in_prose(model.catalog, roles) +
                                       ", " + has + ": row security is not forced");
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::rls_off)});
    const std::string sql = alter_table(model, table, "force row level security");
    finding.fixes.push_back({"Force row security", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Force row security, or let a role own it that nothing logs in as", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        const Relation& relation = model.catalog[table];
        if (!relation.rls || relation.force) continue;
        const std::vector<RoleId> roles = unbound(model, table);
        if (!roles.empty()) report(model, table, roles, sink);
    }
}

} // namespace

Rule rls_not_forced() { return {&info, check}; }

} // namespace rlslint::rules
