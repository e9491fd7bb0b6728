#include <string>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A trigger carries a row into a protected table without asking whose it is",
    .why =
        R"(A SECURITY DEFINER trigger function runs with the rights of its owner. What it writes into another table with
row security is checked by none of that table's policies: whoever may write the row that fires it decides what is written.)",
    .when_fine =
        R"(The row that fires the trigger was checked by policies of its own that leave no choice in what is carried over.)",
    .fix =
        R"(Test in the function what the policies of the other table would, or let it run with the caller's rights.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.shares (note_id bigint, user_id uuid);
alter table public.shares enable row level security;
revoke all on public.shares from anon, authenticated;
create function public.share() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$ begin insert into public.shares values (new.id, new.user_id); return new; end $$;
create trigger share after insert on public.notes for each row execute function public.share();)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.shares (note_id bigint, user_id uuid);
alter table public.shares enable row level security;
revoke all on public.shares from anon, authenticated;
create function public.share() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$ begin insert into public.shares values (new.id, (select auth.uid())); return new; end $$;
create trigger share after insert on public.notes for each row execute function public.share();)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {{"pgrls", "SEC013"}};

constexpr RuleInfo info{
    .id = "trigger-writes-unchecked",
    .group = RuleGroup::views_functions,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "4.3",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_write(const TableUse& use) { return use.privilege != Privilege::select; }

void check_trigger(const Model& model, const Trigger& trigger, Sink& sink) {
    const Relation& table = model.catalog[trigger.table];
    const Function& function = model.catalog[trigger.function];
    if (!table.rls || !function.security_definer || function.origin.profile) return;
    for (const TableUse& use : model.routines.of(trigger.function).uses) {
        const bool checked = use.asks_who || use.proof.caller || use.proof.anonymous;
        if (!is_write(use) || checked || use.relation == trigger.table ||
            !passes_policies_by(model, function, use))
            continue;
        Finding finding = sink.finding(model.catalog.name_of(trigger.function), use.span,
                                       "whoever writes to " + model.catalog.name_of(trigger.table) +
                                           " makes this trigger function write to " +
                                           model.catalog.name_of(use.relation) + ", past its policies");
        relate(finding, {{"the trigger", trigger.origin.introduced}});
        finding.help =
            with_sql("Test in the function what the policies of " + model.catalog.name_of(use.relation) +
                         " would, or let it run with the caller's rights",
                     alter_function(model, trigger.function, "security invoker"));
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    for (const Trigger& trigger : model.catalog.triggers()) {
        if (trigger.origin.live() && !trigger.origin.profile && trigger.function.valid() &&
            trigger.table.valid())
            check_trigger(model, trigger, sink);
    }
}

} // namespace

Rule trigger_writes_unchecked() { return {&info, check}; }

} // namespace rlslint::rules
