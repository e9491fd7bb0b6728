#include <string>
#include <utility>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A SECURITY DEFINER function lets its caller decide what its names mean",
    .why =
        R"(A function without a search_path of its own looks names up along its caller's. Whoever can create a table, a
function or an operator in some schema puts it first, calls the function, and their object is used with the rights of the
function's owner. A path on which callers may create things is no better. With an empty one a table that is named without
its schema is not found at all.)",
    .when_fine =
        R"(Never for a SECURITY DEFINER function. That pg_temp, which is searched first unless it is named, does not stand
last is only noted, once for all functions, where clients cannot create temporary tables.)",
    .fix =
        R"(Fix the path: `set search_path = ''` and write every name with its schema, or name the schemas, pg_temp last.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.note_count() returns bigint
    language sql stable security definer
    as $$ select count(*) from public.notes where user_id = (select auth.uid()) $$;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create function public.note_count() returns bigint
    language sql stable security definer
    set search_path = ''
    as $$ select count(*) from public.notes where user_id = (select auth.uid()) $$;)",
};

constexpr std::string_view cwe[] = {"426"};
constexpr Alias aliases[] = {{"splinter", "0011_function_search_path_mutable"},
                             {"pgrls", "SEC015"},
                             {"pgspot", "PS003"},
                             {"pgspot", "PS004"},
                             {"pgrubic", "ST003"},
                             {"pgrubic", "ST004"}};

constexpr RuleOption options[] = {
    {"pg_temp", RuleOption::Kind::flag, "Whether a path on which pg_temp is not last is reported.", 0, true}};

constexpr RuleInfo info{
    .id = "definer-search-path",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .options = options,
};

bool temporary_objects_first(const Model& model, FunctionId id, const SetVariable& path) {
    return (path.values.empty() || path.values.back() != "pg_temp") &&
           !model.routines.of(id).bare_relations.empty();
}

/// Of functions with the same defect one is told, with the others: they are mended in one go.
Finding finding_about(const Model& model, FunctionId id, Span place, std::string_view defect,
                      std::string message, Sink& sink) {
    const Function& function = model.catalog[id];
    Finding finding = sink.finding(model.catalog.name_of(id), place.valid() ? place : function.name_span,
                                   std::move(message));
    finding.cause = {std::string{defect}, "function"};
    doubt(finding, {model.doubt(id, Aspect::settings)});
    relate(finding, {{"the function", function.name_span}});
    std::string path;
    for (const std::string& name : model.platform.search_path) {
        if (name != "$user") path += quote_ident(name) + ", ";
    }
    const std::string sql = alter_function(model, id, "set search_path = " + path + "pg_temp");
    finding.help = with_sql("Fix its search_path, or write every name with its schema and set it to ''", sql);
    finding.fixes = {{"Fix its search_path", Applicability::unsafe, sql, {}}};
    return finding;
}

void check_path(const Model& model, FunctionId id, const SetVariable& path, Sink& sink) {
    const std::string name = model.catalog.name_of(id);
    // Of a schema in which clients may create objects schema-create-to-api-role tells.
    if (open_schema_on(model, path).valid()) return;
    const bool empty = path.values.empty() || path.values == std::vector<std::string>{""};
    if (const Unresolved* lost = empty ? relation_off_path(model, id) : nullptr; lost != nullptr) {
        Finding finding = finding_about(
            model, id, lost->span, "",
            name + " fails when it is called: its search_path is empty, and " + lost->message, sink);
        finding.fixes.clear();
        finding.help = "Write the name with its schema";
        sink.report(std::move(finding));
    } else if (temporary_objects_first(model, id, path) && sink.flag("pg_temp")) {
        Finding finding = finding_about(
            model, id, path.span, "pg_temp",
            name + " finds temporary tables before all others: pg_temp is not last in its search_path", sink);
        if (!clients_connect_directly(model)) finding.severity = Severity::info;
        sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        // What is written after SQL's standard was bound when the function was made.
        if (!function.security_definer || function.aggregate || !function.sql_body.empty()) continue;
        const SetVariable* path = setting_of(function, "search_path");
        if (path != nullptr && path->kind == SetVariable::Kind::value)
            check_path(model, id, *path, sink);
        else if (path == nullptr)
            sink.report(finding_about(
                model, id, function.security_span, "none",
                (only_fires(function) ? "whoever sets off " : "whoever calls ") + model.catalog.name_of(id) +
                    " decides by their search_path what its names mean, and it runs with the rights of " +
                    model.catalog.name_of(function.owner),
                sink));
    }
}

} // namespace

Rule definer_search_path() { return {&info, check}; }

} // namespace rlslint::rules
