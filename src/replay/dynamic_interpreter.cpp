#include "dynamic_interpreter.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

#include "dynamic_conditions.hpp"

/// Blocks, and the statements that neither branch nor run SQL (src/pl/plpgsql/src/pl_exec.c).
namespace rlslint::replaying::dynamic {

namespace {

/// `record` and `table%ROWTYPE`. A row type by its name is taken for a value's: that is looked up.
bool is_row_type(std::string_view type) {
    std::string words;
    for (const char c : type)
        if (c != ' ') words += ascii_lower(c);
    return words == "record" || words.ends_with("%rowtype");
}

} // namespace

Flow Interpreter::lose(std::string why) {
    if (lost_.empty()) lost_ = std::move(why);
    return Flow::lost;
}

/// What goes on and on is told apart from what depends on something.
Flow Interpreter::stop_at_budget(std::string why) {
    over_budget_ = true;
    return lose(std::move(why));
}

Flow Interpreter::run(const plpgsql::Statements& statements) {
    for (const plpgsql::Statement& statement : statements)
        if (const Flow flow = run(statement); flow != Flow::next) return flow;
    return Flow::next;
}

Flow Interpreter::run(const plpgsql::Statement& statement) {
    if (budget_.statements == 0) return stop_at_budget("too many statements");
    --budget_.statements;
    const auto* const outer = std::exchange(at_, &statement);
    const Flow flow = std::visit([this](const auto& node) { return (*this)(node); }, statement.node);
    at_ = outer;
    return lost_.empty() ? flow : Flow::lost;
}

Flow Interpreter::operator()(const plpgsql::EndTransaction& end) {
    if (r_.own_transaction == nullptr)
        throw Refused{sqlstate::invalid_transaction_termination, "invalid transaction termination"};
    r_.end_own_transaction(end.commit);
    return Flow::next;
}

Flow Interpreter::operator()(const plpgsql::Block& block) {
    variables_.enter(block.label);
    Flow flow = block.handlers.empty() ? run_body(block) : run_guarded(block);
    variables_.leave();
    if (flow == Flow::exit && !block.label.empty() && leaving_ == block.label) flow = Flow::next;
    return flow;
}

Flow Interpreter::run_body(const plpgsql::Block& block) {
    for (const plpgsql::Declaration& declaration : block.declarations)
        declare(declaration);
    return lost_.empty() ? run(block.body) : Flow::lost;
}

/// A block with handlers is a sub-transaction: what it has done is undone before a handler runs.
Flow Interpreter::run_guarded(const plpgsql::Block& block) {
    for (const plpgsql::Declaration& declaration : block.declarations)
        declare(declaration);
    const Checkpoint before = r_.checkpoint();
    const auto* const at = at_;
    try {
        const Atomic no_end{r_};
        const Flow flow = run(block.body);
        r_.catalog.release(before.mark);
        return flow;
    } catch (const Refused& refused) {
        r_.go_back(before);
        at_ = at;
        for (const plpgsql::Handler& handler : block.handlers) {
            const auto matches = [&](const std::string& condition) {
                return catches(condition, refused.sqlstate);
            };
            if (std::any_of(handler.conditions.begin(), handler.conditions.end(), matches))
                return handle(handler, refused);
        }
        throw;
    }
}

Flow Interpreter::handle(const plpgsql::Handler& handler, const Refused& refused) {
    variables_.enter({});
    variables_.add({Symbol{"sqlstate"}, Value::of(refused.sqlstate), {}, true, true, false});
    variables_.add({Symbol{"sqlerrm"}, Value::of(refused.message), {}, true, true, false});
    const Refused* const outer = std::exchange(handled_, &refused);
    const Flow flow = run(handler.body);
    handled_ = outer;
    variables_.leave();
    return flow;
}

void Interpreter::declare(const plpgsql::Declaration& declaration) {
    Variable variable;
    variable.name = declaration.name.text;
    variable.constant = declaration.constant;
    variable.not_null = declaration.not_null;
    if (declaration.kind == plpgsql::Declaration::Kind::variable) {
        variable.scalar = !is_row_type(r_.sources.text(declaration.type));
        variable.type = declared_type(declaration.type);
        if (declaration.default_value.valid()) set(variable, evaluate(declaration.default_value));
    } else if (declaration.kind == plpgsql::Declaration::Kind::alias) {
        const std::string_view text = r_.sources.text(declaration.type);
        const Variable* other = text.starts_with('$') ? nullptr : variables_.find(Symbol{lower_case(text)});
        if (other != nullptr) variable = *other;
        if (text.starts_with('$'))
            variable.value =
                parameter(static_cast<std::int32_t>(eval::parse_integer(text.substr(1)).value_or(0)));
        variable.name = declaration.name.text;
        variable.scalar = true;
    } else {
        cursors_[variable.name] = {declaration.query, declaration.parameters, std::nullopt, 0};
        variable.value = Value::unknown("a cursor");
    }
    variables_.add(std::move(variable));
}

Flow Interpreter::operator()(const plpgsql::Assignment& assignment) {
    assign(assignment.target, evaluate(assignment.value));
    return Flow::next;
}

std::string Interpreter::message_of(const plpgsql::Raise& raise) {
    std::string message;
    if (raise.message.valid()) return evaluate(raise.message).text;
    if (!raise.format.valid()) return raise.condition;
    const std::string pattern = evaluate(raise.format).text;
    std::size_t next = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%') {
            message += pattern[i];
        } else if (i + 1 < pattern.size() && pattern[i + 1] == '%') {
            message += pattern[i++];
        } else if (next < raise.arguments.size()) {
            const Value value = eval::to_text(*this, evaluate(raise.arguments[next++]));
            message += value.is_null() ? "<NULL>" : value.is_unknown() ? "…" : value.text;
        }
    }
    return message;
}

