#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A function has no search_path of its own",
    .why =
        R"(A function that runs with its caller's rights looks names up along its caller's search_path. A trigger or a policy
that calls it then means one thing in one session and another in the next, and fails where a restore or a maintenance job
runs with an empty path.)",
    .when_fine =
        R"(The function is called by sessions with one path only. A fixed path has a price: PostgreSQL does not inline such
SQL functions.)",
    .fix = R"(Fix the path: `set search_path = ''` and write every name with its schema.)",
    .bad = R"(create function public.trimmed(line text) returns text
    language plpgsql immutable
    as $$ begin return trim(line); end $$;)",
    .good = R"(create function public.trimmed(line text) returns text
    language plpgsql immutable
    set search_path = ''
    as $$ begin return trim(line); end $$;)",
};

constexpr std::string_view cwe[] = {"426"};
constexpr Alias aliases[] = {
    {"splinter", "0011_function_search_path_mutable"}, {"supabase-rls-guard", "RLS011"}, {"pgspot", "PS005"}};

constexpr RuleInfo info{
    .id = "function-search-path",
    .group = RuleGroup::views_functions,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        const bool asked = !function.security_definer && !function.aggregate && function.sql_body.empty() &&
                           !function.constructs.valid();
        if (!asked || setting_of(function, "search_path") != nullptr) continue;
        const std::string name = model.catalog.name_of(id);
        Finding finding = sink.finding(name, function.name_span,
                                       "what the names in " + name + " mean is up to each session");
        doubt(finding, {model.doubt(id, Aspect::settings)});
        finding.fixes.push_back({"Fix its search_path",
                                 Applicability::unsafe,
                                 alter_function(model, id, "set search_path = ''"),
                                 {}});
        finding.help = with_sql("Write every name with its schema, and fix the path", finding.fixes[0].sql);
        sink.report(std::move(finding));
    }
}

} // namespace

Rule function_search_path() { return {&info, check}; }

} // namespace rlslint::rules
