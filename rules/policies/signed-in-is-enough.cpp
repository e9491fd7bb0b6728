#include <algorithm>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy asks whether the caller is signed in, and nothing about the row",
    .why =
        R"(Anyone can sign up. A clause such as `auth.uid() is not null` or `auth.role() = 'authenticated'` lets every user
change or delete every other user's rows, or insert rows in anybody's name.)",
    .when_fine =
        R"(Data that all users share, such as a wiki: list the table under `public_tables`. A SELECT is only noted.)",
    .fix = R"(Compare a column of the row with the caller's identity.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "signed-in users change notes" on public.notes
    for update to authenticated
    using ((select auth.uid()) is not null);
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "users change their notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()));
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863", "639"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC005"},
    {"rls-lint", "003"},
};

constexpr RuleInfo info{
    .id = "signed-in-is-enough",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// Every signed-in session passes with every row, and not just everybody.
bool opens(const Model& model, RoleId role, const Policy& policy, PolicyCommand command) {
    const BoundExpr& clause = gate(policy, command);
    if (!clause.present()) return false;
    const Facts& facts = model.facts(clause);
    return facts.reads_identity && !facts.reads_row && facts.truth != Truth::always &&
           truth_for(model, role, clause) == Truth::always &&
           !is_restricted(model, policy.table, role, command);
}

/// Rows that are inserted are somebody's, and whoever inserts them says whose.
bool matters(const Model& model, const Policy& policy, PolicyCommand command, RoleId role) {
    if (command != PolicyCommand::insert) return true;
    const auto owner = owner_column(model, policy.table);
    return owner && may_choose(model, role, policy.table, *owner, command);
}

PrivilegeSet opened_to(const Model& model, const Policy& policy, RoleId role) {
    PrivilegeSet opened;
    for (const PolicyCommand command : commands_of(policy)) {
        const auto clients = clients_of(model, policy, command);
        const bool may = std::find(clients.begin(), clients.end(), role) != clients.end();
        if (may && matters(model, policy, command, role) && opens(model, role, policy, command))
            opened |= privilege_for(command);
    }
    return opened;
}

void report(const Model& model, PolicyId id, std::span<const Holder> clients, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = policy.using_clause.present() ? policy.using_clause : policy.check_clause;
    Finding finding = finding_in(model, sink, {id, policy, clause}, clause.span(),
                                 can_do(model, clients, policy.table) + ": to be signed in is enough");
    if (clients.front().privileges == PrivilegeSet{Privilege::select}) {
        finding.severity = Severity::info;
        finding.cause = {in_prose(model.catalog, roles_of(clients)), "policy"};
    }
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    finding.help =
        owner_column(model, policy.table)
            ? "Say whose row it is"
            : "Say which rows, by comparing a column with the caller's identity; if all users share "
              "them, list " +
                  model.catalog.name_of(policy.table) + " under public_tables in rlslint.toml";
    show_rewriting(model, {id, policy, clause}, {{clause.span(), own_row_test(model, policy.table)}},
                   finding);
    finding.witness = meeting_every_row(model, clients, policy.table);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked =
            policy.permissive && is_in_force(model, policy) && !model.listed_public(policy.table);
        if (!asked) continue;
        std::vector<Holder> clients;
        for (const RoleId role : model.reach.api_roles()) {
            const PrivilegeSet opened = opened_to(model, policy, role);
            if (!opened.empty() && !is_anonymous(model, role)) clients.push_back({role, opened});
        }
        if (!clients.empty()) report(model, id, clients, sink);
    }
}

} // namespace

Rule signed_in_is_enough() { return {&info, check}; }

} // namespace rlslint::rules
