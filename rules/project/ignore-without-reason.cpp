#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "An ignore that does not say which rule and why: it is not heeded",
    .why =
        R"(Whoever reads the file next cannot tell whether the finding was judged or only silenced. So an ignore counts only with
the rule's name and a reason.)",
    .when_fine = R"(Never: a reason is a few words.)",
    .fix = R"(Write `-- rlslint-ignore RULE: reason`.)",
    .bad =
        R"(create table public.notes (id bigint primary key, user_id uuid not null references auth.users);
alter table public.notes enable row level security;
-- rlslint-ignore policy-always-true
create policy own on public.notes for select to authenticated using (user_id = (select auth.uid()));
create index on public.notes (user_id);)",
    .good =
        R"(-- rlslint-ignore rls-disabled: public figures, read by everyone
create table public.figures (id bigint primary key, value numeric);)",
};

constexpr RuleInfo info{
    .id = "ignore-without-reason",
    .group = RuleGroup::project,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

/// Whoever heeds the ignores knows: see suppress.
void check(const Model& /*model*/, Sink& /*sink*/) {}

} // namespace

Rule ignore_without_reason() { return {&info, check}; }

} // namespace rlslint::rules
