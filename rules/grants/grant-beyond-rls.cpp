#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients are granted TRUNCATE, REFERENCES, TRIGGER or MAINTAIN, to which no policy applies",
    .why =
        R"(Row security is asked for SELECT, INSERT, UPDATE and DELETE alone. TRUNCATE empties the table whoever's rows they
are, TRIGGER lets its holder attach a function that others' statements run, REFERENCES tells by a foreign key which keys
exist. An HTTP API offers none of them; a direct connection, or a function that runs as its caller, does.)",
    .when_fine =
        R"(Rarely: clients need none of these to read and write rows. A grant that only writes down what the platform's
older default gave on every table, as schema dumps do, is told once, as an information.)",
    .fix = R"(Grant the commands that clients use, by name, instead of ALL.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));
grant all on public.notes to authenticated;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.notes to authenticated;)",
};

constexpr std::string_view cwe[] = {"732"};

constexpr RuleInfo info{
    .id = "grant-beyond-rls",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
    .example_profile = "supabase",
};

constexpr PrivilegeSet beyond =
    PrivilegeSet{Privilege::truncate} | Privilege::references | Privilege::trigger | Privilege::maintain;

/// What of an entry lets clients past the policies. Of a table without row security other rules tell.
PrivilegeSet counted(const Model& model, RelationId id, const AclEntry& entry) {
    const Relation& table = model.catalog[id];
    const PrivilegeSet given = entry.privileges & beyond;
    const bool counts = !given.empty() && table.is_table() && table.rls && is_client(model, entry.grantee) &&
                        !clients_reaching(model, id, given).empty();
    return counts ? given : PrivilegeSet{};
}

Finding finding_for(const Model& model, const StandingGrant& grant, const std::string& message, Sink& sink) {
    const RelationId first = grant.relations.front();
    Finding finding = sink.finding(model.catalog.name_of(first), grant.span, message);
    doubt(finding, {model.doubt(first, Aspect::privileges), model.doubt(first, Aspect::rls_off)});
    for (const RelationId table : grant.relations)
        relate(finding, {{"the policies of " + model.catalog.name_of(table) + " do not apply to it",
                          model.catalog[table].name_span}});
    return finding;
}

void report(const Model& model, const StandingGrant& grant, Sink& sink) {
    const std::string are = grant.grantees.size() == 1 ? " is granted " : " are granted ";
    Finding finding =
        finding_for(model, grant,
                    in_prose(model.catalog, grant.grantees) + are + in_prose(grant.privileges) + " on " +
                        name_of_all(model.catalog, grant.relations) + ", to which no policy applies",
                    sink);
    std::string sql;
    for (const RelationId table : grant.relations)
        sql += (sql.empty() ? "" : "\n") + revoke(model, grant.privileges, table, grant.grantees);
    finding.fixes.push_back({"Take it back", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant by name what clients use, and take the rest back", sql);
    sink.report(std::move(finding));
}

/// What the era gave anyway, written down table by table.
void report_repeated(const Model& model, const std::vector<StandingGrant>& grants, Sink& sink) {
    std::vector<RelationId> tables;
    for (const StandingGrant& grant : grants) {
        for (const RelationId table : grant.relations) {
            if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
        }
    }
    StandingGrant all = grants.front();
    all.relations = tables;
    Finding finding =
        finding_for(model, all,
                    "the platform's older default is written down for " + name_of_all(model.catalog, tables) +
                        ": no policy applies to TRUNCATE, REFERENCES and TRIGGER",
                    sink);
    finding.subject = "project";
    finding.clause = "the older default";
    finding.severity = Severity::info;
    finding.help = "Grant the API's roles the commands that they use, by name";
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto among = [&](bool repeated) {
        return standing_grants(model, [&](RelationId id, const AclEntry& entry) {
            const PrivilegeSet given = counted(model, id, entry);
            return given.empty() || repeats_era_default(model, id) != repeated ? PrivilegeSet{} : given;
        });
    };
    for (const StandingGrant& grant : among(false))
        report(model, grant, sink);
    const std::vector<StandingGrant> repeated = among(true);
    if (!repeated.empty()) report_repeated(model, repeated, sink);
}

} // namespace

Rule grant_beyond_rls() { return {&info, check}; }

} // namespace rlslint::rules
