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

} // namespace

ExpectationAnswer answer_to(const Model& model, RelationId relation, RoleId role,
                            const Expectation& expected) {
    ExpectationAnswer all;
    bool reads_columns = true;
    for (const Action action : actions_of(expected.command)) {
        const Cell cell = certain(model, relation, model.access.cell(role, relation, action));
        const Kind kind = answer(model, expected.access, cell, reads_columns);
        if (kind == Kind::violated) return {kind, cell};
        if (kind == Kind::undecided) all.kind = kind;
        reads_columns = false;
    }
    return all;
}

} // namespace rlslint
