#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/text/nearest.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares the claim role with a name that no role has",
    .why =
        R"(The claim role is the database role that a session takes, so it can only be a role that exists. A comparison with any
other name, `authenticted` or an application's own `admin`, is never true: the policy lets nothing through.)",
    .when_fine = R"(Never on a platform that takes the role of the session from the claim.)",
    .fix = R"(Write the role as it is called. An application's roles belong into app_metadata or a table.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "admins delete" on public.notes
    for delete to authenticated
    using ((select auth.role()) = 'admin');)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "admins delete" on public.notes
    for delete to authenticated
    using ((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin');)",
};

constexpr std::string_view cwe[] = {"697"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC037"},
};

constexpr RuleInfo info{
    .id = "unknown-role-claim",
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

std::optional<std::string_view> role_like(const Model& model, std::string_view name) {
    std::vector<std::string_view> known;
    for (const Role& role : model.catalog.roles()) {
        if (role.origin.live()) known.push_back(role.name.text());
    }
    return nearest(name, known);
}

const Operand* unknown_role(const Model& model, const Comparison& comparison) {
    const Operand* claim = comparison.side(Operand::Kind::role);
    if (claim == nullptr) return nullptr;
    const Operand& other = comparison.across(*claim);
    const bool is_name = other.kind == Operand::Kind::constant && !other.text.empty();
    return is_name && !model.catalog.find_role(Symbol{other.text}).valid() ? &other : nullptr;
}

void check(const Model& model, Sink& sink) {
    if (!model.platform.closed_roles) return;
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            const Operand* role = unknown_role(model, comparison);
            if (role == nullptr) continue;
            const std::string name{role->text};
            const std::string outcome = comparison.is_equality() ? "never" : "always";
            Finding finding =
                finding_in(model, sink, where, where.place(role->expr),
                           "no role is called " + name + ": this test of the policy of " +
                               model.catalog.name_of(where.policy.table) + " is " + outcome + " true");
            const auto near = role_like(model, name);
            finding.help = "The claim role is a role of the database" +
                           (near ? "; did you mean " + std::string{*near} + "?" : std::string{"."}) +
                           " Roles of the application belong into app_metadata or a table";
            if (near)
                show_rewriting(model, where, {{where.place(role->expr), "'" + std::string{*near} + "'"}},
                               finding);
            sink.report(std::move(finding));
            break; // of a list the first tells enough
        }
    }
}

} // namespace

Rule unknown_role_claim() { return {&info, check}; }

} // namespace rlslint::rules
