#include <string>
#include <string_view>
#include <utility>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "PostgreSQL refuses a statement where it stands",
    .why =
        R"(The statement does nothing, in a transaction block nothing of the block does anything, and most tools
stop there. A policy that was not created, a row security that was not turned on, is missed by nobody until somebody
reads what they should not. It is judged here as on the server: as if it were not there.)",
    .when_fine =
        R"(Something outside the migrations, in a dashboard or by another tool, has made what the statement needs, or
dropped what it finds there: bring that into the migrations. Objects that no migration ever makes are taken as there.)",
    .fix =
        R"(The message is PostgreSQL's own. Write `if exists` or `if not exists` where both cases are meant, `drop
policy if exists` before a policy that is made again, and correct names that do not exist.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null);
grant select on public.notes to service_role;
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (owner_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null);
grant select on public.notes to authenticated;
alter table public.notes enable row level security;
create policy own on public.notes for select to authenticated using (user_id = (select auth.uid()));)",
};

constexpr RuleInfo info{
    .id = "statement-fails",
    .group = RuleGroup::history,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
    .example_profile = "supabase",
};

/// What it makes is there already: duplicate_column, _object, _function, _table, _schema; a second primary
/// key or identity.
bool finds_it_there(const LogEntry& failure) {
    const std::string_view state = failure.sqlstate, why = failure.why;
    return state == "42701" || state == "42710" || state == "42723" || state == "42P07" || state == "42P06" ||
           why.starts_with("multiple primary keys") || why.ends_with("is already an identity column");
}

/// A dump, or a file that is there twice, fails in each of its statements for one reason; what follows from
/// a statement that failed has that one's.
Cause cause_of(const Model& model, const LogEntry& failure) {
    const std::string file = std::to_string(model.sources.origin(failure.span).source.value);
    return {file + (finds_it_there(failure) ? " there already" : " " + failure.why), "statement"};
}

std::string message_for(const LogEntry& failure) {
    std::string message = failure.tag + " fails here: " + failure.why;
    if (failure.fails_block) message += "; nothing of its transaction block is applied";
    return message;
}

void check(const Model& model, Sink& sink) {
    const FailuresBehind behind{model.sources, model.failures()};
    for (const LogEntry* failure : model.failures()) {
        Finding finding = sink.finding("project", place_of(model.sources, *failure), message_for(*failure));
        finding.clause = without_layout(model.sources.text(failure->span));
        finding.cause = cause_of(model, behind.first_of(*failure));
        finding.help = "The statement is left out: everything else is judged as if it were not there";
        sink.report(std::move(finding));
    }
}

} // namespace

Rule statement_fails() { return {&info, check}; }

} // namespace rlslint::rules
