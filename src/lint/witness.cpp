#include "rlslint/lint/witness.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rlslint/eval/value.hpp"

namespace rlslint {
namespace {

constexpr const char* some_user = "00000000-0000-0000-0000-000000000001";

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

} // namespace rlslint
