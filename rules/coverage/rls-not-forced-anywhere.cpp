#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Row security is not forced on the owner of a table",
    .why =
        R"(Views and SECURITY DEFINER functions act as their owner, who as a rule owns the tables too: unless row security is
forced, they see every row. Whether that is meant is decided view by view; this rule asks for FORCE everywhere.)",
    .when_fine =
        R"(Most projects, and all on platforms whose owner bypasses row security anyway: the rule is off by default.)",
    .fix = R"(Force row security, and give the owner policies of its own where its functions need them.)",
    .bad = R"(create table public.notes (id bigint primary key, tenant_id text not null);
alter table public.notes enable row level security;
create policy tenant on public.notes
    using (tenant_id = (select current_setting('app.tenant', true)));)",
    .good = R"(create table public.notes (id bigint primary key, tenant_id text not null);
alter table public.notes enable row level security;
alter table public.notes force row level security;
create policy tenant on public.notes
    using (tenant_id = (select current_setting('app.tenant', true)));)",
};

constexpr Alias aliases[] = {
    {"pgrls", "SEC002"},
};

constexpr RuleInfo info{
    .id = "rls-not-forced-anywhere",
    .group = RuleGroup::coverage,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
    .example_profile = "postgres",
};

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        const Relation& relation = model.catalog[table];
        if (!relation.rls || relation.force) continue;
        const std::string name = model.catalog.name_of(table);
        Finding finding = sink.finding(
            name, relation.rls.span.valid() ? relation.rls.span : relation.name_span,
            "no policy of " + name + " binds its owner " + model.catalog.name_of(relation.owner));
        doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::rls_off)});
        const std::string sql = alter_table(model, table, "force row level security");
        finding.fixes.push_back({"Force row security", Applicability::unsafe, sql, {}});
        finding.help = with_sql("Force row security", sql);
        sink.report(std::move(finding));
    }
}

} // namespace

Rule rls_not_forced_anywhere() { return {&info, check}; }

} // namespace rlslint::rules
