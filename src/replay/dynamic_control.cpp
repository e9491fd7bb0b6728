#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

#include "dynamic_interpreter.hpp"
#include "dynamic_survey.hpp"
#include "dynamic_table_rows.hpp"
#include "routine_body.hpp"

/// Branches and loops. A branch that cannot be chosen is not guessed.
namespace rlslint::replaying::dynamic {

namespace {

void add_items(const eval::Value& array, bool whole, eval::Rows& rows) {
    for (const eval::Value& item : array.items)
        if (item.kind == eval::Value::Kind::array && !whole)
            add_items(item, whole, rows);
        else
            rows.rows.push_back({{item}, true});
}

} // namespace

/// Passes over the statement at hand, whose course cannot be told: that does no harm where it changes
/// rows and variables at most, whichever way it goes.
Flow Interpreter::skip(const std::string& why) {
    const Survey found = survey(*at_);
    if (found.leaves || !changes_rows_at_most(r_, r_.sources.text(at_->span))) return lose(why);
    forget(found.assigned, why);
    forget_rows(r_);
    set_found(Value::unknown(why), Value::unknown(why));
    return Flow::next;
}

/// Of branches between which cannot be chosen what they begin with alike is done, and what all of them
/// do somewhere, as far as it can be done without the rest.
Flow Interpreter::branch_untold(const std::vector<const plpgsql::Statements*>& branches,
                                const std::string& why) {
    const plpgsql::Statements& first = *branches.front();
    std::size_t alike = 0;
    const auto in_all = [&](std::size_t i) {
        return std::all_of(branches.begin(), branches.end(), [&](const auto* branch) {
            return i < branch->size() && same_words((*branch)[i], first[i]);
        });
    };
    for (; in_all(alike); ++alike)
        if (const Flow flow = run(first[alike]); flow != Flow::next) return flow;
    bool harmless = true;
    for (const auto* branch : branches)
        for (std::size_t i = alike; i < branch->size(); ++i)
            harmless = harmless && pass_over((*branch)[i], why);
    if (harmless) {
        set_found(Value::unknown(why), Value::unknown(why));
        return Flow::next;
    }
    for (std::size_t i = alike; i < first.size() && !survey(first[i]).leaves; ++i) {
        const bool done_by_all = std::all_of(branches.begin() + 1, branches.end(), [&](const auto* branch) {
            return holds_before_leaving(*branch, first[i]);
        });
        if (done_by_all) try_alone(first[i]);
    }
    return lose(why);
}

/// Whether a statement that may or may not be run does no more than to change rows and variables, which
/// are not known from there on.
bool Interpreter::pass_over(const plpgsql::Statement& statement, const std::string& why) {
    const Survey found = survey(statement);
    if (found.leaves || !changes_rows_at_most(r_, r_.sources.text(statement.span))) return false;
    forget(found.assigned, why);
    forget_rows(r_);
    return true;
}

/// Whether two statements are written alike, but for space, comments and the case of words.
bool Interpreter::same_words(const plpgsql::Statement& a, const plpgsql::Statement& b) const {
    return without_layout(r_.sources.text(a.span)) == without_layout(r_.sources.text(b.span));
}

bool Interpreter::holds_before_leaving(const plpgsql::Statements& branch,
                                       const plpgsql::Statement& statement) const {
    for (const plpgsql::Statement& one : branch) {
        if (same_words(one, statement)) return true;
        if (survey(one).leaves) return false;
    }
    return false;
}

/// What it needs may be in the part that is not run: then it is left out too.
void Interpreter::try_alone(const plpgsql::Statement& statement) {
    const Checkpoint before = r_.checkpoint();
    const auto* const at = at_;
    try {
        const Atomic no_end{r_};
        (void)run(statement);
        r_.catalog.release(before.mark);
    } catch (const Refused&) {
        r_.go_back(before);
        at_ = at;
    }
}

Flow Interpreter::operator()(const plpgsql::If& branch) {
    for (std::size_t i = 0; i < branch.branches.size(); ++i) {
        const Value holds = condition(branch.branches[i].condition);
        if (holds.is_true()) return run(branch.branches[i].body);
        if (!holds.is_unknown()) continue;
        std::vector<const plpgsql::Statements*> open{&branch.otherwise};
        for (std::size_t left = i; left < branch.branches.size(); ++left)
            open.push_back(&branch.branches[left].body);
        return branch_untold(open, fmt::format("an IF depends on {}", holds.text));
    }
    return run(branch.otherwise);
}

/// Whether a WHEN is the one; its values are compared as `selector in (…)` would.
Interpreter::Value Interpreter::chosen(const plpgsql::CaseOf& cases, const plpgsql::Branch& one) {
    if (!cases.selector.valid()) return condition(one.condition);
    return condition(made_text(one.condition, fmt::format("({}) in ({})", r_.sources.text(cases.selector),
                                                          r_.sources.text(one.condition))));
}

Flow Interpreter::operator()(const plpgsql::CaseOf& cases) {
    for (std::size_t i = 0; i < cases.branches.size(); ++i) {
        const Value holds = chosen(cases, cases.branches[i]);
        if (holds.is_true()) return run(cases.branches[i].body);
        if (!holds.is_unknown()) continue;
        const std::string why = fmt::format("a CASE depends on {}", holds.text);
        std::vector<const plpgsql::Statements*> open;
        for (std::size_t left = i; left < cases.branches.size(); ++left)
            open.push_back(&cases.branches[left].body);
        if (cases.has_else) open.push_back(&cases.otherwise);
        const Flow flow = branch_untold(open, why);
        return cases.has_else || flow != Flow::next ? flow : lose(why);
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
        if (!step()) return stop_at_budget("too many steps");
    }
}

Flow Interpreter::operator()(const plpgsql::While& loop) {
    for (;;) {
        const Value holds = condition(loop.condition);
        if (holds.is_unknown()) return skip(fmt::format("a WHILE depends on {}", holds.text));
        if (!holds.is_true()) return Flow::next;
        Flow flow = run(loop.body);
        if (leaves_loop(flow, loop.label)) return flow;
        if (!step()) return stop_at_budget("too many steps");
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
        if (!step()) return stop_at_budget("too many steps");
    }
    if (flow != Flow::lost) set_found(Value::of(ran), row_count_);
    return flow;
}

constexpr const char* no_loop_variable =
    "loop variable of loop over rows must be a record variable or list of scalar variables";

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
        if (!step()) return stop_at_budget("too many steps");
    }
    if (flow != Flow::lost) set_found(Value::of(!rows.rows.empty()), row_count_);
    return flow;
}

