#include "lookup.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/sql/token.hpp"

#include "create.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

const Symbol& temporary_name() {
    static const Symbol name{"pg_temp"};
    return name;
}

/// "$user" stands for the schema named like the current role.
SchemaId path_item(const Replayer& r, Symbol item) {
    static const Symbol user{"$user"};
    if (item != user) return r.catalog.find_schema(item);
    return r.catalog.find_schema(r.catalog[r.session.current_user].name);
}

/// An unqualified name is looked up in pg_catalog too, where nothing is tracked.
bool looks_like_system_name(const QualifiedName& name) {
    if (!name.schema.empty()) return is_system_schema(name.schema);
    return name.name.text().starts_with("pg_");
}

SchemaId schema_of_assumed(Replayer& r, const QualifiedName& name) {
    static const Symbol pg_catalog{"pg_catalog"};
    if (name.schema.empty() && looks_like_system_name(name)) return r.catalog.find_schema(pg_catalog);
    return creation_schema(r, name);
}

RelationId assume_relation(Replayer& r, const QualifiedName& name, char kind) {
    Relation relation;
    relation.schema = schema_of_assumed(r, name);
    relation.name = name.name;
    relation.kind = kind;
    relation.name_span = name.span;
    relation.origin = r.assumed();
    if (looks_like_system_name(name)) relation.origin.profile = true;
    return create(r, std::move(relation));
}

ColumnNumber assume_column(Replayer& r, RelationId relation, Symbol name) {
    Column column;
    column.name = name;
    column.span = r.statement->span;
    auto& columns = r.catalog.edit(relation).columns;
    columns.push_back(std::move(column));
    return static_cast<ColumnNumber>(columns.size() - 1);
}

} // namespace

SearchPath search_path(const Replayer& r) {
    SearchPath path;
    if (const SchemaId temporary = r.catalog.find_schema(temporary_name()); temporary.valid())
        path.push_back(temporary);
    for (const Symbol item : r.session.search_path) {
        const SchemaId schema = path_item(r, item);
        const bool there = std::find(path.begin(), path.end(), schema) != path.end();
        if (schema.valid() && !there && has_usage(r, schema)) path.push_back(schema);
    }
    return path;
}

bool is_system_schema(Symbol name) {
    return name.text().starts_with("pg_") || name.text() == "information_schema";
}

SchemaId temporary_schema(Replayer& r) {
    if (const SchemaId found = r.catalog.find_schema(temporary_name()); found.valid()) return found;
    Schema schema;
    schema.name = temporary_name();
    schema.owner = r.session.session_user;
    schema.origin.profile = true;
    return r.catalog.add(std::move(schema));
}

void refuse_gone_schema(const Replayer& r, Symbol name) {
    if (!name.empty() && r.schemas.has(name) && !r.catalog.find_schema(name).valid())
        throw Refused{sqlstate::invalid_schema_name,
                      fmt::format("schema \"{}\" does not exist", name.text())};
}

SchemaId require_schema(Replayer& r, Symbol name) {
    if (name == temporary_name()) return temporary_schema(r);
    if (const SchemaId found = r.catalog.find_schema(name); found.valid()) return found;
    refuse_gone_schema(r, name);
    Schema schema;
    schema.name = name;
    schema.owner = r.session.session_user;
    schema.origin = r.assumed();
    if (is_system_schema(name)) schema.origin.profile = true;
    return create(r, std::move(schema));
}

SchemaId creation_schema(Replayer& r, const QualifiedName& name) {
    if (!name.schema.empty()) return require_schema(r, name.schema);
    for (const Symbol item : r.session.search_path) {
        if (item == temporary_name()) return temporary_schema(r);
        const SchemaId found = path_item(r, item);
        if (found.valid() && has_usage(r, found)) return found;
    }
    throw Refused{sqlstate::invalid_schema_name, "no schema has been selected to create in"};
}

SchemaId temporary_schema_of(Replayer& r, const QualifiedName& name) {
    if (name.schema.empty() || name.schema == temporary_name()) return temporary_schema(r);
    (void)require_creation_schema(r, name);
    refuse(sqlstate::invalid_table_definition, "cannot create temporary relation in non-temporary schema");
}

SchemaId require_creation_schema(Replayer& r, const QualifiedName& name) {
    const SchemaId schema = creation_schema(r, name);
    if (r.catalog[schema].name != temporary_name()) require_create(r, schema);
    return schema;
}

