#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Publications (src/backend/commands/publicationcmds.c).
namespace rlslint::replaying {

namespace {

SchemaId schema_of(Replayer& r, const PublicationMember& member) {
    return member.table.name.empty() ? creation_schema(r, {}) : require_schema(r, member.table.name);
}

template <class IdType> auto find_member(const std::vector<std::pair<IdType, Span>>& list, IdType id) {
    return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == id; });
}

/// What has rows of its own, or partitions that have.
void require_publishable(const Replayer& r, RelationId table) {
    require_owner(r, table);
    const Relation& relation = r.catalog[table];
    const bool temporary = relation.persistence != Persistence::permanent;
    if (relation.origin.assumed || (relation.is_table() && !temporary)) return;
    throw Refused{sqlstate::invalid_parameter_value,
                  fmt::format("cannot add relation \"{}\" to publication", relation.name.text())};
}

void add_member(Replayer& r, PublicationId id, const PublicationMember& member) {
    if (member.kind == PublicationMember::Kind::schema) {
        const SchemaId schema = schema_of(r, member);
        auto& schemas = r.catalog.edit(id).schemas;
        if (find_member(schemas, schema) == schemas.end()) schemas.emplace_back(schema, member.span);
        return;
    }
    const RelationId table = require_relation(r, member.table);
    require_publishable(r, table);
    const Symbol publication = r.catalog[id].name;
    auto& tables = r.catalog.edit(id).tables;
    if (find_member(tables, table) != tables.end())
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("relation \"{}\" is already member of publication \"{}\"",
                                  r.catalog[table].name.text(), publication.text())};
    tables.emplace_back(table, member.span);
}

void drop_member(Replayer& r, PublicationId id, const PublicationMember& member) {
    if (member.kind == PublicationMember::Kind::schema) {
        const SchemaId schema = schema_of(r, member);
        std::erase_if(r.catalog.edit(id).schemas, [&](const auto& entry) { return entry.first == schema; });
        return;
    }
    const RelationId table = require_relation(r, member.table);
    const Publication& publication = r.catalog[id];
    const bool known =
        !publication.origin.assumed && !publication.origin.profile && fully_known(r.catalog[table]);
    if (known && find_member(publication.tables, table) == publication.tables.end())
        throw Refused{
            sqlstate::undefined_object,
            fmt::format("relation \"{}\" is not part of the publication", r.catalog[table].name.text())};
    std::erase_if(r.catalog.edit(id).tables, [&](const auto& entry) { return entry.first == table; });
}

PublicationId add_publication(Replayer& r, Symbol name, Origin origin) {
    Publication publication;
    publication.name = name;
    publication.origin = origin;
    r.publications.add(name);
    return r.catalog.add(std::move(publication));
}

PublicationId require_publication(Replayer& r, const Name& name) {
    if (const PublicationId found = r.catalog.find_publication(name.text); found.valid()) return found;
    if (r.publications.has(name.text))
        throw Refused{sqlstate::undefined_object,
                      fmt::format("publication \"{}\" does not exist", name.text.text())};
    return add_publication(r, name.text, r.assumed());
}

/// What is published beyond single tables needs a superuser.
void require_publishing(const Replayer& r, bool all_tables, const std::vector<PublicationMember>& members) {
    if (r.catalog[r.session.current_user].superuser) return;
    if (all_tables)
        throw Refused{sqlstate::insufficient_privilege,
                      "must be superuser to create FOR ALL TABLES publication"};
    for (const PublicationMember& member : members)
        if (member.kind == PublicationMember::Kind::schema)
            throw Refused{sqlstate::insufficient_privilege,
                          "must be superuser to create FOR TABLES IN SCHEMA publication"};
}

/// FOR ALL TABLES has no members of its own.
void require_own_members(const Publication& publication, const AlterPublication& alter) {
    if (!publication.all_tables || alter.members.empty()) return;
    throw Refused{sqlstate::object_not_in_prerequisite_state,
                  fmt::format("publication \"{}\" is defined as FOR ALL TABLES", publication.name.text())};
}

} // namespace

Effect apply(Replayer& r, const CreatePublication& create) {
    require_publishing(r, create.all_tables, create.members);
    PublicationId id = r.catalog.find_publication(create.name.text);
    const bool assumed = id.valid() && r.catalog[id].origin.assumed;
    if (id.valid() && !assumed)
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("publication \"{}\" already exists", create.name.text.text())};
    if (!id.valid()) id = add_publication(r, create.name.text, r.created());
    Publication& publication = r.catalog.edit(id);
    publication.origin = r.created();
    publication.all_tables = create.all_tables;
    for (const PublicationMember& member : create.members)
        add_member(r, id, member);
    return {};
}

Effect apply(Replayer& r, const AlterPublication& alter) {
    const PublicationId id = require_publication(r, alter.name);
    require_own_members(r.catalog[id], alter);
    if (alter.action == AlterPublication::Action::set) {
        Publication& publication = r.catalog.edit(id);
        publication.tables.clear();
        publication.schemas.clear();
        publication.all_tables = alter.all_tables;
    }
    for (const PublicationMember& member : alter.members) {
        if (alter.action == AlterPublication::Action::drop)
            drop_member(r, id, member);
        else
            add_member(r, id, member);
    }
    r.touch(r.catalog.edit(id).origin);
    return {};
}

} // namespace rlslint::replaying
