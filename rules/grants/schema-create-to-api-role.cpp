#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients may create objects in a schema on the search_path of a SECURITY DEFINER function",
    .why =
        R"(A name without a schema is looked up along the search_path when the function runs. Whoever may create objects in
one of its schemas puts a function or table there that is found first, and has it run with the rights of the function's
owner.)",
    .when_fine =
        R"(Never for roles of an API. Before PostgreSQL 15 schema public gave CREATE to everyone by itself.)",
    .fix =
        R"(Take CREATE away, and give each definer function a fixed search_path of schemas in which nobody else creates.)",
    .bad = R"(create schema app;
grant usage on schema app to authenticated;
create function app.total() returns bigint
    language sql security definer set search_path = app, public
    as $$ select count(*) from public.orders $$;
revoke execute on function app.total() from public;
grant create on schema app to authenticated;)",
    .good = R"(create schema app;
grant usage on schema app to authenticated;
create function app.total() returns bigint
    language sql security definer set search_path = app, public
    as $$ select count(*) from public.orders $$;
revoke execute on function app.total() from public;)",
};

constexpr std::string_view cwe[] = {"426"};

constexpr RuleInfo info{
    .id = "schema-create-to-api-role",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// The schemas that a function looks through: as it sets them, else as a session has them.
std::vector<std::string> path_of(const Model& model, const Function& function) {
    for (const SetVariable& setting : function.settings) {
        if (setting.name.text() == "search_path") return setting.values;
    }
    return model.platform.search_path;
}

bool looks_through(const Model& model, const Function& function, std::string_view schema) {
    if (!function.security_definer || function.origin.dropped || function.origin.profile) return false;
    const std::vector<std::string> path = path_of(model, function);
    return std::find(path.begin(), path.end(), schema) != path.end();
}

std::vector<FunctionId> exposed_functions(const Model& model, std::string_view schema) {
    std::vector<FunctionId> found;
    for (std::uint32_t i = 0; i < model.catalog.functions().size(); ++i) {
        if (looks_through(model, model.catalog.functions()[i], schema)) found.push_back({i});
    }
    return found;
}

void report(const Model& model, const Schema& schema, const AclEntry& entry,
            std::span<const FunctionId> functions, Sink& sink) {
    const std::string name{schema.name.text()}, who = model.catalog.name_of(entry.grantee);
    const std::size_t more = functions.size() - 1;
    Finding finding = sink.finding("role:" + who, entry.span,
                                   who + " may create objects in schema " + name + ", in which " +
                                       model.catalog.name_of(functions.front()) +
                                       (more == 0 ? "" : " and " + std::to_string(more) + " more") +
                                       " looks up names as its owner");
    for (const FunctionId function : functions)
        relate(finding, {{"looks through it", model.catalog[function].name_span}});
    const std::string sql = "revoke create on schema " + quote_ident(name) + " from " +
                            sql_name(model.catalog, entry.grantee) + ";";
    finding.fixes.push_back({"Take CREATE away", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Take CREATE away", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const Schema& schema : model.catalog.schemas()) {
        if (schema.origin.dropped) continue;
        const std::vector<FunctionId> functions = exposed_functions(model, schema.name.text());
        if (functions.empty()) continue;
        for (const AclEntry& entry : schema.acl.entries) {
            if (entry.privileges.has(Privilege::create) && is_client(model, entry.grantee) &&
                entry.span.valid())
                report(model, schema, entry, functions, sink);
        }
    }
}

} // namespace

Rule schema_create_to_api_role() { return {&info, check}; }

} // namespace rlslint::rules
