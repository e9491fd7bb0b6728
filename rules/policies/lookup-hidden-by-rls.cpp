#include <algorithm>

#include "rlslint/access/recursion.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy looks into a table whose own policies show the role no row",
    .why =
        R"(Sub-selects in a policy are under row security themselves. Where the role that asks sees no row of the table that is
looked up, the test is never true: the policy lets nothing through, and no error says why. A list of those to be shut out
(NOT EXISTS, NOT IN) fails the other way: it is always empty, and shuts out nobody.)",
    .when_fine = R"(Never meant, unless the policy is to let nothing through: then say `false`.)",
    .fix =
        R"(Give the table that is looked up a policy for SELECT, or let a SECURITY DEFINER function do the looking up.)",
    .bad =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy "join" on public.members for insert to authenticated
    with check (user_id = (select auth.uid()) and org_id > 0);
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (org_id in (select m.org_id from public.members as m where m.user_id = (select auth.uid())));)",
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

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "lookup-hidden-by-rls",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// Row security, not a missing privilege, leaves the role no row.
bool hidden(const Model& model, RoleId role, RelationId relation) {
    const Cell cell = model.access.cell(role, relation, Action::select);
    return cell.verdict == Verdict::none && (cell.why == Why::no_policy || cell.why == Why::policy) &&
           !recursion(model.catalog, model.reach, model.access.bodies(), role, relation, Action::select);
}

std::vector<RoleId> blind_roles(const Model& model, const ClauseOf& where, RelationId relation,
                                bool shuts_out) {
    std::vector<RoleId> roles;
    for (const RoleId role : clients_of(model, where.policy)) {
        const Truth pointless = shuts_out ? Truth::never : Truth::always;
        if (truth_for(model, role, where.clause) == pointless) continue;
        if (is_meant_for(model, role, where.policy) && hidden(model, role, relation)) roles.push_back(role);
    }
    return roles;
}

void report(const Model& model, const ClauseOf& where, const Lookup& lookup, std::span<const RoleId> roles,
            bool shuts_out, Sink& sink) {
    const std::string relation = model.catalog.name_of(lookup.relation);
    const std::string see = roles.size() == 1 ? " sees" : " see";
    Finding finding = finding_in(
        model, sink, where, (*where.clause.tree)[lookup.from].span,
        in_prose(model.catalog, roles) + see + " no row of " + relation + ": this test of the policy of " +
            model.catalog.name_of(where.policy.table) + (shuts_out ? " shuts nobody out" : " is never true"));
    finding.cause = {finding.subject, "lookup"};
    doubt(finding, {model.doubt(lookup.relation, Aspect::rls_off),
                    model.doubt(lookup.relation, Aspect::more_policies)});
    relate(finding, {{"the table that is looked up", model.catalog[lookup.relation].name_span}});
    finding.help = with_sql("Give " + relation +
                                " a policy for SELECT that shows callers their own rows, or look it up in a "
                                "SECURITY DEFINER function",
                            create_policy(model, lookup.relation, "read own rows", PolicyCommand::select,
                                          roles, own_row_test(model, lookup.relation)));
    sink.report(std::move(finding));
}

/// `(select count(*) …)` gives a value even where there is no row, and so may other calls.
bool counts_rows(const Tree& tree, const InnerQuery& query) {
    const auto* select = std::get_if<Select>(&tree[query.id].node);
    const auto* link = query.link.valid() ? std::get_if<SubLink>(&tree[query.link].node) : nullptr;
    return select != nullptr && link != nullptr && link->kind == SubLink::Kind::scalar &&
           std::any_of(select->targets.begin(), select->targets.end(), [&](const Target& target) {
               return std::holds_alternative<Call>(tree[target.value].node) ||
                      std::holds_alternative<Conditional>(tree[target.value].node);
           });
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        const Anatomy& anatomy = model.anatomy(where.clause);
        for (std::uint32_t i = 0; i < anatomy.queries.size(); ++i) {
            const bool shuts_out = anatomy.stands_negative(i);
            if (!shuts_out && !anatomy.stands_positive(i)) continue;
            if (counts_rows(*where.clause.tree, anatomy.queries[i])) continue;
            for (const Lookup& lookup : anatomy.queries[i].reads) {
                const bool known = lookup.relation.valid() && model.catalog[lookup.relation].is_table() &&
                                   !model.catalog[lookup.relation].origin.assumed;
                if (!known) continue;
                const auto roles = blind_roles(model, where, lookup.relation, shuts_out);
                if (!roles.empty()) report(model, where, lookup, roles, shuts_out, sink);
            }
        }
    }
}

} // namespace

Rule lookup_hidden_by_rls() { return {&info, check}; }

} // namespace rlslint::rules
