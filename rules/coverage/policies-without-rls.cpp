#include <unordered_set>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table has policies, but its row security is off, so they do nothing",
    .why =
        R"(Creating a policy does not turn row security on. The table looks guarded, in the migrations and in most
tools, and is open: every privilege on it covers every row.)",
    .when_fine =
        R"(While policies are prepared, to be switched on by a later migration. Until then they guard nothing.)",
    .fix =
        R"(Turn row security on. If the policies are left over from a table that is meant to be open, drop them.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"splinter", "0007_policy_exists_rls_disabled"},
    {"pgrls", "SEC032"},
    {"supabase-rls-guard", "RLS003"},
};

constexpr RuleInfo info{
    .id = "policies-without-rls",
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

std::string message(const Model& model, RelationId table, std::span<const Holder> clients) {
    const std::string idle =
        "no policy of " + model.catalog.name_of(table) + " does anything: its row security is off";
    return clients.empty() ? idle : idle + ", and " + can_do(model, clients, table);
}

void report(const Model& model, PolicyId first, Sink& sink) {
    const RelationId table = model.catalog[first].table;
    const std::vector<Holder> clients = clients_reaching(model, table);
    Finding finding = sink.finding(model.catalog.name_of(table), model.catalog[first].name_span,
                                   message(model, table, clients));
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(first)});
    for (const PolicyId other : model.catalog[table].policies) {
        if (other != first) relate(finding, {{"neither does this policy", model.catalog[other].name_span}});
    }
    relate(finding, turned_off_at(model, table));
    relate(finding, grants_to(model, table, clients));
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.witness = meeting_every_row(model, clients, table);
    finding.help = with_sql("Turn row security on", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    std::unordered_set<RelationId> seen;
    for (const PolicyId policy : model.policies()) {
        const RelationId table = model.catalog[policy].table;
        if (seen.insert(table).second && model.row_security_off(table)) report(model, policy, sink);
    }
}

} // namespace

Rule policies_without_rls() { return {&info, check}; }

} // namespace rlslint::rules
