#include "temporary.hpp"

#include "contents.hpp"
#include "deletion.hpp"

namespace rlslint::replaying {

void drop_on_commit(Replayer& r, RelationId table) {
    // What dynamic SQL makes is there to the end of the statement that runs it.
    if (!r.block.empty())
        r.until_commit.push_back(table);
    else if (r.budget == nullptr)
        drop_objects(r, {table}, DropBehavior::cascade);
}

void drop_what_ends_with_block(Replayer& r) {
    for (const RelationId table : r.until_commit)
        if (table.value < r.catalog.relations().size() && r.catalog[table].origin.live())
            drop_objects(r, {table}, DropBehavior::cascade);
    r.until_commit.clear();
}

void drop_temporary(Replayer& r) {
    static const Symbol name{"pg_temp"};
    const SchemaId schema = r.catalog.find_schema(name);
    if (!schema.valid()) return;
    std::vector<Object> objects;
    for (const RelationId id : relations_in(r, schema))
        objects.emplace_back(id);
    for (const FunctionId id : functions_in(r, schema))
        objects.emplace_back(id);
    for (const TypeId id : types_in(r, schema))
        objects.emplace_back(id);
    Statement ended; // no statement drops them
    const AtHand at_hand{r, ended};
    drop_objects(r, objects, DropBehavior::cascade);
}

} // namespace rlslint::replaying