Flow Interpreter::operator()(const plpgsql::Raise& raise) {
    if (!raise.exception) return Flow::next;
    if (raise.again) {
        if (handled_ != nullptr) throw Refused{*handled_};
        return lose("RAISE outside of a handler");
    }
    std::string state = "P0001";
    if (!raise.condition.empty()) state = sqlstate_of(raise.condition).value_or(state);
    if (raise.errcode.valid()) {
        const Value code = evaluate(raise.errcode);
        if (code.kind != Value::Kind::text) return lose("the ERRCODE of RAISE");
        state = sqlstate_of(code.text).value_or(state);
    }
    throw Refused{state, message_of(raise)};
}

Flow Interpreter::operator()(const plpgsql::Assert& assert) {
    const Value holds = condition(assert.condition);
    if (holds.is_unknown()) return lose(fmt::format("ASSERT depends on {}", holds.text));
    if (!holds.is_true()) throw Refused{"P0004", "assertion failed"};
    return Flow::next;
}

Interpreter::Value Interpreter::diagnostic(std::string_view name) const {
    if (name == "row_count") return row_count_;
    if (handled_ != nullptr && name == "returned_sqlstate") return Value::of(handled_->sqlstate);
    if (handled_ != nullptr && name == "message_text") return Value::of(handled_->message);
    return Value::unknown("GET DIAGNOSTICS");
}

Flow Interpreter::operator()(const plpgsql::GetDiagnostics& get) {
    for (const auto& item : get.items)
        assign(item.target, diagnostic(item.name.text()));
    return Flow::next;
}

Flow Interpreter::operator()(const plpgsql::Return& result) {
    using Kind = plpgsql::Return::Kind;
    if (result.kind == Kind::value) {
        if (result.value.valid()) result_ = evaluate(result.value);
        return Flow::done;
    }
    if (result.kind == Kind::next) {
        if (!result.value.valid()) {
            std::vector<Symbol> columns;
            if (function_ == nullptr) return lose("RETURN NEXT of nothing");
            results_.rows.push_back(outputs(*function_, columns));
            return Flow::next;
        }
        const Value value = evaluate(result.value);
        if (value.kind == Value::Kind::record)
            results_.rows.push_back({value.items, true});
        else
            results_.rows.push_back({{value}, true});
        return Flow::next;
    }
    Rows rows;
    if (result.kind == Kind::dynamic_query) {
        rows = dynamic_rows(result.value, result.arguments);
    } else {
        const std::vector<Statement>& statements = parsed(result.value, {});
        if (statements.size() != 1 || !std::holds_alternative<RunQuery>(statements.front().node))
            return lose("RETURN QUERY");
        rows = eval::run(*this, *statements.front().tree, std::get<RunQuery>(statements.front().node).query);
    }
    if (rows.problem.is_error()) throw Refused{rows.problem.sqlstate, rows.problem.text};
    if (rows.problem.is_unknown()) results_.problem = rows.problem;
    results_.rows.insert(results_.rows.end(), rows.rows.begin(), rows.rows.end());
    return Flow::next;
}

} // namespace rlslint::replaying::dynamic
