#include "row_claims.hpp"

#include <algorithm>
#include <sstream>

#include "rlslint/lint/kit_policies.hpp"
#include "support/server/server.hpp"

#include "seed.hpp"

namespace rlslint::testing {
namespace {

std::string trimmed(std::string word) {
    while (!word.empty() && word.back() == ',')
        word.pop_back();
    return word;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in{text};
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(trimmed(word));
    return words;
}

std::optional<RoleId> role_called(const Model& model, const std::string& name) {
    for (const RoleId role : model.reach.api_roles()) {
        if (model.catalog.name_of(role) == name) return role;
    }
    return std::nullopt;
}

/// The roles that a text ends with: "… off, and anon and authenticated". PUBLIC is whoever may come.
std::vector<RoleId> roles_at_end(const Model& model, const std::string& text) {
    std::vector<std::string> words = words_of(text);
    std::vector<RoleId> roles;
    for (; !words.empty(); words.pop_back()) {
        const std::optional<RoleId> role = role_called(model, words.back());
        if (words.back() == "PUBLIC") return {model.reach.api_roles().begin(), model.reach.api_roles().end()};
        if (role) roles.push_back(*role);
        if (!role && words.back() != "and") break;
    }
    return roles;
}

PrivilegeSet privileges_in(const std::string& text) {
    PrivilegeSet privileges;
    for (const std::string& word : words_of(text)) {
        if (word == "read" || word == "SELECT") privileges |= Privilege::select;
        if (word == "insert" || word == "INSERT") privileges |= Privilege::insert;
        if (word == "update" || word == "UPDATE") privileges |= Privilege::update;
        if (word == "delete" || word == "DELETE") privileges |= Privilege::delete_;
    }
    return privileges;
}

/// "read api_key and ssn of".
std::string columns_in(const std::string& text) {
    if (!text.ends_with(" of")) return "";
    std::string list;
    for (const std::string& word : words_of(text)) {
        const bool column = word != "can" && word != "read" && word != "and" && word != "of";
        if (column) list += (list.empty() ? "" : ", ") + word;
    }
    return list;
}

/// The relation that a text begins with.
std::optional<RelationId> relation_at(const Model& model, std::string_view text) {
    std::optional<RelationId> longest;
    std::size_t length = 0;
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const std::string name = model.catalog.name_of(RelationId{i});
        if (!relations[i].origin.live() || !text.starts_with(name) || name.size() <= length) continue;
        longest = RelationId{i};
        length = name.size();
    }
    return longest;
}

Answer as_role(const Model& model, Connection& session, RoleId role, const std::string& statement) {
    const std::string name = model.catalog.name_of(role);
    session.query("savepoint as_role");
    session.become(sql_name(model.catalog, role), claims_of(name));
    Answer answer = session.run(statement);
    session.query("rollback to as_role");
    return answer;
}

/// A change of every row that need not read one.
std::vector<std::string> updates(Connection& superuser, const std::string& table) {
    std::vector<std::string> all;
    for (const std::string& column : writable_columns(superuser, table)) {
        const std::string head = "update " + table + " set " + column + " = ";
        all.push_back(head + column + " where true");
        for (const Row& value :
             superuser.query("select distinct quote_nullable(" + column + "::text) from " + table))
            all.push_back(head + *value[0]);
    }
    return all;
}

/// A new row of defaults, and ones like those that are there.
std::vector<std::string> inserts(Connection& superuser, const std::string& table) {
    std::vector<std::string> all{"insert into " + table + " default values"};
    for (const Row& row : superuser.query("select quote_literal(t::text) from " + table + " t"))
        all.push_back("insert into " + table + " select (" + *row[0] + "::" + table + ").*");
    return all;
}

/// Those that a message names, else those that are granted, else all.
std::string columns_read(const Model& model, const RowClaim& claim, RoleId role) {
    if (!claim.columns.empty()) return claim.columns;
    std::string list;
    for (const ColumnNumber column : model.reach.columns_granted(role, claim.relation, Privilege::select))
        list += (list.empty() ? "" : ", ") +
                quote_ident(model.catalog[claim.relation].columns[column].name.text());
    return list.empty() ? "*" : list;
}

std::vector<std::string> statements(const Model& model, Connection& superuser, const RowClaim& claim,
                                    RoleId role, Privilege privilege) {
    const std::string name = sql_name(model.catalog, claim.relation);
    switch (privilege) {
    case Privilege::select: return {"select " + columns_read(model, claim, role) + " from " + name};
    case Privilege::insert: return inserts(superuser, name);
    case Privilege::delete_: return {"delete from " + name};
    default: return updates(superuser, name);
    }
}

/// One of the statements meets all rows; a new one gets as far as the table's constraints.
bool passes(const Model& model, Connection& session, RoleId role, Privilege privilege,
            const std::vector<std::string>& statements, std::size_t rows) {
    return std::any_of(statements.begin(), statements.end(), [&](const std::string& statement) {
        const Answer answer = as_role(model, session, role, statement);
        if (privilege == Privilege::insert) return answer.ok() || answer.error->sqlstate.starts_with("23");
        return answer.ok() && answer.affected == rows;
    });
}

/// Rows of the table; of a view those that it shows to a superuser with the claims of the role.
std::size_t rows_in(const Model& model, Connection& superuser, const RowClaim& claim, RoleId role) {
    superuser.become(PrivateServer::superuser, claims_of(model.catalog.name_of(role)));
    const std::size_t rows = superuser.run("select from " + sql_name(model.catalog, claim.relation)).affected;
    superuser.reset();
    return rows;
}

} // namespace

bool can_be_tried(const Model& model, Connection& superuser, const RowClaim& claim) {
    return rows_in(model, superuser, claim, claim.roles.front()) > 0;
}

std::optional<RowClaim> row_claim(const Model& model, const Finding& finding) {
    const std::string& message = finding.message;
    const std::size_t can = std::min(message.find(" can "), message.find(" granted "));
    const std::size_t all = std::min(message.find(" every row of "), message.find(" any row into "));
    if (can == std::string::npos || all == std::string::npos || all < can) return std::nullopt;
    const std::size_t is = std::min({message.find(" is granted "), message.find(" are granted "), can});
    const std::size_t through = message.find("through ");
    const std::size_t named = through < can ? through + 8 : all + 14;
    const auto relation = relation_at(model, std::string_view{message}.substr(named));
    const std::vector<RoleId> roles = roles_at_end(model, message.substr(0, is));
    // What is granted without a way to it, or on what is made elsewhere, cannot be tried.
    const bool tried =
        finding.severity != Severity::warning || message.find(" granted ") == std::string::npos;
    if (!relation || roles.empty() || !tried || model.catalog[*relation].origin.assumed) return std::nullopt;
    const std::string does = message.substr(can, all - can);
    RowClaim claim{roles, *relation, privileges_in(does), columns_in(does)};
    if (message.find(" and insert new ones", all) != std::string::npos) claim.privileges |= Privilege::insert;
    return claim;
}

std::string refuted(const Model& model, Connection& superuser, const RowClaim& claim) {
    for (const Privilege privilege : all_privileges) {
        if (!claim.privileges.has(privilege)) continue;
        for (const RoleId role : claim.roles) {
            const std::size_t rows = rows_in(model, superuser, claim, role);
            const std::vector<std::string> ways = statements(model, superuser, claim, role, privilege);
            if (!passes(model, superuser, role, privilege, ways, rows))
                return model.catalog.name_of(role) + ": " + ways.front();
        }
    }
    return "";
}

} // namespace rlslint::testing
