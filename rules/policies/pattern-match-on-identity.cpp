#include <algorithm>
#include <iterator>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "An identity value is used as a pattern of LIKE or of a regular expression",
    .why =
        R"(In a pattern `%` and `_`, or `.` and `*`, stand for anything. Where the pattern holds a value that the session tells, an
address `a_b@…` or a tenant named `%`, it matches the rows of others too.)",
    .when_fine =
        R"(The value cannot hold such a character: a UUID, as `auth.uid()` gives it, is not reported.)",
    .fix = R"(Compare with `=`, or the beginning with `starts_with()` or `^@`.)",
    .bad = R"(create table public.files (id bigint primary key, path text not null);
alter table public.files enable row level security;
create policy "own folder" on public.files
    for select to authenticated
    using (path like (select auth.jwt() -> 'app_metadata' ->> 'folder') || '/%');)",
    .good = R"(create table public.files (id bigint primary key, path text not null);
alter table public.files enable row level security;
create policy "own folder" on public.files
    for select to authenticated
    using (starts_with(path, (select auth.jwt() -> 'app_metadata' ->> 'folder') || '/'));)",
};

constexpr std::string_view cwe[] = {"625"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC026"},
};

constexpr RuleInfo info{
    .id = "pattern-match-on-identity",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_pattern_match(std::string_view op) {
    constexpr std::string_view ops[] = {"~~", "~~*", "~", "~*"};
    return std::find(std::begin(ops), std::end(ops), op) != std::end(ops);
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Comparison& comparison : model.anatomy(where.clause).comparisons) {
            if (!is_pattern_match(comparison.op) || !comparison.right.reads_text_of_caller) continue;
            Finding finding =
                finding_in(model, sink, where, where.place(comparison.expr),
                           "what the session says is used as a pattern: whoever can put % or _ into it "
                           "reaches rows of others in " +
                               model.catalog.name_of(where.policy.table));
            finding.help = "Compare with =, or the beginning with starts_with";
            const std::string column{model.sources.text(where.place(comparison.left.expr))};
            show_rewriting(model, where, {{where.place(comparison.expr), "starts_with(" + column + ", …)"}},
                           finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule pattern_match_on_identity() { return {&info, check}; }

} // namespace rlslint::rules
