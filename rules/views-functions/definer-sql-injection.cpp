#include <string>
#include <utility>
#include <vector>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "An argument gets into the text of an EXECUTE as it is",
    .why =
        R"(Text that is concatenated into dynamic SQL is SQL. Whoever calls the function ends the string, and goes on with
statements of their own; in a SECURITY DEFINER function they run with the rights of its owner. A function that runs with its
caller's rights, or that no client may call, is a warning.)",
    .when_fine =
        R"(Never with text that a caller gives. Arguments that the function tests before, and types that cannot carry SQL
(numbers, uuid, regclass), are not reported.)",
    .fix = R"(Pass values by USING, put names in by format's %I and constants by %L.)",
    .bad = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.sorted_members(sort_by text) returns setof public.members
    language plpgsql stable security definer
    set search_path = ''
as $$
begin
    if (select auth.uid()) is null then
        raise exception 'sign in first';
    end if;
    return query execute 'select * from public.members order by ' || sort_by;
end $$;
revoke execute on function public.sorted_members(text) from public, anon, authenticated;)",
    .good = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.sorted_members(sort_by text) returns setof public.members
    language plpgsql stable security definer
    set search_path = ''
as $$
begin
    if (select auth.uid()) is null then
        raise exception 'sign in first';
    end if;
    return query execute format('select * from public.members order by %I', sort_by);
end $$;
revoke execute on function public.sorted_members(text) from public, anon, authenticated;)",
};

constexpr std::string_view cwe[] = {"89"};

constexpr RuleInfo info{
    .id = "definer-sql-injection",
    .group = RuleGroup::views_functions,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.8",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

std::string names_of(const Function& function, const Arguments& arguments) {
    std::vector<std::string> names;
    for (const ArgumentNumber number : arguments)
        names.push_back(argument_name(function, number));
    return in_prose(names);
}

void report(const Model& model, FunctionId id, const Splice& splice, Sink& sink) {
    const Function& function = model.catalog[id];
    const std::string name = model.catalog.name_of(id);
    const std::vector<RoleId> callers = model.reach.api_roles_calling(id);
    const std::string who = callers.empty() ? "whoever may call " + name : in_prose(model.catalog, callers);
    const std::string as = function.security_definer ? " as " + model.catalog.name_of(function.owner) : "";
    Finding finding = sink.finding(name, splice.span,
                                   who + " can run SQL of their own" + as + " by calling " + name + ": " +
                                       names_of(function, splice.arguments) +
                                       (splice.arguments.size() == 1 ? " gets" : " get") +
                                       " into the text of this EXECUTE as given");
    const bool open = function.security_definer && !callers.empty() && !splice.proof.caller;
    if (!open) finding.severity = Severity::warning;
    doubt(finding, {open ? model.doubt(id, Aspect::execute) : Span{}});
    relate(finding, {{"the function", function.name_span}});
    finding.help = "Pass values by USING; where a name is needed, format('… %I …', name)";
    if (!callers.empty())
        finding.help = with_sql(finding.help + ". Until then, let no client call it",
                                revoke_execute(model, id, callers));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        for (const Splice& splice : model.routines.of(id).splices)
            report(model, id, splice, sink);
    }
}

} // namespace

Rule definer_sql_injection() { return {&info, check}; }

} // namespace rlslint::rules
