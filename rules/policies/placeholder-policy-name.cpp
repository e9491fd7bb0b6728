#include <algorithm>
#include <iterator>
#include <span>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy is called by a word that stands for a name to come",
    .why =
        R"(`test`, `todo`, `temp`: nobody knows what the policy is for, or whether it was meant to stay. The name is what people
see who review who may do what.)",
    .when_fine = R"(Never.)",
    .fix = R"(Say who may do what: `alter policy … rename to "members read their projects"`.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "todo" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "users read their notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"1099"};
constexpr Alias aliases[] = {
    {"pgrls", "HYG002"},
};

constexpr RuleOption options[] = {
    {"words", RuleOption::Kind::words, "More names that say nothing, in lower case."}};

constexpr RuleInfo info{
    .id = "placeholder-policy-name",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .options = options,
};

/// The name without the digits and marks around it, in lower case.
std::string core_of(std::string_view name) {
    std::string core = lower_case(name);
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    while (!core.empty() && !is_letter(core.back()))
        core.pop_back();
    while (!core.empty() && !is_letter(core.front()))
        core.erase(core.begin());
    return core;
}

bool is_placeholder(std::string_view name, std::span<const std::string> more) {
    constexpr std::string_view words[] = {
        "todo",        "fixme",      "test",       "testing",     "temp",       "tmp",         "temporary",
        "asdf",        "foo",        "bar",        "baz",         "qwerty",     "xxx",         "policy name",
        "my policy",   "new policy", "untitled",   "placeholder", "changeme",   "test policy", "temp policy",
        "policy_name", "my_policy",  "new_policy", "test_policy", "temp_policy"};
    const std::string core = core_of(name);
    return std::find(std::begin(words), std::end(words), core) != std::end(words) ||
           std::find(more.begin(), more.end(), core) != more.end();
}

/// "Temporary: public can upload", temp_allow_updates: what was to go again. Not what a table's name has too:
/// temporary_duties_select.
bool says_temporary(const Model& model, const Policy& policy) {
    constexpr std::string_view words[] = {"todo", "fixme", "temp", "tmp", "temporary", "temporarily"};
    const std::string name = lower_case(policy.name.text()),
                      table = lower_case(model.catalog[policy.table].name.text());
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
        const std::size_t at = name.find(word), end = at + word.size();
        return at != std::string::npos && table.find(word) == std::string::npos &&
               (at == 0 || !is_letter(name[at - 1])) && (end == name.size() || !is_letter(name[end]));
    });
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool placeholder = is_placeholder(policy.name.text(), sink.words("words"));
        if (!placeholder && !says_temporary(model, policy)) continue;
        Finding finding = sink.finding(
            model, id, policy.name_span,
            "the name of this policy of " + model.catalog.name_of(policy.table) +
                (placeholder ? " does not say what it is for" : " says that it was to go again"));
        finding.help = with_sql("Say who may do what", alter_policy(model, id, "rename to \"…\""));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule placeholder_policy_name() { return {&info, check}; }

} // namespace rlslint::rules
