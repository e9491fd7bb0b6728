#include <algorithm>
#include <iterator>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/public_names.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Access hangs on an e-mail address",
    .why =
        R"(An e-mail address is not an identity. Users change it, addresses are given to other people, sign-up may not confirm
it, and upper and lower case may or may not matter. Whoever gets an account with that address gets the rows.)",
    .when_fine =
        R"(Addresses are confirmed before a session is given, and invitations by address are meant: for tables or columns whose
name says that they are about invitations this is an information.)",
    .fix =
        R"(Compare with `auth.uid()`; resolve invitations once, when they are accepted, into a row with the user's id.)",
    .bad = R"(create table public.shares (id bigint primary key, guest text not null, body text);
alter table public.shares enable row level security;
create policy "guests read" on public.shares
    for select to authenticated
    using (guest = (select auth.jwt() ->> 'email'));)",
    .good = R"(create table public.shares (id bigint primary key, guest_id uuid not null, body text);
alter table public.shares enable row level security;
create policy "guests read" on public.shares
    for select to authenticated
    using (guest_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"287", "863"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC034"},
};

constexpr RuleInfo info{
    .id = "email-trusted",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_email_of_users(const Model& model, const Operand& side) {
    return side.kind == Operand::Kind::inner_column && is_users_table(model, side.column->relation) &&
           model.catalog[side.column->relation].columns[side.column->column].name.text() == "email";
}

bool trusts_email(const Model& model, const Comparison& comparison) {
    const bool email = comparison.side(Operand::Kind::email) != nullptr ||
                       is_email_of_users(model, comparison.left) ||
                       is_email_of_users(model, comparison.right);
    return email && comparison.standing.positive && comparison.side(Operand::Kind::null) == nullptr;
}

/// The row is the caller's in any case: an e-mail address beside that only narrows.
bool is_tied_anyway(const Model& model, const BoundExpr& clause) {
    const auto& comparisons = model.anatomy(clause).comparisons;
    return std::any_of(comparisons.begin(), comparisons.end(), [](const Comparison& one) {
        return one.is_equality() && one.standing.required && one.query == Comparison::no_query &&
               one.side(Operand::Kind::identity) != nullptr && one.side(Operand::Kind::row_column) != nullptr;
    });
}

/// Who is invited has no id yet: an invitation has nothing else to go by.
bool is_invitation(const Model& model, const Comparison& comparison) {
    const Operand* sides[] = {&comparison.left, &comparison.right};
    return std::any_of(std::begin(sides), std::end(sides), [&](const Operand* side) {
        if (!side->is_column() || side->column == nullptr || !side->column->relation.valid() ||
            side->column->column == whole_row)
            return false;
        const Relation& relation = model.catalog[side->column->relation];
        return names_invitation(relation.name.text()) ||
               names_invitation(relation.columns[side->column->column].name.text());
    });
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        if (is_tied_anyway(model, where.clause)) continue;
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            if (!trusts_email(model, comparison)) continue;
            Finding finding =
                finding_in(model, sink, where, where.place(comparison.expr),
                           "whoever has an account with the right e-mail address passes this policy of " +
                               model.catalog.name_of(where.policy.table));
            if (is_invitation(model, comparison)) finding.severity = Severity::info;
            finding.help = "Compare with the user's id, which nobody else can come by";
            show_rewriting(model, where,
                           {{where.place(comparison.expr), own_row_test(model, where.policy.table)}},
                           finding);
            sink.report(std::move(finding));
            break;
        }
    }
}

} // namespace

Rule email_trusted() { return {&info, check}; }

} // namespace rlslint::rules
