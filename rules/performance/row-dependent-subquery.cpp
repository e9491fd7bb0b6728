#include <string>
#include <utility>
#include <variant>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy runs a sub-select for every row that could be made one set for all",
    .why =
        R"(An EXISTS that names the row is run for each row that a query looks at. What it looks for, the caller's memberships,
is the same for all of them: `column in (select … where user_id = (select auth.uid()))` gathers it once and tests each
row against the set.)",
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
    using (exists (select 1 from public.members m where m.org_id = files.org_id and m.user_id = (select auth.uid())));)",
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

/// What ties a query to the row, and to the caller.
struct Ties {
    const Comparison* to_row = nullptr;
    bool to_caller = false;
    bool only_once = true; ///< the row is named in one comparison alone
};

Ties ties_of(const Anatomy& anatomy, std::uint32_t query) {
    Ties ties;
    for (const Comparison& comparison : anatomy.comparisons) {
        if (comparison.query != query || !comparison.standing.required || !comparison.is_equality()) continue;
        const Operand* row = comparison.side(Operand::Kind::row_column);
        const Operand* inner = comparison.side(Operand::Kind::inner_column);
        if (row != nullptr && inner != nullptr) ties.to_row = &comparison;
        if (inner != nullptr && comparison.across(*inner).says_who()) ties.to_caller = true;
    }
    std::size_t named = 0;
    for (const ColumnUse& use : anatomy.columns) {
        if (use.query == query && use.column != nullptr && !use.column->from.valid()) ++named;
    }
    ties.only_once = named == 1;
    return ties;
}

/// Nothing but a list, FROM and WHERE, of one relation.
bool is_plain(const Tree& tree, const InnerQuery& query) {
    const auto* select = std::get_if<Select>(&tree[query.id].node);
    return select != nullptr && select->from.size() == 1 && query.reads.size() == 1 &&
           select->group_by.empty() && !select->limit.valid() && !select->offset.valid() &&
           select->with.empty();
}

void check_clause(const Model& model, PolicyId id, const BoundExpr& clause, Sink& sink) {
    const Anatomy& anatomy = model.anatomy(clause);
    const Tree& tree = *clause.tree;
    for (std::uint32_t i = 0; i < anatomy.queries.size(); ++i) {
        const InnerQuery& query = anatomy.queries[i];
        const auto* link = query.link.valid() ? std::get_if<SubLink>(&tree[query.link].node) : nullptr;
        if (link == nullptr || link->kind != SubLink::Kind::exists || !is_plain(tree, query)) continue;
        const Ties ties = ties_of(anatomy, i);
        if (ties.to_row == nullptr || !ties.to_caller || !ties.only_once) continue;
        const Span row = tree[ties.to_row->side(Operand::Kind::row_column)->expr].span;
        const Span inner = tree[ties.to_row->side(Operand::Kind::inner_column)->expr].span;
        Finding finding = sink.finding(model, id, tree[query.link].span,
                                       "this sub-select is run for every row of " +
                                           model.catalog.name_of(model.catalog[id].table) +
                                           ", though what the caller is tied to is the same for all");
        finding.clause = without_layout(model.sources.text(clause.clause));
        finding.help = "Turn it round: " + std::string{model.sources.text(row)} + " in (select " +
                       std::string{model.sources.text(inner)} +
                       " from … where …), without the comparison with the row";
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
