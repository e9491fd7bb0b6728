#include <variant>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A view filters rows itself and has no security_barrier",
    .why =
        R"(PostgreSQL may evaluate a reader's own condition before the view's. A function in it that is cheap and writes down
what it is given, as anyone who may create functions can make one, is then called with rows that the view would not have
shown.)",
    .when_fine =
        R"(Readers cannot define functions, as clients of an API cannot, or the view's condition keeps nothing secret.)",
    .fix = R"(Set `security_barrier` on the view.)",
    .bad = R"(create role app login;
create schema app authorization app;
create table public.posts (id bigint primary key, draft boolean not null, body text);
create view public.published as
    select id, body from public.posts where not draft;
grant select on public.published to app;)",
    .good = R"(create role app login;
create schema app authorization app;
create table public.posts (id bigint primary key, draft boolean not null, body text);
create view public.published with (security_barrier) as
    select id, body from public.posts where not draft;
grant select on public.published to app;)",
};

constexpr std::string_view cwe[] = {"200"};
constexpr Alias aliases[] = {{"pgrls", "VIEW002"}};

constexpr RuleInfo info{
    .id = "view-without-barrier",
    .group = RuleGroup::views_functions,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "3.1",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "postgres",
};

bool filters(const Relation& view) {
    if (!view.query.present()) return false;
    const auto* select = std::get_if<Select>(&(*view.query.tree)[view.query.root].node);
    return select != nullptr && select->where.valid();
}

/// A role that may create objects in some schema can make functions.
bool may_define_functions(const Model& model, RoleId role) {
    const auto schemas = model.catalog.schemas();
    for (std::uint32_t i = 0; i < schemas.size(); ++i) {
        if (schemas[i].origin.live() && model.reach.has_create(role, SchemaId{i})) return true;
    }
    return false;
}

void check(const Model& model, Sink& sink) {
    for (const RelationId id : model.views()) {
        const Relation& view = model.catalog[id];
        if (view.option("security_barrier") || view.option("security_invoker") || !filters(view)) continue;
        std::vector<RoleId> readers;
        for (const Holder& reader : clients_reaching(model, id, Privilege::select)) {
            if (may_define_functions(model, reader.role)) readers.push_back(reader.role);
        }
        if (readers.empty()) continue;
        const std::string name = model.catalog.name_of(id);
        Finding finding =
            sink.finding(name, view.name_span,
                         in_prose(model.catalog, readers) + " can make a function that is given rows which " +
                             name + " does not show: it has no security_barrier");
        finding.fixes.push_back(
            {"Set the barrier",
             Applicability::unsafe,
             "alter view " + sql_name(model.catalog, id) + " set (security_barrier = true);",
             {}});
        finding.help = with_sql("Set the barrier", finding.fixes[0].sql);
        sink.report(std::move(finding));
    }
}

} // namespace

Rule view_without_barrier() { return {&info, check}; }

} // namespace rlslint::rules
