#include <algorithm>

#include <fmt/format.h>

#include "dynamic_ddl_commands.hpp"
#include "dynamic_interpreter.hpp"
#include "dynamic_table_rows.hpp"
#include "effect.hpp"
#include "lookup.hpp"
#include "routine_body.hpp"
#include "session.hpp"

/// Whole routines: DO blocks, and the functions and procedures that are called.
namespace rlslint::replaying::dynamic {

namespace {

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

/// The columns of what a function returns, where its parameters tell them.
std::vector<Symbol> output_columns(const Function& function) {
    std::vector<Symbol> columns;
    for (const FunctionArg& arg : function.args)
        if (is_output(arg) || arg.mode == FunctionArg::Mode::table) columns.push_back(arg.name.text);
    return columns;
}

bool returns_set(const Function& function) {
    const auto is_column = [](const FunctionArg& arg) { return arg.mode == FunctionArg::Mode::table; };
    return (function.returns && function.returns->setof) ||
           std::any_of(function.args.begin(), function.args.end(), is_column);
}

} // namespace

Effect Interpreter::effect() {
    if (!lost_.empty()) {
        Effect untold = undetermined(lost_);
        untold.over_budget = over_budget_;
        return untold;
    }
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
    const auto fits = [&](const Function& function) { return count == any_count || takes(function, count); };
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
    std::vector<FunctionId> found = candidates(call, args.size());
    const auto names = tree.names(call.arg_names);
    const bool named = std::any_of(names.begin(), names.end(), [](Symbol one) { return !one.empty(); });
    if (found.size() > 1 && !named) found = best_of(std::move(found), args);
    if (found.size() > 1 && named)
        std::erase_if(found, [&](FunctionId id) { return !has_parameters(r_.catalog[id], names); });
    if (found.size() != 1) {
        forget_rows(r_);
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
    auto values =
        readable && budget_.depth > 0 ? arranged(function, tree, call, std::move(args)) : std::nullopt;
    if (!values) {
        forget_rows(r_);
        const bool deep = budget_.depth == 0;
        const std::string why = deep ? std::string{"routines that call each other too deep"}
                                     : fmt::format("what {}() does", name);
        if (!harmless) deep ? stop_at_budget(why) : lose(why);
        return Rows::unknown(why);
    }
    Interpreter inner{r_, budget_, function.name};
    inner.depth = depth;
    inner.function_ = &function;
    inner.enter_routine(function, *values);
    --budget_.depth;
    const FunctionSession session{r_, function};
    const bool may_end = function.procedure && !function.security_definer && function.settings.empty();
    const Atomic no_end{r_, !may_end};
    Rows rows;
    try {
        rows = inner.run_function(function);
    } catch (const Refused&) {
        ++budget_.depth;
        throw;
    }
    ++budget_.depth;
    over_budget_ = over_budget_ || inner.over_budget_;
    if (!inner.unmodelled_.empty() && unmodelled_.empty()) unmodelled_ = inner.unmodelled_;
    if (inner.lost_.empty()) return rows;
    forget_rows(r_);
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
    const std::vector<Symbol> columns = output_columns(function);
    const bool set = returns_set(function);
    Rows rows = set ? std::move(results_) : Rows{};
    if (!set && columns.empty()) rows.rows.push_back({{result_}, true});
    rows.columns = columns.empty() ? std::vector{function.name} : columns;
    if (!set && !columns.empty()) rows.rows.push_back(outputs(function, rows.columns));
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
    const std::vector<Symbol> columns = output_columns(function);
    if (!returns_set(function) && last.rows.size() > 1) last.rows.resize(1);
    if (last.columns.size() == columns.size() && !columns.empty())
        last.columns = columns;
    else if (last.columns.size() == 1)
        last.columns.front() = function.name;
    return last;
}

} // namespace rlslint::replaying::dynamic
