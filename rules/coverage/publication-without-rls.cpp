#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Changes of a table without row security are sent to every client that listens",
    .why =
        R"(The platform sends the changes of tables in this publication to whoever subscribes and may SELECT the table.
Without row security there is nothing to ask which rows: each insert and update arrives at every listener, as it happens.)",
    .when_fine = R"(The table holds what everyone may see: list it under `public_tables` in `rlslint.toml`.)",
    .fix = R"(Turn row security on and write a SELECT policy, or take the table out of the publication.)",
    .bad = R"(create schema chat;
grant usage on schema chat to authenticated;
alter default privileges in schema chat grant select on tables to authenticated;
create table chat.messages (id bigint primary key, room_id bigint not null, body text);
alter publication supabase_realtime add table chat.messages;)",
    .good = R"(create table public.messages (id bigint primary key, user_id uuid not null, body text);
alter table public.messages enable row level security;
create policy "read own messages" on public.messages
    for select to authenticated
    using (user_id = (select auth.uid()));
alter publication supabase_realtime add table public.messages;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC051"},
};

constexpr RuleInfo info{
    .id = "publication-without-rls",
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

/// Where a publication takes a table in; no place where it does not.
Span taken_in(const Catalog& catalog, const Publication& publication, RelationId table) {
    if (publication.all_tables)
        return publication.origin.changed.valid() ? publication.origin.changed
                                                  : publication.origin.introduced;
    for (const auto& [member, span] : publication.tables) {
        if (member == table) return span;
    }
    for (const auto& [schema, span] : publication.schemas) {
        if (schema == catalog[table].schema) return span;
    }
    return {};
}

void report(const Model& model, RelationId table, const Publication& publication, Span place,
            std::span<const Holder> clients, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    const std::string receive = clients.size() == 1 ? " receives" : " receive";
    Finding finding = sink.finding(name, place,
                                   in_prose(model.catalog, roles_of(clients)) + receive +
                                       " every change of " + name + " by publication " +
                                       std::string{publication.name.text()} + ": its row security is off");
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::privileges)});
    relate(finding, {{"the table", model.catalog[table].name_span}});
    relate(finding, grants_to(model, table, clients));
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.help = with_sql("Turn row security on and write a SELECT policy", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check_publication(const Model& model, const Publication& publication, Sink& sink) {
    for (const RelationId table : model.tables()) {
        const Span place = taken_in(model.catalog, publication, table);
        if (!place.valid() || !model.row_security_off(table) || model.listed_public(table)) continue;
        const std::vector<Holder> clients = clients_reaching(model, table, Privilege::select);
        if (!clients.empty()) report(model, table, publication, place, clients, sink);
    }
}

void check(const Model& model, Sink& sink) {
    const auto& served = model.platform.client_publications;
    for (const Publication& publication : model.catalog.publications()) {
        if (publication.origin.live() &&
            std::find(served.begin(), served.end(), publication.name) != served.end())
            check_publication(model, publication, sink);
    }
}

} // namespace

Rule publication_without_rls() { return {&info, check}; }

} // namespace rlslint::rules
