#include <string>
#include <utility>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Whoever has the public key can call a function that steps around policies",
    .why =
        R"(A SECURITY DEFINER function does what it does as its owner, whom policies as a rule do not bind, and PostgreSQL lets
PUBLIC execute every new function. In a schema that the API serves that makes it an endpoint: anyone can call it, signed in or
not, and reach rows that no policy would show them.)",
    .when_fine =
        R"(Everyone is meant to call it, to look an invitation up by its token, say. List the tables that it reads under
`public_tables`, or ignore the finding with that reason. Trigger functions cannot be called and are not reported, nor is what
the function does once it has turned callers without an identity away. A function that only answers yes or no is only
noted.)",
    .fix =
        R"(Begin it with a test of who is asking that raises, or revoke EXECUTE: from PUBLIC, and from roles that it was
granted to by name.)",
    .bad = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.all_emails() returns setof text
    language sql stable security definer
    set search_path = ''
    as $$ select email from public.members $$;)",
    .good = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.all_emails() returns setof text
    language sql stable security definer
    set search_path = ''
    as $$ select email from public.members $$;
revoke execute on function public.all_emails() from public, anon, authenticated;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {{"splinter", "0028_anon_security_definer_function_executable"},
                             {"pgrls", "SEC042"},
                             {"rlsautotest", "L012"}};

constexpr RuleInfo info{
    .id = "definer-callable-by-anon",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    report_unasked_deeds(model, sink, Anonymous::yes, "whoever asks");
}

} // namespace

Rule definer_callable_by_anon() { return {&info, check}; }

} // namespace rlslint::rules