/// `c` or `c(x, …)`: the cursor's name and its arguments; none for a query.
std::optional<Interpreter::Rows> Interpreter::rows_of_cursor(Span query) {
    const std::string_view text = r_.sources.text(query);
    Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())};
    const Token name = lexer.next();
    if (name.kind != TokenKind::word && name.kind != TokenKind::quoted_word) return std::nullopt;
    const Cursor* cursor = find_cursor(Symbol{identifier(name, text)});
    if (cursor == nullptr) return std::nullopt;
    const auto open = text.find('(');
    if (open == text.npos) return cursor_rows(*cursor, {});
    const ParsedExpression row = expression(
        made_text(query, fmt::format("array[{}]", text.substr(open + 1, text.rfind(')') - open - 1))));
    const auto* list = row.expr.valid() ? std::get_if<ArrayExpr>(&(*row.tree)[row.expr].node) : nullptr;
    if (list == nullptr) return Rows::unknown("the arguments of a cursor");
    std::vector<Span> arguments;
    for (const ExprId item : row.tree->list(list->items))
        arguments.push_back((*row.tree)[item].span);
    return cursor_rows(*cursor, arguments);
}

Flow Interpreter::operator()(const plpgsql::ForQuery& loop) {
    if (const auto rows = rows_of_cursor(loop.query)) {
        // Its variable is a record of its own.
        variables_.enter(loop.label);
        variables_.add({Symbol{r_.sources.text(loop.targets.front())}, {}, {}, false, false, false});
        const Flow flow = for_rows(*rows, loop.targets, loop.label, loop.body);
        variables_.leave();
        return flow;
    }
    require(loop.targets, sqlstate::syntax_error, no_loop_variable);
    return for_rows(query_rows(loop.query), loop.targets, loop.label, loop.body);
}

Flow Interpreter::operator()(const plpgsql::ForDynamic& loop) {
    require(loop.targets, sqlstate::datatype_mismatch, no_loop_variable);
    return for_rows(dynamic_rows(loop.text, loop.arguments), loop.targets, loop.label, loop.body);
}

Flow Interpreter::operator()(const plpgsql::Foreach& loop) {
    require(loop.targets, sqlstate::syntax_error,
            "loop variable of FOREACH must be a known variable or list of variables");
    Value array = evaluate(loop.array);
    if (array.kind == Value::Kind::text)
        if (auto read = eval::parse_array(array.text)) array = std::move(*read);
    if (array.is_unknown()) return skip(fmt::format("a loop depends on {}", array.text));
    if (array.is_null()) throw Refused{"22004", "FOREACH expression must not be null"};
    if (array.kind != Value::Kind::array || loop.slice_depth > 1) return lose("FOREACH over this");
    Rows rows;
    const bool whole = loop.slice_depth == 1; // else items of arrays inside come one by one
    if (whole && (array.items.empty() || array.items.front().kind != Value::Kind::array))
        rows.rows.push_back({{array}, true});
    else
        add_items(array, whole, rows);
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
