#include <algorithm>
#include <variant>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A clause can hold for no row in any session",
    .why =
        R"(The clause contradicts itself, or compares with NULL, which gives NULL and never true: `deleted_at = null`. The
policy lets nothing through, without an error; as a restrictive one it shuts everybody out.)",
    .when_fine = R"(To shut a table on purpose write `using (false)`, which is not reported.)",
    .fix = R"(Say `is null` for `= null`, and take out one of the tests that exclude each other.)",
    .bad =
        R"(create table public.notes (id bigint primary key, user_id uuid not null, deleted_at timestamptz);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()) and deleted_at = null);)",
    .good =
        R"(create table public.notes (id bigint primary key, user_id uuid not null, deleted_at timestamptz);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()) and deleted_at is null);)",
};

constexpr std::string_view cwe[] = {"570"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC010"},
};

constexpr RuleInfo info{
    .id = "policy-always-false",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// `false`, `1 = 0`: a no that is meant. NULL is none.
bool is_deliberate(const Model& model, const BoundExpr& clause) {
    const ExprNode& root = (*clause.tree)[clause.root].node;
    if (const auto* literal = std::get_if<Literal>(&root)) return literal->kind != Literal::Kind::null;
    const Anatomy& anatomy = model.anatomy(clause);
    const bool compares_null =
        std::any_of(anatomy.comparisons.begin(), anatomy.comparisons.end(), [](const Comparison& comparison) {
            return comparison.side(Operand::Kind::null) != nullptr;
        });
    const Facts& facts = model.facts(clause);
    return !compares_null && !facts.reads_row && facts.session_calls.empty() && anatomy.queries.empty();
}

/// What in it makes it so: a comparison with NULL, else the whole.
Span cause(const Model& model, const ClauseOf& where) {
    for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
        if (comparison.side(Operand::Kind::null) != nullptr) return where.place(comparison.expr);
    }
    return where.clause.span();
}

void report(const Model& model, const ClauseOf& where, Sink& sink) {
    const Span place = cause(model, where);
    const bool null = !(place == where.clause.span());
    const std::string table = model.catalog.name_of(where.policy.table);
    const std::string effect = where.policy.permissive
                                   ? "the policy lets nothing through on " + table
                                   : "nobody whom the policy binds reaches a row of " + table;
    Finding finding = finding_in(
        model, sink, where, place,
        (null ? "a comparison with NULL is never true: " : "the clause can hold for no row: ") + effect);
    finding.help = null ? "Ask with: is null, or: is not null"
                        : "Take out one of the tests that exclude each other; to shut it on purpose, say so";
    const std::string text{model.sources.text(place)};
    const std::string put = null ? text.substr(0, text.find_first_of("=<!")) + "is null" : "false";
    show_rewriting(model, where, {{place, put}}, finding);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        if (model.facts(where.clause).truth == Truth::never && !is_deliberate(model, where.clause))
            report(model, where, sink);
    }
}

} // namespace

Rule policy_always_false() { return {&info, check}; }

} // namespace rlslint::rules
