#include <algorithm>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table says whose its rows are, and no policy asks",
    .why =
        R"(The table has a column for the owner or the tenant, by its name or by a foreign key to the users table, and clients
write rows or see some of them; but none of its policies reads that column.)",
    .when_fine = R"(The column is for information, or rights come through another table.)",
    .fix = R"(Compare the column with the caller's identity.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, open boolean not null);
alter table public.notes enable row level security;
create policy "edit open notes" on public.notes
    for all to authenticated
    using (open);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"639"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC027"},
};

constexpr RuleInfo info{
    .id = "owner-column-unused",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

constexpr PolicyCommand writes[] = {PolicyCommand::insert, PolicyCommand::update, PolicyCommand::delete_};

/// Some client writes rows by these policies: what everyone reads and nobody writes needs no owner.
bool is_written(const Model& model, RelationId table) {
    for (const RoleId role : model.reach.api_roles()) {
        for (const PolicyCommand command : writes) {
            const Verdict verdict = model.access.cell(role, table, action_of(command)).verdict;
            if (verdict == Verdict::some || verdict == Verdict::all) return true;
        }
    }
    return false;
}

/// One of the clauses reads an owner column, or something that cannot be looked into; or it holds for
/// everyone, which is another finding.
bool asks_owner(const Model& model, RelationId table) {
    for (const PolicyId id : model.catalog[table].policies) {
        for (const BoundExpr* clause : clauses_of(model.catalog[id])) {
            if (model.facts(*clause).truth == Truth::always) return true;
            const auto& columns = model.anatomy(*clause).columns;
            const bool asks = std::any_of(columns.begin(), columns.end(), [&](const ColumnUse& use) {
                if (use.column->from.valid()) return false;
                return use.column->column == whole_row || is_owner_column(model, table, use.column->column);
            });
            if (asks || !clause->bindings->functions.empty() || model.anatomy(*clause).reads_relations())
                return true;
        }
    }
    return false;
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        const Relation& relation = model.catalog[table];
        const auto owner = owner_column(model, table);
        const bool asked = relation.rls && !relation.policies.empty() && owner && !model.listed_public(table);
        if (!asked || asks_owner(model, table) || !is_written(model, table)) continue;
        const Column& column = relation.columns[*owner];
        Finding finding = sink.finding(model.catalog.name_of(table), column.span,
                                       "no policy of " + model.catalog.name_of(table) + " reads " +
                                           std::string{column.name.text()} + ", which says whose a row is");
        doubt(finding,
              {model.doubt(table, Aspect::more_policies), model.doubt(table, Aspect::fewer_policies)});
        finding.help =
            with_sql("Compare it with the caller's identity, in each policy that is not for everyone",
                     alter_policy(model, relation.policies.front(),
                                  "using (" + own_row_test(model, table) + " and …)"));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule owner_column_unused() { return {&info, check}; }

} // namespace rlslint::rules
