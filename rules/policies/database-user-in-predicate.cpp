#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares a column with the database user, which all clients share",
    .why =
        R"(Through the API every client runs as one of a few roles: CURRENT_USER is `authenticated` for all of them, SESSION_USER
the connection pool. A column compared with it tells no user from another: it fits nobody's rows, or everybody's.)",
    .when_fine =
        R"(Each user has a database role of their own and connects with it: the profile `postgres`.)",
    .fix = R"(Compare with the identity in the token, `auth.uid()`.)",
    .bad = R"(create table public.notes (id bigint primary key, owner text not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (owner = current_user);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863", "639"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC018"},
};

constexpr RuleInfo info{
    .id = "database-user-in-predicate",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

const Operand* column_of(const Comparison& comparison) {
    const Operand* user = comparison.side(Operand::Kind::database_user);
    if (user == nullptr) return nullptr;
    const Operand& other = comparison.across(*user);
    return other.is_column() ? &other : nullptr;
}

void check(const Model& model, Sink& sink) {
    if (model.platform.api_roles.empty()) return;
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            const Operand* column = column_of(comparison);
            if (column == nullptr) continue;
            const std::string user{model.sources.text(where.place(comparison.across(*column).expr))};
            Finding finding =
                finding_in(model, sink, where, where.place(comparison.expr),
                           user + " is the same for all clients: this test of the policy of " +
                               model.catalog.name_of(where.policy.table) + " tells no user from another");
            finding.help = "Compare with who is asking";
            const Span compared = where.place(comparison.across(*column).expr);
            show_rewriting(model, where, {{compared, caller_id(model)}}, finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule database_user_in_predicate() { return {&info, check}; }

} // namespace rlslint::rules
