#include <algorithm>

#include "rlslint/lint/authority.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy trusts a column that callers can change in their own row",
    .why =
        R"(The policies of other tables ask what a row of the caller's says: its role, its plan, its organisation. Whoever may
update that row, and is not kept from that column, makes themselves an administrator or a member of any organisation.)",
    .when_fine =
        R"(The column is not meant to decide anything. A trigger that guards it is noted only, as are the parent of the
policy's own row, and policies that ask more about who may change it than whose row it is.)",
    .fix = R"(Grant UPDATE on the other columns alone, or move it to a table that clients cannot write.)",
    .bad =
        R"(create table public.profiles (id uuid primary key references auth.users, name text, role text not null default 'user');
alter table public.profiles enable row level security;
create policy see on public.profiles for select to authenticated using (id = (select auth.uid()));
create policy "change own profile" on public.profiles
    for update to authenticated
    using (id = (select auth.uid()));
create table public.posts (id bigint primary key, body text);
alter table public.posts enable row level security;
create policy "admins" on public.posts
    for all to authenticated
    using (exists (
        select 1 from public.profiles as p
        where p.id = (select auth.uid()) and p.role = 'admin'
    ));)",
    .good =
        R"(create table public.profiles (id uuid primary key references auth.users, name text, role text not null default 'user');
alter table public.profiles enable row level security;
create policy see on public.profiles for select to authenticated using (id = (select auth.uid()));
revoke update on public.profiles from anon, authenticated;
grant update (name) on public.profiles to authenticated;
create policy "change own profile" on public.profiles
    for update to authenticated
    using (id = (select auth.uid()));
create table public.posts (id bigint primary key, body text);
alter table public.posts enable row level security;
create policy "admins" on public.posts
    for all to authenticated
    using (exists (
        select 1 from public.profiles as p
        where p.id = (select auth.uid()) and p.role = 'admin'
    ));)",
};

constexpr std::string_view cwe[] = {"269", "863"};

constexpr RuleInfo info{
    .id = "self-escalation",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "9.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// Policies that trust one column of the caller's rows, and the policy by which these change it.
struct Trusted {
    WritableAuthority how;
    std::vector<Authority> by;
};

std::vector<Trusted> trusted_columns(const Model& model) {
    std::vector<Trusted> all;
    for (const Authority& authority : authorities_of(model)) {
        const auto how = writable_by_caller(model, authority);
        if (!how) continue;
        const auto same = [&](const Trusted& one) {
            return one.how.policy == how->policy && one.by.front().column == authority.column;
        };
        auto found = std::find_if(all.begin(), all.end(), same);
        if (found == all.end()) found = all.insert(found, Trusted{*how, {}});
        found->by.push_back(authority);
    }
    return all;
}

std::string trusting(const Model& model, const Trusted& trusted) {
    const std::string first = model.catalog.name_of(trusted.by.front().policy);
    const std::size_t more = trusted.by.size() - 1;
    if (more == 0) return "the policy " + first;
    return "the policy " + first + " and " + std::to_string(more) + (more == 1 ? " other" : " others");
}

bool all_parents(const Trusted& trusted) {
    return std::all_of(trusted.by.begin(), trusted.by.end(), [](const Authority& one) { return one.parent; });
}

std::string how_to_mend(const Model& model, const Trusted& trusted, const std::string& column) {
    if (trusted.how.command == PolicyCommand::insert)
        return with_sql("Check " + column + " of the new row too, as by an invitation that is looked up",
                        alter_policy(model, trusted.how.policy,
                                     "with check (" + own_row_test(model, trusted.by.front().table) +
                                         " and " + quote_ident(column) + " in (select …))"));
    return with_sql("Grant UPDATE on the columns that users may change, and not on " + column,
                    grant_other_columns(model, Privilege::update, trusted.by.front().table,
                                        {&trusted.by.front().column, 1}, {&trusted.how.role, 1}));
}

void report(const Model& model, const Trusted& trusted, Sink& sink) {
    const Authority& first = trusted.by.front();
    const Policy& opens = model.catalog[trusted.how.policy];
    const std::string table = model.catalog.name_of(first.table);
    const std::string column{model.catalog[first.table].columns[first.column].name.text()};
    const BoundExpr& clause = gate(opens, trusted.how.command);
    const bool inserts = trusted.how.command == PolicyCommand::insert;
    const std::string does = inserts ? " can insert a row of their own into " + table + " with any " + column
                                     : " can change " + column + " in their own row of " + table;
    Finding finding =
        finding_in(model, sink, {trusted.how.policy, opens, clause}, clause.span(),
                   model.catalog.name_of(trusted.how.role) + does + ", which " + trusting(model, trusted) +
                       " trust" + (trusted.by.size() == 1 ? "s" : ""));
    finding.clause += " " + column;
    if (trusted.how.conditions) finding.message += "; its policy asks more about them";
    const bool noted = trusted.how.guarded || trusted.how.conditions;
    if (noted || all_parents(trusted)) finding.severity = Severity::info;
    doubt(finding, {model.doubt(first.policy), model.doubt(first.table, Aspect::restrictions),
                    model.doubt(first.table, Aspect::privileges)});
    for (std::size_t i = 0; i < std::min<std::size_t>(trusted.by.size(), 5); ++i)
        relate(finding, {{"trusted by " + model.catalog.name_of(trusted.by[i].policy), trusted.by[i].place}});
    finding.help = how_to_mend(model, trusted, column);
    const OwnRow row{trusted.how.role, first.table, first.key, first.column, first.worth};
    if (!noted) finding.witness = writing_own_row(model, row, trusted.how.command);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const Trusted& trusted : trusted_columns(model))
        report(model, trusted, sink);
}

} // namespace

Rule self_escalation() { return {&info, check}; }

} // namespace rlslint::rules
