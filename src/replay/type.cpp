#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "column.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "query_columns.hpp"
#include "range_type.hpp"

/// Types and enums (src/backend/commands/typecmds.c).
namespace rlslint::replaying {

namespace {

Type::Kind kind_of(CreateType::Kind kind) {
    switch (kind) {
    case CreateType::Kind::enum_: return Type::Kind::enum_;
    case CreateType::Kind::composite: return Type::Kind::composite;
    case CreateType::Kind::range: return Type::Kind::range;
    case CreateType::Kind::base: return Type::Kind::base;
    case CreateType::Kind::shell: return Type::Kind::shell;
    }
    return Type::Kind::base;
}

[[noreturn]] void refuse_no_label(Symbol label) {
    refuse(sqlstate::invalid_parameter_value, "\"{}\" is not an existing enum label", label.text());
}

[[noreturn]] void refuse_label_taken(Symbol label) {
    refuse(sqlstate::duplicate_object, "enum label \"{}\" already exists", label.text());
}

void require_distinct_labels(const std::vector<Symbol>& labels) {
    for (auto label = labels.begin(); label != labels.end(); ++label)
        if (std::find(labels.begin(), label, *label) != label)
            refuse("23505", "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"");
}

void add_label(Replayer& r, TypeId id, const AlterEnum& alter) {
    const auto& labels = r.catalog[id].labels;
    const bool there = std::find(labels.begin(), labels.end(), alter.new_label) != labels.end();
    if (there && alter.if_not_exists) return;
    if (there) refuse_label_taken(alter.new_label);
    std::vector<Symbol>& changed = r.catalog.edit(id).labels;
    auto place = changed.end();
    if (!alter.neighbor.empty()) {
        place = std::find(changed.begin(), changed.end(), alter.neighbor);
        if (place == changed.end()) refuse_no_label(alter.neighbor);
        if (!alter.before) ++place;
    }
    changed.insert(place, alter.new_label);
}

void rename_label(Replayer& r, TypeId id, const AlterEnum& alter) {
    auto& labels = r.catalog.edit(id).labels;
    const auto old = std::find(labels.begin(), labels.end(), alter.old_label);
    if (old == labels.end()) refuse_no_label(alter.old_label);
    if (std::find(labels.begin(), labels.end(), alter.new_label) != labels.end())
        refuse_label_taken(alter.new_label);
    *old = alter.new_label;
}

} // namespace

Type new_type(Replayer& r, const QualifiedName& name) {
    Type type;
    type.schema = require_creation_schema(r, name);
    type.name = name.name;
    type.origin = r.created();
    return type;
}

Effect apply(Replayer& r, const CreateType& statement) {
    Type type = new_type(r, statement.name);
    const TypeId existing = r.catalog.find_type(type.schema, type.name);
    const bool shell = existing.valid() && r.catalog[existing].kind == Type::Kind::shell;
    const bool base = statement.kind == CreateType::Kind::base || statement.kind == CreateType::Kind::shell;
    if (base && !r.catalog[r.session.current_user].superuser)
        throw Refused{sqlstate::insufficient_privilege, "must be superuser to create a base type"};
    if (!shell || statement.kind == CreateType::Kind::shell)
        require_free_type_name(r, type.schema, type.name);
    type.kind = kind_of(statement.kind);
    if (statement.kind == CreateType::Kind::range && statement.subtype.name.empty())
        refuse(sqlstate::syntax_error, "type attribute \"subtype\" is required");
    type.labels = statement.labels;
    require_distinct_labels(type.labels);
    for (const ColumnDef& def : statement.columns)
        type.columns.push_back(new_column(r, def));
    require_distinct(type.columns);
    if (shell) {
        r.catalog.edit(existing) = std::move(type);
        return {};
    }
    if (type.kind == Type::Kind::composite) require_free_class_name(r, type.schema, type.name);
    const std::vector<Column> columns = type.columns;
    const TypeId id = create(r, std::move(type));
    if (statement.kind == CreateType::Kind::range) complete_range(r, id, statement);
    for (std::size_t i = 0; i < columns.size(); ++i)
        depend_on_type(r, columns[i].type, Object::attribute(id, static_cast<ColumnNumber>(i)));
    return {};
}

Effect apply(Replayer& r, const AlterEnum& alter) {
    const TypeId id = find_known_type(r, alter.name);
    if (!id.valid()) return {}; // made elsewhere
    if (r.catalog[id].kind != Type::Kind::enum_)
        throw Refused{sqlstate::wrong_object_type, fmt::format("{} is not an enum", shown(alter.name))};
    if (alter.old_label.empty())
        add_label(r, id, alter);
    else
        rename_label(r, id, alter);
    r.touch(r.catalog.edit(id).origin);
    return {};
}

} // namespace rlslint::replaying
