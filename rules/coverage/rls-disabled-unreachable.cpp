#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table has no row security, although no client reaches it",
    .why =
        R"(What keeps clients out is a grant that is not made or a schema that is not served: one later statement changes
that, and nothing then stands between them and every row. Some teams ask for row security on every table for this reason.
With `require_rls` in `rlslint.toml` (`"all"`, or a list of schemas) a table without it is an error; where only the rule is
turned on, an information.)",
    .when_fine =
        R"(Tables of the back end alone, if the project has not decided otherwise: the rule is off by default.)",
    .fix =
        R"(Turn row security on. A role that bypasses it, or owns the table, goes on as before; others need policies.)",
    .bad = R"(create schema private;
create table private.settings (key text primary key, value text);)",
    .good = R"(create schema private;
create table private.settings (key text primary key, value text);
alter table private.settings enable row level security;)",
};

constexpr std::string_view cwe[] = {"862"};

constexpr RuleInfo info{
    .id = "rls-disabled-unreachable",
    .group = RuleGroup::coverage,
    .severity = Severity::error,
    .on_by_default = false,
    .security_severity = "3.7",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// The configuration asks for row security here, whoever reaches the table.
bool is_required(const Model& model, RelationId table) {
    const auto& schemas = model.platform.require_rls;
    const Symbol schema = model.catalog[model.catalog[table].schema].name;
    return model.platform.require_rls_everywhere ||
           std::find(schemas.begin(), schemas.end(), schema) != schemas.end();
}

void report(const Model& model, RelationId table, Sink& sink) {
    const std::string name = model.catalog.name_of(table);
    const bool required = is_required(model, table);
    Finding finding = sink.finding(name, model.catalog[table].name_span,
                                   "row security of " + name + " is off" +
                                       (required ? ", which require_rls in rlslint.toml rules out" : ""));
    if (!required) finding.severity = Severity::info;
    doubt(finding, {model.doubt(table, Aspect::rls_on)});
    relate(finding, turned_off_at(model, table));
    finding.fixes.push_back(turn_on_row_security(model, table));
    finding.help = with_sql("Turn row security on", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const bool anywhere = model.platform.require_rls.empty();
    for (const RelationId table : model.tables()) {
        if (model.row_security_off(table) && (anywhere || is_required(model, table)))
            report(model, table, sink);
    }
}

} // namespace

Rule rls_disabled_unreachable() { return {&info, check}; }

} // namespace rlslint::rules
