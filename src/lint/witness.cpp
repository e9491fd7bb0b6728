#include "rlslint/lint/witness.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rlslint/eval/value.hpp"
#include "rlslint/lint/kit_mend.hpp"

namespace rlslint {
namespace {

constexpr const char* some_user = "00000000-0000-0000-0000-000000000001";
constexpr const char* another_user = "00000000-0000-0000-0000-000000000002";

/// A value of a type, as SQL; empty where it is not known how one looks.
std::string some_value(const TypeName& type) {
    const std::string_view name = type.name.text();
    if (type.array_dimensions > 0 || type.percent_type) return "";
    if (name == "uuid") return fmt::format("'{}'", another_user);
    if (name == "text" || name == "varchar") return "'x'";
    if (name == "int2" || name == "int4" || name == "int8" || name == "numeric") return "1";
    return name == "bool" ? "true" : "";
}

/// `*`, or the columns that are granted.
std::string readable_columns(const Model& model, RoleId role, RelationId relation) {
    std::string list;
    for (const ColumnNumber column : model.reach.columns_granted(role, relation, Privilege::select)) {
        const std::string name = quote_ident(model.catalog[relation].columns[column].name.text());
        list += (list.empty() ? "" : ", ") + name;
    }
    return list.empty() ? "*" : list;
}

} // namespace

std::map<std::string, std::string> session_settings(const Model& model, RoleId role) {
    const auto& settings = model.platform.identity_settings;
    const auto claims = std::find_if(settings.begin(), settings.end(),
                                     [](Symbol name) { return name.text().ends_with(".claims"); });
    if (claims == settings.end()) return {};
    const Symbol name = model.catalog[role].name;
    nlohmann::ordered_json document;
    if (!model.platform.is_anonymous_role(name)) document["sub"] = some_user;
    document["role"] = name.text();
    const auto replace = nlohmann::ordered_json::error_handler_t::replace;
    return {{std::string{claims->text()}, document.dump(-1, ' ', false, replace)}};
}

Witness in_session(const Model& model, RoleId role, std::string_view statements) {
    Witness witness;
    witness.role = model.catalog[role].name.text();
    witness.settings = session_settings(model, role);
    witness.sql = fmt::format("begin;\nset local role {};\n", sql_name(model.catalog, role));
    for (const auto& [name, value] : witness.settings)
        witness.sql += fmt::format("set local {} = {};\n", name, eval::quote_literal(value));
    witness.sql += fmt::format("{}\nrollback;", statements);
    return witness;
}

std::optional<Witness> meeting_every_row(const Model& model, std::span<const Holder> clients,
                                         RelationId relation) {
    if (clients.empty()) return std::nullopt;
    const auto& [role, privileges] = clients.front();
    const std::string name = sql_name(model.catalog, relation);
    if (privileges.has(Privilege::select)) {
        const std::string columns = readable_columns(model, role, relation);
        return in_session(model, role, fmt::format("select {} from {};", columns, name));
    }
    if (privileges.has(Privilege::delete_))
        return in_session(model, role, fmt::format("delete from {};", name));
    return std::nullopt;
}

std::optional<Witness> calling_for_another(const Model& model, RoleId role, FunctionId function,
                                           ArgumentNumber argument) {
    std::string given;
    const auto& args = model.catalog[function].args;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (args[i].mode == FunctionArg::Mode::out || args[i].mode == FunctionArg::Mode::table) continue;
        if (args[i].default_value.valid() && i > argument) break;
        const std::string value = some_value(args[i].type);
        if (value.empty() || args[i].mode == FunctionArg::Mode::variadic) return std::nullopt;
        given += (given.empty() ? "" : ", ") + value;
    }
    const Function& called = model.catalog[function];
    const std::string name =
        quote_ident(model.catalog[called.schema].name.text()) + "." + quote_ident(called.name.text());
    return in_session(model, role, fmt::format("select * from {}({});", name, given));
}

std::optional<Witness> writing_own_row(const Model& model, const OwnRow& row, PolicyCommand command) {
    const Relation& table = model.catalog[row.table];
    const auto name = [&](ColumnNumber column) { return quote_ident(table.columns[column].name.text()); };
    const std::string worth = row.worth.empty() ? some_value(table.columns[row.column].type)
                                                : eval::quote_literal(row.worth.front());
    if (worth.empty()) return std::nullopt;
    if (command == PolicyCommand::update)
        return in_session(model, row.role,
                          fmt::format("update {} set {} = {} where {} = {};",
                                      sql_name(model.catalog, row.table), name(row.column), worth,
                                      name(row.key), caller_id(model)));
    std::string columns = name(row.key) + ", " + name(row.column);
    std::string values = caller_id(model) + ", " + worth;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        const bool needed = column.not_null && !column.dropped && !column.default_value.present() &&
                            column.identity == 0 && !column.generated && i != row.key && i != row.column;
        if (!needed) continue;
        const std::string value = some_value(column.type);
        if (value.empty()) return std::nullopt;
        columns += ", " + name(static_cast<ColumnNumber>(i));
        values += ", " + value;
    }
    return in_session(
        model, row.role,
        fmt::format("insert into {} ({}) values ({});", sql_name(model.catalog, row.table), columns, values));
}

} // namespace rlslint
