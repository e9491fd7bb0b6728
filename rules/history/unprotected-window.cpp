#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table was within clients reach for a while before its row security was turned on",
    .why =
        R"(Between two migrations there is time: a deployment that stops after the first, a review, a weekend. All the while
whoever holds the public key could read what the table held, and change it.)",
    .when_fine =
        R"(The two have always been applied together. There is nothing to mend in what has been applied: look whether the
table held anything by then.)",
    .fix = R"(Turn row security on in the migration that creates the table.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
-- next migration:
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"862"};

constexpr RuleInfo info{
    .id = "unprotected-window",
    .group = RuleGroup::history,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

struct Window {
    Span opened; ///< the statement that made the table
    Span closed; ///< what turned row security on
};

Span statement_of(const Model& model, const Event& event) {
    return model.sources.origin(model.history.log[event.statement].span);
}

/// From its creation in one file to the protection in another; no places where there was none.
std::unordered_map<RelationId, Window> windows(const Model& model) {
    std::unordered_map<RelationId, Window> found;
    for (const Event& event : model.catalog.events()) {
        const auto* table = std::get_if<RelationId>(&event.subject);
        if (table == nullptr || model.catalog[*table].origin.profile) continue;
        if (event.kind == Event::Kind::created) found[*table].opened = statement_of(model, event);
        if (event.kind == Event::Kind::rls_enabled && !found[*table].closed.valid())
            found[*table].closed = statement_of(model, event);
    }
    return found;
}

/// A client reached the table as soon as it was made: what lets it was there, or came in the same file.
bool was_open(const Model& model, RelationId table, const Window& window, const Holder& client) {
    for (const Privilege privilege : all_privileges) {
        if (!client.privileges.has(privilege)) continue;
        const AclEntry* entry = model.reach.source(client.role, table, privilege);
        if (entry == nullptr) continue;
        const Span given = model.sources.origin(entry->span);
        if (!given.valid() || model.sources[given.source].profile ||
            given.source.value <= window.opened.source.value)
            return true;
    }
    return false;
}

/// Tables that were open from one file to another.
struct Open {
    Window window;
    std::vector<RelationId> tables;
    std::vector<Holder> clients; ///< of the first
};

void add(std::vector<Open>& all, const Window& window, RelationId table, std::vector<Holder> clients) {
    const auto same = [&](const Open& known) {
        return known.window.opened.source == window.opened.source &&
               known.window.closed.source == window.closed.source;
    };
    auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) found = all.insert(found, Open{window, {}, std::move(clients)});
    found->tables.push_back(table);
}

std::vector<Open> open_tables(const Model& model) {
    const auto known = windows(model);
    std::vector<Open> all;
    for (const RelationId table : model.tables()) {
        const auto found = known.find(table);
        if (found == known.end() || !model.catalog[table].rls || !model.reach.exposed(table)) continue;
        const Window& window = found->second;
        if (!window.opened.valid() || !window.closed.valid() || window.opened.source == window.closed.source)
            continue;
        if (model.doubt(table, Aspect::rls_on).valid() || model.listed_public(table)) continue;
        std::vector<Holder> clients = clients_reaching(model, table);
        std::erase_if(clients, [&](const Holder& one) { return !was_open(model, table, window, one); });
        if (!clients.empty()) add(all, window, table, std::move(clients));
    }
    return all;
}

void check(const Model& model, Sink& sink) {
    if (!model.platform.steps_in_time) return;
    for (const Open& open : open_tables(model)) {
        const RelationId first = open.tables.front();
        Finding finding =
            sink.finding(model.catalog.name_of(first), model.catalog[first].name_span,
                         in_prose(model.catalog, roles_of(open.clients)) + " could reach every row of " +
                             name_of_all(model.catalog, open.tables) +
                             " from this migration on until a later one turned row security on");
        for (const RelationId other : std::span{open.tables}.subspan(1))
            relate(finding, {{"and of " + model.catalog.name_of(other), model.catalog[other].name_span}});
        relate(finding, {{"row security is turned on here", open.window.closed}});
        finding.help = with_sql("Turn row security on in the migration that creates a table",
                                alter_table(model, first, "enable row level security"));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule unprotected_window() { return {&info, check}; }

} // namespace rlslint::rules
