#include <string>
#include <utility>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Every signed-in user can call a function that steps around policies",
    .why =
        R"(A SECURITY DEFINER function does what it does as its owner, whom policies as a rule do not bind. If it does not ask
who is calling, or only that somebody is, all signed-in users alike reach by it what policies would keep from most of them.)",
    .when_fine =
        R"(It does what every signed-in user may have done. What the function does once it has told callers apart is not
reported.)",
    .fix =
        R"(Test in the function whether the caller may have it done, or revoke EXECUTE from PUBLIC and from those roles.)",
    .bad = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.all_emails() returns setof text
    language sql stable security definer
    set search_path = ''
    as $$ select email from public.members $$;
revoke execute on function public.all_emails() from public, anon;
grant execute on function public.all_emails() to authenticated;)",
    .good = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.my_emails() returns setof text
    language sql stable security definer
    set search_path = ''
    as $$ select email from public.members where user_id = (select auth.uid()) $$;
revoke execute on function public.my_emails() from public, anon;
grant execute on function public.my_emails() to authenticated;)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {{"splinter", "0029_authenticated_security_definer_function_executable"},
                             {"pgrls", "SEC014"}};

constexpr RuleInfo info{
    .id = "definer-callable-by-authenticated",
    .group = RuleGroup::views_functions,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "4.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    report_unasked_deeds(model, sink, Anonymous::no, "for every signed-in user alike");
}

} // namespace

Rule definer_callable_by_authenticated() { return {&info, check}; }

} // namespace rlslint::rules
