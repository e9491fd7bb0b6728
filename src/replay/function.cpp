#include <algorithm>

#include <fmt/format.h>

#include "rlslint/catalog/types.hpp"

#include "apply.hpp"
#include "binding.hpp"
#include "check_body.hpp"
#include "create.hpp"
#include "language.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "session.hpp"

/// Functions and procedures (src/backend/commands/functioncmds.c, catalog/pg_proc.c).
namespace rlslint::replaying {

namespace {

void set_options(Function& function, const RoutineOptions& options) {
    if (options.security_definer) {
        function.security_definer = *options.security_definer;
        function.security_span = options.security_span;
    }
    function.volatility = options.volatility.value_or(function.volatility);
    function.leakproof = options.leakproof.value_or(function.leakproof);
    for (const SetVariable& setting : options.settings)
        change_setting(function.settings, setting);
}

bool returns_set(const Function& function) {
    return (function.returns && function.returns->setof) ||
           std::any_of(function.args.begin(), function.args.end(),
                       [](const FunctionArg& arg) { return arg.mode == FunctionArg::Mode::table; });
}

void require_consistent(const RoutineOptions& options, bool procedure) {
    if (options.repeated) refuse(sqlstate::syntax_error, "conflicting or redundant options");
    if (procedure && options.for_functions)
        refuse(sqlstate::invalid_function_definition, "invalid attribute in procedure definition");
    if (options.cost && *options.cost <= 0)
        refuse(sqlstate::invalid_parameter_value, "COST must be positive");
    if (options.rows && *options.rows <= 0)
        refuse(sqlstate::invalid_parameter_value, "ROWS must be positive");
}

void require_rows_fit(const Function& function, const RoutineOptions& options) {
    if (options.rows && !returns_set(function))
        refuse(sqlstate::invalid_parameter_value,
               "ROWS is not applicable when function does not return a set");
}

/// What is looked at before the arguments are (compute_function_attributes).
void require_attributes(const CreateFunction& create) {
    if (create.aggregate) return;
    require_consistent(create.options, create.procedure);
    const bool string_body = create.body_span.valid() && create.sql_body.empty();
    if (create.language.empty() && string_body)
        throw Refused{sqlstate::invalid_function_definition, "no language specified"};
}

bool is_input(const FunctionArg& arg) {
    return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
}

bool is_output(const FunctionArg& arg) {
    return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::in_out ||
           arg.mode == FunctionArg::Mode::table;
}

[[noreturn]] void refuse_definition(std::string message) {
    throw Refused{sqlstate::invalid_function_definition, std::move(message)};
}

/// A type that is not known to be none counts as an array.
bool may_be_array(const TypeName& type) {
    const std::string_view name = type.name.text();
    return type.array_dimensions > 0 || !is_builtin_type(type.name) || name.starts_with('_') ||
           name.starts_with("any") || name.ends_with("vector");
}

void require_own_name(std::span<const FunctionArg> before, const FunctionArg& arg) {
    for (const FunctionArg& other : before) {
        const bool both = (is_input(arg) && is_input(other)) || (is_output(arg) && is_output(other));
        if (both && !arg.name.empty() && arg.name.text == other.name.text)
            refuse_definition(fmt::format("parameter name \"{}\" used more than once", arg.name.text.text()));
    }
}

/// What the arguments ask of each other (interpret_function_parameter_list).
void require_arguments(const Function& function) {
    bool variadic = false;
    bool defaults = false;
    for (const FunctionArg& arg : function.args) {
        if (variadic && (is_input(arg) || function.procedure))
            refuse_definition(fmt::format("VARIADIC parameter must be the last {}parameter",
                                          function.procedure ? "" : "input "));
        variadic = variadic || arg.mode == FunctionArg::Mode::variadic;
        if (arg.mode == FunctionArg::Mode::variadic && !may_be_array(arg.type))
            refuse_definition("VARIADIC parameter must be an array");
        require_own_name({function.args.data(), &arg}, arg);
        if (arg.default_value.valid() && !is_input(arg))
            refuse_definition("only input parameters can have default values");
        if (defaults && is_input(arg) && !arg.default_value.valid())
            refuse_definition("input parameters after one with a default value must also have defaults");
        if (defaults && function.procedure && arg.mode == FunctionArg::Mode::out)
            refuse_definition("procedure OUT parameters cannot appear after one with a default value");
        defaults = defaults || arg.default_value.valid();
    }
}

/// OUT parameters say what is returned; RETURNS may but repeat it.
void require_result_of_outputs(const Function& function) {
    if (function.procedure || !function.returns) return;
    std::vector<TypeName> types;
    for (const FunctionArg& arg : function.args) {
        if (arg.mode == FunctionArg::Mode::table) return;
        if (is_output(arg)) types.push_back(arg.type);
    }
    if (types.empty()) return;
    const bool record = function.returns->name.text() == "record";
    if (types.size() == 1 ? !same_types(types, {*function.returns}) : !record)
        refuse_definition(fmt::format("function result type must be {} because of OUT parameters",
                                      types.size() == 1 ? format_type(types.front()) : "record"));
}

/// And what after them.
void require_result_and_body(const CreateFunction& create) {
    if (create.aggregate) return;
    const bool outputs = std::any_of(create.args.begin(), create.args.end(), is_output);
    if (!create.procedure && !create.returns && !outputs)
        throw Refused{sqlstate::invalid_function_definition, "function result type must be specified"};
    if (!create.body.empty() && !create.sql_body.empty())
        refuse(sqlstate::invalid_function_definition, "duplicate function body specified");
    if (!create.body_span.valid() && create.sql_body.empty())
        throw Refused{sqlstate::invalid_function_definition, "no function body specified"};
}

void require_leakproof_allowed(const Replayer& r, const RoutineOptions& options) {
    if (options.leakproof.value_or(false) && !r.catalog[r.session.current_user].superuser)
        throw Refused{sqlstate::insufficient_privilege, "only superuser can define a leakproof function"};
}

Symbol language_of(const CreateFunction& create) {
    return create.language.empty() ? Symbol{"sql"} : create.language;
}

Function new_function(Replayer& r, const CreateFunction& create) {
    Function function;
    function.schema = require_creation_schema(r, create.name);
    require_attributes(create);
    if (!create.aggregate) require_language_usage(r, language_of(create));
    require_leakproof_allowed(r, create.options);
    function.name = create.name.name;
    function.procedure = create.procedure;
    function.aggregate = create.aggregate;
    function.args = create.args;
    for (FunctionArg& arg : function.args) {
        arg.type = require_type_name(r, std::move(arg.type));
        require_type_usage(r, arg.type);
    }
    if (create.returns) {
        function.returns = require_type_name(r, *create.returns);
        require_type_usage(r, *function.returns);
    }
    if (!create.aggregate) {
        require_arguments(function);
        require_result_of_outputs(function);
    }
    require_result_and_body(create);
    function.language = language_of(create);
    if (create.aggregate) function.volatility = Volatility::immutable;
    set_options(function, create.options);
    function.body = create.body;
    function.body_span = create.body_span;
    function.body_verbatim = create.body_verbatim;
    for (const QueryId query : create.sql_body)
        function.sql_body.push_back(bind_body(r, query, function));
    function.name_span = create.name.span;
    function.origin = r.created();
    return function;
}

FunctionId same_function(const Replayer& r, const Function& function) {
    const std::vector<TypeName> types = input_types(function.args);
    for (const FunctionId id : r.catalog.find_functions(function.schema, function.name))
        if (same_types(input_types(r.catalog[id].args), types)) return id;
    return {};
}

std::vector<FunctionArg> outputs(const Function& function) {
    std::vector<FunctionArg> outputs;
    for (const FunctionArg& arg : function.args)
        if (is_output(arg)) outputs.push_back(arg);
    return outputs;
}

/// The row that several outputs make; one is returned as it is, whatever its name.
bool same_row(const Function& a, const Function& b) {
    const std::vector<FunctionArg> of_a = outputs(a);
    const std::vector<FunctionArg> of_b = outputs(b);
    return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                      [&](const FunctionArg& x, const FunctionArg& y) {
                          const bool same_name = of_a.size() == 1 || x.name.text == y.name.text;
                          return same_name && same_types({x.type}, {y.type});
                      });
}

bool same_result(const Function& a, const Function& b) {
    if (!same_row(a, b)) return false;
    if (!a.returns || !b.returns) return a.returns.has_value() == b.returns.has_value();
    return a.returns->setof == b.returns->setof && same_types({*a.returns}, {*b.returns});
}

auto defaults(const Function& function) {
    return std::count_if(function.args.begin(), function.args.end(),
                         [](const FunctionArg& arg) { return arg.default_value.valid(); });
}

/// OR REPLACE may not change what callers rely on: kind, result type, names of arguments.
void require_replaceable(const Function& old, const Function& replacement) {
    if (old.procedure != replacement.procedure || old.aggregate != replacement.aggregate)
        throw Refused{sqlstate::wrong_object_type, "cannot change routine kind"};
    if (!same_result(old, replacement))
        throw Refused{sqlstate::invalid_function_definition,
                      "cannot change return type of existing function"};
    if (defaults(replacement) < defaults(old))
        throw Refused{sqlstate::invalid_function_definition,
                      "cannot remove parameter defaults from existing function"};
    for (std::size_t i = 0; i < std::min(old.args.size(), replacement.args.size()); ++i) {
        const Name& was = old.args[i].name;
        const bool input =
            old.args[i].mode != FunctionArg::Mode::out && old.args[i].mode != FunctionArg::Mode::table;
        if (input && !was.empty() && was.text != replacement.args[i].name.text)
            throw Refused{sqlstate::invalid_function_definition,
                          fmt::format("cannot change name of input parameter \"{}\"", was.text.text())};
    }
}

/// Keeps owner and privileges; everything else is the replacement's.
void replace(Replayer& r, FunctionId id, Function replacement) {
    const Function& old = r.catalog[id];
    if (!old.origin.assumed) require_replaceable(old, replacement);
    replacement.owner = old.owner;
    replacement.acl = old.acl;
    if (!old.origin.assumed) {
        replacement.origin = old.origin;
        r.touch(replacement.origin);
    }
    r.catalog.edit(id) = std::move(replacement);
    r.record(Event::Kind::altered, id);
}

void depend(Replayer& r, FunctionId id) {
    for (const BoundQuery& query : r.catalog[id].sql_body)
        if (query.present()) r.dependents.add(*query.bindings, id);
    const Function& function = r.catalog[id];
    for (const FunctionArg& arg : function.args)
        depend_on_type(r, arg.type, id);
    if (function.returns) depend_on_type(r, *function.returns, id);
}

/// What its language says of it when it is there, to who may call it.
void validate(Replayer& r, FunctionId id) {
    require_execute(r, id);
    const Function function = r.catalog[id];
    if (r.session.check_function_bodies) check_body(r, function);
}

} // namespace

