#include "rlslint/lint/kit_mend.hpp"

#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

constexpr const char* left_to_people = "…";

bool is_text(const Column& column) {
    const std::string_view type = column.type.name.text();
    return type == "text" || type == "varchar" || type == "bpchar";
}

/// Whoever has not signed in has no rows: those that have, where there are some.
std::vector<RoleId> with_rows(const Model& model, std::span<const RoleId> roles) {
    std::vector<RoleId> known{roles.begin(), roles.end()};
    std::erase_if(known, [&](RoleId role) { return is_anonymous(model, role); });
    return known.empty() ? std::vector<RoleId>{roles.begin(), roles.end()} : known;
}

std::string names_of(const Catalog& catalog, std::span<const RoleId> roles) {
    std::string list;
    for (const RoleId role : roles)
        list += (list.empty() ? "" : ", ") + (role == public_role ? "public" : sql_name(catalog, role));
    return list;
}

} // namespace

std::string caller_id(const Model& model) {
    for (const SessionFunction& function : model.platform.session_functions) {
        if (function.gives == SessionFunction::Gives::identity && !function.schema.empty())
            return "(select " + quote_ident(function.schema.text()) + "." +
                   quote_ident(function.name.text()) + "())";
    }
    return std::string{"("} + left_to_people + ")";
}

std::string own_row_test(const Model& model, RelationId table) {
    const auto owner = owner_column(model, table);
    if (!owner) return left_to_people;
    const Column& column = model.catalog[table].columns[*owner];
    if (is_tenant_column(model, table, *owner))
        return quote_ident(column.name.text()) + " in (select " + left_to_people + ")";
    return quote_ident(column.name.text()) + " = " + caller_id(model) + (is_text(column) ? "::text" : "");
}

std::string create_policy(const Model& model, RelationId table, std::string_view name, PolicyCommand command,
                          std::span<const RoleId> roles, std::string_view test) {
    const char* clause = command == PolicyCommand::insert ? " with check (" : " using (";
    return "create policy " + quote_ident(name) + " on " + sql_name(model.catalog, table) + " for " +
           (command == PolicyCommand::insert    ? "insert"
            : command == PolicyCommand::update  ? "update"
            : command == PolicyCommand::delete_ ? "delete"
                                                : "select") +
           " to " + names_of(model.catalog, with_rows(model, roles)) + clause + std::string{test} + ");";
}

std::string column_list(const Relation& relation, std::span<const ColumnNumber> columns) {
    std::string list;
    for (const ColumnNumber column : columns)
        list += (list.empty() ? "" : ", ") + quote_ident(relation.columns[column].name.text());
    return list;
}

std::string grant_other_columns(const Model& model, Privilege privilege, RelationId table,
                                std::span<const ColumnNumber> except, std::span<const RoleId> roles) {
    const Relation& relation = model.catalog[table];
    std::vector<ColumnNumber> others;
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        const auto column = static_cast<ColumnNumber>(i);
        const bool left_out = std::find(except.begin(), except.end(), column) != except.end();
        if (!relation.columns[i].dropped && !left_out) others.push_back(column);
    }
    const char* word = privilege == Privilege::update ? "update" : "select";
    return revoke(model, privilege, table, roles) + "\ngrant " + word + " (" + column_list(relation, others) +
           ") on " + sql_name(model.catalog, table) + " to " + names_of(model.catalog, roles) + ";";
}

std::string change_constraint(const Model& model, RelationId table, Symbol name,
                              std::string_view definition) {
    return alter_table(model, table,
                       "drop constraint " + quote_ident(name.text()) + ", add " + std::string{definition});
}

void show_rewriting(const Model& model, const ClauseOf& where, std::vector<Replacement> parts,
                    Finding& finding) {
    if (!changed_meaning(model, where.policy, where.clause).empty()) return;
    finding.help = with_sql(
        std::move(finding.help),
        alter_policy(model, where.id, rewritten(model.sources, where.clause.clause, std::move(parts))));
}

void show_linked(const Model& model, const ClauseOf& where, Span sub_select, Symbol shared,
                 Finding& finding) {
    finding.help =
        "Link the sub-select to the row by " + (shared.empty() ? "their key" : std::string{shared.text()});
    std::string text{model.sources.text(sub_select)};
    const std::size_t end = text.rfind(')');
    if (shared.empty() || end == std::string::npos) return;
    const bool asks = keyword_in(model.sources, sub_select, "where") != sub_select;
    const std::string column = quote_ident(shared.text());
    text.insert(end, (asks ? " and " : " where ") + column + " = " +
                         quote_ident(model.catalog[where.policy.table].name.text()) + "." + column);
    show_rewriting(model, where, {{sub_select, text}}, finding);
}

} // namespace rlslint
