#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role may insert into a table whose default draws from a sequence that it may not use",
    .why =
        R"(nextval() needs USAGE or UPDATE on the sequence, of whoever runs the INSERT. Without it each one that leaves the
column to its default fails with error 42501: permission denied for sequence.)",
    .when_fine = R"(Clients always give the value themselves.)",
    .fix =
        R"(Grant USAGE on the sequence, or make the column an identity column, whose sequence needs no privilege.)",
    .bad = R"(create schema app;
grant usage on schema app to authenticated;
create table app.notes (id bigserial primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "add own notes" on app.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));
grant insert on app.notes to authenticated;)",
    .good = R"(create schema app;
grant usage on schema app to authenticated;
create table app.notes (id bigserial primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "add own notes" on app.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));
grant insert on app.notes to authenticated;
grant usage on sequence app.notes_id_seq to authenticated;)",
};

constexpr RuleInfo info{
    .id = "missing-sequence-usage",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

/// The sequence that a column's default draws from; none for identity columns, which need no
/// privilege on theirs.
RelationId drawn_from(const Catalog& catalog, const Column& column) {
    if (column.dropped || column.identity != 0) return {};
    if (column.sequence.valid()) return column.sequence;
    if (!column.default_value.present()) return {};
    for (const auto& [expr, relation] : column.default_value.bindings->named) {
        if (relation.valid() && catalog[relation].kind == 'S') return relation;
    }
    return {};
}

/// Some row of this role may pass: else its INSERT fails anyway.
bool may_insert(const Model& model, RelationId table, RoleId role) {
    if (!model.reach.reachable(role, table).has(Privilege::insert)) return false;
    const Relation& relation = model.catalog[table];
    if (!relation.rls || model.reach.exempt(role, table)) return true;
    return std::any_of(relation.policies.begin(), relation.policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        return policy.permissive && covers(policy.command, PolicyCommand::insert) &&
               gate(policy, PolicyCommand::insert).present() && model.reach.applies_to(policy, role);
    });
}

std::vector<RoleId> locked_out(const Model& model, RelationId table, RelationId sequence) {
    std::vector<RoleId> roles;
    for (const RoleId role : model.reach.api_roles()) {
        const PrivilegeSet held = model.reach.privileges(role, sequence);
        if (!held.has_any(Privilege::usage | Privilege::update) && may_insert(model, table, role))
            roles.push_back(role);
    }
    return roles;
}

/// The GRANT that lets it insert, else the column.
Span place(const Model& model, RelationId table, RoleId role, const Column& column) {
    const AclEntry* entry = model.reach.source(role, table, Privilege::insert);
    const bool granted = entry != nullptr && entry->source == GrantSource::explicit_ && entry->span.valid();
    return granted ? entry->span : column.span;
}

void report(const Model& model, RelationId table, const Column& column, RelationId sequence,
            std::span<const RoleId> roles, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    const std::string lack = roles.size() == 1 ? " lacks" : " lack";
    Finding finding =
        sink.finding(name, place(model, table, roles.front(), column),
                     in_prose(model.catalog, roles) + lack + " USAGE on " + model.catalog.name_of(sequence) +
                         ": an INSERT into " + name + " that leaves " + std::string{column.name.text()} +
                         " to its default fails with 42501");
    doubt(finding, {model.doubt(table, Aspect::grants), model.doubt(table, Aspect::privileges)});
    relate(finding, {{"the column", column.span}});
    std::string sql = grant(model, Privilege::usage, sequence, roles);
    sql.insert(sql.find(" on ") + 4, "sequence ");
    finding.fixes.push_back({"Grant USAGE on the sequence", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant USAGE on the sequence, or make it an identity column", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        for (const Column& column : model.catalog[table].columns) {
            const RelationId sequence = drawn_from(model.catalog, column);
            if (!sequence.valid() || model.catalog[sequence].origin.assumed) continue;
            const std::vector<RoleId> roles = locked_out(model, table, sequence);
            if (!roles.empty()) report(model, table, column, sequence, roles, sink);
        }
    }
}

} // namespace

Rule missing_sequence_usage() { return {&info, check}; }

} // namespace rlslint::rules