Effect apply(Replayer& r, const CreateFunction& statement) {
    Function function = new_function(r, statement);
    require_rows_fit(function, statement.options);
    if (defaults(function) > 0) r.default_trees[place_key(function.name_span)] = r.statement->tree;
    FunctionId id = same_function(r, function);
    const bool assumed = id.valid() && r.catalog[id].origin.assumed;
    if (id.valid() && !statement.or_replace && !assumed)
        throw Refused{
            sqlstate::duplicate_function,
            fmt::format("function \"{}\" already exists with same argument types", function.name.text())};
    if (id.valid()) {
        require_owner(r, id);
        replace(r, id, std::move(function));
    } else {
        id = create(r, std::move(function));
    }
    depend(r, id);
    validate(r, id);
    return {};
}

Effect apply(Replayer& r, const AlterFunction& alter) {
    const FunctionId id = require_function(r, alter.function);
    require_owner(r, id);
    if (r.catalog[id].aggregate)
        refuse(sqlstate::wrong_object_type, "\"{}\" is an aggregate function", r.catalog[id].name.text());
    require_consistent(alter.options, r.catalog[id].procedure);
    require_leakproof_allowed(r, alter.options);
    require_rows_fit(r.catalog[id], alter.options);
    Function& function = r.catalog.edit(id);
    set_options(function, alter.options);
    r.touch(function.origin);
    r.record(Event::Kind::altered, id);
    return {};
}

} // namespace rlslint::replaying
