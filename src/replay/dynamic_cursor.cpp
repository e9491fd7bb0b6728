#include <fmt/format.h>

#include "dynamic_interpreter.hpp"

/// Cursors: the rows of a query, taken one after the other.
namespace rlslint::replaying::dynamic {

Interpreter::Cursor* Interpreter::find_cursor(Symbol name) {
    const auto found = cursors_.find(name);
    return found == cursors_.end() ? nullptr : &found->second;
}

/// The rows of a bound cursor, its parameters in sight of its query alone.
Interpreter::Rows Interpreter::cursor_rows(const Cursor& cursor, const std::vector<Span>& arguments) {
    if (!cursor.query.valid()) return Rows::unknown("a cursor without a query");
    if (arguments.size() != cursor.parameters.size()) return Rows::unknown("the arguments of a cursor");
    std::vector<Value> values;
    values.reserve(arguments.size());
    for (const Span argument : arguments)
        values.push_back(evaluate(argument));
    variables_.enter({});
    for (std::size_t i = 0; i < values.size(); ++i)
        variables_.add({cursor.parameters[i], values[i], {}, true, false, false});
    Rows rows = query_rows(cursor.query);
    variables_.leave();
    return rows;
}

Interpreter::Rows Interpreter::query_rows(Span query) {
    const std::vector<Statement> statements = parsed(query, {});
    const auto* run = statements.size() == 1 ? std::get_if<RunQuery>(&statements.front().node) : nullptr;
    if (run == nullptr) return Rows::unknown("what is no query");
    return eval::run(*this, *statements.front().tree, run->query);
}

Flow Interpreter::operator()(const plpgsql::CursorStatement& statement) {
    using Kind = plpgsql::CursorStatement::Kind;
    Cursor& cursor = cursors_[statement.cursor];
    if (statement.kind == Kind::open) {
        if (statement.query.valid())
            cursor.rows = statement.dynamic ? dynamic_rows(statement.query, statement.arguments)
                                            : query_rows(statement.query);
        else
            cursor.rows = cursor_rows(cursor, statement.arguments);
        cursor.next = 0;
        if (cursor.rows->problem.is_error())
            throw Refused{cursor.rows->problem.sqlstate, cursor.rows->problem.text};
        return Flow::next;
    }
    if (!cursor.rows)
        throw Refused{"34000", fmt::format("cursor \"{}\" does not exist", statement.cursor.text())};
    if (statement.kind == Kind::close) {
        cursor.rows.reset();
        return Flow::next;
    }
    if (!statement.direction.empty()) return lose("FETCH in a direction of its own");
    return fetch(cursor, statement.targets);
}

Flow Interpreter::fetch(Cursor& cursor, const std::vector<Span>& targets) {
    const Rows& rows = *cursor.rows;
    const plpgsql::Into into{targets, false, {}};
    if (rows.problem.is_unknown()) return forget(into, rows.problem.text);
    for (const eval::Row& row : rows.rows)
        if (!row.certain) return forget(into, "which rows there are");
    const bool found = cursor.next < rows.rows.size();
    const std::vector<Value> none(rows.columns.size());
    if (!targets.empty()) assign_row(targets, rows.columns, found ? rows.rows[cursor.next].cells : none);
    if (found) ++cursor.next;
    set_found(Value::of(found), Value::of(std::int64_t{found ? 1 : 0}));
    return Flow::next;
}

} // namespace rlslint::replaying::dynamic
