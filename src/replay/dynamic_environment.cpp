#include <fmt/format.h>

#include "dynamic_catalog_functions.hpp"
#include "dynamic_catalog_rows.hpp"
#include "dynamic_ddl_commands.hpp"
#include "dynamic_interpreter.hpp"
#include "dynamic_oid.hpp"
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
    // Void is what a call for its effects returns.
    return cast_to_object(r_, value, type);
}

Interpreter::Value Interpreter::shown(const Value& object) { return shown_object(r_, object); }

Interpreter::Rows Interpreter::relation(const QualifiedName& name) {
    const RelationId own = name.schema.text() == "pg_catalog" ? RelationId{} : find_relation(r_, name);
    if (auto rows = catalog_rows(r_, name)) return std::move(*rows);
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

Interpreter::Value Interpreter::set_config(const std::vector<Value>& args) {
    if (args.size() != 3 || args[0].kind != Value::Kind::text || args[2].kind != Value::Kind::boolean) {
        lose("set_config() of what cannot be told");
        return Value::unknown(lost_);
    }
    const std::string& name = args[0].text;
    const bool tracked = name == "search_path" || name == "role" || name == "session_authorization";
    if (!tracked) return args[1];
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

Interpreter::Value Interpreter::call(const Tree& tree, const Call& call, std::vector<Value> args) {
    const bool builtin = call.schema.empty() || call.schema.text() == "pg_catalog";
    if (builtin && call.name.text() == "set_config") {
        called_.insert(&call);
        return set_config(args);
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
