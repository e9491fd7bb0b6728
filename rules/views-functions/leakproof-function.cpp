#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A function is declared LEAKPROOF",
    .why =
        R"(PostgreSQL trusts the word: conditions with LEAKPROOF functions are evaluated before the conditions of policies and
security_barrier views, on rows that the caller may not see. A function that raises an error with its argument in it, or
writes it down, then tells what those rows hold.)",
    .when_fine =
        R"(The function can tell nothing of its arguments but by its result: no error, no message, no side effect, and the
same for all that it calls.)",
    .fix = R"(Take the word away, unless an index that policies keep from being used depends on it.)",
    .bad = R"(create function public.same(a text, b text) returns boolean
    language sql immutable leakproof
    as $$ select a = b $$;)",
    .good = R"(create function public.same(a text, b text) returns boolean
    language sql immutable
    as $$ select a = b $$;)",
};

constexpr std::string_view cwe[] = {"200"};
constexpr Alias aliases[] = {{"pgrls", "SEC017"}};

constexpr RuleInfo info{
    .id = "leakproof-function",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .example_profile = "postgres",
};

void check(const Model& model, Sink& sink) {
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        if (!function.leakproof) continue;
        const std::string name = model.catalog.name_of(id);
        Finding finding =
            sink.finding(name, function.name_span,
                         "PostgreSQL may call " + name +
                             " with values of rows that policies keep from its caller: it is LEAKPROOF");
        doubt(finding, {model.doubt(id, Aspect::settings)});
        finding.fixes.push_back(
            {"Take the word away", Applicability::unsafe, alter_function(model, id, "not leakproof"), {}});
        finding.help = with_sql("If anything in it can raise an error or a message, take the word away",
                                finding.fixes[0].sql);
        sink.report(std::move(finding));
    }
}

} // namespace

Rule leakproof_function() { return {&info, check}; }

} // namespace rlslint::rules
