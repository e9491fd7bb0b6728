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

void report(const Model& model, FunctionId id, std::span<const RoleId> callers, const Deed& deed,
            Sink& sink) {
    const std::string name = model.catalog.name_of(id);
    Finding finding = sink.finding(name, model.catalog[id].name_span,
                                   in_prose(model.catalog, callers) + " can call " + name + ", which " +
                                       deed.what + ", as " + model.catalog.name_of(model.catalog[id].owner) +
                                       ", for every signed-in user alike");
    if (deed.tells_only) finding.severity = Severity::info;
    doubt(finding, {model.doubt(id, Aspect::execute), model.doubt(id, Aspect::settings)});
    relate(finding, {{"here", deed.place}});
    relate(finding, execute_granted_by(model, id, callers));
    if (called_by_policies(model, id)) {
        finding.help =
            "Policies call it, so the privilege must stay: test who is asking in the function, or move "
            "it to a schema that the API does not serve";
    } else {
        finding.fixes.push_back(
            {"Revoke EXECUTE", Applicability::unsafe, revoke_execute(model, id, callers), {}});
        finding.help =
            with_sql("Test who is asking before anything else, or revoke it from those who need not call it",
                     finding.fixes[0].sql);
    }
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        if (!function.security_definer || function.aggregate || only_fires(function)) continue;
        const std::vector<RoleId> callers = signed_in_among(model, model.reach.api_roles_calling(id));
        if (callers.empty()) continue;
        if (const auto deed = unasked_deed(model, id, callers, false))
            report(model, id, callers, *deed, sink);
    }
}

} // namespace

Rule definer_callable_by_authenticated() { return {&info, check}; }

} // namespace rlslint::rules
