#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares an identity or a tenant with a constant",
    .why =
        R"(A user's or tenant's id written into a policy names a person in the schema. It stays when the person leaves, differs
between staging and production, and hides who has which rights.)",
    .when_fine = R"(A tenant of the operator's own that is the same everywhere.)",
    .fix = R"(Keep rights in a table, or in app_metadata, and ask that.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()) or (select auth.uid()) = '7f3b1c9e-4a5d-4e2f-9b8a-0c1d2e3f4a5b');)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()) or (select auth.jwt()) -> 'app_metadata' ->> 'staff' = 'true');)",
};

constexpr std::string_view cwe[] = {"798"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC021"},
};

constexpr RuleInfo info{
    .id = "hardcoded-identity",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A UUID, and not the one of zeros that stands for nobody; or a number.
bool names_someone(std::string_view text) {
    constexpr std::size_t uuid = 36;
    const bool number = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    const bool is_uuid =
        text.size() == uuid && text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
    return (number || is_uuid) && text.find_first_not_of("0-") != std::string_view::npos;
}

/// Who is asking, compared with whatever: with `'admin'` too, which is nobody's id.
bool is_fixed(const Model& model, const Comparison& comparison, const Operand& constant) {
    const Operand& side = comparison.across(constant);
    if (side.kind == Operand::Kind::identity)
        return constant.text.find_first_not_of("0-") != std::string_view::npos;
    return names_someone(constant.text) && side.is_column() && side.column->relation.valid() &&
           is_owner_column(model, side.column->relation, side.column->column);
}

/// In the clause itself, or in a function that it calls.
void report(const Model& model, const ClauseOf& where, const Reading& reading, const Comparison& comparison,
            const Operand& constant, Sink& sink) {
    const bool in_function = reading.function.valid();
    Finding finding = finding_in(model, sink, where, where.place(in_function ? reading.call : constant.expr),
                                 "the policy of " + model.catalog.name_of(where.policy.table) +
                                     " names someone by a constant, " + std::string{constant.text});
    finding.help = "Keep rights in a table, or in app_metadata, and ask that";
    if (!in_function)
        show_rewriting(model, where,
                       {{where.place(comparison.expr),
                         "exists (select 1 from … where user_id = " + caller_id(model) + ")"}},
                       finding);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Reading& reading : model.readings(where.clause)) {
            for (const Comparison& comparison : reading.anatomy.comparisons) {
                const Operand* constant = comparison.side(Operand::Kind::constant);
                if (constant == nullptr || !comparison.is_equality() ||
                    !is_fixed(model, comparison, *constant))
                    continue;
                report(model, where, reading, comparison, *constant, sink);
            }
        }
    }
}

} // namespace

Rule hardcoded_identity() { return {&info, check}; }

} // namespace rlslint::rules
