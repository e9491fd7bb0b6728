#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "object_kind.hpp"
#include "pg.hpp"
#include "statements.hpp"

// Functions, procedures, DO and CALL.

namespace rlslint::pg {
namespace {

using Mode = FunctionArg::Mode;

Mode argument_mode(::FunctionParameterMode mode) {
    switch (mode) {
    case FUNC_PARAM_OUT: return Mode::out;
    case FUNC_PARAM_INOUT: return Mode::in_out;
    case FUNC_PARAM_VARIADIC: return Mode::variadic;
    case FUNC_PARAM_TABLE: return Mode::table;
    default: return Mode::in;
    }
}

/// [mode] [name] [mode] type [DEFAULT value]
FunctionArg function_arg(Transform& t, const ::FunctionParameter& node, Extent at) {
    FunctionArg result;
    Cursor cursor{t.tokens(), at};
    for (const char* mode : {"in", "out", "inout", "variadic"})
        cursor.accept(mode);
    if (node.name != nullptr) result.name = t.name(node.name, cursor.name());
    result.mode = argument_mode(node.mode);
    result.type = t.type(node.argType);
    result.default_value = t.expr(node.defexpr).id;
    return result;
}

const ::FunctionParameter* first_table_column(const ::List* parameters) {
    for (const auto* parameter : items<::FunctionParameter>(parameters)) {
        if (parameter->mode == FUNC_PARAM_TABLE) return parameter;
    }
    return nullptr;
}

Extent inside(Extent group) { return {group.first + 1, group.last - 1}; }

/// The text of a string constant, and its place: that of its contents where its bytes are the text.
struct Body {
    std::string text;
    Span span;
    bool verbatim = false;
};

Body body_of(const Transform& t, std::string_view body, TokenIndex token) {
    const Span whole = t.span({token, t.tokens().word_end(token)});
    const std::string_view literal = t.tokens().text(token);
    const auto quote = literal.find(literal.starts_with('$') ? '$' : '\'');
    std::size_t skipped = quote + 1;
    if (literal.starts_with('$')) skipped = literal.find('$', 1) + 1;
    const std::size_t closing = literal.starts_with('$') ? skipped : 1;
    const bool verbatim =
        literal.size() == skipped + body.size() + closing && literal.substr(skipped, body.size()) == body;
    if (!verbatim) return {std::string{body}, whole, false};
    const auto begin = whole.begin + static_cast<std::uint32_t>(skipped);
    return {std::string{body}, {whole.source, begin, begin + static_cast<std::uint32_t>(body.size())}, true};
}

std::optional<Volatility> volatility(std::string_view name) {
    if (name == "immutable") return Volatility::immutable;
    if (name == "stable") return Volatility::stable;
    if (name == "volatile") return Volatility::volatile_;
    return std::nullopt;
}

/// `SET name TO value`: up to the next option. The options are a list without separators.
Extent option_extent(const Transform& t, const ::List* options, const ::DefElem& option) {
    const TokenIndex first = t.tokens().at(option.location);
    TokenIndex last = t.tokens().all().last;
    for (const auto* other : items<::DefElem>(options)) {
        if (other->location > option.location) last = std::min(last, t.tokens().at(other->location) - 1);
    }
    return {first, last};
}

bool truth(const ::DefElem& option) { return is(option.arg, T_Boolean) && as<::Boolean>(option.arg).boolval; }

double number_of(const ::Node* node) {
    if (is(node, T_Integer)) return as<::Integer>(node).ival;
    return std::strtod(as<::Float>(node).fval, nullptr);
}

/// What a procedure may say of itself too.
bool is_for_procedures(std::string_view name) {
    return name == "as" || name == "language" || name == "security" || name == "set" || name == "transform";
}

RoutineOptions routine_options(Transform& t, const ::List* options, TokenIndex end) {
    RoutineOptions result;
    std::set<std::string_view> seen;
    for (const auto* option : items<::DefElem>(options)) {
        const std::string_view name = view(option->defname);
        Extent at = option_extent(t, options, *option);
        at.last = std::min(at.last, end);
        result.repeated = result.repeated || (name != "set" && !seen.insert(name).second);
        result.for_functions = result.for_functions || !is_for_procedures(name);
        if (name == "security") {
            result.security_definer = truth(*option);
            result.security_span = t.span(at);
        } else if (name == "volatility") {
            result.volatility = volatility(string_of(option->arg));
        } else if (name == "leakproof") {
            result.leakproof = truth(*option);
        } else if (name == "strict") {
            result.strict = truth(*option);
        } else if (name == "cost") {
            result.cost = number_of(option->arg);
        } else if (name == "rows") {
            result.rows = number_of(option->arg);
        } else if (name == "set") {
            result.settings.push_back(set_variable(as<::VariableSetStmt>(option->arg), t.span(at)));
        }
    }
    return result;
}

/// RETURN x, or the statements between BEGIN ATOMIC and END.
void read_sql_body(Transform& t, CreateFunction& function, const ::Node* body, Cursor cursor) {
    if (is(body, T_ReturnStmt)) {
        cursor.seek("return");
        function.body_span = t.span(cursor.rest());
        cursor.step();
        function.sql_body.push_back(t.returning(as<::ReturnStmt>(body).returnval, cursor.rest()));
        return;
    }
    while (cursor.seek("begin") && !t.tokens().is(cursor.here() + 1, "atomic"))
        cursor.step();
    function.body_span = t.span(cursor.rest());
    cursor.move_to(cursor.here() + 2);
    const auto* statements = list_of(items(list_of(body)).front());
    for (const auto* node : items(statements)) {
        while (cursor.accept(';')) {
        }
        const TokenIndex first = cursor.here();
        cursor.seek(';');
        const QueryId query = t.query(node, cursor.since(first));
        if (query.valid()) function.sql_body.push_back(query);
    }
}

void read_string_body(Transform& t, CreateFunction& function, const ::DefElem& option) {
    const auto strings = items(list_of(option.arg));
    Body body = body_of(t, string_of(strings.front()), t.tokens().at(option.location) + 1);
    function.body = std::move(body.text);
    function.body_span = body.span;
    function.body_verbatim = body.verbatim;
}

/// Where the options of CREATE FUNCTION end and an SQL-standard body begins.
TokenIndex options_end(const Transform& t, const ::CreateFunctionStmt& node, Cursor cursor) {
    if (node.sql_body == nullptr) return t.tokens().all().last;
    if (is(node.sql_body, T_ReturnStmt)) {
        cursor.seek("return");
    } else {
        while (cursor.seek("begin") && !t.tokens().is(cursor.here() + 1, "atomic"))
            cursor.step();
    }
    return cursor.since(0).last;
}

} // namespace

std::vector<FunctionArg> function_args(Transform& t, const ::List* parameters, Cursor cursor) {
    std::vector<FunctionArg> result;
    result.reserve(items(parameters).size());
    for (const auto* parameter : items<::FunctionParameter>(parameters)) {
        if (parameter->mode == FUNC_PARAM_TABLE) break;
        result.push_back(function_arg(t, *parameter, cursor.item()));
    }
    return result;
}

StatementNode create_function(Transform& t, const ::CreateFunctionStmt& node, Cursor cursor) {
    CreateFunction result;
    result.procedure = node.is_procedure;
    result.or_replace = node.replace;
    cursor.step();
    cursor.accept({"or", "replace"});
    cursor.step();
    result.name = t.name(node.funcname, cursor.name());
    result.args = function_args(t, node.parameters, Cursor{t.tokens(), inside(cursor.group())});
    if (node.returnType != nullptr) result.returns = t.type(node.returnType);
    if (first_table_column(node.parameters) != nullptr) {
        cursor.accept({"returns", "table"});
        Cursor columns{t.tokens(), inside(cursor.group())};
        for (const auto* parameter : items<::FunctionParameter>(node.parameters)) {
            if (parameter->mode == FUNC_PARAM_TABLE)
                result.args.push_back(function_arg(t, *parameter, columns.item()));
        }
    }
    result.options = routine_options(t, node.options, options_end(t, node, cursor));
    for (const auto* option : items<::DefElem>(node.options)) {
        if (view(option->defname) == "language") result.language = symbol_of(option->arg);
        if (view(option->defname) == "as") read_string_body(t, result, *option);
    }
    if (node.sql_body != nullptr) read_sql_body(t, result, node.sql_body, cursor);
    return result;
}

/// CREATE AGGREGATE name (arguments) (…); the old style has no list of arguments.
StatementNode create_aggregate(Transform& t, const ::DefineStmt& node, Cursor cursor) {
    CreateFunction result;
    result.aggregate = true;
    result.or_replace = node.replace;
    cursor.step();
    cursor.accept({"or", "replace"});
    cursor.step();
    result.name = t.name(node.defnames, cursor.name());
    if (node.args != nullptr) {
        const auto* parameters = list_of(items(node.args).front());
        result.args = function_args(t, parameters, Cursor{t.tokens(), inside(cursor.group())});
    }
    return result;
}

StatementNode alter_function(Transform& t, const ::AlterFunctionStmt& node, Cursor cursor) {
    AlterFunction result;
    cursor.step();
    cursor.step();
    const TokenIndex first = cursor.here();
    cursor.name();
    if (cursor.at('(')) cursor.group();
    result.function =
        object_ref(t, node.objtype, reinterpret_cast<const ::Node*>(node.func), cursor.since(first));
    result.options = routine_options(t, node.actions, cursor.last());
    return result;
}

StatementNode do_block(Transform& t, const ::DoStmt& node, Cursor) {
    Do result;
    result.language = Symbol{"plpgsql"};
    for (const auto* option : items<::DefElem>(node.args)) {
        if (view(option->defname) == "language") result.language = symbol_of(option->arg);
        if (view(option->defname) != "as") continue;
        Body body = body_of(t, string_of(option->arg), t.tokens().at(option->location));
        result.body = std::move(body.text);
        result.body_span = body.span;
        result.body_verbatim = body.verbatim;
    }
    return result;
}

StatementNode call_procedure(Transform& t, const ::CallStmt& node) {
    return CallProcedure{t.expr(reinterpret_cast<const ::Node*>(node.funccall)).id};
}

} // namespace rlslint::pg
