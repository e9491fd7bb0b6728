#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rlslint/sql/walk.hpp"

#include "dynamic_interpreter.hpp"
#include "dynamic_table_rows.hpp"
#include "queue.hpp"
#include "routine_body.hpp"

/// Statements of SQL inside a routine: written there, or made of strings.
namespace rlslint::replaying::dynamic {

namespace {

/// The text with what INTO takes up blanked.
std::string without_into(std::string text, Span whole, Span into) {
    for (std::uint32_t i = into.begin; i < into.end; ++i)
        text[i - whole.begin] = ' ';
    return text;
}

} // namespace

/// The statements of a text, kept for when it is run again.
const std::vector<Statement>& Interpreter::parsed(Span text, Span without) {
    const auto [at, is_new] = statements_.try_emplace(place_key(text));
    if (!is_new) return at->second;
    Span span = text;
    if (without.valid()) {
        Source source;
        source.path = r_.sources[text.source].path;
        source.text = without_into(std::string{r_.sources.text(text)}, text, without);
        source.parent = text;
        source.profile = r_.profile;
        const auto size = static_cast<std::uint32_t>(source.text.size());
        span = {r_.sources.add(std::move(source)), 0, size};
    }
    ParseResult result = r_.parse(span);
    if (auto* statements = std::get_if<std::vector<Statement>>(&result))
        at->second = std::move(*statements);
    else
        lose(std::get<SyntaxError>(result).message);
    return at->second;
}

/// Calls that have not been seen to do no more than read.
bool Interpreter::may_have_effects(const Tree& tree) const {
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i) {
        const auto* call = std::get_if<Call>(&tree[ExprId{i}].node);
        if (call == nullptr || called_.contains(call)) continue;
        if (call->name.text() == "set_config") return true;
        for (const FunctionId id : candidates(*call, any_count))
            if (!changes_rows_at_most(r_, r_.catalog[id])) return true;
    }
    return false;
}

bool Interpreter::calls_routines(const Tree& tree) const {
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i)
        if (const auto* call = std::get_if<Call>(&tree[ExprId{i}].node))
            if (!candidates(*call, any_count).empty()) return true;
    return false;
}

void Interpreter::set_found(Value found, Value count) {
    if (Variable* variable = variables_.found()) variable->value = std::move(found);
    row_count_ = std::move(count);
}

Flow Interpreter::forget(const plpgsql::Into& into, const std::string& why) {
    forget(into.targets, why);
    set_found(Value::unknown(why), Value::unknown(why));
    return Flow::next;
}

/// What a query returned goes into the variables of INTO.
Flow Interpreter::give(const Rows& rows, const plpgsql::Into& into) {
    if (rows.problem.is_error()) throw Refused{rows.problem.sqlstate, rows.problem.text};
    if (rows.problem.is_unknown()) {
        if (into.strict) return lose(fmt::format("INTO STRICT depends on {}", rows.problem.text));
        return forget(into, rows.problem.text);
    }
    const bool certain =
        std::all_of(rows.rows.begin(), rows.rows.end(), [](const eval::Row& row) { return row.certain; });
    if (!certain) return into.strict ? lose("INTO STRICT") : forget(into, "which rows there are");
    if (into.strict && rows.rows.empty()) throw Refused{"P0002", "query returned no rows"};
    if (into.strict && rows.rows.size() > 1) throw Refused{"P0003", "query returned more than one row"};
    // Which of several comes first is known where they were put in order, and else by no one.
    const std::vector<Value> none(rows.columns.size());
    if (into.present())
        assign_row(into.targets, rows.columns, rows.rows.empty() ? none : rows.rows.front().cells);
    const auto count = static_cast<std::int64_t>(into.present() ? std::min<std::size_t>(rows.rows.size(), 1)
                                                                : rows.rows.size());
    set_found(Value::of(!rows.rows.empty()), Value::of(count));
    return Flow::next;
}

Flow Interpreter::run_select(const Statement& statement, QueryId query, const plpgsql::Into& into) {
    const Rows rows = eval::run(*this, *statement.tree, query);
    const bool open = rows.problem.is_unknown() ||
                      std::any_of(rows.rows.begin(), rows.rows.end(), [](const eval::Row& row) {
                          return !row.certain || std::any_of(row.cells.begin(), row.cells.end(),
                                                             [](const Value& v) { return v.is_unknown(); });
                      });
    if (rows.problem.is_unknown()) called_.clear();
    if (open && calls_routines(*statement.tree)) forget_rows(r_);
    if (open && may_have_effects(*statement.tree))
        return lose(rows.problem.is_unknown() ? rows.problem.text : "whether a function is called");
    return give(rows, into);
}

