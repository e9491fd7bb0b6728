#include "rlslint/lint/expectation.hpp"

#include <vector>

#include "rlslint/access/pattern.hpp"
#include "rlslint/lint/certain.hpp"

namespace rlslint {
namespace {

using Access = Expectation::Access;
using Kind = ExpectationAnswer::Kind;

/// The statements that a command stands for: those that read columns, then those that read none.
std::vector<Action> actions_of(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::insert: return {Action::insert};
    case PolicyCommand::update: return {Action::update, Action::blind_update};
    case PolicyCommand::delete_: return {Action::delete_, Action::blind_delete};
    case PolicyCommand::select:
    case PolicyCommand::all: break;
    }
    return {Action::select};
}

ClauseShape ways_of(Access access) {
    ClauseShape ways;
    ways.own = access == Access::own;
    ways.tenant = ways.membership = access == Access::tenant;
    return ways;
}

/// A statement that reads no column may find less than is expected, never more.
Kind answer(const Model& model, Access expected, const Cell& cell, bool reads_columns) {
    if (cell.verdict == Verdict::unknown) return Kind::undecided;
    bool met = cell.verdict == Verdict::none && (expected == Access::none || !reads_columns);
    if (expected == Access::all) met = cell.verdict == Verdict::all || !reads_columns;
    if (cell.verdict == Verdict::some && (expected == Access::own || expected == Access::tenant))
        met = confined_to(ways_of(expected), model.catalog, model.platform, cell);
    return met ? Kind::met : Kind::violated;
}

/// The policy that is in the way, if that is known.
std::string culprit(const Model& model, const Cell& cell) {
    for (const Gate& gate : cell.gates) {
        for (const auto* const clauses : {&gate.permissive, &gate.restrictive}) {
            for (const PolicyClause& part : *clauses) {
                if (part.truth == Truth::unknown)
                    return " (policy " + std::string{model.catalog[part.policy].name.text()} + ")";
            }
        }
    }
    return "";
}

} // namespace

std::string why_undecided(const Model& model, const Cell& cell) {
    switch (cell.why) {
    case Why::budget: return "there is too much to decide" + culprit(model, cell);
    case Why::data: return "it depends on what a statement finds in the data";
    case Why::partial_object: return "a relation on the way is created elsewhere" + culprit(model, cell);
    case Why::unmodelled:
        return "a statement or expression on the way is not understood" + culprit(model, cell);
    default: break;
    }
    return "whose rows they are does not show" + culprit(model, cell);
}

ExpectationAnswer answer_to(const Model& model, RelationId relation, RoleId role,
                            const Expectation& expected) {
    ExpectationAnswer all;
    bool reads_columns = true;
    for (const Action action : actions_of(expected.command)) {
        const Cell cell = certain(model, relation, model.access.cell(role, relation, action));
        const Kind kind = answer(model, expected.access, cell, reads_columns);
        if (kind == Kind::violated) return {kind, cell};
        if (kind == Kind::undecided && all.kind != kind) all = {kind, cell};
        reads_columns = false;
    }
    return all;
}

} // namespace rlslint
