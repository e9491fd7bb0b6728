#include <unordered_set>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Row security is turned off, or no longer forced on the owner, and stays so",
    .why =
        R"(A DISABLE opens every row of the table to all who hold a privilege on it, and leaves the policies in
place, so that nothing else looks changed. It is often a debugging step that was never taken back. NO FORCE exempts the
table's owner, and with it every view and SECURITY DEFINER function that the owner has.)",
    .when_fine = R"(The table is meant to be open from here on: drop its policies too, and list it under
`public_tables` in `rlslint.toml`.)",
    .fix = R"(Turn it on again in a new migration.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select on public.notes to service_role;
alter table public.notes enable row level security;
alter table public.notes disable row level security;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select on public.notes to service_role;
alter table public.notes enable row level security;
alter table public.notes disable row level security;
update public.notes set body = trim(body);
alter table public.notes enable row level security;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {{"supabase-rls-guard", "RLS018"}};

constexpr RuleInfo info{
    .id = "rls-turned-off",
    .group = RuleGroup::history,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "supabase",
};

/// The tables to which this has happened.
std::unordered_set<RelationId> once(const Catalog& catalog, Event::Kind kind) {
    std::unordered_set<RelationId> tables;
    for (const Event& event : catalog.events()) {
        if (event.kind == kind) tables.insert(std::get<RelationId>(event.subject));
    }
    return tables;
}

void report(const Model& model, RelationId table, const Flag& flag, std::string message,
            std::string_view action, Sink& sink) {
    Finding finding = sink.finding(model.catalog.name_of(table), flag.span, std::move(message));
    finding.in_doubt = model.doubt(table, Aspect::rls_on);
    const std::string sql = alter_table(model, table, action);
    finding.help = with_sql("If this was not meant to stay, take it back in a new migration", sql);
    finding.fixes.push_back({"Take it back", Applicability::unsafe, sql, {}});
    sink.report(std::move(finding));
}

void report_disabled(const Model& model, RelationId table, Sink& sink) {
    const std::vector<Holder> clients = clients_reaching(model, table);
    std::string message = "row security of " + model.catalog.name_of(table) + " is turned off here for good";
    if (!clients.empty()) message += ": " + can_do(model, clients, table);
    report(model, table, model.catalog[table].rls, std::move(message), "enable row level security", sink);
}

void report_unforced(const Model& model, RelationId table, Sink& sink) {
    report(model, table, model.catalog[table].force,
           "from here on no policy of " + model.catalog.name_of(table) + " binds its owner",
           "force row level security", sink);
}

void check(const Model& model, Sink& sink) {
    const auto forced = once(model.catalog, Event::Kind::rls_forced);
    const auto once_on = once(model.catalog, Event::Kind::rls_enabled);
    for (std::uint32_t i = 0; i < model.catalog.relations().size(); ++i) {
        const RelationId table{i};
        const Relation& relation = model.catalog[table];
        if (relation.origin.dropped || relation.persistence == Persistence::temporary ||
            model.listed_public(table))
            continue;
        if (!relation.rls && once_on.contains(table))
            report_disabled(model, table, sink);
        else if (!relation.force && forced.contains(table))
            report_unforced(model, table, sink);
    }
}

} // namespace

Rule rls_turned_off() { return {&info, check}; }

} // namespace rlslint::rules
