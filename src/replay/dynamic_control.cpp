#include <utility>

#include <fmt/format.h>

#include "dynamic_interpreter.hpp"
#include "dynamic_survey.hpp"
#include "routine_body.hpp"

/// Branches and loops. A branch that cannot be chosen is not guessed.
namespace rlslint::replaying::dynamic {

/// Passes over the statement at hand, whose course cannot be told: that does no harm where it changes
/// rows and variables at most, whichever way it goes.
Flow Interpreter::skip(const std::string& why) {
    const Survey found = survey(*at_);
    if (found.leaves || !changes_rows_at_most(r_, r_.sources.text(at_->span))) return lose(why);
    forget(found.assigned, why);
    set_found(Value::unknown(why), Value::unknown(why));
    return Flow::next;
}

Flow Interpreter::operator()(const plpgsql::If& branch) {
    for (const plpgsql::Branch& one : branch.branches) {
        const Value holds = condition(one.condition);
        if (holds.is_unknown()) return skip(fmt::format("an IF depends on {}", holds.text));
        if (holds.is_true()) return run(one.body);
    }
    return run(branch.otherwise);
}

Flow Interpreter::operator()(const plpgsql::CaseOf& cases) {
    const Value selector = cases.selector.valid() ? evaluate(cases.selector) : Value{};
    if (selector.is_unknown()) return skip(fmt::format("a CASE depends on {}", selector.text));
    for (const plpgsql::Branch& one : cases.branches) {
        if (cases.selector.valid()) return lose("CASE with a selector");
        const Value holds = condition(one.condition);
        if (holds.is_unknown()) return skip(fmt::format("a CASE depends on {}", holds.text));
        if (holds.is_true()) return run(one.body);
    }
    if (!cases.has_else) throw Refused{"20000", "case not found"};
    return run(cases.otherwise);
}

/// Whether a loop ends after one round; `flow` is then what it ends with.
bool Interpreter::leaves_loop(Flow& flow, Symbol label) {
    if (flow == Flow::next) return false;
    const bool ours = leaving_.empty() || leaving_ == label;
    if (flow == Flow::again && ours) {
        flow = Flow::next;
        return false;
    }
    if (flow == Flow::exit && ours) flow = Flow::next;
    return true;
}

Flow Interpreter::operator()(const plpgsql::Loop& loop) {
    for (;;) {
        Flow flow = run(loop.body);
        if (leaves_loop(flow, loop.label)) return flow;
        if (!step()) return lose("too many steps");
    }
}

Flow Interpreter::operator()(const plpgsql::While& loop) {
    for (;;) {
        const Value holds = condition(loop.condition);
        if (holds.is_unknown()) return skip(fmt::format("a WHILE depends on {}", holds.text));
        if (!holds.is_true()) return Flow::next;
        Flow flow = run(loop.body);
        if (leaves_loop(flow, loop.label)) return flow;
        if (!step()) return lose("too many steps");
    }
}

Flow Interpreter::operator()(const plpgsql::ForInteger& loop) {
    const Value low = evaluate(loop.low), high = evaluate(loop.high);
    const Value by = loop.step.valid() ? evaluate(loop.step) : Value::of(std::int64_t{1});
    for (const Value* bound : {&low, &high, &by}) {
        if (bound->is_unknown()) return skip(fmt::format("a loop depends on {}", bound->text));
        if (bound->is_null()) throw Refused{"22004", "lower or upper bound of FOR loop cannot be null"};
        if (bound->kind != Value::Kind::integer) return lose("the bounds of a loop");
    }
    if (by.integer <= 0) throw Refused{"22023", "BY value of FOR loop must be greater than zero"};
    const Symbol name{r_.sources.text(loop.variable)};
    Flow flow = Flow::next;
    bool ran = false;
    for (std::int64_t i = low.integer; loop.reverse ? i >= high.integer : i <= high.integer;
         i += loop.reverse ? -by.integer : by.integer) {
        ran = true;
        variables_.enter(loop.label);
        variables_.add({name, Value::of(i), {}, true, false, false});
        flow = run(loop.body);
        variables_.leave();
        if (leaves_loop(flow, loop.label)) break;
        if (!step()) return lose("too many steps");
    }
    if (flow != Flow::lost) set_found(Value::of(ran), row_count_);
    return flow;
}

Flow Interpreter::for_rows(const Rows& rows, const std::vector<Span>& targets, Symbol label,
                           const plpgsql::Statements& body) {
    if (rows.problem.is_error()) throw Refused{rows.problem.sqlstate, rows.problem.text};
    if (rows.problem.is_unknown()) return skip(fmt::format("a loop depends on {}", rows.problem.text));
    for (const eval::Row& row : rows.rows)
        if (!row.certain) return skip("a loop depends on which rows there are");
    Flow flow = Flow::next;
    for (const eval::Row& row : rows.rows) {
        assign_row(targets, rows.columns, row.cells);
        flow = run(body);
        if (leaves_loop(flow, label)) break;
        if (!step()) return lose("too many steps");
    }
    if (flow != Flow::lost) set_found(Value::of(!rows.rows.empty()), row_count_);
    return flow;
}

Flow Interpreter::operator()(const plpgsql::ForQuery& loop) {
    const std::vector<Statement>& statements = parsed(loop.query, {});
    if (statements.size() != 1 || !std::holds_alternative<RunQuery>(statements.front().node))
        return lose("FOR over a cursor");
    const Statement& query = statements.front();
    const Rows rows = eval::run(*this, *query.tree, std::get<RunQuery>(query.node).query);
    return for_rows(rows, loop.targets, loop.label, loop.body);
}

Flow Interpreter::operator()(const plpgsql::ForDynamic& loop) {
    return for_rows(dynamic_rows(loop.text, loop.arguments), loop.targets, loop.label, loop.body);
}

Flow Interpreter::operator()(const plpgsql::Foreach& loop) {
    const Value array = evaluate(loop.array);
    if (array.is_unknown()) return skip(fmt::format("a loop depends on {}", array.text));
    if (array.is_null()) throw Refused{"22004", "FOREACH expression must not be null"};
    if (array.kind != Value::Kind::array || loop.slice) return lose("FOREACH over this");
    Rows rows;
    for (const Value& item : array.items)
        rows.rows.push_back({{item}, true});
    return for_rows(rows, loop.targets, loop.label, loop.body);
}

Flow Interpreter::operator()(const plpgsql::Exit& exit) {
    if (exit.when.valid()) {
        const Value holds = condition(exit.when);
        if (holds.is_unknown()) return lose(fmt::format("leaving a loop depends on {}", holds.text));
        if (!holds.is_true()) return Flow::next;
    }
    leaving_ = exit.label;
    return exit.again ? Flow::again : Flow::exit;
}

} // namespace rlslint::replaying::dynamic
