#include <algorithm>

#include <fmt/format.h>

#include "rlslint/sql/boolean.hpp"
#include "rlslint/sql/token.hpp"
#include "rlslint/sql/walk.hpp"
#include "rlslint/text/ascii.hpp"

#include "dynamic_interpreter.hpp"
#include "lookup.hpp"
#include "routine_body.hpp"

/// Expressions and variables.
namespace rlslint::replaying::dynamic {

namespace {

/// The names of `a.b`; empty for anything with a subscript.
std::vector<Symbol> parts_of(std::string_view text) {
    std::vector<Symbol> parts;
    for (Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.kind == TokenKind::word || token.kind == TokenKind::quoted_word)
            parts.emplace_back(identifier(token, text));
        else if (token.text(text) == "[")
            return {};
    }
    return parts;
}

/// The name that a target with a subscript begins with.
Symbol first_part(std::string_view text) {
    Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())};
    return lexer.at_end() ? Symbol{} : Symbol{identifier(lexer.next(), text)};
}

} // namespace

const ParsedExpression& Interpreter::expression(Span span) {
    const auto [at, is_new] = expressions_.try_emplace(place_key(span));
    if (!is_new) return at->second;
    ExpressionResult result = r_.parse_expression(span);
    if (auto* parsed = std::get_if<ParsedExpression>(&result))
        at->second = std::move(*parsed);
    else
        lose(std::get<SyntaxError>(result).message);
    return at->second;
}

/// A text made of the one at a place, which stays where it comes from.
Span Interpreter::made_text(Span at, std::string text) {
    const auto [made, is_new] = made_.try_emplace({place_key(at), text});
    if (is_new) {
        Source source;
        source.path = r_.sources[at.source].path;
        source.text = std::move(text);
        source.parent = at;
        source.profile = r_.profile;
        const auto size = static_cast<std::uint32_t>(source.text.size());
        made->second = {r_.sources.add(std::move(source)), 0, size};
    }
    return made->second;
}

Interpreter::Value Interpreter::evaluate(Span span) {
    const ParsedExpression parsed = expression(span);
    if (!parsed.expr.valid()) return Value::unknown("an expression that cannot be parsed");
    Value value = eval::evaluate(*this, *parsed.tree, parsed.expr);
    if (value.is_error()) throw Refused{value.sqlstate, value.text};
    if (value.is_too_large()) stop_at_budget(value.text);
    count_row_of(*parsed.tree, parsed.expr, value);
    if (value.is_unknown() && may_have_effects(*parsed.tree)) lose(value.text);
    return value;
}

/// What is no simple expression is run as a query of one row, which GET DIAGNOSTICS counts
/// (exec_run_select in pl_exec.c). `a from t` may have none.
void Interpreter::count_row_of(const Tree& tree, ExprId root, const Value& value) {
    if (!has_sub_select(tree, root)) return;
    const bool may_be_none = std::holds_alternative<SubLink>(tree[root].node) && value.is_null();
    row_count_ = may_be_none ? Value::unknown("the rows of a query") : Value::of(std::int64_t{1});
}

Interpreter::Value Interpreter::condition(Span span) {
    Value value = evaluate(span);
    if (value.kind == Value::Kind::text) {
        const auto truth = parse_boolean(value.text);
        return truth ? Value::of(*truth) : Value::unknown("what is no boolean");
    }
    return value;
}

/// A type that values are cast to; none for records, and for `%TYPE`, whose values come in it.
std::optional<TypeName> Interpreter::declared_type(Span span) {
    const std::string text{r_.sources.text(span)};
    if (text.find('%') != std::string::npos || equal_ignoring_case(text, "record")) return std::nullopt;
    const ExpressionResult result = r_.parse_expression(made_text(span, "null::" + text));
    const auto* parsed = std::get_if<ParsedExpression>(&result);
    if (parsed == nullptr) return std::nullopt;
    const auto* cast = std::get_if<Cast>(&(*parsed->tree)[parsed->expr].node);
    if (cast == nullptr) return std::nullopt;
    const TypeName type = canonical(r_, parsed->tree->type(cast->type));
    const bool builtin = type.schema.empty() || type.schema.text() == "pg_catalog";
    if (builtin) return type;
    // A row type takes rows as they come, an enum strings.
    return std::nullopt;
}