/// Puts back whether the rows of the statement around have been seen to.
Effect Interpreter::run_inside(const Statement& statement, bool outer_noted) {
    try {
        Effect effect = r_.run_inside(statement);
        r_.rows_noted = outer_noted;
        return effect;
    } catch (const Refused&) {
        r_.rows_noted = outer_noted;
        throw;
    }
}

/// One statement, its INTO taken out of it.
Flow Interpreter::run_sql(const Statement& statement, const plpgsql::Into& into) {
    if (const auto* run = std::get_if<RunQuery>(&statement.node)) {
        const QueryNode& query = (*statement.tree)[run->query].node;
        const bool reads = std::holds_alternative<Select>(query) || std::holds_alternative<Values>(query) ||
                           std::holds_alternative<SetOperation>(query);
        if (reads) return run_select(statement, run->query, into);
    }
    if (const auto* call = std::get_if<CallProcedure>(&statement.node); call != nullptr && call->call.valid())
        return call_procedure(*statement.tree, call->call);
    if (std::holds_alternative<CreateTableAs>(statement.node) && uses_variables(*statement.tree))
        return lose("CREATE TABLE AS with variables");
    const auto* query = std::get_if<RunQuery>(&statement.node);
    const auto* insert =
        query != nullptr ? std::get_if<Insert>(&(*statement.tree)[query->query].node) : nullptr;
    if (insert != nullptr) note_insert(r_, *this, *statement.tree, *insert);
    const bool outer = std::exchange(r_.rows_noted, insert != nullptr);
    const Effect effect = run_inside(statement, outer);
    over_budget_ = over_budget_ || effect.over_budget;
    if (effect.outcome == Outcome::undetermined) return lose(effect.why);
    if (effect.outcome == Outcome::unmodelled && unmodelled_.empty()) unmodelled_ = effect.why;
    if (query != nullptr) return forget(into, "the rows of a table");
    const bool makes_rows = std::holds_alternative<CreateTableAs>(statement.node);
    row_count_ = makes_rows ? Value::unknown("the rows of a table") : Value::of(std::int64_t{0});
    return Flow::next;
}

bool Interpreter::uses_variables(const Tree& tree) {
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i) {
        const auto* column = std::get_if<ColumnRef>(&tree[ExprId{i}].node);
        if (column != nullptr && !column->star && variables_.value(*column)) return true;
    }
    return false;
}

Flow Interpreter::operator()(const plpgsql::Sql& sql) {
    const std::vector<Statement>& statements = parsed(at_->span, sql.into.span);
    if (!lost_.empty()) return Flow::lost;
    for (const Statement& statement : statements)
        if (const Flow flow = run_sql(statement, sql.into); flow != Flow::next) return flow;
    return Flow::next;
}

Flow Interpreter::call_queue(const Tree& tree, const Call& call) {
    const auto args = tree.list(call.args);
    const Value name =
        args.empty() ? Value::unknown("no argument") : eval::evaluate(*this, tree, args.front());
    const bool told = name.kind == Value::Kind::text;
    const Effect effect = call_queue_function(
        r_, call.name.text(), told ? std::optional<std::string_view>{name.text} : std::nullopt, at_->span);
    if (effect.outcome == Outcome::undetermined) return lose(effect.why);
    set_found(Value::of(true), Value::of(std::int64_t{1}));
    return Flow::next;
}

Flow Interpreter::operator()(const plpgsql::Perform& perform) {
    const ParsedExpression parsed_query = expression(perform.query);
    if (!parsed_query.expr.valid()) return Flow::lost;
    const Tree& tree = *parsed_query.tree;
    if (const auto* call = std::get_if<Call>(&tree[parsed_query.expr].node);
        call != nullptr && is_queue_call(r_, *call))
        return call_queue(tree, *call);
    if (const QueryId query = query_of(tree, parsed_query.expr); query.valid()) {
        const Rows rows = eval::run(*this, tree, query);
        if (rows.problem.is_unknown() && calls_routines(tree)) forget_rows(r_);
        if (rows.problem.is_unknown() && may_have_effects(tree)) return lose(rows.problem.text);
        return give(rows, {});
    }
    const Value value = eval::evaluate(*this, tree, parsed_query.expr);
    if (value.is_error()) throw Refused{value.sqlstate, value.text};
    if (value.is_unknown() && may_have_effects(tree)) return lose(value.text);
    set_found(Value::of(true), Value::of(std::int64_t{1}));
    return Flow::next;
}

