#include <array>
#include <string>
#include <vector>

#include "rlslint/lint/expectation.hpp"
#include "rlslint/lint/kit.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role reaches more, or less, than rlslint.toml expects",
    .why =
        R"(An `[[expect]]` writes down what access is meant to be, and this holds every later migration to it: a
policy that opens a table by mistake, or shuts its owners out, is told by the intention that it breaks.

    [[expect]]
    role = "anon"
    relation = "public.notes"
    command = "select"
    access = "none"

`none` is no row, ever; `own` the rows of the user who asks; `tenant` those of the tenant that a claim, a setting
or a membership names; `all` every row. Meant is a statement on the relation itself, not a view on it. What cannot
be decided breaks nothing, but is told, and fails under `--strict`.)",
    .when_fine = R"(The access is right and the expectation is out of date: change it.)",
    .fix = R"(Mend the policies or privileges that the finding names, or the expectation.)",
    .bad =
        R"(-- rlslint.toml: expect = [{role = "anon", relation = "public.notes", command = "select", access = "none"}]
create table public.notes (id bigint primary key, user_id uuid not null, published boolean not null);
alter table public.notes enable row level security;
create policy "read published notes" on public.notes for select to anon using (published);)",
    .good =
        R"(-- rlslint.toml: expect = [{role = "anon", relation = "public.notes", command = "select", access = "none"}]
create table public.notes (id bigint primary key, user_id uuid not null);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view weaknesses[] = {"863"};

constexpr RuleInfo info{
    .id = "expectation-violated",
    .group = RuleGroup::project,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = weaknesses,
    .aliases = {},
    .doc = doc,
};

std::string rows(Verdict verdict, bool insert) {
    if (verdict == Verdict::none) return "no row";
    if (verdict == Verdict::some) return "some rows";
    return insert ? "any row" : "every row";
}

std::string can(const Expectation& expected, const Cell& cell) {
    const bool insert = expected.command == PolicyCommand::insert;
    const std::string verb =
        expected.command == PolicyCommand::select ? "read" : lower_case(to_string(expected.command));
    return "can " + verb + " " + rows(cell.verdict, insert) + (insert ? " into " : " of ") +
           std::string{expected.relation.text()};
}

/// The policies that let rows through, or, without row security, what grants the privilege.
std::vector<Note> reasons(const Model& model, RelationId relation, RoleId role, const Expectation& expected,
                          const Cell& cell) {
    std::vector<Note> notes;
    if (cell.verdict == Verdict::none) return notes;
    for (const Gate& gate : cell.gates) {
        for (const PolicyClause& part : gate.permissive) {
            if (part.clause != nullptr && part.truth != Truth::never)
                notes.push_back({"by policy " + std::string{model.catalog[part.policy].name.text()},
                                 part.clause->span()});
        }
    }
    const std::array holders{Holder{role, privilege_for(expected.command)}};
    return notes.empty() ? grants_to(model, relation, holders) : notes;
}

Finding about(const Expectation& expected, const Sink& sink, std::string message) {
    Finding finding = sink.finding(std::string{expected.relation.text()}, expected.span, std::move(message));
    finding.clause = std::string{expected.role.text()} + " " + std::string{to_string(expected.command)} +
                     " " + std::string{to_string(expected.access)};
    return finding;
}

void report(const Model& model, RelationId relation, RoleId role, const Expectation& expected,
            const Cell& cell, Sink& sink) {
    Finding finding = about(expected, sink,
                            std::string{expected.role.text()} + " " + can(expected, cell) +
                                ", where rlslint.toml expects " + std::string{to_string(expected.access)});
    relate(finding, reasons(model, relation, role, expected, cell));
    finding.help = "`rlslint matrix --role " + std::string{expected.role.text()} + " --relation " +
                   std::string{expected.relation.text()} + "` shows what is reached, and why (" +
                   std::string{to_string(cell.why)} + ")";
    sink.report(std::move(finding));
}

void check(const Model& model, RelationId relation, RoleId role, const Expectation& expected, Sink& sink) {
    const ExpectationAnswer answer = answer_to(model, relation, role, expected);
    if (answer.kind == ExpectationAnswer::Kind::violated)
        report(model, relation, role, expected, answer.cell, sink);
    if (answer.kind == ExpectationAnswer::Kind::undecided)
        sink.undecided(expected.span, "not decided: what " + std::string{expected.role.text()} +
                                          " reaches of " + std::string{expected.relation.text()} + " by " +
                                          std::string{to_string(expected.command)} + ": " +
                                          why_undecided(model, answer.cell));
}

/// An expectation of what is not there holds of nothing, and would go on doing so unnoticed.
void report_missing(const Expectation& expected, std::string what, Sink& sink) {
    Finding finding = about(expected, sink, "there is no " + std::move(what) + " to expect anything of");
    finding.severity = Severity::warning;
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const Expectation& expected : model.platform.expectations) {
        const RelationId relation = model.relation_called(expected.relation);
        const RoleId role = model.catalog.find_role(expected.role);
        if (!relation.valid()) {
            if (!expected.for_several)
                report_missing(expected, "relation " + std::string{expected.relation.text()}, sink);
        } else if (!role.valid()) {
            report_missing(expected, "role " + std::string{expected.role.text()}, sink);
        } else {
            check(model, relation, role, expected, sink);
        }
    }
}

} // namespace

Rule expectation_violated() { return {&info, check}; }

} // namespace rlslint::rules
