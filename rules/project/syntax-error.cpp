#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "PostgreSQL's grammar rejects a statement",
    .why =
        R"(A statement that cannot be read is left out: everything else is judged as if it were not there. If it
turned row security on, or dropped a policy, the other findings are about another database than yours.)",
    .when_fine =
        R"(The file is a template whose placeholders a tool fills in, or is not for PostgreSQL at all: keep it
out of the migrations that are checked.)",
    .fix =
        R"(Mend the statement. The message is PostgreSQL's own, and the place is where its parser gave up, at or
after the mistake.)",
    .bad = R"(create tabel public.notes (id bigint primary key);)",
    .good = R"(create table private_notes (id bigint primary key);
alter table private_notes enable row level security;
revoke all on private_notes from anon, authenticated;)",
};

constexpr RuleInfo info{
    .id = "syntax-error",
    .group = RuleGroup::project,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

void check(const Model& model, Sink& sink) {
    for (const LogEntry& entry : model.history.log) {
        if (entry.outcome != Outcome::syntax_error) continue;
        Finding finding = sink.finding("project", entry.span, entry.why);
        finding.clause = entry.why;
        finding.help = "The statement is left out: everything else is judged without it";
        sink.report(std::move(finding));
    }
}

} // namespace

Rule syntax_error() { return {&info, check}; }

} // namespace rlslint::rules
