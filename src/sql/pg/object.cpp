#include <utility>

#include "object_kind.hpp"
#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

/// Behind ALTER or DROP: the kind's words, and IF EXISTS.
void skip_to_object(Cursor& cursor) {
    cursor.step();
    skip_kind(cursor);
    cursor.accept({"if", "exists"});
}

/// A routine's name with its arguments, or any other name with the relation that it is on.
Extent object_extent(Cursor& cursor) {
    const TokenIndex first = cursor.here();
    if (cursor.accept("only")) return cursor.name();
    cursor.name();
    if (cursor.at('(')) cursor.group();
    if (cursor.accept("on")) cursor.name();
    return cursor.since(first);
}

/// What stands on a relation: the relation is in one field, the name in another.
ObjectRef part_of(Transform& t, ::ObjectType type, const ::RenameStmt& node, Extent part) {
    ObjectRef ref;
    ref.kind = object_kind(type);
    ref.name = node.relation != nullptr ? t.name(node.relation) : t.name(list_of(node.object), part);
    ref.part = t.name(node.subname, part);
    ref.span = ref.part.span;
    return ref;
}

bool names_part(::ObjectType type) {
    switch (type) {
    case OBJECT_COLUMN:
    case OBJECT_ATTRIBUTE:
    case OBJECT_TABCONSTRAINT:
    case OBJECT_DOMCONSTRAINT:
    case OBJECT_POLICY:
    case OBJECT_TRIGGER:
    case OBJECT_RULE: return true;
    default: return false;
    }
}

ObjectRef renamed_object(Transform& t, const ::RenameStmt& node, Extent object, Extent old_name) {
    if (names_part(node.renameType)) {
        const bool behind = node.renameType != OBJECT_POLICY && node.renameType != OBJECT_TRIGGER &&
                            node.renameType != OBJECT_RULE;
        ObjectRef ref = part_of(t, node.renameType, node,
                                behind ? old_name : Extent{object.first, t.tokens().word_end(object.first)});
        if (behind && node.relation == nullptr) ref.name.span = t.span(object);
        return ref;
    }
    if (node.relation != nullptr) {
        return object_ref(t, node.renameType, reinterpret_cast<const ::Node*>(node.relation), object);
    }
    if (node.object != nullptr) return object_ref(t, node.renameType, node.object, object);
    ObjectRef ref; // roles, schemas, databases
    ref.kind = object_kind(node.renameType);
    ref.span = t.span(object);
    ref.name = {Symbol{}, symbol(node.subname), ref.span};
    return ref;
}

/// Objects in the order of the text, each with its tokens.
std::vector<ObjectRef> object_list(Transform& t, ::ObjectType type, const ::List* objects, Cursor cursor) {
    std::vector<ObjectRef> result;
    result.reserve(items(objects).size());
    for (const auto* object : items(objects)) {
        result.push_back(object_ref(t, type, object, object_extent(cursor)));
        cursor.accept(',');
    }
    return result;
}

/// The elements of CREATE SCHEMA begin with CREATE or GRANT; these words also occur inside GRANT.
bool begins_element(const Tokens& tokens, TokenIndex i) {
    if (tokens.is(i - 1, '.') || tokens.is(i - 1, "as")) return false;
    if (tokens.is(i, "create")) return !tokens.is(i - 1, "grant") && !tokens.is(i - 1, ',');
    return tokens.is(i, "grant") && !tokens.is(i - 1, "with");
}

Extent element_extent(const Tokens& tokens, Cursor& cursor) {
    const TokenIndex first = cursor.here();
    do
        cursor.skip();
    while (!cursor.done() && !begins_element(tokens, cursor.here()));
    return cursor.since(first);
}

Statement schema_element(const Tokens& tokens, const ::Node* node, Extent at) {
    Transform t{tokens};
    return make_statement(t, node, at);
}

} // namespace

