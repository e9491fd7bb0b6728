#include "pg.hpp"
#include "statements.hpp"

// Extensions and publications.

namespace rlslint::pg {
namespace {

PublicationMember publication_member(Transform& t, const ::PublicationObjSpec& node) {
    PublicationMember result;
    if (node.pubobjtype == PUBLICATIONOBJ_TABLE) {
        result.table = t.name(node.pubtable->relation);
        result.only = !node.pubtable->relation->inh;
    } else {
        const TokenIndex token = t.tokens().at(node.location);
        result.kind = PublicationMember::Kind::schema;
        result.table = {Symbol{}, symbol(node.name), t.span({token, t.tokens().word_end(token)})};
    }
    result.span = result.table.span;
    return result;
}

std::vector<PublicationMember> publication_members(Transform& t, const ::List* objects) {
    std::vector<PublicationMember> result;
    for (const auto* object : items<::PublicationObjSpec>(objects))
        result.push_back(publication_member(t, *object));
    return result;
}

AlterPublication::Action publication_action(::AlterPublicationAction action) {
    switch (action) {
    case AP_AddObjects: return AlterPublication::Action::add;
    case AP_DropObjects: return AlterPublication::Action::drop;
    case AP_SetObjects: break;
    }
    return AlterPublication::Action::set;
}

} // namespace

StatementNode create_extension(Transform& t, const ::CreateExtensionStmt& node, Cursor cursor) {
    CreateExtension result;
    cursor.accept({"create", "extension"});
    cursor.accept({"if", "not", "exists"});
    result.name = t.name(node.extname, cursor.name());
    result.if_not_exists = node.if_not_exists;
    for (const auto* option : items<::DefElem>(node.options)) {
        if (view(option->defname) == "schema") result.schema = symbol_of(option->arg);
        if (view(option->defname) == "cascade") result.cascade = as<::Boolean>(option->arg).boolval;
    }
    return result;
}

StatementNode create_publication(Transform& t, const ::CreatePublicationStmt& node, Cursor cursor) {
    CreatePublication result;
    cursor.accept({"create", "publication"});
    result.name = t.name(node.pubname, cursor.name());
    result.all_tables = node.for_all_tables;
    result.members = publication_members(t, node.pubobjects);
    return result;
}

StatementNode alter_publication(Transform& t, const ::AlterPublicationStmt& node, Cursor cursor) {
    AlterPublication result;
    cursor.accept({"alter", "publication"});
    result.name = t.name(node.pubname, cursor.name());
    result.all_tables = node.for_all_tables;
    if (node.pubobjects == nullptr) return result;
    result.action = publication_action(node.action);
    result.members = publication_members(t, node.pubobjects);
    return result;
}

} // namespace rlslint::pg
