#include <string>
#include <utility>

#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {
namespace {

rlslint::RoleSpec::Kind role_kind(::RoleSpecType type) {
    using enum rlslint::RoleSpec::Kind;
    switch (type) {
    case ROLESPEC_CURRENT_ROLE: return current_role;
    case ROLESPEC_CURRENT_USER: return current_user;
    case ROLESPEC_SESSION_USER: return session_user;
    case ROLESPEC_PUBLIC: return public_;
    case ROLESPEC_CSTRING: break;
    }
    return named;
}

/// The last two of a name's parts; a database before them is dropped.
std::pair<Symbol, Symbol> last_two(const ::List* parts) {
    const auto names = items(parts);
    if (names.empty()) return {};
    const Symbol last{string_of(names.back())};
    if (names.size() == 1) return {Symbol{}, last};
    return {symbol_of(names[names.size() - 2]), last};
}

std::string option_value(const ::Node* value) {
    switch (tag_of(value)) {
    case T_String: return std::string{string_of(value)};
    case T_Integer: return std::to_string(as<::Integer>(value).ival);
    case T_Float: return as<::Float>(value).fval;
    case T_Boolean: return as<::Boolean>(value).boolval ? "true" : "false";
    case T_TypeName: return std::string{string_of(items(as<::TypeName>(value).names).back())};
    case T_List: return std::string{string_of(items(list_of(value)).back())};
    default: return {};
    }
}

} // namespace

Name Transform::name(const char* text, Extent at) const { return {symbol(text), span(at)}; }

QualifiedName Transform::name(const ::List* parts, Extent at) const {
    const auto [schema, name] = last_two(parts);
    return {schema, name, span(at)};
}

QualifiedName Transform::name(const ::RangeVar* relation) const {
    if (relation == nullptr) return {};
    const TokenIndex first = at(relation->location);
    return {symbol(relation->schemaname), symbol(relation->relname), span({first, tokens_->name_end(first)})};
}

std::vector<QualifiedName> Transform::names(const ::List* relations) const {
    std::vector<QualifiedName> result;
    result.reserve(items(relations).size());
    for (const auto* relation : items<::RangeVar>(relations))
        result.push_back(name(relation));
    return result;
}

rlslint::TypeName Transform::type(const ::TypeName* type) const {
    rlslint::TypeName result;
    if (type == nullptr) return result;
    std::tie(result.schema, result.name) = last_two(type->names);
    for (const auto* modifier : items(type->typmods)) {
        const bool integer = is(modifier, T_A_Const) && is(&as<::A_Const>(modifier).val.node, T_Integer);
        if (integer) result.modifiers.push_back(as<::A_Const>(modifier).val.ival.ival);
    }
    result.array_dimensions =
        static_cast<std::uint8_t>(std::min<std::size_t>(items(type->arrayBounds).size(), 255));
    result.setof = type->setof;
    result.percent_type = type->pct_type;
    if (type->location >= 0) {
        result.span = span({at(type->location), type_end(*type)});
    }
    return result;
}

TokenIndex Transform::type_end(const ::TypeName& type) const {
    const TokenIndex first = at(type.location);
    if (type.pct_type) return tokens_->name_end(first) + 2;
    return tokens_->type_end(first, type.typmods != nullptr);
}

rlslint::RoleSpec Transform::role(const ::RoleSpec* role) const {
    if (role == nullptr) return {};
    const TokenIndex token = at(role->location);
    return {role_kind(role->roletype), symbol(role->rolename), span({token, tokens_->word_end(token)})};
}

std::vector<rlslint::RoleSpec> Transform::roles(const ::List* list) const {
    std::vector<rlslint::RoleSpec> result;
    result.reserve(items(list).size());
    for (const auto* item : items<::RoleSpec>(list))
        result.push_back(role(item));
    return result;
}

std::vector<Symbol> Transform::symbols(const ::List* strings) {
    std::vector<Symbol> result;
    result.reserve(items(strings).size());
    for (const auto* string : items(strings))
        result.push_back(symbol_of(string));
    return result;
}

Option Transform::option(const ::DefElem& option) const {
    Cursor cursor{*tokens_, {at(option.location), tokens_->all().last}};
    const TokenIndex first = cursor.here();
    while (!cursor.done() && !cursor.at(',') && !cursor.at(')'))
        cursor.skip();
    return {symbol(option.defname), option_value(option.arg), span(cursor.since(first))};
}

std::vector<Option> Transform::options(const ::List* list) const {
    std::vector<Option> result;
    result.reserve(items(list).size());
    for (const auto* item : items<::DefElem>(list))
        result.push_back(option(*item));
    return result;
}

} // namespace rlslint::pg
