#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients can reach a foreign table, which no policy can guard",
    .why =
        R"(A foreign table can have no row security. Whoever holds a privilege on it reads, and where its server lets them
writes, every row of the table at the other end, as the user that the mapping names there.)",
    .when_fine =
        R"(The other end holds nothing but what everyone may see: list the table under `public_tables` in
`rlslint.toml`.)",
    .fix =
        R"(Keep foreign tables in a schema that is not served, without grants to clients, and hand out what each caller may
see by a view or function with a filter of its own.)",
    .bad = R"(create extension postgres_fdw;
create server crm foreign data wrapper postgres_fdw options (host 'crm.internal');
create foreign table public.contacts (id bigint, email text) server crm;)",
    .good = R"(create extension postgres_fdw;
create server crm foreign data wrapper postgres_fdw options (host 'crm.internal');
create schema private;
create foreign table private.contacts (id bigint, email text) server crm;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"splinter", "0017_foreign_table_in_api"},
    {"pgrls", "SEC053"},
    {"supabase-rls-guard", "RLS014"},
};

constexpr RuleInfo info{
    .id = "foreign-table-exposed",
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

void report(const Model& model, RelationId table, std::span<const Holder> clients, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    Finding finding =
        sink.finding(name, model.catalog[table].name_span,
                     can_do(model, clients, table) + ": a foreign table can have no row security");
    doubt(finding, {model.doubt(table, Aspect::privileges)});
    relate(finding, grants_to(model, table, clients));
    PrivilegeSet held;
    for (const Holder& client : clients)
        held |= client.privileges;
    finding.fixes.push_back({"Take the privileges away",
                             Applicability::unsafe,
                             revoke(model, held, table, grantees_behind(model, table, clients)),
                             {}});
    finding.help =
        with_sql("Take the privileges away and serve what each caller may see by a view or function",
                 finding.fixes[0].sql);
    finding.witness = meeting_every_row(model, clients, table);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.relations()) {
        if (model.catalog[table].kind != 'f' || !model.reach.exposed(table) || model.listed_public(table))
            continue;
        const std::vector<Holder> clients = clients_reaching(model, table);
        if (!clients.empty()) report(model, table, clients, sink);
    }
}

} // namespace

Rule foreign_table_exposed() { return {&info, check}; }

} // namespace rlslint::rules
