#include <string>
#include <variant>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A rewrite rule acts on a protected table past its policies",
    .why =
        R"(What a rule (CREATE RULE) does is done with the rights of the owner of the relation that it is on, not of whoever
set it off. Where that owner is exempt from row security, a client that may write to the one relation writes to the other
without any of its policies being asked.)",
    .when_fine =
        R"(The rule is written so that it cannot do more than the policies would allow, a log that is only added to, say.)",
    .fix =
        R"(Use a trigger whose function runs with the caller's rights, or an INSTEAD OF trigger on a view.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.outbox (note_id bigint, body text);
alter table public.outbox enable row level security;
create policy "add" on public.outbox for insert to authenticated with check ((select auth.uid()) is not null);
create rule deliver as on insert to public.outbox
    do instead update public.notes set body = new.body where id = new.note_id;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create table public.outbox (note_id bigint, body text);
alter table public.outbox enable row level security;
create policy "add" on public.outbox for insert to authenticated with check ((select auth.uid()) is not null);
create rule quiet as on delete to public.outbox do instead nothing;)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "rule-bypasses-rls",
    .group = RuleGroup::views_functions,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

Privilege privilege_of(const QueryNode& node) {
    if (std::holds_alternative<Insert>(node)) return Privilege::insert;
    return std::holds_alternative<Delete>(node) ? Privilege::delete_ : Privilege::update;
}

/// A protected table that the rule changes though its owner is not bound by the policies.
RelationId changed_by(const Model& model, const Relation& on, const BoundQuery& action) {
    for (const auto& [query, target] : action.bindings->targets) {
        if (!target.valid()) continue;
        const Relation& table = model.catalog[target];
        const bool may =
            model.reach.privileges(on.owner, target).has(privilege_of((*action.tree)[query].node));
        if (table.is_table() && table.rls && may && model.reach.exempt(on.owner, target)) return target;
    }
    return {};
}

void check_rule(const Model& model, RelationId id, const RewriteRule& rule, Sink& sink) {
    const auto writers = clients_reaching(model, id, privilege_for(rule.event));
    if (writers.empty() || rule.event == PolicyCommand::select) return;
    for (const BoundQuery& action : rule.actions) {
        const RelationId target = changed_by(model, model.catalog[id], action);
        if (!target.valid() || target == id) continue;
        const std::string on = model.catalog.name_of(id);
        Finding finding =
            sink.finding(on, action.span.valid() ? action.span : rule.span,
                         in_prose(model.catalog, roles_of(writers)) + " can change " +
                             model.catalog.name_of(target) + " past its policies by writing to " + on +
                             ": rules act as the owner, " + model.catalog.name_of(model.catalog[id].owner));
        doubt(finding, {model.doubt(id, Aspect::privileges), model.doubt(target, Aspect::rls_off)});
        relate(finding, {{"the rule", rule.span}});
        finding.help = with_sql(
            "Use a trigger whose function runs with the caller's rights, and drop the rule",
            "drop rule " + quote_ident(rule.name.text()) + " on " + sql_name(model.catalog, id) + ";");
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        if (!relations[i].origin.live() || relations[i].origin.profile) continue;
        for (const RewriteRule& rule : relations[i].rules)
            check_rule(model, RelationId{i}, rule, sink);
    }
}

} // namespace

Rule rule_bypasses_rls() { return {&info, check}; }

} // namespace rlslint::rules
