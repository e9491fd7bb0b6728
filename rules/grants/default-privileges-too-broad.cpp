#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Default privileges open every future table to PUBLIC or to callers who are not signed in",
    .why =
        R"(ALTER DEFAULT PRIVILEGES acts when a table is created: each new one is within everyone's reach from its first
moment, whether or not its row security was thought of. One table whose ENABLE is forgotten is then open to whoever holds
the public key.)",
    .when_fine =
        R"(Every table is made by a template, or guarded by an event trigger, that turns row security on. What only repeats
the platform's older default, as schema dumps do, is an information.)",
    .fix = R"(Revoke the default and grant table by table, beside the policies.)",
    .bad = R"(alter default privileges in schema public grant select on tables to anon;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on public.notes to authenticated;)",
};

constexpr std::string_view cwe[] = {"276", "732"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC044"},
};

constexpr RuleInfo info{
    .id = "default-privileges-too-broad",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "supabase",
};

/// One statement's share in the defaults.
struct Opened {
    const AclEntry* entry;
    std::vector<RoleId> grantees;
    PrivilegeSet privileges;
};

bool is_anyone(const Model& model, RoleId grantee) {
    const auto anonymous = model.reach.anonymous_roles();
    return grantee == public_role ||
           std::find(anonymous.begin(), anonymous.end(), grantee) != anonymous.end();
}

std::vector<Opened> opened(const Model& model, const Acl& acl) {
    std::vector<Opened> all;
    for (const AclEntry& entry : acl.entries) {
        if (!entry.privileges.has_any(row_privileges) || !is_anyone(model, entry.grantee)) continue;
        auto known = std::find_if(all.begin(), all.end(),
                                  [&](const Opened& o) { return o.entry->span == entry.span; });
        if (known == all.end()) known = all.insert(known, Opened{&entry, {}, {}});
        if (std::find(known->grantees.begin(), known->grantees.end(), entry.grantee) == known->grantees.end())
            known->grantees.push_back(entry.grantee);
        known->privileges |= entry.privileges & row_privileges;
    }
    return all;
}

/// Everything on the tables of public to all of the platform's roles: what its older era gave.
bool repeats_era(const Model& model, const DefaultPrivileges& defaults) {
    const bool in_public = defaults.schema.valid() && model.catalog[defaults.schema].name.text() == "public";
    const auto holds_all = [&](Symbol role) {
        return (row_privileges - defaults.acl.held_by(model.catalog.find_role(role))).empty();
    };
    return in_public && !model.platform.era.empty() &&
           std::all_of(model.platform.api_roles.begin(), model.platform.api_roles.end(), holds_all) &&
           std::all_of(model.platform.service_roles.begin(), model.platform.service_roles.end(), holds_all);
}

std::string where(const Model& model, const DefaultPrivileges& defaults) {
    if (!defaults.schema.valid()) return "";
    return " in schema " + std::string{model.catalog[defaults.schema].name.text()};
}

void report(const Model& model, const DefaultPrivileges& defaults, const Opened& open, Sink& sink) {
    const std::string get =
        open.grantees.size() == 1 && open.grantees.front() != public_role ? " gets " : " get ";
    const std::string owner = model.catalog.name_of(defaults.role);
    Finding finding =
        sink.finding("role:" + owner, open.entry->span,
                     in_prose(model.catalog, open.grantees) + get + in_prose(open.privileges) +
                         " on every table that " + owner + " will create" + where(model, defaults));
    if (repeats_era(model, defaults)) finding.severity = Severity::info;
    std::vector<std::string> names;
    for (const RoleId role : open.grantees)
        names.push_back(sql_name(model.catalog, role));
    std::string sql = "alter default privileges for role " + sql_name(model.catalog, defaults.role);
    if (defaults.schema.valid())
        sql += " in schema " + quote_ident(model.catalog[defaults.schema].name.text());
    sql += "\n    revoke all on tables from ";
    for (const std::string& name : names)
        sql += (name == names.front() ? "" : ", ") + name;
    finding.fixes.push_back({"Take the default back", Applicability::unsafe, sql + ";", {}});
    finding.help = with_sql("Take it back and grant table by table, beside the policies", sql + ";");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const DefaultPrivileges& defaults : model.catalog.default_privileges()) {
        if (defaults.kind != ObjectKind::table) continue;
        for (const Opened& open : opened(model, defaults.acl))
            report(model, defaults, open, sink);
    }
}

} // namespace

Rule default_privileges_too_broad() { return {&info, check}; }

} // namespace rlslint::rules
