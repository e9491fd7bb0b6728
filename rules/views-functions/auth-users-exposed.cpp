#include <string>
#include <utility>
#include <vector>

#include "rlslint/access/narrowing.hpp"
#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients can read what the platform knows of its users",
    .why =
        R"(The users table holds addresses, telephone numbers, sign-in times and more of everybody. A view, a materialized view
or a function that reads it as a role which may is a way around its protection, as is one that reads decrypted secrets.)",
    .when_fine = R"(Only the caller's own row comes out: a query that asks who is calling is not reported.)",
    .fix =
        R"(Keep what others may see in a table of its own, with policies, filled by a trigger; or limit the rows to the
caller's.)",
    .bad = R"(create view public.people as
    select id, email from auth.users;)",
    .good = R"(create function public.my_email() returns text
    language sql stable security definer
    set search_path = ''
    as $$ select email from auth.users where id = (select auth.uid()) $$;)",
};

constexpr std::string_view cwe[] = {"359"};
constexpr Alias aliases[] = {
    {"splinter", "0002_auth_users_exposed"}, {"pgrls", "SEC052"}, {"supabase-rls-guard", "RLS015"}};

constexpr RuleInfo info{
    .id = "auth-users-exposed",
    .group = RuleGroup::views_functions,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_secret(const Model& model, RelationId id) {
    const Relation& relation = model.catalog[id];
    const std::string_view schema = model.catalog[relation.schema].name.text();
    const bool users = !model.platform.users_table.empty() && relation.name == model.platform.users_table &&
                       schema == model.platform.users_schema.text();
    return users || (schema == "vault" && relation.name.text() == "secrets");
}

/// Those who get rows of it by way of a view.
std::vector<RoleId> readers_through(const Model& model, RelationId id, const Beneath& door) {
    std::vector<RoleId> readers;
    const bool stored = model.catalog[id].kind == 'm';
    for (const Holder& reader : clients_reaching(model, id, Privilege::select)) {
        const RoleId as = door.as_owner ? model.catalog[door.named_by].owner : reader.role;
        const Cell cell = model.access.cell_as(as, reader.role, door.relation, Action::select);
        if (stored || cell.verdict == Verdict::all) readers.push_back(reader.role);
    }
    return readers;
}

Finding finding_about(const Model& model, std::string subject, Span place, std::span<const RoleId> who,
                      RelationId of, const std::string& shut, Sink& sink) {
    const std::string message = in_prose(model.catalog, who) + " can read " + model.catalog.name_of(of) +
                                " of all users through " + subject;
    Finding finding = sink.finding(std::move(subject), place, message);
    finding.help =
        with_sql("Keep what others may see in a table of its own, with policies, or limit the rows "
                 "to the caller's; until then, let clients keep out",
                 shut);
    return finding;
}

void check_view(const Model& model, RelationId id, Sink& sink) {
    for (const Beneath& door : beneath(model.catalog, id)) {
        if (!door.shown || !is_secret(model, door.relation)) continue;
        const bool asks =
            model.catalog[id].kind != 'm' &&
            keeps_rows_apart(model.catalog, model.platform, model.access.bodies(), model.catalog[id].query);
        const std::vector<RoleId> readers = asks ? std::vector<RoleId>{} : readers_through(model, id, door);
        if (readers.empty()) continue;
        Finding finding = finding_about(model, model.catalog.name_of(id), door.place, readers, door.relation,
                                        take_back(model, Privilege::select, id, readers), sink);
        doubt(finding, {model.doubt(id, Aspect::privileges)});
        const Holder first{readers.front(), Privilege::select};
        finding.witness = meeting_every_row(model, {&first, 1}, id);
        return sink.report(std::move(finding));
    }
}

void check_function(const Model& model, FunctionId id, Sink& sink) {
    const Function& function = model.catalog[id];
    if (!function.security_definer || gives_no_rows(function)) return;
    const std::vector<RoleId> callers = model.reach.api_roles_calling(id);
    if (callers.empty()) return;
    for (const TableUse& use : model.routines.of(id).uses) {
        const bool gives = use.returned && !use.asks_who && !use.proof.caller &&
                           is_secret(model, use.relation) &&
                           model.reach.privileges(function.owner, use.relation).has(Privilege::select);
        if (!gives) continue;
        Finding finding = finding_about(model, model.catalog.name_of(id), use.span, callers, use.relation,
                                        revoke_execute(model, id, callers), sink);
        doubt(finding, {model.doubt(id, Aspect::execute)});
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const bool shows = relations[i].is_view() || relations[i].kind == 'm';
        if (shows && relations[i].origin.live() && !relations[i].origin.profile)
            check_view(model, RelationId{i}, sink);
    }
    for (const FunctionId id : model.functions())
        check_function(model, id, sink);
}

} // namespace

Rule auth_users_exposed() { return {&info, check}; }

} // namespace rlslint::rules
