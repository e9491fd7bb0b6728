#include <utility>

#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/predecessors.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A view was checked as whoever asks, and no longer is",
    .why =
        R"(CREATE OR REPLACE VIEW sets all options anew: one that is not repeated is gone, and a view that is dropped and
created again has none but those that are written. Without `security_invoker` the view reads its tables as its owner, whom
their policies as a rule do not bind. Nothing fails, and nobody sees it in the new definition.)",
    .when_fine =
        R"(The view is meant to be checked as its owner from now on: ALTER VIEW … RESET (security_invoker) says so.)",
    .fix =
        R"(Write WITH (security_invoker = true) in every definition of the view, or set it again behind the last.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.titles with (security_invoker = true) as
    select id from public.notes;
create or replace view public.titles as
    select id, body from public.notes;
revoke all on public.titles from anon, authenticated;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.titles with (security_invoker = true) as
    select id from public.notes;
create or replace view public.titles with (security_invoker = true) as
    select id, body from public.notes;)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "view-drops-invoker",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// The view of the same name that was there before and was checked as whoever asks; none where there
/// was none.
RelationId predecessor(const Catalog& catalog, const Predecessors& dropped, RelationId id) {
    const RelationId before = dropped.of(catalog, id);
    const bool was =
        before.valid() && catalog[before].is_view() && catalog[before].option("security_invoker");
    return was ? before : RelationId{};
}

void report(const Model& model, RelationId view, Span place, Note before, Sink& sink) {
    const std::string name = model.catalog.name_of(view);
    Finding finding = sink.finding(name, place,
                                   "from here on " + name + " is checked as its owner " +
                                       model.catalog.name_of(model.catalog[view].owner) +
                                       ", no longer as whoever asks: security_invoker is not set again");
    doubt(finding, {model.doubt(view, Aspect::invoker)});
    relate(finding, {std::move(before)});
    finding.fixes.push_back({"Set it again", Applicability::unsafe, make_invoker(model, view), {}});
    finding.help = with_sql("Set it again", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const Predecessors dropped{model.catalog};
    for (const RelationId id : model.views()) {
        const Relation& view = model.catalog[id];
        if (view.option("security_invoker")) continue;
        if (view.invoker_lost.valid()) {
            report(model, id, view.invoker_lost, {"the view, as it was first made", view.name_span}, sink);
        } else if (const RelationId before = predecessor(model.catalog, dropped, id); before.valid()) {
            report(model, id, view.name_span, {"dropped here", model.catalog[before].origin.dropped_at},
                   sink);
        }
    }
}

} // namespace

Rule view_drops_invoker() { return {&info, check}; }

} // namespace rlslint::rules
