#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

#include "dynamic_catalog_functions.hpp"
#include "dynamic_catalog_rows.hpp"
#include "dynamic_ddl_commands.hpp"
#include "dynamic_interpreter.hpp"
#include "dynamic_oid.hpp"
#include "dynamic_table_rows.hpp"
#include "lookup.hpp"
#include "session.hpp"

/// What expressions see of the world.
namespace rlslint::replaying::dynamic {

Interpreter::Value Interpreter::parameter(std::int32_t number) {
    const auto at = static_cast<std::size_t>(number) - 1;
    if (number < 1 || at >= arguments_.size())
        return Value::error("42P02", fmt::format("there is no parameter ${}", number));
    return arguments_[at];
}

Interpreter::Value Interpreter::session_value(Symbol name) {
    const std::string_view text = name.text();
    if (text == "current_user" || text == "current_role" || text == "user")
        return role_name(r_, r_.session.current_user);
    if (text == "session_user") return role_name(r_, r_.session.session_user);
    if (text == "current_schema")
        if (auto schema = call_catalog_function(r_, "current_schema", {})) return *schema;
    return Value::unknown(text == "current_catalog" ? "the database's name" : "the time");
}

Interpreter::Value Interpreter::cast(const Value& value, const TypeName& type) {
    if (type.name.text() == "regprocedure" && value.kind == Value::Kind::text) {
        Value function = function_by_signature(value.text);
        if (!function.is_null()) return function;
        return Value::error(sqlstate::undefined_function,
                            fmt::format("function \"{}\" does not exist", value.text));
    }
    // Void is what a call for its effects returns.
    return cast_to_object(r_, value, type);
}

Interpreter::Value Interpreter::shown(const Value& object) { return shown_object(r_, object); }

/// Whether what is run names the columns of pg_policies that hold clauses.
bool Interpreter::speaks_of_clauses() const {
    const std::string text = lower_case(function_ != nullptr ? std::string_view{function_->body}
                                                             : r_.sources.text(r_.statement->span));
    return text.find("qual") != std::string::npos || text.find("with_check") != std::string::npos;
}

Interpreter::Rows Interpreter::relation(const QualifiedName& name) {
    const RelationId own = name.schema.text() == "pg_catalog" ? RelationId{} : find_relation(r_, name);
    if (auto rows = catalog_rows(r_, name, speaks_of_clauses())) return std::move(*rows);
    if (own.valid())
        if (auto rows = known_rows(r_, own)) return std::move(*rows);
    if (!own.valid() && relation_is_gone(r_, name))
        return Rows::failed(
            Value::error(sqlstate::undefined_table,
                         fmt::format("relation \"{}\" does not exist", replaying::shown(name))));
    return Rows::unknown(fmt::format("the rows of {}", replaying::shown(name)));
}

std::string_view Interpreter::text_behind(Span span) {
    const std::string_view text = r_.sources[span.source].text;
    return text.substr(span.end, 64);
}

std::string_view Interpreter::text_before(Span span) {
    constexpr std::uint32_t most = 64;
    const std::string_view text = r_.sources[span.source].text;
    const std::uint32_t begin = span.begin > most ? span.begin - most : 0;
    return text.substr(begin, span.begin - begin);
}

Interpreter::Value Interpreter::set_config(const std::vector<Value>& args) {
    if (args.size() != 3 || args[0].kind != Value::Kind::text || args[2].kind != Value::Kind::boolean) {
        lose("set_config() of what cannot be told");
        return Value::unknown(lost_);
    }
    const std::string& name = args[0].text;
    const bool tracked = name == "search_path" || name == "role" || name == "session_authorization";
    if (!tracked) {
        const bool known = args[1].kind == Value::Kind::text;
        set_other_setting(r_, name, known ? std::optional{args[1].text} : std::nullopt, args[2].is_true());
        return args[1];
    }
    if (args[1].kind != Value::Kind::text) {
        lose("set_config() of what cannot be told");
        return Value::unknown(lost_);
    }
    SetVariable set;
    set.name = Symbol{name};
    set.values = name == "search_path" ? parse_identifiers(args[1].text) : std::vector{args[1].text};
    set.local = args[2].is_true();
    set.span = r_.statement->span;
    set_setting(r_, set);
    return args[1];
}

/// `f(integer, text)` as DROP FUNCTION would read it; null where there is no such function.
Interpreter::Value Interpreter::function_by_signature(const std::string& text) {
    const ParseResult result = r_.parse(made_text(r_.statement->span, "drop function " + text));
    const auto* statements = std::get_if<std::vector<Statement>>(&result);
    const auto* drop = statements != nullptr && statements->size() == 1
                           ? std::get_if<Drop>(&statements->front().node)
                           : nullptr;
    if (drop == nullptr || drop->objects.size() != 1 || !drop->objects.front().args)
        return Value::unknown("a function's signature");
    const ObjectRef& ref = drop->objects.front();
    if (const FunctionId id = find_function(r_, ref); id.valid())
        return Value::object(oid(id), "regprocedure");
    // One of the server's own, or of an extension.
    const bool known = !ref.name.schema.empty() && r_.catalog.find_schema(ref.name.schema).valid() &&
                       !r_.catalog[r_.catalog.find_schema(ref.name.schema)].origin.assumed &&
                       !is_system_schema(ref.name.schema) && ref.name.schema.text() != "extensions";
    return known || r_.catalog.ever_had_function(ref.name.name) ? Value{} : Value::unknown("a function");
}

/// What the history has set. Whatever runs the migrations may have set others.
Interpreter::Value Interpreter::current_setting(const std::vector<Value>& args) const {
    const Value untold = Value::unknown("a setting");
    if (args.empty() || args.size() > 2 || args[0].kind != Value::Kind::text) return untold;
    const std::string name = lower_case(args[0].text);
    const Session& session = r_.session;
    if (name == "search_path") {
        std::string path;
        for (const Symbol schema : session.search_path)
            path.append(path.empty() ? "" : ", ").append(quote_ident(schema.text()));
        return Value::of(std::move(path));
    }
    if (const auto set = session.settings.find(name); set != session.settings.end())
        return set->second ? Value::of(*set->second) : untold;
    return untold;
}

Interpreter::Value Interpreter::call(const Tree& tree, const Call& call, std::vector<Value> args) {
    const bool builtin = call.schema.empty() || call.schema.text() == "pg_catalog";
    if (builtin && call.name.text() == "set_config") {
        called_.insert(&call);
        return set_config(args);
    }
    if (builtin && call.name.text() == "current_setting") return current_setting(args);
    const bool signature = call.name.text() == "to_regprocedure" && args.size() == 1;
    if (builtin && signature && args[0].kind == Value::Kind::text) return function_by_signature(args[0].text);
    if (builtin && call.name.text() == "has_function_privilege" && args.size() >= 2)
        if (Value& function = args[args.size() - 2]; function.kind == Value::Kind::text) {
            function = cast(function, TypeName{{}, Symbol{"regprocedure"}, {}, 0, false, false, {}});
            if (function.failed()) return function;
        }
    if (builtin) {
        if (auto value = call_catalog_function(r_, call.name.text(), args)) return std::move(*value);
        if (call.name.text().starts_with("pg_get_"))
            return Value::unknown(fmt::format("what {}() says", call.name.text()));
    }
    const Rows rows = call_any(tree, call, std::move(args));
    if (rows.problem.failed()) return rows.problem;
    if (rows.rows.empty()) return {};
    if (rows.rows.front().cells.size() == 1) return rows.rows.front().cells.front();
    Value record;
    record.kind = Value::Kind::record;
    record.names = rows.columns;
    record.items = rows.rows.front().cells;
    return record;
}

/// What event triggers are told; none of another function.
std::optional<Interpreter::Rows> Interpreter::event_trigger_rows(const Call& call) const {
    const std::string_view name = call.name.text();
    const bool commands = name == "pg_event_trigger_ddl_commands";
    if (!commands && name != "pg_event_trigger_dropped_objects") return std::nullopt;
    const char* const event = commands ? "ddl_command_end" : "sql_drop";
    if (r_.ddl == nullptr || r_.ddl->event.text() != event)
        return Rows::failed(Value::error(
            "39P03", fmt::format("{}() can only be called in a {} event trigger function", name, event)));
    return commands ? r_.ddl->commands : r_.ddl->dropped;
}

Interpreter::Rows Interpreter::call_rows(const Tree& tree, const Call& call, std::vector<Value> args) {
    const bool builtin = call.schema.empty() || call.schema.text() == "pg_catalog";
    if (builtin)
        if (auto rows = event_trigger_rows(call)) return std::move(*rows);
    return call_any(tree, call, std::move(args));
}

} // namespace rlslint::replaying::dynamic
