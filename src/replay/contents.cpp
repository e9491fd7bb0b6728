#include "contents.hpp"

#include <algorithm>

namespace rlslint::replaying {

namespace {

/// Of all that the schema has ever held, what is there now. (After a rollback an id may be another
/// object's, or nobody's.)
template <class IdType, class Objects>
std::vector<IdType> live_in(const Seen<IdType>& seen, const Objects& objects, SchemaId schema) {
    std::vector<IdType> ids;
    for (const IdType id : seen.held(schema)) {
        if (id.value >= objects.size()) continue;
        const auto& object = objects[id.value];
        if (object.schema == schema && object.origin.live()) ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

} // namespace

std::vector<RelationId> relations_in(const Replayer& r, SchemaId schema) {
    return live_in(r.relations, r.catalog.relations(), schema);
}
std::vector<FunctionId> functions_in(const Replayer& r, SchemaId schema) {
    return live_in(r.functions, r.catalog.functions(), schema);
}
std::vector<TypeId> types_in(const Replayer& r, SchemaId schema) {
    return live_in(r.types, r.catalog.types(), schema);
}

} // namespace rlslint::replaying
