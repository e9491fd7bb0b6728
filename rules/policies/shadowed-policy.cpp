#include <algorithm>
#include <set>
#include <variant>

#include "rlslint/access/questions.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A permissive policy adds nothing to another one",
    .why =
        R"(Permissive policies add up. Where another one for the same roles and command lets in all that this one does, this one
decides nothing: to tighten it has no effect.)",
    .when_fine = R"(The wider one is to go soon.)",
    .fix = R"(Drop this one; or drop the other, if this one is what was meant.)",
    .bad =
        R"(create table public.posts (id bigint primary key, user_id uuid not null, published boolean not null);
alter table public.posts enable row level security;
create policy "read own or published" on public.posts
    for select to authenticated
    using (user_id = (select auth.uid()) or published);
create policy "read own" on public.posts
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good =
        R"(create table public.posts (id bigint primary key, user_id uuid not null, published boolean not null);
alter table public.posts enable row level security;
create policy "read own or published" on public.posts
    for select to authenticated
    using (user_id = (select auth.uid()) or published);)",
};

constexpr std::string_view cwe[] = {"561"};

constexpr RuleInfo info{
    .id = "shadowed-policy",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// What a clause is an alternative of, as words: itself, if it is no OR.
std::set<std::string> alternatives(const Model& model, const BoundExpr& clause) {
    const Tree& tree = *clause.tree;
    std::set<std::string> words;
    const auto* op = std::get_if<BoolOp>(&tree[clause.root].node);
    const bool has_or = op != nullptr && op->kind == BoolOp::Kind::or_;
    const std::vector<ExprId> itself{clause.root};
    for (const ExprId id : has_or ? tree.list(op->args) : std::span<const ExprId>{itself})
        words.insert(without_layout(model.sources.text(tree[id].span)));
    return words;
}

/// `wide` holds wherever `narrow` does, and for more.
bool implied(const Model& model, RelationId table, const BoundExpr& narrow, const BoundExpr& wide) {
    if (!narrow.present() || !wide.present()) return !narrow.present() && !wide.present();
    if (model.facts(wide).truth == Truth::always || model.implies(table, narrow, wide)) return true;
    const auto of_wide = alternatives(model, wide);
    const auto of_narrow = alternatives(model, narrow);
    return std::includes(of_wide.begin(), of_wide.end(), of_narrow.begin(), of_narrow.end());
}

bool all_covered(const Model& model, const Policy& narrow, const Policy& wide) {
    return std::all_of(narrow.roles.begin(), narrow.roles.end(), [&](RoleId role) {
        return wide.roles == std::vector<RoleId>{public_role} ||
               (role != public_role && model.reach.applies_to(wide, role));
    });
}

bool shadows(const Model& model, const Policy& wide, const Policy& narrow) {
    if (!wide.permissive || !covers(wide.command, narrow.command) || !all_covered(model, narrow, wide))
        return false;
    const bool reads_old = narrow.command != PolicyCommand::insert;
    const bool checks_new =
        narrow.command != PolicyCommand::select && narrow.command != PolicyCommand::delete_;
    return (!reads_old || implied(model, wide.table, narrow.using_clause, wide.using_clause)) &&
           (!checks_new || implied(model, wide.table, new_row_clause(narrow), new_row_clause(wide)));
}

/// The policy that makes this one idle, and is not made idle by it in turn.
PolicyId wider(const Model& model, PolicyId id) {
    const Policy& narrow = model.catalog[id];
    const auto clauses = clauses_of(narrow);
    // What never lets anything through is no one's shadow.
    const bool idle = std::any_of(clauses.begin(), clauses.end(), [&](const BoundExpr* clause) {
        return model.facts(*clause).truth == Truth::never;
    });
    if (!narrow.permissive || clauses.empty() || idle || !may_compare_policies(model, narrow.table))
        return {};
    for (const PolicyId other : model.catalog[narrow.table].policies) {
        const Policy& wide = model.catalog[other];
        if (other != id && shadows(model, wide, narrow) && !shadows(model, narrow, wide)) return other;
    }
    return {};
}

/// What is left of a policy that opens too much is what was meant.
bool lets_all_write(const Model& model, PolicyId id) {
    const Policy& policy = model.catalog[id];
    const auto clauses = clauses_of(policy);
    return policy.command != PolicyCommand::select &&
           std::all_of(clauses.begin(), clauses.end(),
                       [&](const BoundExpr* clause) { return model.facts(*clause).truth == Truth::always; });
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        if (!is_in_force(model, model.catalog[id])) continue;
        const PolicyId other = wider(model, id);
        if (!other.valid()) continue;
        const Policy& policy = model.catalog[id];
        Finding finding =
            sink.finding(model, id, policy.name_span,
                         "this policy of " + model.catalog.name_of(policy.table) +
                             " adds nothing: all that it lets through, " +
                             std::string{model.catalog[other].name.text()} + " lets through too");
        doubt(finding, {model.doubt(other)});
        finding.cause = {model.catalog.name_of(other), "policy"};
        relate(finding, {{"the wider policy", model.catalog[other].name_span}});
        finding.help = lets_all_write(model, other)
                           ? with_sql("Drop the wider one: it lets whoever comes write every row",
                                      drop_policy(model, other))
                           : with_sql("Drop it, or drop the wider one if this one is what was meant",
                                      drop_policy(model, id));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule shadowed_policy() { return {&info, check}; }

} // namespace rlslint::rules
