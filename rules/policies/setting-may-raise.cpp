#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy reads a setting that need not be there, in the form that raises an error",
    .why =
        R"(`current_setting('app.tenant')` fails with `unrecognized configuration parameter` (42704) in every session that has not
set it: the statement is refused where it should find nothing.)",
    .when_fine = R"(A missing setting is to be an error: it is safe, and it is loud.)",
    .fix =
        R"(Give it the second argument: `current_setting('app.tenant', true)` is NULL where nothing is set.)",
    .bad = R"(create table public.notes (id bigint primary key, tenant text not null);
alter table public.notes enable row level security;
create policy "own tenant" on public.notes
    for select to authenticated
    using (tenant = (select current_setting('app.tenant')));)",
    .good = R"(create table public.notes (id bigint primary key, tenant text not null);
alter table public.notes enable row level security;
create policy "own tenant" on public.notes
    for select to authenticated
    using (tenant = (select current_setting('app.tenant', true)));)",
};

constexpr std::string_view cwe[] = {"248"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC019"},
};

constexpr RuleInfo info{
    .id = "setting-may-raise",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A name without a dot that PostgreSQL does not have is another finding.
bool may_raise(const SettingRead& read) {
    return read.raises && read.name.find('.') != std::string_view::npos;
}

/// Every such call of the clause with true for its second argument.
std::vector<Replacement> asking_quietly(const Model& model, const ClauseOf& where) {
    std::vector<Replacement> parts;
    for (const SettingRead& read : model.anatomy(where.clause).settings) {
        const std::string call{model.sources.text(where.place(read.call))};
        const std::string quietly = "('" + std::string{read.name} + "', true)";
        if (may_raise(read))
            parts.push_back({where.place(read.call), call.substr(0, call.find('(')) + quietly});
    }
    return parts;
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const SettingRead& read : model.anatomy(where.clause).settings) {
            if (!may_raise(read)) continue;
            const std::string name{read.name};
            Finding finding =
                finding_in(model, sink, where, where.place(read.call),
                           "where " + name + " is not set, every statement that this policy of " +
                               model.catalog.name_of(where.policy.table) + " is asked for fails (42704)");
            finding.cause = {name, "clause"};
            finding.help = "Say current_setting('" + name + "', true), which is NULL there";
            propose_rewriting(model, where, asking_quietly(model, where), "Take NULL where it is not set",
                              finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule setting_may_raise() { return {&info, check}; }

} // namespace rlslint::rules
