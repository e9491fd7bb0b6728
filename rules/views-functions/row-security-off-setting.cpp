#include <string>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A function turns row_security off where it cannot",
    .why =
        R"(`set row_security = off` does not step around policies. It makes PostgreSQL raise an error (42501) where a policy
would have kept rows back, so that a dump is not incomplete without a word. A function with that setting works for owners
and for roles that bypass row security, and fails for everybody else.)",
    .when_fine = R"(The function is only ever run by roles that are exempt from row security.)",
    .fix =
        R"(Take the setting away. A function that is meant to see all rows runs as SECURITY DEFINER, owned by a role that is
exempt.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.note_count() returns bigint
    language sql stable
    set search_path = ''
    set row_security = off
    as $$ select count(*) from public.notes $$;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.note_count() returns bigint
    language sql stable
    set search_path = ''
    as $$ select count(*) from public.notes $$;)",
};

constexpr RuleInfo info{
    .id = "row-security-off-setting",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

bool is_off(const SetVariable& setting) {
    return setting.values.size() == 1 && (setting.values[0] == "off" || setting.values[0] == "false" ||
                                          setting.values[0] == "no" || setting.values[0] == "0");
}

/// As whom a use of a table is checked, whoever of the clients may call the function.
std::vector<RoleId> runners(const Model& model, FunctionId id, const TableUse& use) {
    const Function& function = model.catalog[id];
    if (use.as.valid()) return {use.as};
    if (function.security_definer) return {function.owner};
    return model.reach.api_roles_calling(id);
}

void check_use(const Model& model, FunctionId id, const SetVariable& setting, const TableUse& use,
               Sink& sink) {
    std::vector<RoleId> bound;
    for (const RoleId role : runners(model, id, use)) {
        if (!model.reach.exempt(role, use.relation)) bound.push_back(role);
    }
    if (bound.empty()) return;
    const std::string name = model.catalog.name_of(id), table = model.catalog.name_of(use.relation);
    Finding finding = sink.finding(name, setting.span,
                                   name + " fails with 42501 when it is run as " +
                                       in_prose(model.catalog, bound) + ": the policies of " + table +
                                       " bind that role, and row_security = off does not step around them");
    doubt(finding, {model.doubt(use.relation, Aspect::rls_off), model.doubt(id, Aspect::settings)});
    relate(finding, {{verb_of(use.privilege) == "reads" ? "read here" : "written here", use.span}});
    finding.fixes.push_back({"Take the setting away",
                             Applicability::unsafe,
                             alter_function(model, id, "reset row_security"),
                             {}});
    finding.help = with_sql("Take the setting away", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        const SetVariable* setting = setting_of(model.catalog[id], "row_security");
        if (setting == nullptr || !is_off(*setting)) continue;
        for (const TableUse& use : model.routines.of(id).uses) {
            const Relation& table = model.catalog[use.relation];
            if (!table.is_table() || !table.rls) continue;
            check_use(model, id, *setting, use, sink);
            break;
        }
    }
}

} // namespace

Rule row_security_off_setting() { return {&info, check}; }

} // namespace rlslint::rules
