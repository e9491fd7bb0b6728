#include <algorithm>

#include <fmt/format.h>

#include "dynamic_ddl_commands.hpp"
#include "dynamic_interpreter.hpp"
#include "effect.hpp"
#include "lookup.hpp"
#include "routine_body.hpp"
#include "session.hpp"

/// Whole routines: DO blocks, and the functions and procedures that are called.
namespace rlslint::replaying::dynamic {

namespace {

bool is_input(const FunctionArg& arg) {
    return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
}

bool has_outputs(const Function& function) {
    return std::any_of(function.args.begin(), function.args.end(), [](const FunctionArg& arg) {
        return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::in_out;
    });
}

/// Where a body's text is: in its statement, or, where quoting changed it, in a source of its own.
Span place_of_body(Replayer& r, const std::string& body, Span span, bool verbatim) {
    if (verbatim) return span;
    Source source;
    source.path = r.sources[span.source].path;
    source.text = body;
    source.parent = span;
    source.profile = r.profile;
    const auto size = static_cast<std::uint32_t>(body.size());
    return {r.sources.add(std::move(source)), 0, size};
}

/// The session as a function runs in it: its owner's for SECURITY DEFINER, with its own settings.
class FunctionSession {
public:
    FunctionSession(Replayer& r, const Function& function)
        : r_(r), before_(r.session), after_commit_(r.after_commit),
          changed_(function.security_definer || !function.settings.empty()) {
        if (function.security_definer) r.session.current_user = function.owner;
        for (SetVariable setting : function.settings) {
            setting.local = true;
            set_setting(r, setting);
        }
    }
    ~FunctionSession() {
        if (!changed_) return;
        r_.session = before_;
        r_.after_commit = after_commit_;
    }
    FunctionSession(const FunctionSession&) = delete;
    FunctionSession& operator=(const FunctionSession&) = delete;

private:
    Replayer& r_;
    Session before_, after_commit_;
    bool changed_;
};

std::vector<Symbol> table_columns(const Function& function) {
    std::vector<Symbol> columns;
    for (const FunctionArg& arg : function.args)
        if (arg.mode == FunctionArg::Mode::table) columns.push_back(arg.name.text);
    return columns;
}

} // namespace

Effect Interpreter::effect() {
    if (!lost_.empty()) return undetermined(lost_);
    if (!unmodelled_.empty()) return unmodelled(unmodelled_);
    return {};
}

Effect Interpreter::run_block(Span body) {
    const auto parsed_body = plpgsql::parse(r_.sources, body);
    if (const auto* unreadable = std::get_if<plpgsql::Unreadable>(&parsed_body))
        return undetermined(fmt::format("a body that cannot be read: {}", unreadable->message));
    variables_.enter({});
    variables_.add({Symbol{"found"}, Value::of(false), {}, true, false, false});
    (void)(*this)(std::get<plpgsql::Block>(parsed_body));
    return effect();
}

Effect Interpreter::run_query(const Tree& tree, QueryId query) {
    Statement at;
    at.span = r_.statement->span;
    at.tree = r_.statement->tree;
    (void)tree;
    (void)run_select(at, query, {});
    return effect();
}

Effect Interpreter::run_call(const Tree& tree, ExprId call) {
    const Value value = eval::evaluate(*this, tree, call);
    if (value.is_error()) throw Refused{value.sqlstate, value.text};
    if (value.is_unknown() && may_have_effects(tree)) lose(value.text);
    return effect();
}

/// It takes no arguments: what fired it is in TG_EVENT and TG_TAG.
Effect Interpreter::run_event_trigger(FunctionId id) {
    const Function function = r_.catalog[id];
    const bool readable =
        function.origin.live() && !function.origin.assumed && function.language.text() == "plpgsql";
    if (!readable) return undetermined(fmt::format("what {}() does", function.name.text()));
    variables_.enter(function.name);
    variables_.add({Symbol{"tg_event"}, Value::of(r_.ddl->event), {}, true, false, false});
    variables_.add({Symbol{"tg_tag"}, Value::of(r_.ddl->tag), {}, true, false, false});
    variables_.add({Symbol{"found"}, Value::of(false), {}, true, false, false});
    const bool harmless = changes_rows_at_most(r_, function);
    const FunctionSession session{r_, function};
    (void)run_function(function);
    return harmless && unmodelled_.empty() ? Effect{} : effect();
}

/// An argument is of its parameter's type: a string constant becomes one.
Interpreter::Value Interpreter::as_argument(const Value& value, const TypeName& type) {
    const bool builtin = type.schema.empty() || type.schema.text() == "pg_catalog";
    const bool any = type.name.text().starts_with("any") || type.percent_type;
    if (!builtin || any || type.name.text() == "record") return value;
    Value cast_value = eval::cast(*this, value, type);
    if (cast_value.is_error()) throw Refused{cast_value.sqlstate, cast_value.text};
    return cast_value;
}

/// The functions of the history that a call may mean, by their name and number of arguments.
std::vector<FunctionId> Interpreter::candidates(const Call& call, std::size_t count) const {
    const auto fits = [&](const Function& function) {
        const auto inputs = std::count_if(function.args.begin(), function.args.end(), is_input);
        return count == any_count || static_cast<std::size_t>(inputs) == count;
    };
    std::vector<FunctionId> found;
    const auto look = [&](SchemaId schema) {
        for (const FunctionId id : r_.catalog.find_functions(schema, call.name))
            if (fits(r_.catalog[id])) found.push_back(id);
    };
    if (call.schema.empty()) {
        for (const SchemaId schema : search_path(r_))
            if (found.empty() || count == any_count) look(schema);
    } else if (const SchemaId schema = r_.catalog.find_schema(call.schema); schema.valid()) {
        look(schema);
    }
    return found;
}

Interpreter::Rows Interpreter::call_any(const Tree& tree, const Call& call, std::vector<Value> args) {
    const std::string name = replaying::shown({call.schema, call.name, {}});
    const std::vector<FunctionId> all = candidates(call, any_count);
    if (all.empty()) return Rows::unknown(fmt::format("what {}() returns", name));
    const bool harmless = std::all_of(
        all.begin(), all.end(), [&](FunctionId id) { return changes_rows_at_most(r_, r_.catalog[id]); });
    const std::vector<FunctionId> found = candidates(call, args.size());
    if (found.size() != 1) {
        if (!harmless) lose(fmt::format("which {}() is called", name));
        return Rows::unknown(fmt::format("which {}() is called", name));
    }
    Rows rows = call_function(found.front(), tree, call, std::move(args));
    called_.insert(&call);
    return rows;
}

Interpreter::Rows Interpreter::call_function(FunctionId id, const Tree& tree, const Call& call,
                                             std::vector<Value> args) {
    // A copy: the body may replace or drop it.
    const Function function = r_.catalog[id];
    const std::string name = replaying::shown({call.schema, call.name, {}});
    const bool harmless = changes_rows_at_most(r_, function);
    const std::string_view language = function.language.text();
    const bool readable = !function.origin.assumed && !function.aggregate && function.sql_body.empty() &&
                          (language == "plpgsql" || language == "sql");
    const auto names = tree.names(call.arg_names);
    const bool named = std::any_of(names.begin(), names.end(), [](Symbol n) { return !n.empty(); });
    if (!readable || named || has_outputs(function) || budget_.depth == 0) {
        const std::string why = budget_.depth == 0 ? std::string{"routines that call each other too deep"}
                                                   : fmt::format("what {}() does", name);
        if (!harmless) lose(why);
        return Rows::unknown(why);
    }
    Interpreter inner{r_, budget_, function.name};
    inner.depth = depth;
    inner.variables_.enter(function.name);
    std::size_t next = 0;
    for (const FunctionArg& arg : function.args)
        if (is_input(arg) && next < args.size()) {
            const Value value = as_argument(args[next++], arg.type);
            inner.arguments_.push_back(value);
            inner.variables_.add({arg.name.text, value, {}, true, false, false});
        }
    for (const Symbol column : table_columns(function))
        inner.variables_.add({column, {}, {}, true, false, false});
    inner.variables_.add({Symbol{"found"}, Value::of(false), {}, true, false, false});
    --budget_.depth;
    const FunctionSession session{r_, function};
    Rows rows;
    try {
        rows = inner.run_function(function);
    } catch (const Refused&) {
        ++budget_.depth;
        throw;
    }
    ++budget_.depth;
    if (!inner.unmodelled_.empty() && unmodelled_.empty()) unmodelled_ = inner.unmodelled_;
    if (inner.lost_.empty()) return rows;
    if (!harmless) lose(fmt::format("in {}(): {}", name, inner.lost_));
    return Rows::unknown(inner.lost_);
}

/// One row for a function that returns a value, and as many as it returns for one of a set.
Interpreter::Rows Interpreter::run_function(const Function& function) {
    if (function.language.text() == "sql") return run_sql_function(function);
    const Span body = place_of_body(r_, function.body, function.body_span, function.body_verbatim);
    const auto parsed_body = plpgsql::parse(r_.sources, body);
    if (const auto* unreadable = std::get_if<plpgsql::Unreadable>(&parsed_body)) {
        lose(fmt::format("a body that cannot be read: {}", unreadable->message));
        return Rows::unknown(lost_);
    }
    (void)(*this)(std::get<plpgsql::Block>(parsed_body));
    const std::vector<Symbol> columns = table_columns(function);
    const bool set = !columns.empty() || (function.returns && function.returns->setof);
    Rows rows = set ? std::move(results_) : Rows{};
    if (!set) rows.rows.push_back({{result_}, true});
    rows.columns = columns.empty() ? std::vector{function.name} : columns;
    for (const eval::Row& row : rows.rows)
        if (row.cells.size() != rows.columns.size()) return Rows::unknown("the rows that a function returns");
    return rows;
}

Interpreter::Rows Interpreter::run_sql_function(const Function& function) {
    const Span body = place_of_body(r_, function.body, function.body_span, function.body_verbatim);
    columns_win = true;
    // By a copy: what is run may make this interpreter parse more.
    const std::vector<Statement> statements = parsed(body, {});
    Rows last;
    for (const Statement& statement : statements) {
        const auto* run = std::get_if<RunQuery>(&statement.node);
        const bool reads =
            run != nullptr && std::holds_alternative<Select>((*statement.tree)[run->query].node);
        if (reads) {
            last = eval::run(*this, *statement.tree, run->query);
            if (last.problem.is_error()) return last;
            if (last.problem.is_unknown() && may_have_effects(*statement.tree)) lose(last.problem.text);
        } else if (run_sql(statement, {}) != Flow::next) {
            break;
        } else {
            last = Rows{};
        }
    }
    if (!lost_.empty()) return Rows::unknown(lost_);
    const std::vector<Symbol> columns = table_columns(function);
    const bool set = !columns.empty() || (function.returns && function.returns->setof);
    if (!set && last.rows.size() > 1) last.rows.resize(1);
    if (last.columns.size() == columns.size() && !columns.empty())
        last.columns = columns;
    else if (last.columns.size() == 1)
        last.columns.front() = function.name;
    return last;
}

} // namespace rlslint::replaying::dynamic
