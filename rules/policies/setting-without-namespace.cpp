#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/predicate/setting_names.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy reads a setting that can never be set",
    .why =
        R"(Settings of one's own need a dot in their name: `set tenant_id = …` is refused (42704). A name without one that is none
of PostgreSQL's own can therefore never be set, and the policy that reads it lets nothing through, or fails.)",
    .when_fine = R"(Never.)",
    .fix = R"(Put a namespace before it, `app.tenant_id`, where it is set and where it is read.)",
    .bad = R"(create table public.notes (id bigint primary key, tenant text not null);
alter table public.notes enable row level security;
create policy "own tenant" on public.notes
    for select to authenticated
    using (tenant = (select current_setting('tenant_id', true)));)",
    .good = R"(create table public.notes (id bigint primary key, tenant text not null);
alter table public.notes enable row level security;
create policy "own tenant" on public.notes
    for select to authenticated
    using (tenant = (select current_setting('app.tenant_id', true)));)",
};

constexpr std::string_view cwe[] = {"665"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC024"},
};

constexpr RuleInfo info{
    .id = "setting-without-namespace",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const SettingRead& read : model.anatomy(where.clause).settings) {
            if (read.name.find('.') != std::string_view::npos || is_server_setting(read.name)) continue;
            const std::string name{read.name};
            Finding finding =
                finding_in(model, sink, where, where.place(read.call),
                           name + " can never be set, since it has no dot: this test of the policy of " +
                               model.catalog.name_of(where.policy.table) +
                               (read.raises ? " fails always (42704)" : " is never true"));
            finding.help = "Put a namespace before it, where it is set too";
            std::string call{model.sources.text(where.place(read.call))};
            if (const auto at = call.find(name); at != std::string::npos) call.insert(at, "app.");
            show_rewriting(model, where, {{where.place(read.call), call}}, finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule setting_without_namespace() { return {&info, check}; }

} // namespace rlslint::rules
