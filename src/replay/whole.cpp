#include "whole.hpp"

#include <algorithm>

#include "constraint.hpp"
#include "describe.hpp"

namespace rlslint::replaying {

namespace {

std::optional<Object> whole_of(const Replayer& r, RelationId id) {
    const Relation& sequence = r.catalog[id];
    if (sequence.kind != 'S' || !sequence.owned_by.valid()) return std::nullopt;
    const Column& column = r.catalog[sequence.owned_by].columns[sequence.owned_by_column];
    if (column.identity == 0 || column.sequence != id) return std::nullopt;
    return Object::column(sequence.owned_by, sequence.owned_by_column);
}

std::optional<Object> whole_of(const Replayer& r, IndexId id) {
    const Index& index = r.catalog[id];
    if (find_constraint(r.catalog[index.table], index.name) != nullptr)
        return Object::constraint(index.table, index.name);
    return index.parent.valid() ? std::optional<Object>{index.parent} : std::nullopt;
}

template <class IdType> std::optional<Object> if_live(const Replayer& r, IdType id) {
    return id.valid() && r.catalog[id].origin.live() ? std::optional<Object>{id} : std::nullopt;
}

bool is_among(const std::vector<Object>& targets, const Object& object) {
    const bool column = object.kind == Object::Kind::column;
    return std::any_of(targets.begin(), targets.end(), [&](const Object& target) {
        return target == object || (column && target == Object{RelationId{object.id}});
    });
}

} // namespace

std::optional<Object> whole_of(const Replayer& r, const Object& part) {
    switch (part.kind) {
    case Object::Kind::relation: return whole_of(r, RelationId{part.id});
    case Object::Kind::index: return whole_of(r, IndexId{part.id});
    case Object::Kind::function: return if_live(r, r.catalog[FunctionId{part.id}].constructs);
    case Object::Kind::type: return if_live(r, r.catalog[TypeId{part.id}].range);
    case Object::Kind::trigger: return if_live(r, r.catalog[TriggerId{part.id}].parent);
    default: return std::nullopt;
    }
}

void require_wholes(const Replayer& r, const std::vector<Object>& targets) {
    for (const Object& target : targets) {
        std::optional<Object> whole = whole_of(r, target);
        if (!whole) continue;
        const Object nearest = *whole;
        while (whole && !is_among(targets, *whole))
            whole = whole_of(r, *whole);
        if (!whole)
            refuse(sqlstate::dependent_objects_still_exist, "cannot drop {} because {} requires it",
                   description(r, target), description(r, nearest));
    }
}

} // namespace rlslint::replaying
