#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy reads a relation, or calls a function, that the role it binds may not use",
    .why =
        R"(Sub-selects in a policy run with the privileges of the role that asks. Where it has none on the relation, or
no EXECUTE on the function, every statement that the policy is asked for fails: `permission denied for table users` (42501).
`auth.users` is the usual one.)",
    .when_fine = R"(Never: those statements fail for everyone they are named for.)",
    .fix =
        R"(Read the session instead of the table (`auth.uid()`, `auth.jwt()`), grant what is missing, or let a SECURITY DEFINER
function do the reading.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (exists (select 1 from auth.users as u where u.id = notes.user_id and u.id = (select auth.uid())));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "unreadable-lookup",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

struct Missing {
    std::string what; ///< relation or function
    std::string sql;  ///< its name in a GRANT
    bool function = false;
    Span place;
    std::vector<RoleId> roles;
};

void add(std::vector<Missing>& all, Missing one, RoleId role) {
    auto found = std::find_if(all.begin(), all.end(), [&](const Missing& m) { return m.what == one.what; });
    if (found == all.end()) found = all.insert(found, std::move(one));
    if (found->roles.empty() || found->roles.back() != role) found->roles.push_back(role);
}

std::vector<Missing> missing(const Model& model, const ClauseOf& where) {
    std::vector<Missing> all;
    const Bindings& bindings = *where.clause.bindings;
    for (const RoleId role : clients_of(model, where.policy)) {
        for (const auto& [from, relation] : bindings.relations) {
            if (!relation.valid() || model.catalog[relation].origin.assumed) continue;
            if (!model.reach.privileges(role, relation).has(Privilege::select))
                add(all,
                    {model.catalog.name_of(relation),
                     sql_name(model.catalog, relation),
                     false,
                     (*where.clause.tree)[from].span,
                     {}},
                    role);
        }
        for (const auto& [call, bound] : bindings.functions) {
            if (!bound.function.valid() || model.catalog[bound.function].origin.assumed) continue;
            if (!model.reach.can_execute(role, bound.function))
                add(all,
                    {model.catalog.name_of(bound.function),
                     "function " + sql_name(model.catalog, bound.function),
                     true,
                     where.place(call),
                     {}},
                    role);
        }
    }
    return all;
}

/// The statements that ask the clause.
std::string statements(const ClauseOf& where) {
    std::vector<std::string> verbs;
    for (const PolicyCommand command : commands_of(where.policy))
        verbs.emplace_back(verb(command));
    return in_prose(verbs);
}

void report(const Model& model, const ClauseOf& where, const Missing& lacking, Sink& sink) {
    const std::string whom = in_prose(model.catalog, lacking.roles);
    Finding finding = finding_in(model, sink, where, lacking.place,
                                 "to " + statements(where) + " " + model.catalog.name_of(where.policy.table) +
                                     " fails for " + whom + " (42501): no privilege to " +
                                     (lacking.function ? "call " : "read ") + lacking.what);
    std::string roles;
    for (const RoleId role : lacking.roles)
        roles += (roles.empty() ? "" : ", ") + sql_name(model.catalog, role);
    finding.help = with_sql(lacking.function ? "Let them call it"
                                             : "Read the session instead, as with auth.uid(), let a SECURITY "
                                               "DEFINER function read " +
                                                   lacking.what + ", or let them read it",
                            (lacking.function ? "grant execute on " : "grant select on ") + lacking.sql +
                                " to " + roles + ";");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Missing& lacking : missing(model, where))
            report(model, where, lacking, sink);
    }
}

} // namespace

Rule unreadable_lookup() { return {&info, check}; }

} // namespace rlslint::rules
