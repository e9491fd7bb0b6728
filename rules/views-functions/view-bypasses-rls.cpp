#include <algorithm>

#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/view_gains.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A view shows clients rows that the policies of its tables keep from them",
    .why =
        R"(A view without `security_invoker` reads its tables with the rights of its owner. Where the owner is exempt
from row security, as the owner of the tables or a role with BYPASSRLS is, no policy is asked: whoever may read the view
reads every row beneath. A view simple enough for PostgreSQL to update lets them write as well.)",
    .when_fine =
        R"(The view is meant to show more than the tables do, the public columns of profiles, say. List it under
`public_tables` in `rlslint.toml`. A view whose query itself asks who is calling is only noted.)",
    .fix =
        R"(Set `security_invoker` on the view (PostgreSQL 15), so that policies and privileges of whoever asks count,
or revoke it from clients.)",
    .bad =
        R"(create table public.invoices (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.invoices enable row level security;
create policy "read own invoices" on public.invoices
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.invoice_totals as
    select user_id, total from public.invoices;)",
    .good =
        R"(create table public.invoices (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.invoices enable row level security;
create policy "read own invoices" on public.invoices
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.invoice_totals with (security_invoker = true) as
    select user_id, total from public.invoices;)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {{"splinter", "0010_security_definer_view"},
                             {"pgrls", "VIEW001"},
                             {"supabase-rls-guard", "RLS010"},
                             {"rlsautotest", "L011"}};

constexpr RuleInfo info{
    .id = "view-bypasses-rls",
    .group = RuleGroup::views_functions,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

std::string told(const Model& model, RelationId view, const Gain& gain) {
    const Catalog& catalog = model.catalog;
    std::string does = can_do(model, gain.clients, gain.door.relation);
    const std::string all = " every row of ";
    if (gain.narrowed) does.replace(does.find(all), all.size(), " rows of ");
    return "through " + catalog.name_of(view) + " " + does +
           ", past its policies: the view is checked as its owner " +
           catalog.name_of(catalog[gain.door.named_by].owner) +
           (gain.narrowed ? ", and its own conditions are all that keeps rows apart" : "");
}

/// The gain that weighs most comes first; the others are told with it.
void report(const Model& model, RelationId view, std::span<const Gain> gains, Sink& sink) {
    const Catalog& catalog = model.catalog;
    const Gain& first = gains.front();
    std::string message = told(model, view, first);
    if (gains.size() > 1) {
        std::vector<std::string> others;
        for (const Gain& gain : gains.subspan(1))
            others.push_back(catalog.name_of(gain.door.relation));
        message += "; so it is with " + in_prose(others);
    }
    Finding finding = sink.finding(catalog.name_of(view), first.door.place, std::move(message));
    if (first.weighs_less()) finding.severity = Severity::info;
    doubt(finding, {model.doubt(view, Aspect::invoker), model.doubt(view, Aspect::privileges),
                    model.doubt(first.door.relation, Aspect::rls_off)});
    for (const Gain& gain : gains.subspan(1))
        relate(finding, {{told(model, view, gain), gain.door.place}});
    for (const RelationId on_the_way : first.door.path)
        relate(finding, {{"the view " + catalog.name_of(on_the_way), catalog[on_the_way].name_span}});
    relate(finding, grants_to(model, view, first.clients));
    if (!first.narrowed) finding.witness = meeting_every_row(model, first.clients, view);
    finding.fixes.push_back(
        {"Check it as whoever asks", Applicability::unsafe, make_invoker(model, first.door.named_by), {}});
    finding.help = with_sql("Let the policies of whoever asks count, or revoke the view from clients",
                            finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId view : model.views()) {
        if (model.listed_public(view)) continue;
        const std::vector<Gain> gains = gains_by(model, view);
        if (!gains.empty()) report(model, view, gains, sink);
    }
}

} // namespace

Rule view_bypasses_rls() { return {&info, check}; }

} // namespace rlslint::rules
