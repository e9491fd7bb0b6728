#include <algorithm>
#include <optional>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy looks up who may pass in a table that clients can write freely",
    .why =
        R"(The predicate asks a table whether the caller is a member. Whoever can insert any row into that table, or change
every row of it, writes themselves in and passes.)",
    .when_fine = R"(Never for access: the table decides who reads what.)",
    .fix = R"(Turn row security on for the table that is looked up, and check what may be written into it.)",
    .bad =
        R"(create table public.members (org bigint not null, member uuid not null, primary key (org, member));
alter table public.members enable row level security;
create policy "see own" on public.members for select to authenticated using (member = (select auth.uid()));
create policy "join" on public.members for insert to authenticated with check ((select auth.uid()) is not null);
create table public.projects (id bigint primary key, org bigint not null);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (org in (select m.org from public.members as m where m.member = (select auth.uid())));)",
    .good =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = (select auth.uid()));
create table public.projects (id bigint primary key, org_id bigint not null, name text);
alter table public.projects enable row level security;
create policy "members read" on public.projects
    for select to authenticated
    using (org_id in (select m.org_id from public.members as m where m.user_id = (select auth.uid())));)",
};

constexpr std::string_view cwe[] = {"863", "269"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC025"},
};

constexpr RuleInfo info{
    .id = "unprotected-lookup",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "8.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// It asks the relation for a row of the caller's.
bool asks_for_caller(const Anatomy& anatomy, const Lookup& lookup) {
    return std::any_of(anatomy.comparisons.begin(), anatomy.comparisons.end(),
                       [&](const Comparison& comparison) {
                           const Operand* inner = comparison.side(Operand::Kind::inner_column);
                           return inner != nullptr && inner->column->from == lookup.from &&
                                  comparison.is_equality() && comparison.across(*inner).says_who();
                       });
}

/// Its row is found by a key that is its own: one that is inserted cannot take the place of another.
bool found_by_key(const Model& model, const Anatomy& anatomy, const Lookup& lookup) {
    return std::any_of(anatomy.comparisons.begin(), anatomy.comparisons.end(),
                       [&](const Comparison& comparison) {
                           for (const Operand* side : {&comparison.left, &comparison.right}) {
                               const bool inner = side->kind == Operand::Kind::inner_column &&
                                                  side->column->from == lookup.from;
                               if (inner && !comparison.across(*side).says_who() &&
                                   is_key(model, lookup.relation, side->column->column))
                                   return true;
                           }
                           return false;
                       });
}

/// What the client may do to every row of the relation.
std::optional<PolicyCommand> free_to_write(const Model& model, RoleId role, const Anatomy& anatomy,
                                           const Lookup& lookup) {
    const auto may = [&](PolicyCommand command) {
        return model.access.cell(role, lookup.relation, action_of(command)).verdict == Verdict::all;
    };
    if (may(PolicyCommand::update)) return PolicyCommand::update;
    if (may(PolicyCommand::insert) && !found_by_key(model, anatomy, lookup)) return PolicyCommand::insert;
    return std::nullopt;
}

/// Where the clause names the relation, or calls what does.
Span place_of(const ClauseOf& where, const Reading& reading, const Lookup& lookup) {
    return reading.function.valid() ? where.place(reading.call) : (*where.clause.tree)[lookup.from].span;
}

void report(const Model& model, const ClauseOf& where, Span place, const Lookup& lookup, RoleId role,
            PolicyCommand command, Sink& sink) {
    const std::string relation = model.catalog.name_of(lookup.relation);
    const std::string does =
        command == PolicyCommand::insert ? " can insert any row into " : " can update every row of ";
    Finding finding = finding_in(model, sink, where, place,
                                 model.catalog.name_of(role) + does + relation +
                                     ", and so write themselves into what opens " +
                                     model.catalog.name_of(where.policy.table));
    doubt(finding,
          {model.doubt(lookup.relation, Aspect::rls_on), model.doubt(lookup.relation, Aspect::restrictions),
           model.doubt(lookup.relation, Aspect::privileges)});
    const Holder holder{role, privilege_for(command)};
    relate(finding, grants_to(model, lookup.relation, {&holder, 1}));
    finding.help =
        with_sql("Say in the policies of " + relation + " which rows may be written, and by whom; or",
                 take_back(model, holder.privileges, lookup.relation, {&role, 1}));
    sink.report(std::move(finding));
}

/// Of a query in the clause, or in a function that it calls; each relation is told once.
void check_query(const Model& model, const ClauseOf& where, const Reading& reading, const InnerQuery& query,
                 std::vector<RelationId>& told, Sink& sink) {
    for (const Lookup& lookup : query.reads) {
        const bool known = lookup.relation.valid() && model.catalog[lookup.relation].is_table() &&
                           std::find(told.begin(), told.end(), lookup.relation) == told.end();
        if (!known || lookup.relation == where.policy.table || !asks_for_caller(reading.anatomy, lookup))
            continue;
        for (const RoleId role : clients_of(model, where.policy)) {
            const auto command = free_to_write(model, role, reading.anatomy, lookup);
            if (!command) continue;
            told.push_back(lookup.relation);
            report(model, where, place_of(where, reading, lookup), lookup, role, *command, sink);
            break;
        }
    }
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        std::vector<RelationId> told;
        for (const Reading& reading : model.readings(where.clause)) {
            for (const InnerQuery& query : reading.anatomy.queries)
                check_query(model, where, reading, query, told, sink);
        }
    }
}

} // namespace

Rule unprotected_lookup() { return {&info, check}; }

} // namespace rlslint::rules
