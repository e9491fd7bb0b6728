#include <algorithm>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients are granted the rows of a table that has no row security",
    .why =
        R"(A grant says which commands a role may run, row security says on which rows. Without the second half
the grant covers every row, of every user. It does so in schemas that the API does not serve too: they are one
configuration change, one direct connection or one function away. Where no client has USAGE on the
schema yet, this is a warning.)",
    .when_fine = R"(The table holds nothing but what everyone may see, a list of countries, say. List it under
`public_tables` in `rlslint.toml`.)",
    .fix = R"(Turn row security on and write a policy, or revoke the grant if clients do not need it.)",
    .bad = R"(create schema app;
grant usage on schema app to authenticated;
create table app.messages (id bigint primary key, user_id uuid not null, body text);
grant select on app.messages to authenticated;)",
    .good = R"(create schema app;
grant usage on schema app to authenticated;
create table app.messages (id bigint primary key, user_id uuid not null, body text);
alter table app.messages enable row level security;
grant select on app.messages to authenticated;
create policy "read own messages" on app.messages
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"732", "862"};
constexpr Alias aliases[] = {{"supabase-rls-guard", "RLS005"}};

constexpr RuleInfo info{
    .id = "grant-without-rls",
    .group = RuleGroup::grants,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The GRANTs that open the table's rows to clients.
std::vector<StandingGrant> open_grants(const Model& model, RelationId table) {
    return standing_grants(model, table, [&](RelationId, const AclEntry& entry) {
        return is_client(model, entry.grantee) ? entry.privileges & row_privileges : PrivilegeSet{};
    });
}

/// Some client may name the table at all: without USAGE on its schema the grant is idle so far.
bool can_be_used(const Model& model, RelationId table, const StandingGrant& grant) {
    const auto clients = clients_reaching(model, table, grant.privileges);
    return std::any_of(clients.begin(), clients.end(), [&](const Holder& client) {
        return std::any_of(grant.grantees.begin(), grant.grantees.end(), [&](RoleId grantee) {
            return grantee == public_role || model.reach.has_privileges_of(client.role, grantee);
        });
    });
}

/// Who has what a group is granted.
std::vector<Note> inheriting(const Model& model, const StandingGrant& grant) {
    std::vector<Note> notes;
    for (const RoleId grantee : grant.grantees) {
        std::vector<RoleId> clients;
        for (const RoleId client : model.reach.api_roles()) {
            if (grantee != public_role && client != grantee && model.reach.has_privileges_of(client, grantee))
                clients.push_back(client);
        }
        if (clients.empty()) continue;
        const std::string verb = clients.size() == 1 ? " inherits" : " inherit";
        notes.push_back(
            {in_prose(model.catalog, clients) + verb + " what " + model.catalog.name_of(grantee) + " holds",
             {}});
    }
    return notes;
}

void report(const Model& model, RelationId table, const StandingGrant& grant, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    const std::string holds = grant.grantees.size() == 1 ? " is granted " : " are granted ";
    Finding finding =
        sink.finding(name, grant.span,
                     in_prose(model.catalog, grant.grantees) + holds + in_prose(grant.privileges) +
                         " on every row of " + name + ": its row security is off");
    finding.cause = {cause_at(grant.span), "table"};
    if (can_be_used(model, table, grant))
        finding.witness = meeting_every_row(model, clients_reaching(model, table, grant.privileges), table);
    else
        finding.severity = Severity::warning;
    doubt(finding, {model.doubt(table, Aspect::rls_on), model.doubt(table, Aspect::privileges)});
    relate(finding, {{"the table " + name, model.catalog[table].name_span}});
    relate(finding, inheriting(model, grant));
    relate(finding, turned_off_at(model, table));
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.fixes.push_back({"Revoke the grant",
                             Applicability::unsafe,
                             take_back(model, grant.privileges, table, grant.grantees),
                             {}});
    finding.help =
        with_sql("Turn row security on and write a policy, or revoke the grant", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

/// Tables that the API does not show, with what the era gave anyway written down, as dumps do.
void report_repeated(const Model& model, std::span<const RelationId> tables, Sink& sink) {
    const StandingGrant first = open_grants(model, tables.front()).front();
    Finding finding = sink.finding("project", first.span,
                                   "the platform's older default is written down for " +
                                       name_of_all(model.catalog, tables) +
                                       ", whose row security is off, in a schema that is not served");
    finding.severity = Severity::info;
    finding.clause = "the older default";
    for (const RelationId table : tables) {
        doubt(finding, {model.doubt(table, Aspect::rls_on)});
        relate(finding, {{"without row security", model.catalog[table].name_span}});
    }
    finding.help = "Turn row security on, or revoke what clients do not use";
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    std::vector<RelationId> repeated;
    for (const RelationId table : model.tables()) {
        if (!model.row_security_off(table) || model.listed_public(table)) continue;
        const std::vector<StandingGrant> grants = open_grants(model, table);
        if (!grants.empty() && !model.reach.exposed(table) && repeats_era_default(model, table)) {
            repeated.push_back(table);
            continue;
        }
        for (const StandingGrant& grant : grants)
            report(model, table, grant, sink);
    }
    if (!repeated.empty()) report_repeated(model, repeated, sink);
}

} // namespace

Rule grant_without_rls() { return {&info, check}; }

} // namespace rlslint::rules
