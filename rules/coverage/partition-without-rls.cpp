#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A partition or child table has no row security, although the table above it has",
    .why =
        R"(Row security is not inherited. A query on the parent is held to the parent's policies; one on the partition
is held to the partition's own, and where it has none, every row of it is open to whoever holds a privilege on it. With
default privileges each new partition comes with that privilege.)",
    .when_fine =
        R"(The rows of this child are meant for everyone: list it under `public_tables` in `rlslint.toml`. A partition
that no client holds a privilege on is not reported.)",
    .fix =
        R"(Turn row security on for each partition where it is made. It needs no policies of its own: queries on the
parent go by the parent's. Or take the clients' privileges on it away.)",
    .bad =
        R"(create table public.events (id bigint, user_id uuid not null, at timestamptz not null) partition by range (at);
alter table public.events enable row level security;
create policy "read own events" on public.events
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.events_2026 partition of public.events
    for values from ('2026-01-01') to ('2027-01-01');)",
    .good =
        R"(create table public.events (id bigint, user_id uuid not null, at timestamptz not null) partition by range (at);
alter table public.events enable row level security;
create policy "read own events" on public.events
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.events_2026 partition of public.events
    for values from ('2026-01-01') to ('2027-01-01');
alter table public.events_2026 enable row level security;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC041"},
    {"pgrls", "SEC043"},
};

constexpr RuleInfo info{
    .id = "partition-without-rls",
    .group = RuleGroup::coverage,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The nearest table above that has row security.
RelationId protected_ancestor(const Catalog& catalog, RelationId table) {
    for (const RelationId parent : catalog[table].parents) {
        if (catalog[parent].rls) return parent;
        if (const RelationId above = protected_ancestor(catalog, parent); above.valid()) return above;
    }
    return {};
}

std::string message(const Model& model, RelationId table, RelationId ancestor,
                    std::span<const Holder> clients) {
    const std::string kind = model.catalog[table].partition ? "partition" : "child";
    return can_do(model, clients, table) + ": the row security of " + model.catalog.name_of(ancestor) +
           ", whose " + kind + " it is, does not apply to it";
}

void report(const Model& model, RelationId table, RelationId ancestor, std::span<const Holder> clients,
            Sink& sink) {
    Finding finding = sink.finding(model.catalog.name_of(table), model.catalog[table].name_span,
                                   message(model, table, ancestor, clients));
    if (!model.reach.exposed(table)) finding.severity = Severity::warning;
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::privileges),
                    model.doubt(ancestor, Aspect::rls_off)});
    relate(finding, {{"row security is on above it", model.catalog[ancestor].rls.span}});
    relate(finding, turned_off_at(model, table));
    relate(finding, grants_to(model, table, clients));
    Fix fix = turn_on_row_security(model, table);
    finding.help = with_sql("Turn row security on; queries on " + model.catalog.name_of(ancestor) +
                                " go by its own policies, so no more is needed",
                            fix.sql);
    finding.fixes.push_back(std::move(fix));
    finding.witness = meeting_every_row(model, clients, table);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        if (!model.row_security_off(table) || model.listed_public(table)) continue;
        const RelationId ancestor = protected_ancestor(model.catalog, table);
        if (!ancestor.valid() || model.listed_public(ancestor)) continue;
        const std::vector<Holder> clients = clients_reaching(model, table);
        if (!clients.empty()) report(model, table, ancestor, clients, sink);
    }
}

} // namespace

Rule partition_without_rls() { return {&info, check}; }

} // namespace rlslint::rules
