#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A queue is served by the API and its table has no row security",
    .why =
        R"(The API's wrapper functions run as their caller. With a queue's table open, whoever may call them sends, reads
and deletes everybody's messages.)",
    .when_fine = R"(The wrappers are served to the back end's role alone.)",
    .fix =
        R"(Turn row security on for the queue's table, and write policies for the clients that shall use it.)",
    .bad = R"(-- rlslint.toml: exposed_schemas = ["public", "pgmq_public"]
select pgmq.create('jobs');)",
    .good = R"(-- rlslint.toml: exposed_schemas = ["public", "pgmq_public"]
select pgmq.create('jobs');
alter table pgmq.q_jobs enable row level security;)",
};

constexpr std::string_view cwe[] = {"862"};
constexpr Alias aliases[] = {
    {"splinter", "0019_insecure_queue_exposed_in_api"},
};

constexpr RuleInfo info{
    .id = "queue-exposed",
    .group = RuleGroup::coverage,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.2",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// Its own schema, or that of the wrappers for clients.
bool serves_queues(const Platform& platform) {
    const auto& served = platform.exposed_schemas;
    return std::any_of(served.begin(), served.end(), [](Symbol schema) {
        return schema.text() == "pgmq_public" || schema.text() == "pgmq";
    });
}

bool is_queue(const Catalog& catalog, RelationId table) {
    return catalog[catalog[table].schema].name.text() == "pgmq" &&
           catalog[table].name.text().starts_with("q_");
}

void report(const Model& model, RelationId table, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    Finding finding = sink.finding(name, model.catalog[table].name_span,
                                   "clients that the API lets use queues reach every message of " + name +
                                       ": its row security is off");
    doubt(finding, {model.doubt(table, Aspect::rls_on)});
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.help =
        with_sql("Turn row security on, and write policies for what clients may do", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    if (!serves_queues(model.platform)) return;
    for (const RelationId table : model.tables()) {
        if (is_queue(model.catalog, table) && model.row_security_off(table) &&
            !model.listed_service_only(table))
            report(model, table, sink);
    }
}

} // namespace

Rule queue_exposed() { return {&info, check}; }

} // namespace rlslint::rules
