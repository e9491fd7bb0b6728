#include <algorithm>
#include <variant>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role that clients hold owns a table",
    .why =
        R"(An owner needs no GRANT and is bound by no policy unless row security is forced; it may also turn row security
off, drop the policies, and drop the table.)",
    .when_fine = R"(Never: what clients need of a table they are granted.)",
    .fix = R"(Let the role that runs the migrations own it.)",
    .bad = R"(create role authenticator noinherit login;
create role member;
grant member to authenticator;
create table public.notes (id bigint primary key, user_id text not null, body text);
alter table public.notes enable row level security;
alter table public.notes force row level security;
create policy "own notes" on public.notes
    to member
    using (user_id = (select current_setting('request.jwt.claim.sub', true)));
grant select, insert, update, delete on public.notes to member;
alter table public.notes owner to member;)",
    .good = R"(create role authenticator noinherit login;
create role member;
grant member to authenticator;
create table public.notes (id bigint primary key, user_id text not null, body text);
alter table public.notes enable row level security;
alter table public.notes force row level security;
create policy "own notes" on public.notes
    to member
    using (user_id = (select current_setting('request.jwt.claim.sub', true)));
grant select, insert, update, delete on public.notes to member;)",
};

constexpr std::string_view cwe[] = {"250", "732"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC048"},
};

constexpr RuleInfo info{
    .id = "api-role-owns-table",
    .group = RuleGroup::grants,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "postgrest",
};

/// The statement that made it so: the last change of owner, else the table's creation.
Span place(const Model& model, RelationId table) {
    Span at = model.catalog[table].name_span;
    for (const Event& event : model.catalog.events()) {
        const auto* changed = std::get_if<RelationId>(&event.subject);
        if (event.kind == Event::Kind::owner_changed && changed != nullptr && *changed == table)
            at = event.span;
    }
    return at;
}

void report(const Model& model, RelationId table, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    const std::string owner = model.catalog.name_of(model.catalog[table].owner);
    Finding finding = sink.finding(name, place(model, table),
                                   owner + " owns " + name +
                                       ": it may turn its row security off, drop its policies, and drop it");
    const RoleId other = model.catalog.find_role(Symbol{model.platform.migration_role});
    const std::string sql = alter_table(model, table, "owner to " + sql_name(model.catalog, other));
    finding.fixes.push_back({"Let the migrations' role own it", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Let the role that runs the migrations own it", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    // Where the platform names none, those that log in are asked about by rls-not-forced.
    if (model.platform.api_roles.empty()) return;
    const auto clients = model.reach.api_roles();
    for (const RelationId table : model.tables()) {
        const RoleId owner = model.catalog[table].owner;
        const bool held = std::find(clients.begin(), clients.end(), owner) != clients.end();
        if (held && model.catalog.find_role(Symbol{model.platform.migration_role}).valid())
            report(model, table, sink);
    }
}

} // namespace

Rule api_role_owns_table() { return {&info, check}; }

} // namespace rlslint::rules
