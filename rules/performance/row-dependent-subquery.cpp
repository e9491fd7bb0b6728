#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/sql/walk.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy runs a sub-select for every row that could be made one set for all",
    .why =
        R"(A sub-select that names the row and whose result is compared with the caller is run for each row that a query
looks at. Which rows the caller is tied to is the same for all of them: `column in (select … where user_id = (select
auth.uid()))` gathers it once and tests each row against the set. An EXISTS with the same two conditions is not
reported: PostgreSQL turns that round by itself.)",
    .when_fine = R"(The table stays small, or queries touch few rows of it.)",
    .fix = R"(Turn it round: compare the row's column with a sub-select that does not name the row.)",
    .bad = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.files (id bigint primary key, org_id uuid not null);
alter table public.files enable row level security;
create policy "members read" on public.files
    for select to authenticated
    using ((select auth.uid()) in (select m.user_id from public.members m where m.org_id = files.org_id));)",
    .good = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.files (id bigint primary key, org_id uuid not null);
alter table public.files enable row level security;
create policy "members read" on public.files
    for select to authenticated
    using (org_id in (select m.org_id from public.members m where m.user_id = (select auth.uid())));)",
};

constexpr std::string_view cwe[] = {"1050"};

constexpr RuleInfo info{
    .id = "row-dependent-subquery",
    .group = RuleGroup::performance,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// Nothing but a list, FROM and WHERE, of one relation; null where it is more.
const Select* plain_select(const Tree& tree, const InnerQuery& query) {
    const auto* select = std::get_if<Select>(&tree[query.id].node);
    const bool plain = select != nullptr && select->where.valid() && select->from.size() == 1 &&
                       query.reads.size() == 1 && select->group_by.empty() && !select->limit.valid() &&
                       !select->offset.valid() && select->with.empty();
    return plain ? select : nullptr;
}

/// What ties a query to the row, and what it gives to the caller.
struct Ties {
    const Comparison* to_row = nullptr;    ///< in its WHERE: inner column = column of the row
    const Comparison* to_caller = nullptr; ///< outside: the caller is, or is among, what it gives
    bool only_once = true;                 ///< the row is named in one comparison alone
};

Ties ties_of(const Tree& tree, const Anatomy& anatomy, std::uint32_t query, const Select& select) {
    Ties ties;
    for (const Comparison& comparison : anatomy.comparisons) {
        const Operand* inner = comparison.side(Operand::Kind::inner_column);
        if (comparison.query != query || !comparison.is_equality() || inner == nullptr) continue;
        const bool inside = any_within(tree, select.where, [&](ExprId id) { return id == comparison.expr; });
        const Operand& other = comparison.across(*inner);
        if (inside && comparison.standing.required && other.kind == Operand::Kind::row_column)
            ties.to_row = &comparison;
        if (!inside && comparison.standing.positive && other.says_who()) ties.to_caller = &comparison;
    }
    const auto named = std::count_if(anatomy.columns.begin(), anatomy.columns.end(), [&](const auto& use) {
        return use.query == query && use.column != nullptr && !use.column->from.valid();
    });
    ties.only_once = named == 1;
    return ties;
}

/// The comparison with the caller, as one of the row with what the caller is tied to.
Replacement turned_round(const Model& model, const Tree& tree, const Ties& ties) {
    const auto text = [&](const Comparison& in, Operand::Kind kind) {
        return std::string{model.sources.text(tree[in.side(kind)->expr].span)};
    };
    const Operand& given = *ties.to_caller->side(Operand::Kind::inner_column);
    return {tree[ties.to_caller->expr].span,
            text(*ties.to_row, Operand::Kind::row_column) + " in (select " +
                text(*ties.to_row, Operand::Kind::inner_column) + " from … where " +
                text(*ties.to_caller, Operand::Kind::inner_column) + " = " +
                std::string{model.sources.text(tree[ties.to_caller->across(given).expr].span)} + ")"};
}

void check_clause(const Model& model, PolicyId id, const BoundExpr& clause, Sink& sink) {
    const Anatomy& anatomy = model.anatomy(clause);
    const Tree& tree = *clause.tree;
    for (std::uint32_t i = 0; i < anatomy.queries.size(); ++i) {
        const Select* select = plain_select(tree, anatomy.queries[i]);
        if (select == nullptr) continue;
        const Ties ties = ties_of(tree, anatomy, i, *select);
        if (ties.to_row == nullptr || ties.to_caller == nullptr || !ties.only_once) continue;
        Finding finding = sink.finding(model, id, tree[ties.to_caller->expr].span,
                                       "this sub-select is run for every row of " +
                                           model.catalog.name_of(model.catalog[id].table) +
                                           ", though what the caller is tied to is the same for all");
        finding.clause = without_layout(model.sources.text(clause.clause));
        finding.help = "Turn it round, without the comparison with the row";
        show_rewriting(model, {id, model.catalog[id], clause}, {turned_round(model, tree, ties)}, finding);
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked =
            model.catalog[policy.table].rls && policy.using_clause.present() && binds_someone(model, policy);
        if (asked) check_clause(model, id, policy.using_clause, sink);
    }
}

} // namespace

Rule row_dependent_subquery() { return {&info, check}; }

} // namespace rlslint::rules
