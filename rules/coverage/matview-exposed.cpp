#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients can read a materialized view, which no policy can guard",
    .why =
        R"(A materialized view holds what its owner saw when it was refreshed: for all users, whatever the policies of the
tables beneath say. It can have no row security of its own, so whoever may read it reads all of it. Over tables that have
none either this is an information.)",
    .when_fine =
        R"(It holds sums or other facts that everyone may know: list it under `public_tables` in `rlslint.toml`.)",
    .fix =
        R"(Take the clients' privileges away, or keep it in a schema that is not served, and let a view or a function with
a filter of its own hand out what each caller may see.)",
    .bad =
        R"(create table public.orders (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.orders enable row level security;
create policy "read own orders" on public.orders
    for select to authenticated
    using (user_id = (select auth.uid()));
create materialized view public.totals as
    select user_id, sum(total) as total from public.orders group by user_id;)",
    .good =
        R"(create table public.orders (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.orders enable row level security;
create policy "read own orders" on public.orders
    for select to authenticated
    using (user_id = (select auth.uid()));
create materialized view public.totals as
    select user_id, sum(total) as total from public.orders group by user_id;
revoke all on public.totals from anon, authenticated;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"splinter", "0016_materialized_view_in_api"},
    {"pgrls", "SEC054"},
    {"pgrls", "VIEW003"},
    {"supabase-rls-guard", "RLS012"},
};

constexpr RuleInfo info{
    .id = "matview-exposed",
    .group = RuleGroup::coverage,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void report(const Model& model, RelationId view, std::span<const Holder> clients, Sink& sink) {
    const std::vector<RelationId> hidden = protected_beneath(model, view);
    const std::string name = model.catalog.name_of(view);
    Finding finding =
        sink.finding(name, model.catalog[view].name_span,
                     can_do(model, clients, view) +
                         ": a materialized view holds what its owner saw, and can have no policies");
    if (hidden.empty()) finding.severity = Severity::info;
    doubt(finding, {model.doubt(view, Aspect::privileges)});
    for (const RelationId table : hidden)
        relate(finding, {{"the policies of " + model.catalog.name_of(table) + " do not reach it",
                          model.catalog[table].rls.span}});
    relate(finding, grants_to(model, view, clients));
    finding.fixes.push_back({"Take the privilege away",
                             Applicability::unsafe,
                             revoke(model, Privilege::select, view, grantees_behind(model, view, clients)),
                             {}});
    finding.help =
        with_sql("Take the privilege away and serve what each caller may see by a view or function",
                 finding.fixes[0].sql);
    finding.witness = meeting_every_row(model, clients, view);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId view : model.relations()) {
        if (model.catalog[view].kind != 'm' || !model.reach.exposed(view) || model.listed_public(view))
            continue;
        const std::vector<Holder> clients = clients_reaching(model, view, Privilege::select);
        if (!clients.empty()) report(model, view, clients, sink);
    }
}

} // namespace

Rule matview_exposed() { return {&info, check}; }

} // namespace rlslint::rules
