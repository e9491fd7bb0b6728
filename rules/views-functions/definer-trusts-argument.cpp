#include <algorithm>
#include <string>
#include <vector>

#include "rlslint/lint/authority.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A SECURITY DEFINER function takes its caller at their word for whose rows they are",
    .why =
        R"(The function runs as its owner, whom policies as a rule do not bind, and finds or writes rows by an owner or tenant
that its caller passes. Nothing compares it with who is calling: whoever may call it passes anybody's id. That a session is
signed in says nothing of whose rows it asks for.)",
    .when_fine =
        R"(Only a trusted back end calls it, or the id is a secret that only the rightful know. A function that tests the
argument against the caller's identity, itself or by another function, is not reported.)",
    .fix =
        R"(Take the identity from the session, (select auth.uid()), or raise where the argument does not fit it.)",
    .bad = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.emails_of(org uuid) returns setof text
    language plpgsql stable security definer
    set search_path = ''
as $$
begin
    if (select auth.uid()) is null then
        raise exception 'sign in first';
    end if;
    return query select email from public.members where org_id = org;
end $$;)",
    .good = R"(create table public.members (org_id uuid not null, user_id uuid not null, email text);
alter table public.members enable row level security;
create policy "read own membership" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.emails_of(org uuid) returns setof text
    language plpgsql stable security definer
    set search_path = ''
as $$
begin
    perform 1 from public.members where org_id = org and user_id = (select auth.uid());
    if not found then
        raise exception 'not a member';
    end if;
    return query select email from public.members where org_id = org;
end $$;)",
};

constexpr std::string_view cwe[] = {"639"};

constexpr RuleInfo info{
    .id = "definer-trusts-argument",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.1",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// A caller's argument says whose rows it is about, and nothing says that they are the caller's.
bool is_trusted(const Model& model, const Function& function, const Routine& routine,
                const ArgumentMatch& match) {
    const Relation& table = model.catalog[match.relation];
    return table.is_table() && table.rls && !table.origin.assumed && !match.asks_who && !match.proof.caller &&
           !routine.checked.contains(match.argument) && !model.listed_public(match.relation) &&
           model.reach.exempt(function.owner, match.relation) &&
           (match.with_caller ? is_tenant_column(model, match.relation, match.column)
                              : is_owner_column(model, match.relation, match.column));
}

/// Roles that could not do as much without it.
std::vector<RoleId> gaining(const Model& model, FunctionId id, const ArgumentMatch& match) {
    std::vector<RoleId> callers = model.reach.api_roles_calling(id);
    std::erase_if(callers, [&](RoleId role) {
        return model.access.cell(role, match.relation, Action::select).verdict == Verdict::all;
    });
    return callers;
}

/// It changes none of the rows, and answers no more than yes or no.
bool tells_only(const Model& model, FunctionId id, const ArgumentMatch& match) {
    const auto& uses = model.routines.of(id).uses;
    return !match.stored && gives_no_rows(model.catalog[id]) &&
           std::all_of(uses.begin(), uses.end(), [&](const TableUse& use) {
               return use.relation != match.relation || use.privilege == Privilege::select;
           });
}

Finding finding_about(const Model& model, FunctionId id, const ArgumentMatch& match,
                      std::span<const RoleId> callers, const Sink& sink) {
    const Function& function = model.catalog[id];
    const std::string name = model.catalog.name_of(id);
    const std::string given = argument_name(function, match.argument);
    Finding finding =
        sink.finding(name, match.span,
                     in_prose(model.catalog, callers) + " can call " + name + " with anybody's " + given +
                         (match.stored ? ", and write it to " : ", and reach their rows of ") +
                         model.catalog.name_of(match.relation) + ": " +
                         column_list(model.catalog[match.relation], {&match.column, 1}) +
                         " is never compared with who is calling");
    if (tells_only(model, id, match)) finding.severity = Severity::info;
    doubt(finding, {model.doubt(id, Aspect::execute), model.doubt(match.relation, Aspect::rls_off)});
    relate(finding, {{"the function", function.name_span}});
    relate(finding, execute_granted_by(model, id, callers));
    finding.help = with_sql("Take the identity from the session, or test that " + given + " fits it, as in",
                            "if " + given + " is distinct from " + caller_id(model) +
                                " then raise exception 'no'; end if;");
    finding.witness = calling_for_another(model, callers.back(), id, match.argument);
    return finding;
}

void check(const Model& model, Sink& sink) {
    const std::vector<Authority> authorities = authorities_of(model);
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        if (!function.security_definer || only_fires(function)) continue;
        const Routine& routine = model.routines.of(id);
        for (const ArgumentMatch& match : routine.matches) {
            if (!is_trusted(model, function, routine, match)) continue;
            const std::vector<RoleId> callers = gaining(model, id, match);
            if (callers.empty()) continue;
            Finding finding = finding_about(model, id, match, callers, sink);
            // One's own row in any tenant: it lets one in where policies trust it; else it may be a booking.
            if (match.with_caller && !is_trusted(authorities, match.relation, match.column))
                finding.severity = Severity::info;
            sink.report(std::move(finding));
            break;
        }
    }
}

} // namespace

Rule definer_trusts_argument() { return {&info, check}; }

} // namespace rlslint::rules
