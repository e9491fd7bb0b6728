#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients may pass on what they are granted",
    .why =
        R"(WITH GRANT OPTION lets the role that clients hold grant the privilege to any other, anonymous callers among them.
What was passed on is in no migration, and falls only when the option is revoked with CASCADE.)",
    .when_fine = R"(Never, for roles of an API: nobody grants through it.)",
    .fix = R"(Take the option back, and keep the privilege.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on public.notes to authenticated with grant option;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on public.notes to authenticated;)",
};

constexpr std::string_view cwe[] = {"732"};

constexpr RuleInfo info{
    .id = "grant-option-to-api-role",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

void report(const Model& model, const StandingGrant& grant, Sink& sink) {
    const RelationId first = grant.relations.front();
    Finding finding =
        sink.finding(model.catalog.name_of(first), grant.span,
                     in_prose(model.catalog, grant.grantees) + " may grant " + in_prose(grant.privileges) +
                         " on " + name_of_all(model.catalog, grant.relations) + " to any role");
    doubt(finding, {model.doubt(first, Aspect::privileges)});
    std::string sql;
    for (const RelationId relation : grant.relations) {
        std::string one = revoke(model, grant.privileges, relation, grant.grantees);
        one.replace(0, std::string_view{"revoke"}.size(), "revoke grant option for");
        one.replace(one.size() - 1, 1, " cascade;");
        sql += (sql.empty() ? "" : "\n") + one;
    }
    finding.fixes.push_back({"Take the option back", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Take the option back, and what was passed on with it", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto grants = standing_grants(model, [&](RelationId, const AclEntry& entry) {
        return is_client(model, entry.grantee) ? entry.grantable : PrivilegeSet{};
    });
    for (const StandingGrant& grant : grants)
        report(model, grant, sink);
}

} // namespace

Rule grant_option_to_api_role() { return {&info, check}; }

} // namespace rlslint::rules
