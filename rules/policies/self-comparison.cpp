#include <variant>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares a column with itself",
    .why =
        R"(`m.org_id = m.org_id` holds for every row in which the column is not NULL. It stands where two tables were to be
linked: whoever has one row in the inner table passes for every row of the policy's table.)",
    .when_fine = R"(Never: to ask that a column is not NULL, say `is not null`.)",
    .fix = R"(Write the column that was meant on one of the sides, as a rule that of the policy's table.)",
    .bad =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (exists (
        select 1 from public.members as m
        where m.user_id = (select auth.uid()) and m.org_id = m.org_id
    ));)",
    .good =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (exists (
        select 1 from public.members as m
        where m.user_id = (select auth.uid()) and m.org_id = projects.org_id
    ));)",
};

constexpr std::string_view cwe[] = {"570", "697"};

constexpr RuleInfo info{
    .id = "self-comparison",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.1",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

bool compares_with_itself(const Comparison& comparison) {
    const Operand& left = comparison.left;
    const Operand& right = comparison.right;
    return left.is_column() && right.is_column() && left.expr != right.expr &&
           left.column->from == right.column->from && left.column->column == right.column->column &&
           left.column->relation == right.column->relation &&
           left.column->levels_up == right.column->levels_up;
}

bool is_qualified(const Tree& tree, const Operand& side) {
    const auto* ref = std::get_if<ColumnRef>(&tree[side.expr].node);
    return ref != nullptr && !ref->qualifier.empty();
}

void report(const Model& model, const ClauseOf& where, const Comparison& comparison, Sink& sink) {
    const bool own = comparison.left.kind == Operand::Kind::row_column;
    const std::string text{model.sources.text(where.place(comparison.expr))};
    const std::string table = model.catalog.name_of(where.policy.table);
    Finding finding =
        finding_in(model, sink, where, where.place(comparison.expr),
                   text + " compares a column with itself: it holds for every row " +
                       (own ? "of " + table : "that the sub-select reads, whatever the row of " + table));
    if (own) finding.severity = Severity::warning;
    finding.help = "Compare it with what was meant; that a column is not NULL is asked by: is not null";
    const Column& column =
        model.catalog[comparison.left.column->relation].columns[comparison.left.column->column];
    const bool shared = model.catalog.find_column(where.policy.table, column.name) != whole_row;
    const std::string meant = own || !shared ? "…"
                                             : quote_ident(model.catalog[where.policy.table].name.text()) +
                                                   "." + quote_ident(column.name.text());
    show_rewriting(model, where, {{where.place(comparison.right.expr), meant}}, finding);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            const bool written_out = is_qualified(*where.clause.tree, comparison.left) ||
                                     is_qualified(*where.clause.tree, comparison.right) ||
                                     comparison.left.kind == Operand::Kind::row_column;
            if (written_out && comparison.is_equality() && compares_with_itself(comparison))
                report(model, where, comparison, sink);
        }
    }
}

} // namespace

Rule self_comparison() { return {&info, check}; }

} // namespace rlslint::rules
