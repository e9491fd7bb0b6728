#include <algorithm>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A view shows clients rows that the policies of its tables keep from them",
    .why =
        R"(A view without `security_invoker` reads its tables with the rights of its owner. Where the owner is exempt
from row security, as the owner of the tables or a role with BYPASSRLS is, no policy is asked: whoever may read the view
reads every row beneath. A view simple enough for PostgreSQL to update lets them write as well.)",
    .when_fine =
        R"(The view is meant to show more than the tables do, the public columns of profiles, say. List it under
`public_tables` in `rlslint.toml`. A view whose query itself asks who is calling is only noted.)",
    .fix =
        R"(Set `security_invoker` on the view (PostgreSQL 15), so that policies and privileges of whoever asks count,
or revoke it from clients.)",
    .bad =
        R"(create table public.invoices (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.invoices enable row level security;
create policy "read own invoices" on public.invoices
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.invoice_totals as
    select user_id, total from public.invoices;)",
    .good =
        R"(create table public.invoices (id bigint primary key, user_id uuid not null, total numeric not null);
alter table public.invoices enable row level security;
create policy "read own invoices" on public.invoices
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.invoice_totals with (security_invoker = true) as
    select user_id, total from public.invoices;)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {{"splinter", "0010_security_definer_view"},
                             {"pgrls", "VIEW001"},
                             {"supabase-rls-guard", "RLS010"},
                             {"rlsautotest", "L011"}};

constexpr RuleInfo info{
    .id = "view-bypasses-rls",
    .group = RuleGroup::views_functions,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// More rows, for certain: the policies would have kept some of them, or all.
bool is_more(const Cell& through, const Cell& direct) {
    if (through.verdict == Verdict::some) return direct.verdict == Verdict::none;
    if (through.verdict != Verdict::all) return false;
    const bool undecided = direct.verdict == Verdict::unknown && direct.why != Why::unmodelled;
    return direct.verdict != Verdict::all && !undecided;
}

constexpr std::pair<Action, Privilege> writes[] = {{Action::insert, Privilege::insert},
                                                   {Action::update, Privilege::update},
                                                   {Action::delete_, Privilege::delete_}};

/// What a role gains on one table by the view.
PrivilegeSet gained(const Model& model, RoleId role, RelationId view, const Beneath& door) {
    PrivilegeSet result;
    const RoleId as = door.as_owner ? model.catalog[door.named_by].owner : role;
    const auto direct = [&](Action action) { return model.access.cell(role, door.relation, action); };
    const bool reads = model.access.cell(role, view, Action::select).verdict != Verdict::none;
    if (reads &&
        is_more(model.access.cell_as(as, role, door.relation, Action::select), direct(Action::select)))
        result |= Privilege::select;
    if (written_through(model.catalog, view) != door.relation) return result;
    for (const auto& [action, privilege] : writes) {
        if (is_more(model.access.cell(role, view, action), direct(action))) result |= privilege;
    }
    return result;
}

std::vector<Holder> gaining(const Model& model, RelationId view, const Beneath& door) {
    std::vector<Holder> clients;
    for (const Holder& client : clients_reaching(model, view)) {
        const PrivilegeSet more = gained(model, client.role, view, door) & client.privileges;
        if (!more.empty()) clients.push_back({client.role, more});
    }
    return clients;
}

void report(const Model& model, RelationId view, const Beneath& door, std::span<const Holder> clients,
            Sink& sink) {
    const Catalog& catalog = model.catalog;
    const bool asks = model.routines.asks_who(catalog[view].query);
    std::string message = "through " + catalog.name_of(view) + " " + can_do(model, clients, door.relation) +
                          ", past its policies: the view is checked as its owner " +
                          catalog.name_of(catalog[door.named_by].owner);
    const bool reads_only = std::all_of(clients.begin(), clients.end(), [](const Holder& client) {
        return client.privileges == Privilege::select;
    });
    if (asks) message += ", and its own conditions are all that keeps rows apart";
    Finding finding = sink.finding(catalog.name_of(view), door.place, std::move(message));
    if (asks && reads_only) finding.severity = Severity::info;
    doubt(finding, {model.doubt(view, Aspect::invoker), model.doubt(view, Aspect::privileges),
                    model.doubt(door.relation, Aspect::rls_off)});
    for (const RelationId on_the_way : door.path)
        relate(finding, {{"the view " + catalog.name_of(on_the_way), catalog[on_the_way].name_span}});
    relate(finding, grants_to(model, view, clients));
    const RelationId named_by = door.named_by;
    finding.fixes.push_back(
        {"Check it as whoever asks", Applicability::unsafe, make_invoker(model, named_by), {}});
    finding.help = with_sql("Let the policies of whoever asks count, or revoke the view from clients",
                            finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId view : model.views()) {
        if (model.listed_public(view)) continue;
        std::vector<RelationId> told;
        for (const Beneath& door : beneath(model.catalog, view)) {
            const Relation& table = model.catalog[door.relation];
            const bool known = std::find(told.begin(), told.end(), door.relation) != told.end();
            if (known || !door.as_owner || !door.shown || !table.rls || model.listed_public(door.relation))
                continue;
            const std::vector<Holder> clients = gaining(model, view, door);
            if (clients.empty()) continue;
            told.push_back(door.relation);
            report(model, view, door, clients, sink);
        }
    }
}

} // namespace

Rule view_bypasses_rls() { return {&info, check}; }

} // namespace rlslint::rules
