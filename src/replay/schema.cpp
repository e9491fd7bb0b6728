#include <fmt/format.h>

#include "apply.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "session.hpp"

namespace rlslint::replaying {

namespace {

Symbol name_of_new(Replayer& r, const CreateSchema& statement) {
    if (!statement.name.empty()) return statement.name.text;
    return r.catalog[require_role(r, statement.authorization)].name;
}

RoleId owner_of_new(Replayer& r, const CreateSchema& statement) {
    if (!statement.authorization_given) return r.session.current_user;
    const RoleId owner = require_role(r, statement.authorization);
    return owner == public_role ? r.session.current_user : owner;
}

/// A schema that was only named so far turns out to be the history's own.
void adopt(Replayer& r, SchemaId id, RoleId owner) {
    Schema& schema = r.catalog.edit(id);
    schema.owner = owner;
    schema.origin = r.created();
}

/// The elements of CREATE SCHEMA run with the new schema in front of the search path, and as its
/// owner (CreateSchemaCommand).
void run_elements(Replayer& r, SchemaId id, const std::vector<Statement>& elements) {
    const KeepSession keep{r};
    r.session.current_user = r.catalog[id].owner;
    r.session.search_path.insert(r.session.search_path.begin(), r.catalog[id].name);
    for (const Statement& element : elements) {
        const AtHand at_hand{r, element};
        std::visit([&](const auto& node) { apply(r, node); }, element.node);
    }
}

} // namespace

Effect apply(Replayer& r, const CreateSchema& statement) {
    if (!statement.authorization_given && statement.name.empty()) return inert();
    require_create_in_database(r);
    const Symbol name = name_of_new(r, statement);
    const RoleId owner = owner_of_new(r, statement);
    require_member(r, owner);
    SchemaId id = r.catalog.find_schema(name);
    if (id.valid() && r.catalog[id].origin.assumed) {
        adopt(r, id, owner);
    } else if (id.valid()) {
        if (statement.if_not_exists) return {};
        throw Refused{sqlstate::duplicate_schema, fmt::format("schema \"{}\" already exists", name.text())};
    } else {
        if (name.text().starts_with("pg_"))
            throw Refused{sqlstate::reserved_name,
                          fmt::format("unacceptable schema name \"{}\"", name.text())};
        Schema schema;
        schema.name = name;
        schema.owner = owner;
        schema.origin = r.created();
        id = create(r, std::move(schema));
    }
    run_elements(r, id, statement.elements);
    return {};
}

/// What an extension brings is not known; what uses it is taken to exist.
Effect apply(Replayer& r, const CreateExtension& statement) {
    for (const Extension& there : r.catalog.extensions())
        if (there.name == statement.name.text) {
            if (statement.if_not_exists) return {};
            throw Refused{sqlstate::duplicate_object,
                          fmt::format("extension \"{}\" already exists", statement.name.text.text())};
        }
    Extension extension;
    extension.name = statement.name.text;
    if (!statement.schema.empty()) extension.schema = require_schema(r, statement.schema);
    extension.span = r.statement->span;
    r.catalog.edit_extensions().push_back(extension);
    return {};
}

} // namespace rlslint::replaying
