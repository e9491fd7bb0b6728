#include <fmt/format.h>

#include "apply.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Sequences (src/backend/commands/sequence.c). Their numbers are not kept.
namespace rlslint::replaying {

namespace {

void require_no_identity(const Replayer& r, RelationId id) {
    const Relation& sequence = r.catalog[id];
    if (!sequence.owned_by.valid()) return;
    const Column& column = r.catalog[sequence.owned_by].columns[sequence.owned_by_column];
    if (column.identity != 0 && column.sequence == id)
        refuse(sqlstate::feature_not_supported, "cannot change ownership of identity sequence");
}

void set_owner_column(Replayer& r, RelationId sequence, const QualifiedName& table, Symbol column) {
    if (table.empty()) {
        require_no_identity(r, sequence);
        r.catalog.edit(sequence).owned_by = {};
        r.catalog.edit(sequence).owned_by_column = whole_row;
        return;
    }
    const RelationId owner = require_relation(r, table);
    if (r.catalog[owner].owner != r.catalog[sequence].owner && fully_known(r.catalog[owner]))
        throw Refused{sqlstate::object_not_in_prerequisite_state,
                      "sequence must have same owner as table it is linked to"};
    if (r.catalog[owner].schema != r.catalog[sequence].schema)
        throw Refused{sqlstate::object_not_in_prerequisite_state,
                      "sequence must be in same schema as table it is linked to"};
    const ColumnNumber number = require_column(r, owner, column);
    require_no_identity(r, sequence);
    r.catalog.edit(sequence).owned_by = owner;
    r.catalog.edit(sequence).owned_by_column = number;
    r.dependents.add(owner, sequence);
}

} // namespace

Effect apply(Replayer& r, const CreateSequence& statement) {
    Relation sequence;
    sequence.kind = 'S';
    sequence.persistence = statement.persistence;
    sequence.schema = statement.persistence == Persistence::temporary
                          ? temporary_schema(r)
                          : require_creation_schema(r, statement.name);
    sequence.name = statement.name.name;
    sequence.name_span = statement.name.span;
    sequence.origin = r.created();
    const RelationId existing = r.catalog.find_relation(sequence.schema, sequence.name);
    if (existing.valid() && r.catalog[existing].origin.assumed) {
        r.catalog.edit(existing).origin = r.created();
        r.catalog.edit(existing).kind = 'S';
        return {};
    }
    if (statement.if_not_exists && class_name_taken(r, sequence.schema, sequence.name)) return {};
    require_free_class_name(r, sequence.schema, sequence.name);
    const RelationId id = create(r, std::move(sequence));
    if (!statement.owned_by_table.empty())
        set_owner_column(r, id, statement.owned_by_table, statement.owned_by_column);
    return {};
}

Effect apply(Replayer& r, const AlterSequence& statement) {
    if (statement.if_exists && !find_relation(r, statement.name).valid()) return {};
    const RelationId id = require_relation(r, statement.name, 'S');
    require_owner(r, id);
    if (r.catalog[id].kind != 'S')
        throw Refused{sqlstate::wrong_object_type,
                      fmt::format("\"{}\" is not a sequence", r.catalog[id].name.text())};
    if (!statement.owned_by_given) return inert();
    set_owner_column(r, id, statement.owned_by_table, statement.owned_by_column);
    r.touch(r.catalog.edit(id).origin);
    return {};
}

} // namespace rlslint::replaying
