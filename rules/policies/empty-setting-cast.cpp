#include <algorithm>
#include <iterator>
#include <variant>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy casts a setting that is an empty string once it has been set before",
    .why =
        R"(A setting that was set for one transaction is not NULL afterwards in the same session, but an empty string. In a
connection pool the next client meets it: `''::uuid` fails with `invalid input syntax` (22P02), now and then and for no
visible reason.)",
    .when_fine = R"(Every transaction sets it first, without exception.)",
    .fix = R"(Take the empty string for NULL: `nullif(current_setting('app.user_id', true), '')::uuid`.)",
    .bad = R"(create table public.notes (id bigint primary key, owner uuid not null);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    for select to authenticated
    using (owner = (select current_setting('app.user_id', true)::uuid));)",
    .good = R"(create table public.notes (id bigint primary key, owner uuid not null);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    for select to authenticated
    using (owner = (select nullif(current_setting('app.user_id', true), '')::uuid));)",
};

constexpr std::string_view cwe[] = {"704"};

constexpr RuleInfo info{
    .id = "empty-setting-cast",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// An empty string is no value of the type.
bool refuses_empty(const TypeName& type) {
    constexpr std::string_view taking[] = {"text", "varchar", "bpchar", "name", "citext", "bytea"};
    return std::find(std::begin(taking), std::end(taking), type.name.text()) == std::end(taking);
}

/// Set by the API for each request, so that it is never left over.
bool is_of_the_api(const Model& model, std::string_view name) {
    return name.starts_with("request.") && !model.platform.api_roles.empty();
}

/// Cast to a type that has no empty value, and left over from another request.
bool casts_left_over(const Model& model, const ClauseOf& where, const SettingRead& read) {
    if (read.raises || !read.cast.valid() || read.name.find('.') == std::string_view::npos ||
        is_of_the_api(model, read.name))
        return false;
    return refuses_empty(where.clause.tree->type(std::get<Cast>((*where.clause.tree)[read.cast].node).type));
}

std::string without_empty(const Model& model, const ClauseOf& where, const SettingRead& read) {
    return "nullif(" + std::string{model.sources.text(where.place(read.call))} + ", '')";
}

/// All of the clause.
std::vector<Replacement> taking_null(const Model& model, const ClauseOf& where) {
    std::vector<Replacement> parts;
    for (const SettingRead& read : model.anatomy(where.clause).settings) {
        if (casts_left_over(model, where, read))
            parts.push_back({where.place(read.call), without_empty(model, where, read)});
    }
    return parts;
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const SettingRead& read : model.anatomy(where.clause).settings) {
            if (!casts_left_over(model, where, read)) continue;
            const std::string cast = format_type_name(
                where.clause.tree->type(std::get<Cast>((*where.clause.tree)[read.cast].node).type));
            Finding finding =
                finding_in(model, sink, where, where.place(read.cast),
                           "once " + std::string{read.name} +
                               " has been set in a session it is '' afterwards, "
                               "which is no " +
                               cast + ": statements on " + model.catalog.name_of(where.policy.table) +
                               " fail then (22P02)");
            finding.cause = {std::string{read.name} + "::" + cast, "clause"};
            finding.help = "Take '' for NULL: " + without_empty(model, where, read) + "::" + cast;
            propose_rewriting(model, where, taking_null(model, where), "Take '' for NULL", finding);
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule empty_setting_cast() { return {&info, check}; }

} // namespace rlslint::rules