void Interpreter::set(Variable& variable, const Value& value) {
    variable.value = variable.type ? eval::cast(*this, value, *variable.type) : value;
    if (variable.value.is_error()) throw Refused{variable.value.sqlstate, variable.value.text};
    if (variable.value.is_null() && variable.not_null)
        throw Refused{"22004",
                      fmt::format("null value cannot be assigned to variable \"{}\" declared NOT NULL",
                                  variable.name.text())};
}

void Interpreter::assign(Span target, const Value& value) {
    const std::string_view text = r_.sources.text(target);
    const std::vector<Symbol> parts = parts_of(text);
    if (parts.size() == 1) {
        if (Variable* variable = variables_.find(parts[0])) return set(*variable, value);
    } else if (parts.size() == 2) {
        if (Variable* variable = variables_.find(parts[0], parts[1])) return set(*variable, value);
        if (Variable* record = variables_.find(parts[0])) {
            const auto field = std::find(record->value.names.begin(), record->value.names.end(), parts[1]);
            if (field != record->value.names.end())
                record->value.items[static_cast<std::size_t>(field - record->value.names.begin())] = value;
            else
                record->value = Value::unknown("a record");
            return;
        }
    } else if (Variable* array = variables_.find(first_part(text))) {
        return assign_item(*array, target, value);
    }
    throw Refused{sqlstate::syntax_error, fmt::format("\"{}\" is not a known variable", text), target};
}

/// The server looks a loop's variables up before anything runs (pl_gram.y).
void Interpreter::require(const std::vector<Span>& targets, const char* code, const char* otherwise) {
    for (const Span target : targets) {
        const std::vector<Symbol> parts = parts_of(r_.sources.text(target));
        const bool known = parts.empty() || variables_.find(parts[0]) != nullptr ||
                           (parts.size() > 1 && variables_.find(parts[0], parts[1]) != nullptr);
        if (!known) throw Refused{code, otherwise, target};
    }
}

/// `a[i] := x`, which an array grows by.
void Interpreter::assign_item(Variable& array, Span target, const Value& value) {
    constexpr std::int64_t most = 10'000;
    const std::string_view text = r_.sources.text(target);
    const auto open = text.find('['), close = text.rfind(']');
    const bool single = close + 1 == text.size() && text.find('[', open + 1) == text.npos;
    if (array.value.is_null()) array.value = Value::array({});
    if (array.value.kind == Value::Kind::text)
        if (auto read = eval::parse_array(array.value.text)) array.value = std::move(*read);
    const Value at =
        single ? evaluate(made_text(target, std::string{text.substr(open + 1, close - open - 1)})) : Value{};
    const bool known = at.kind == Value::Kind::integer && at.integer >= 1 && at.integer <= most;
    if (!known || array.value.kind != Value::Kind::array) {
        array.value = Value::unknown("an array of which a part was set");
        return;
    }
    auto& items = array.value.items;
    items.resize(std::max(items.size(), static_cast<std::size_t>(at.integer)));
    items[static_cast<std::size_t>(at.integer - 1)] = value;
}

void Interpreter::assign_row(const std::vector<Span>& targets, const std::vector<Symbol>& columns,
                             const std::vector<Value>& cells) {
    const auto cell = [&](std::size_t i) { return i < cells.size() ? cells[i] : Value{}; };
    if (targets.size() == 1) {
        const std::vector<Symbol> parts = parts_of(r_.sources.text(targets[0]));
        const Variable* variable = parts.size() == 1 ? variables_.find(parts[0]) : nullptr;
        if (variable != nullptr && !variable->scalar && !columns.empty()) {
            Value record;
            record.kind = Value::Kind::record;
            record.names = columns;
            record.items = cells;
            record.items.resize(columns.size());
            return assign(targets[0], record);
        }
        const bool row = variable != nullptr && !variable->type && columns.size() > 1;
        if (row) return forget(targets, "a row of a type of its own");
    }
    for (std::size_t i = 0; i < targets.size(); ++i)
        assign(targets[i], cell(i));
}

void Interpreter::forget(const std::vector<Span>& targets, const std::string& why) {
    for (const Span target : targets) {
        // A target that is not found is of an inner block.
        if (Variable* variable = variables_.find(first_part(r_.sources.text(target))))
            variable->value = Value::unknown(why);
    }
}

bool Interpreter::step() {
    if (budget_.steps == 0) {
        over_budget_ = true;
        return false;
    }
    --budget_.steps;
    return true;
}

} // namespace rlslint::replaying::dynamic
