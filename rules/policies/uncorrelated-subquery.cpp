#include <algorithm>
#include <variant>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A sub-select that is to decide about rows refers to none of them",
    .why =
        R"(`exists (select 1 from members where user_id = auth.uid())` asks whether the caller is a member of anything. Where
the two tables share a key and the sub-select does not use it, one membership anywhere opens every row of every organisation.)",
    .when_fine =
        R"(Membership as such is what opens the table: a sub-select that tests a role or a flag, as for administrators, is not
reported.)",
    .fix = R"(Link the sub-select to the row: compare the key that both have.)",
    .bad =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (exists (select 1 from public.members where user_id = (select auth.uid())));)",
    .good =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (org_id in (select m.org_id from public.members as m where m.user_id = (select auth.uid())));)",
};

constexpr std::string_view cwe[] = {"863", "639"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC036"},
};

constexpr RuleInfo info{
    .id = "uncorrelated-subquery",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A column that both have under one name and that tells more than a row of its own: not id, nor what is
/// compared with the caller.
Symbol shared_column(const Model& model, RelationId row, RelationId lookup,
                     std::span<const ColumnNumber> of_caller) {
    const auto& columns = model.catalog[lookup].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string_view name = columns[i].name.text();
        const bool key =
            name.ends_with("_id") && !is_identity_column(model, lookup, static_cast<ColumnNumber>(i));
        if (columns[i].dropped || !key) continue;
        if (std::find(of_caller.begin(), of_caller.end(), i) != of_caller.end()) continue;
        const ColumnNumber other = model.catalog.find_column(row, columns[i].name);
        if (other != whole_row) return columns[i].name;
    }
    return {};
}

/// What a sub-select compares with the caller, of one of the relations that it reads.
std::vector<ColumnNumber> of_caller(const Anatomy& anatomy, std::uint32_t query, FromId from) {
    std::vector<ColumnNumber> columns;
    for (const Comparison& comparison : anatomy.comparisons) {
        const Operand* inner = comparison.side(Operand::Kind::inner_column);
        if (inner == nullptr || !anatomy.within(comparison.query, query) || inner->column->from != from)
            continue;
        if (comparison.across(*inner).says_who()) columns.push_back(inner->column->column);
    }
    return columns;
}

/// It tests something beside who asks: a role, a flag, a status.
bool tests_more(const Anatomy& anatomy, std::uint32_t query, std::span<const ColumnNumber> of_caller) {
    return std::any_of(anatomy.columns.begin(), anatomy.columns.end(), [&](const ColumnUse& use) {
        return anatomy.within(use.query, query) && use.column->from.valid() &&
               use.column->column != whole_row &&
               std::find(of_caller.begin(), of_caller.end(), use.column->column) == of_caller.end();
    });
}

/// The row is asked about elsewhere, and that must hold too.
bool row_decides_too(const ClauseOf& where, const Anatomy& anatomy, std::uint32_t query) {
    const bool uses_row =
        std::any_of(anatomy.columns.begin(), anatomy.columns.end(), [&](const ColumnUse& use) {
            return !use.column->from.valid() && !anatomy.within(use.query, query);
        });
    const auto* root = std::get_if<BoolOp>(&(*where.clause.tree)[where.clause.root].node);
    return uses_row && !(root != nullptr && root->kind == BoolOp::Kind::or_);
}

/// The relation whose key is not used; none where the sub-select is linked, or has nothing to be linked by.
RelationId unlinked(const Model& model, const ClauseOf& where, const Anatomy& anatomy, std::uint32_t number) {
    const InnerQuery& query = anatomy.queries[number];
    const bool decides =
        query.parent == Comparison::no_query && query.standing.positive && query.link.valid();
    if (!decides || query.refers_to_row || query.tested_by_row || query.reads.size() != 1) return {};
    const Lookup& lookup = query.reads.front();
    const RelationId row = where.policy.table;
    if (!lookup.relation.valid() || lookup.relation == row || is_users_table(model, lookup.relation))
        return {};
    const auto caller = of_caller(anatomy, number, lookup.from);
    if (caller.empty() || tests_more(anatomy, number, caller) || row_decides_too(where, anatomy, number))
        return {};
    const Constraint* back = foreign_key(model, lookup.relation, row);
    const bool linked =
        foreign_key(model, row, lookup.relation) != nullptr ||
        (back != nullptr && std::find(caller.begin(), caller.end(), back->columns.front()) == caller.end());
    return linked || !shared_column(model, row, lookup.relation, caller).empty() ? lookup.relation
                                                                                 : RelationId{};
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        const Anatomy& anatomy = model.anatomy(where.clause);
        for (std::uint32_t i = 0; i < anatomy.queries.size(); ++i) {
            const RelationId lookup = unlinked(model, where, anatomy, i);
            if (!lookup.valid() || !where.policy.permissive) continue;
            const std::string table = model.catalog.name_of(where.policy.table);
            Finding finding = finding_in(model, sink, where, where.place(anatomy.queries[i].link),
                                         "whoever has one row in " + model.catalog.name_of(lookup) +
                                             " passes for every row of " + table +
                                             ": the sub-select refers to nothing of it");
            const Symbol key = shared_column(model, where.policy.table, lookup, {});
            show_linked(model, where, where.place(anatomy.queries[i].link), key, finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule uncorrelated_subquery() { return {&info, check}; }

} // namespace rlslint::rules
