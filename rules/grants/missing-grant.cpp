#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table or view of the API is granted to no one: clients get permission denied",
    .why =
        R"(Row security decides which rows a role may touch once it holds a privilege on the table; policies give none.
Where new tables are not granted by default, a table without a GRANT answers every request with error 42501, whatever its
policies say.)",
    .when_fine =
        R"(Only functions that run as their owner use the table. Keep it in a schema that is not served, or grant it to the
back end's role, so that this is in the database too. Partitions are used by way of their parent and are not reported.)",
    .fix = R"(Grant what clients may do, with policies that say on which rows.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select on public.notes to authenticated;
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr RuleInfo info{
    .id = "missing-grant",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
    .example_profile = "supabase",
};

/// What the table's policies foresee; without any a SELECT, to begin with.
std::string suggested_grant(const Model& model, RelationId table) {
    PrivilegeSet privileges;
    std::vector<RoleId> roles;
    for (const PolicyId id : model.catalog[table].policies) {
        const Policy& policy = model.catalog[id];
        for (const PolicyCommand command : row_commands) {
            if (covers(policy.command, command)) privileges |= privilege_for(command);
        }
        for (const RoleId role : policy.roles) {
            if (role != public_role && std::find(roles.begin(), roles.end(), role) == roles.end())
                roles.push_back(role);
        }
    }
    if (privileges.empty()) privileges = Privilege::select;
    if (roles.empty()) roles.push_back(model.reach.api_roles().back());
    return grant(model, privileges, table, roles);
}

std::string refused(const Model& model, std::span<const RelationId> tables) {
    return "nobody is granted anything on " + name_of_all(model.catalog, tables) + ": " +
           in_prose(model.catalog, served_roles(model)) + " get permission denied (42501)";
}

void report(const Model& model, RelationId table, Sink& sink) {
    const RelationId one[] = {table};
    Finding finding =
        sink.finding(model.catalog.name_of(table), model.catalog[table].name_span, refused(model, one));
    doubt(finding, {model.doubt(table, Aspect::grants)});
    const std::string sql = suggested_grant(model, table);
    finding.fixes.push_back({"Grant what clients may do", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant what clients may do, in the migration that creates it", sql);
    sink.report(std::move(finding));
}

/// Where no migration grants anything at all, something else does, or has to: that is told once.
void report_all(const Model& model, std::span<const RelationId> tables, Sink& sink) {
    Finding finding =
        sink.finding("project", model.catalog[tables.front()].name_span, refused(model, tables));
    finding.clause = "no grants";
    for (const RelationId table : tables) {
        doubt(finding, {model.doubt(table, Aspect::grants)});
        relate(finding, {{"not granted", model.catalog[table].name_span}});
    }
    finding.help = with_sql("No migration grants anything: grant what clients may do, table by table",
                            suggested_grant(model, tables.front()));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    std::vector<RelationId> tables;
    std::size_t served = 0;
    for (const RelationId table : model.relations()) {
        if (!is_served(model, table)) continue;
        ++served;
        if (is_ungranted(model, table)) tables.push_back(table);
    }
    constexpr std::size_t few = 3;
    if (tables.size() > few && tables.size() == served) return report_all(model, tables, sink);
    for (const RelationId table : tables)
        report(model, table, sink);
}

} // namespace

Rule missing_grant() { return {&info, check}; }

} // namespace rlslint::rules