RelationId find_relation(const Replayer& r, const QualifiedName& name) {
    if (const SchemaId schema = r.catalog.find_schema(name.schema); schema.valid()) require_usage(r, schema);
    return resolve_relation(r.catalog, name.schema.empty() ? search_path(r) : SearchPath{}, name);
}

IndexId find_index(const Replayer& r, const QualifiedName& name) {
    if (!name.schema.empty()) {
        const SchemaId schema = r.catalog.find_schema(name.schema);
        if (schema.valid()) require_usage(r, schema);
        return schema.valid() ? r.catalog.find_index(schema, name.name) : IndexId{};
    }
    for (const SchemaId schema : search_path(r))
        if (const IndexId found = r.catalog.find_index(schema, name.name); found.valid()) return found;
    return {};
}

bool relation_is_gone(const Replayer& r, const QualifiedName& name) {
    const auto gone_from = [&](Symbol schema) {
        return r.relations.has(schema, name.name) || r.indexes.has(schema, name.name);
    };
    if (!name.schema.empty()) return gone_from(name.schema);
    const SearchPath path = search_path(r);
    return std::any_of(path.begin(), path.end(),
                       [&](SchemaId schema) { return gone_from(r.catalog[schema].name); });
}

RelationId require_relation(Replayer& r, const QualifiedName& name, char kind) {
    if (const RelationId found = find_relation(r, name); found.valid()) return found;
    refuse_gone_schema(r, name.schema);
    if (relation_is_gone(r, name))
        throw Refused{sqlstate::undefined_table, fmt::format("relation \"{}\" does not exist", shown(name))};
    return assume_relation(r, name, kind);
}

bool fully_known(const Relation& relation) {
    return !relation.origin.assumed && !relation.origin.profile && !relation.partial;
}

ColumnNumber require_column(Replayer& r, RelationId relation, Symbol name) {
    const ColumnNumber found = r.catalog.find_column(relation, name);
    if (found != whole_row) return found;
    const Relation& table = r.catalog[relation];
    if (!fully_known(table)) return assume_column(r, relation, name);
    throw Refused{sqlstate::undefined_column, fmt::format("column \"{}\" of relation \"{}\" does not exist",
                                                          name.text(), table.name.text())};
}

RoleId require_role(Replayer& r, const Name& written) {
    const Symbol name = written.text;
    if (const RoleId found = r.catalog.find_role(name); found.valid()) return found;
    if (r.roles.has(name))
        throw Refused{sqlstate::undefined_object, fmt::format("role \"{}\" does not exist", name.text())};
    Role role;
    role.name = name;
    role.name_span = written.span.valid() ? written.span : r.statement->span;
    role.origin = r.assumed();
    return create(r, std::move(role));
}

RoleId require_role(Replayer& r, Symbol name) { return require_role(r, Name{name, {}}); }

RoleId require_role(Replayer& r, const RoleSpec& spec) {
    switch (spec.kind) {
    case RoleSpec::Kind::public_: return public_role;
    case RoleSpec::Kind::current_role:
    case RoleSpec::Kind::current_user: return r.session.current_user;
    case RoleSpec::Kind::session_user: return r.session.session_user;
    case RoleSpec::Kind::named: break;
    }
    return require_role(r, Name{spec.name, spec.span});
}

std::vector<RoleId> require_roles(Replayer& r, const std::vector<RoleSpec>& specs) {
    std::vector<RoleId> roles;
    for (const RoleSpec& spec : specs)
        roles.push_back(require_role(r, spec));
    return roles;
}

std::vector<std::string> parse_identifiers(std::string_view text) {
    std::vector<std::string> items;
    const auto size = static_cast<std::uint32_t>(text.size());
    for (Lexer lexer{text, 0, size}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.kind == TokenKind::word || token.kind == TokenKind::quoted_word)
            items.push_back(identifier(token, text));
    }
    return items;
}

QualifiedName parse_name(std::string_view text) {
    const std::vector<std::string> parts = parse_identifiers(text);
    if (parts.empty()) return {};
    const Symbol schema = parts.size() > 1 ? Symbol{parts[parts.size() - 2]} : Symbol{};
    return {schema, Symbol{parts.back()}, {}};
}

std::string shown(const QualifiedName& name) {
    if (name.schema.empty()) return std::string{name.name.text()};
    return fmt::format("{}.{}", name.schema.text(), name.name.text());
}

} // namespace rlslint::replaying
