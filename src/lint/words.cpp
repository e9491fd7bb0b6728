#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

/// What the privileges allow, of rows that `relation` names.
std::string actions(PrivilegeSet privileges, const std::string& relation) {
    std::vector<std::string> verbs;
    if (privileges.has(Privilege::select)) verbs.emplace_back("read");
    if (privileges.has(Privilege::update)) verbs.emplace_back("update");
    if (privileges.has(Privilege::delete_)) verbs.emplace_back("delete");
    if (verbs.empty()) return "insert any row into " + relation;
    const std::string all = in_prose(verbs) + " every row of " + relation;
    return privileges.has(Privilege::insert) ? all + " and insert new ones" : all;
}

} // namespace

std::string in_prose(std::span<const std::string> items) {
    std::string prose;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) prose += i + 1 == items.size() ? " and " : ", ";
        prose += items[i];
    }
    return prose;
}

std::string in_prose(const Catalog& catalog, std::span<const RoleId> roles) {
    std::vector<std::string> names;
    for (const RoleId role : roles)
        names.push_back(catalog.name_of(role));
    return in_prose(names);
}

std::string in_prose(PrivilegeSet privileges) {
    std::vector<std::string> names;
    for (const Privilege privilege : all_privileges) {
        if (privileges.has(privilege)) names.emplace_back(to_string(privilege));
    }
    return in_prose(names);
}

std::string can_do(const Model& model, std::span<const Holder> holders, RelationId relation) {
    std::vector<PrivilegeSet> seen;
    std::vector<std::string> sentences;
    for (const Holder& first : holders) {
        if (std::find(seen.begin(), seen.end(), first.privileges) != seen.end()) continue;
        seen.push_back(first.privileges);
        std::vector<RoleId> alike;
        for (const Holder& holder : holders) {
            if (holder.privileges == first.privileges) alike.push_back(holder.role);
        }
        const std::string rows = sentences.empty() ? model.catalog.name_of(relation) : "it";
        sentences.push_back(in_prose(model.catalog, alike) + " can " + actions(first.privileges, rows));
    }
    return in_prose(sentences);
}

Span keyword_in(const Sources& sources, Span statement, std::string_view keyword) {
    const std::string& text = sources[statement.source].text;
    for (Lexer lexer{text, statement.begin, statement.end}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.kind == TokenKind::word && identifier(token, text) == keyword)
            return {statement.source, token.begin, token.end};
    }
    return statement;
}

std::string cause_at(Span place) {
    return std::to_string(place.source.value) + ":" + std::to_string(place.begin);
}

std::string with_sql(std::string text, std::string_view sql) {
    text += ":\n    ";
    for (const char c : sql) {
        text += c;
        if (c == '\n') text += "    ";
    }
    return text;
}

} // namespace rlslint
