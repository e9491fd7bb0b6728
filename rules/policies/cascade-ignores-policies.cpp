#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Deleting a row takes rows with it that the role may not delete",
    .why =
        R"(ON DELETE CASCADE and SET NULL run without the policies of the child table. Whoever may delete the parent deletes, or
cuts loose, rows of others that hang on it.)",
    .when_fine = R"(Whoever owns the parent owns what hangs on it.)",
    .fix = R"(Use ON DELETE RESTRICT, or let the back end delete.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (user_id = (select auth.uid()));
create table public.audits (id bigint primary key, note_id bigint references public.notes on delete cascade);
alter table public.audits enable row level security;
create policy "read" on public.audits for select to authenticated using (id > 0);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (user_id = (select auth.uid()));
create table public.audits (id bigint primary key, note_id bigint references public.notes on delete restrict);
alter table public.audits enable row level security;
create policy "read" on public.audits for select to authenticated using (id > 0);)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "cascade-ignores-policies",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "4.3",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

bool reaches(const Model& model, RoleId role, RelationId table, Action action) {
    const Verdict verdict = model.access.cell(role, table, action).verdict;
    return verdict == Verdict::some || verdict == Verdict::all;
}

/// Clients that may delete parents, and certainly not change the children so.
std::vector<RoleId> deleters(const Model& model, RelationId child, const Constraint& constraint) {
    std::vector<RoleId> roles;
    const Action on_child = constraint.on_delete == 'c' ? Action::blind_delete : Action::blind_update;
    for (const RoleId role : model.reach.api_roles()) {
        const bool may_not = model.access.cell(role, child, on_child).verdict == Verdict::none;
        if (may_not && reaches(model, role, constraint.references, Action::delete_)) roles.push_back(role);
    }
    return roles;
}

void check(const Model& model, Sink& sink) {
    for (const RelationId child : model.tables()) {
        const Relation& relation = model.catalog[child];
        if (!relation.rls) continue;
        for (const Constraint& constraint : relation.constraints) {
            const bool cascades = constraint.kind == TableConstraint::Kind::foreign_key &&
                                  constraint.references.valid() &&
                                  (constraint.on_delete == 'c' || constraint.on_delete == 'n');
            const auto roles = cascades ? deleters(model, child, constraint) : std::vector<RoleId>{};
            if (roles.empty()) continue;
            const std::string does =
                constraint.on_delete == 'c' ? " deletes rows of " : " cuts loose rows of ";
            Finding finding =
                sink.finding(model.catalog.name_of(child), constraint.span,
                             "whoever deletes from " + model.catalog.name_of(constraint.references) + " as " +
                                 in_prose(model.catalog, roles) + does + model.catalog.name_of(child) +
                                 ", which its policies do not allow");
            doubt(finding, {model.doubt(child, Aspect::more_policies)});
            finding.help =
                with_sql("Use ON DELETE RESTRICT, if the rows are to outlive the parent",
                         change_constraint(
                             model, child, constraint.name,
                             "foreign key (" + column_list(relation, constraint.columns) + ") references " +
                                 sql_name(model.catalog, constraint.references) + " on delete restrict"));
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule cascade_ignores_policies() { return {&info, check}; }

} // namespace rlslint::rules