// ---- EXECUTE --------------------------------------------------------------------------------------------

void Interpreter::set_arguments(const std::vector<Span>& arguments) {
    std::vector<Value> values;
    values.reserve(arguments.size());
    for (const Span argument : arguments)
        values.push_back(evaluate(argument));
    arguments_ = std::move(values);
}

/// The statements of a text that was made: a source of its own, whose parent is the statement at hand.
std::optional<std::vector<Statement>> Interpreter::make_sql(const Value& text) {
    if (text.is_null()) throw Refused{"22004", "query string argument of EXECUTE is null"};
    if (text.sql() != nullptr) return make_sql(Value::of(*text.sql()));
    if (text.kind != Value::Kind::text) {
        lose(fmt::format("EXECUTE of a text that depends on {}", text.text));
        return std::nullopt;
    }
    if (text.text.size() > budget_.text) {
        stop_at_budget("too much SQL was made");
        return std::nullopt;
    }
    budget_.text -= text.text.size();
    ParseResult result = r_.parse(made_text(at_->span, text.text));
    if (const auto* error = std::get_if<SyntaxError>(&result))
        throw Refused{sqlstate::syntax_error, error->message};
    return std::move(std::get<std::vector<Statement>>(result));
}

/// What is executed sees its USING alone, no variables.
class Interpreter::Inside {
public:
    Inside(Interpreter& interpreter, const std::vector<Span>& arguments)
        : interpreter_(interpreter), arguments_(interpreter.arguments_) {
        interpreter_.set_arguments(arguments);
        variables_ = std::exchange(interpreter_.variables_, Variables{});
    }
    ~Inside() {
        interpreter_.variables_ = std::move(variables_);
        interpreter_.arguments_ = std::move(arguments_);
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    Interpreter& interpreter_;
    std::vector<Value> arguments_;
    Variables variables_;
};

/// Runs what was made; of a query its rows are returned, for INTO.
Interpreter::Rows Interpreter::run_made(const std::vector<Statement>& statements, bool wants_rows) {
    Rows rows = Rows::unknown("the rows of a table");
    for (const Statement& statement : statements) {
        const auto* run = std::get_if<RunQuery>(&statement.node);
        const bool reads =
            run != nullptr && std::holds_alternative<Select>((*statement.tree)[run->query].node);
        if (reads && wants_rows) {
            rows = eval::run(*this, *statement.tree, run->query);
            if (rows.problem.is_unknown() && may_have_effects(*statement.tree)) lose(rows.problem.text);
        } else {
            (void)run_sql(statement, {});
        }
        if (!lost_.empty()) break;
    }
    return rows;
}

Flow Interpreter::operator()(const plpgsql::Execute& execute) {
    const auto statements = make_sql(evaluate(execute.text));
    if (!statements) return Flow::lost;
    Rows rows;
    {
        const Inside inside{*this, execute.arguments};
        const Atomic no_end{r_};
        rows = run_made(*statements, execute.into.present());
    }
    if (!lost_.empty()) return Flow::lost;
    if (!execute.into.present()) return Flow::next;
    // Unlike other statements it leaves FOUND alone.
    const Value found = variables_.found() != nullptr ? variables_.found()->value : Value{};
    const Flow flow = give(rows, execute.into);
    set_found(found, row_count_);
    return flow;
}

Interpreter::Rows Interpreter::dynamic_rows(Span text, const std::vector<Span>& arguments) {
    const auto statements = make_sql(evaluate(text));
    if (!statements) return Rows::unknown(lost_);
    const auto* run = statements->size() == 1 ? std::get_if<RunQuery>(&statements->front().node) : nullptr;
    if (run == nullptr) return Rows::unknown("a loop over what is no query");
    const Inside inside{*this, arguments};
    return eval::run(*this, *statements->front().tree, run->query);
}

} // namespace rlslint::replaying::dynamic
