#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A kind of statement that is not understood",
    .why =
        R"(A statement of a kind that the replay does not know is left out: what it does to roles, tables or policies is not
seen, and findings that it may have mended are withheld. Every summary counts such statements; this rule names each.)",
    .when_fine = R"(It changes nothing that row security hangs on.)",
    .fix = R"(Nothing, as a rule; `--strict` fails on them where nothing may be missed.)",
    .bad = R"(create text search configuration public.plain (copy = simple);)",
    .good = R"(analyze;)",
};

constexpr RuleInfo info{
    .id = "unmodelled-statement",
    .group = RuleGroup::project,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    for (const LogEntry& entry : model.history.log) {
        if (entry.outcome != Outcome::unmodelled) continue;
        const bool says_more = !entry.why.empty() && entry.why != entry.tag;
        Finding finding = sink.finding("project", entry.span,
                                       "not understood: " + entry.tag + (says_more ? ": " + entry.why : ""));
        finding.clause = entry.tag;
        finding.help = "What it changes is not seen: everything else is judged without it";
        sink.report(std::move(finding));
    }
}

} // namespace

Rule unmodelled_statement() { return {&info, check}; }

} // namespace rlslint::rules
