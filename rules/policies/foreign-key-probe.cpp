#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A foreign key tells clients which rows exist that they may not see",
    .why =
        R"(Foreign keys are checked without the policies. Whoever may insert a row that refers to another learns, by whether that
fails, if a row with that key exists; and hangs a row onto one that is not theirs.)",
    .when_fine = R"(Keys that nobody can guess, and children that do no harm.)",
    .fix = R"(Look the parent up in the check: under its policies only visible ones are found.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create table public.comments (id bigint primary key, note_id bigint not null references public.notes, user_id uuid not null);
alter table public.comments enable row level security;
create policy "comment" on public.comments
    for all to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create table public.comments (id bigint primary key, note_id bigint not null references public.notes, user_id uuid not null);
alter table public.comments enable row level security;
create policy "comment" on public.comments
    for all to authenticated
    using (user_id = (select auth.uid()) and note_id in (select n.id from public.notes as n));)",
};

constexpr std::string_view cwe[] = {"203"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC047"},
};

constexpr RuleInfo info{
    .id = "foreign-key-probe",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "3.1",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The client may insert, and sees only some of the parents, or none.
bool probes(const Model& model, RoleId role, RelationId child, RelationId parent) {
    const Verdict inserts = model.access.cell(role, child, Action::insert).verdict;
    const Verdict sees = model.access.cell(role, parent, Action::select).verdict;
    return (inserts == Verdict::some || inserts == Verdict::all) &&
           (sees == Verdict::some || sees == Verdict::none);
}

/// The check on new rows says something of the column that refers.
bool checked(const Model& model, RelationId child, ColumnNumber column) {
    for (const PolicyId id : model.catalog[child].policies) {
        const BoundExpr& clause = gate(model.catalog[id], PolicyCommand::insert);
        const bool inserts = covers(model.catalog[id].command, PolicyCommand::insert) && clause.present();
        if (inserts && (model.anatomy(clause).uses_row_column(column) || model.readings(clause)[0].unread))
            return true;
    }
    return false;
}

bool is_probe(const Model& model, RelationId child, const Constraint& constraint) {
    const RelationId parent = constraint.references;
    if (constraint.kind != TableConstraint::Kind::foreign_key || !parent.valid() || parent == child)
        return false;
    const Relation& referenced = model.catalog[parent];
    return referenced.rls && !referenced.origin.profile && constraint.columns.size() == 1 &&
           !checked(model, child, constraint.columns.front());
}

/// The checks on new rows, which are to look the parent up too.
std::string looked_up(const Model& model, RelationId child, const Constraint& constraint) {
    const std::string name = quote_ident(model.catalog[child].name.text());
    const std::string test =
        "exists (select 1 from " + sql_name(model.catalog, constraint.references) + " p where p." +
        column_list(model.catalog[constraint.references], constraint.referenced_columns) + " = " + name +
        "." + column_list(model.catalog[child], constraint.columns) + ")";
    std::string sql;
    for (const PolicyId id : model.catalog[child].policies) {
        const BoundExpr& clause = gate(model.catalog[id], PolicyCommand::insert);
        if (!covers(model.catalog[id].command, PolicyCommand::insert) || !clause.present()) continue;
        const std::string text{model.sources.text(clause.span())};
        sql += (sql.empty() ? "" : "\n") +
               alter_policy(model, id,
                            "with check (" + (text == "true" ? test : test + " and (" + text + ")") + ")");
    }
    return sql;
}

void check(const Model& model, Sink& sink) {
    for (const RelationId child : model.tables()) {
        if (!model.catalog[child].rls) continue;
        for (const Constraint& constraint : model.catalog[child].constraints) {
            if (!is_probe(model, child, constraint)) continue;
            std::vector<RoleId> roles;
            for (const RoleId role : model.reach.api_roles()) {
                if (probes(model, role, child, constraint.references)) roles.push_back(role);
            }
            if (roles.empty()) continue;
            const std::string parent = model.catalog.name_of(constraint.references);
            Finding finding =
                sink.finding(model.catalog.name_of(child), constraint.span,
                             in_prose(model.catalog, roles) + " can find out which rows " + parent +
                                 " has by inserting into " + model.catalog.name_of(child));
            finding.help = with_sql(
                "Look the parent up in the check on new rows: under its policies only visible ones are found",
                looked_up(model, child, constraint));
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule foreign_key_probe() { return {&info, check}; }

} // namespace rlslint::rules
