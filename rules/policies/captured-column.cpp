#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary =
        "A column in a sub-select is taken from the inner table, not from the row that the policy is about",
    .why =
        R"(Inside a sub-select a name without qualifier means the innermost table that has it. In
`exists (select 1 from members where members.org_id = org_id)` both sides are `members.org_id`: the test no longer depends on
the row, and whoever passes it once passes it for every row of the table.)",
    .when_fine =
        R"(Never meant in this form. A test of the inner table alone compares its columns with constants or with the caller.)",
    .fix = R"(Qualify the outer column with the name of the policy's table.)",
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
        where m.user_id = (select auth.uid()) and m.org_id = org_id
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

constexpr std::string_view cwe[] = {"863", "697"};

constexpr RuleInfo info{
    .id = "captured-column",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.8",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// The policy's own row is among what a name would have meant.
bool captured(const BoundColumn& column, RelationId row) {
    return std::any_of(column.also.begin(), column.also.end(),
                       [&](const auto& entry) { return !entry.first.valid() && entry.second == row; });
}

/// Columns of two entries: their join is as good as any other.
bool is_join(const Comparison& comparison) {
    return comparison.left.is_column() && comparison.right.is_column() &&
           comparison.left.column->from != comparison.right.column->from;
}

/// It, or a query around it, is linked to the row elsewhere.
bool is_linked(const Anatomy& anatomy, std::uint32_t query) {
    for (; query != Comparison::no_query; query = anatomy.queries[query].parent) {
        if (anatomy.queries[query].refers_to_row || anatomy.queries[query].tested_by_row) return true;
    }
    return false;
}

bool with_itself(const Comparison& comparison) {
    return comparison.left.is_column() && comparison.right.is_column() && !is_join(comparison) &&
           comparison.left.column->column == comparison.right.column->column;
}

/// The captured name of a comparison that depends on inner columns alone; null where there is none. What is
/// linked to the row elsewhere may join inner relations as it likes, but not a column with itself.
const ColumnUse* capture_in(const ClauseOf& where, const Anatomy& anatomy, const Comparison& comparison) {
    if (comparison.query == Comparison::no_query) return nullptr;
    if (is_join(comparison) || (is_linked(anatomy, comparison.query) && !with_itself(comparison)))
        return nullptr;
    const ColumnUse* found = nullptr;
    for (const Operand* side : {&comparison.left, &comparison.right}) {
        const auto uses = columns_below(where, anatomy, side->expr);
        const auto of_the_row = [](const ColumnUse* use) { return !use->column->from.valid(); };
        if (uses.empty() || std::any_of(uses.begin(), uses.end(), of_the_row)) return nullptr;
        for (const ColumnUse* use : uses) {
            if (captured(*use->column, where.policy.table)) found = use;
        }
    }
    return found;
}

std::string qualified(const Model& model, const ClauseOf& where, const ColumnUse& use) {
    return quote_ident(model.catalog[where.policy.table].name.text()) + "." +
           std::string{model.sources.text(where.place(use.expr))};
}

/// All captured names of the clause.
std::vector<Replacement> qualifying(const Model& model, const ClauseOf& where,
                                    std::span<const ColumnUse* const> uses) {
    std::vector<Replacement> parts;
    for (const ColumnUse* use : uses)
        parts.push_back({where.place(use->expr), qualified(model, where, *use)});
    return parts;
}

void report(const Model& model, const ClauseOf& where, const ColumnUse& use,
            std::span<const ColumnUse* const> all, Sink& sink) {
    const std::string name{model.sources.text(where.place(use.expr))};
    const std::string inner =
        use.column->relation.valid() ? column_name(model, *use.column) : "a column of the sub-select";
    Finding finding = finding_in(model, sink, where, where.place(use.expr),
                                 name + " is " + inner + " here, not " + qualified(model, where, use) +
                                     ": whoever passes the test once passes it for every row of " +
                                     model.catalog.name_of(where.policy.table));
    relate(finding,
           {{"the policy's table has a column of that name", model.catalog[where.policy.table].name_span}});
    finding.help = "Qualify it: " + qualified(model, where, use);
    propose_rewriting(model, where, qualifying(model, where, all), "Qualify the name", finding);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        const Anatomy& anatomy = model.anatomy(where.clause);
        std::vector<const ColumnUse*> uses;
        for (const Comparison& comparison : anatomy.comparisons) {
            const ColumnUse* use = capture_in(where, anatomy, comparison);
            if (use != nullptr && std::find(uses.begin(), uses.end(), use) == uses.end()) uses.push_back(use);
        }
        for (const ColumnUse* use : uses)
            report(model, where, *use, uses, sink);
    }
}

} // namespace

Rule captured_column() { return {&info, check}; }

} // namespace rlslint::rules