/// ALTER kind object RENAME [COLUMN | CONSTRAINT | ATTRIBUTE] [old] TO new [CASCADE].
StatementNode rename(Transform& t, const ::RenameStmt& node, Cursor cursor) {
    if (node.renameType == OBJECT_STATISTIC_EXT) return Inert{};
    if (object_kind(node.renameType) == ObjectKind::other) return Unmodelled{};
    skip_to_object(cursor);
    if (node.relation != nullptr && !names_part(node.renameType)) cursor.accept("only");
    const Extent object = object_extent(cursor);
    cursor.seek("rename");
    while (!cursor.done() && !(cursor.at("to") && !t.tokens().is(cursor.here() + 1, "to")))
        cursor.step();
    const TokenIndex to = cursor.here();

    Rename result;
    const TokenIndex old_name = t.tokens().is(to - 2, "uescape") ? to - 3 : to - 1;
    result.object = renamed_object(t, node, object, {old_name, to - 1});
    result.relation_kind = object_kind(node.relationType);
    result.new_name = t.name(node.newname, {to + 1, t.tokens().word_end(to + 1)});
    result.if_exists = node.missing_ok;
    result.behavior = drop_behavior(node.behavior);
    result.only = node.relation != nullptr && !node.relation->inh;
    return result;
}

StatementNode set_schema(Transform& t, const ::AlterObjectSchemaStmt& node, Cursor cursor) {
    if (node.objectType == OBJECT_STATISTIC_EXT) return Inert{};
    if (object_kind(node.objectType) == ObjectKind::other) return Unmodelled{};
    skip_to_object(cursor);
    const Extent object = object_extent(cursor);
    SetSchema result;
    const auto* named =
        node.relation != nullptr ? reinterpret_cast<const ::Node*>(node.relation) : node.object;
    result.object = object_ref(t, node.objectType, named, object);
    cursor.seek("schema");
    cursor.step();
    result.new_schema = t.name(node.newschema, cursor.name());
    result.if_exists = node.missing_ok;
    return result;
}

StatementNode change_owner(Transform& t, const ::AlterOwnerStmt& node, Cursor cursor) {
    if (node.objectType == OBJECT_STATISTIC_EXT) return Inert{};
    if (object_kind(node.objectType) == ObjectKind::other) return Unmodelled{};
    skip_to_object(cursor);
    const Extent object = object_extent(cursor);
    const auto* named =
        node.relation != nullptr ? reinterpret_cast<const ::Node*>(node.relation) : node.object;
    return ChangeOwner{object_ref(t, node.objectType, named, object), t.role(node.newowner)};
}

StatementNode drop(Transform& t, const ::DropStmt& node, Cursor cursor) {
    if (node.removeType == OBJECT_STATISTIC_EXT) return Inert{};
    Drop result;
    result.kind = object_kind(node.removeType);
    if (result.kind == ObjectKind::other) return Unmodelled{};
    skip_to_object(cursor);
    if (cursor.accept("concurrently")) cursor.accept({"if", "exists"});
    result.objects = object_list(t, node.removeType, node.objects, cursor);
    result.if_exists = node.missing_ok;
    result.behavior = drop_behavior(node.behavior);
    return result;
}

/// CREATE SCHEMA [IF NOT EXISTS] [name] [AUTHORIZATION role] [elements].
StatementNode create_schema(Transform& t, const ::CreateSchemaStmt& node, Cursor cursor) {
    CreateSchema result;
    cursor.accept({"create", "schema"});
    cursor.accept({"if", "not", "exists"});
    result.if_not_exists = node.if_not_exists;
    if (node.schemaname != nullptr) result.name = t.name(node.schemaname, cursor.name());
    if (cursor.accept("authorization")) cursor.name();
    result.authorization_given = node.authrole != nullptr;
    result.authorization = t.role(node.authrole);
    for (const auto* element : items(node.schemaElts)) {
        result.elements.push_back(schema_element(t.tokens(), element, element_extent(t.tokens(), cursor)));
    }
    return result;
}

} // namespace rlslint::pg
