#include <algorithm>
#include <map>
#include <optional>

#include "rlslint/lint/kit.hpp"
#include "rlslint/text/nearest.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A GRANT, REVOKE or policy names a role that neither the platform nor the migrations create",
    .why =
        R"(PostgreSQL refuses the statement: the policy is not created, the privilege neither given nor taken. The usual
cause is a typing error, or the name of a claim that is no role. Where the platform's profile does not list all roles, the
role may be made elsewhere, and this is an information.)",
    .when_fine =
        R"(The role is created by hand, outside the migrations: create it in them, if it does not exist, or the next
database will not have it.)",
    .fix = R"(Correct the name, or create the role before it is named.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "edit own notes" on public.notes
    for update to authenticted
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "edit own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr Alias aliases[] = {
    {"pgrls", "SEC037"},
};

constexpr RuleOption options[] = {
    {"known", RuleOption::Kind::words, "Roles that are created outside of the migrations."}};

constexpr RuleInfo info{
    .id = "unknown-role",
    .group = RuleGroup::grants,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
    .options = options,
};

using Places = std::map<std::uint32_t, std::vector<Span>>;

void add(Places& places, RoleId role, Span place) {
    if (role != public_role) places[role.value].push_back(place);
}

/// By role, what grants it something, takes it, or names it in a policy.
Places uses(const Catalog& catalog) {
    Places places;
    for (const Event& event : catalog.events()) {
        for (const RoleId role : event.change.grantees)
            add(places, role, event.span);
    }
    for (const DefaultPrivileges& defaults : catalog.default_privileges()) {
        for (const AclEntry& entry : defaults.acl.entries)
            add(places, entry.grantee, entry.span);
    }
    for (const Membership& membership : catalog.memberships()) {
        add(places, membership.role, membership.span);
        add(places, membership.member, membership.span);
    }
    for (const Policy& policy : catalog.policies()) {
        for (const RoleId role : policy.roles)
            add(places, role, policy.roles_span);
    }
    return places;
}

std::optional<std::string_view> meant(const Catalog& catalog, std::string_view name) {
    std::vector<std::string_view> known{"public"};
    for (const Role& role : catalog.roles()) {
        if (role.origin.live() && !role.origin.assumed) known.push_back(role.name.text());
    }
    return nearest(name, known);
}

void report(const Model& model, RoleId id, const std::vector<Span>& places, Sink& sink) {
    const Role& role = model.catalog[id];
    const std::string name{role.name.text()};
    std::string message = "there is no role " + quote_ident(name) + ": PostgreSQL refuses this statement";
    if (!model.platform.closed_roles) message = "no migration creates role " + quote_ident(name);
    Finding finding = sink.finding("role:" + name, role.name_span, std::move(message));
    finding.clause = name;
    if (!model.platform.closed_roles) finding.severity = Severity::info;
    doubt(finding, {model.doubt_about_roles()});
    Span last;
    for (const Span place : places) {
        if (place.valid() && place != last) relate(finding, {{"it is named here too", place}});
        last = place;
    }
    finding.help = with_sql("Create it before it is named", "create role " + quote_ident(name) + ";");
    if (const auto other = meant(model.catalog, name))
        finding.help = "Did you mean " + std::string{*other} + "?";
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto roles = model.catalog.roles();
    const auto known = sink.words("known");
    for (const auto& [number, places] : uses(model.catalog)) {
        if (number >= roles.size() || !roles[number].origin.assumed || roles[number].origin.dropped) continue;
        if (std::find(known.begin(), known.end(), roles[number].name.text()) != known.end()) continue;
        // A placeholder stands for a role of each installation's own.
        if (model.sources.was_filled(roles[number].name_span)) continue;
        report(model, RoleId{number}, places, sink);
    }
}

} // namespace

Rule unknown_role() { return {&info, check}; }

} // namespace rlslint::rules
