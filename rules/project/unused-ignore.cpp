#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "An ignore for which nothing is found",
    .why =
        R"(The ignore was right once, or never was: the rule's name is misspelt, it stands before the wrong statement, or what it
was about has been mended. It would silence what comes there next.)",
    .when_fine = R"(The rule is not selected in this run: then nothing is said.)",
    .fix = R"(Take the ignore out, or put it before the statement that it is about.)",
    .bad =
        R"(create table public.notes (id bigint primary key, user_id uuid not null references auth.users);
-- rlslint-ignore rls-disabled: written by the back end alone
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (user_id = (select auth.uid()));
create index on public.notes (user_id);)",
    .good =
        R"(-- rlslint-ignore rls-disabled: public figures, read by everyone
create table public.figures (id bigint primary key, value numeric);)",
};

constexpr RuleInfo info{
    .id = "unused-ignore",
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

Rule unused_ignore() { return {&info, check}; }

} // namespace rlslint::rules
