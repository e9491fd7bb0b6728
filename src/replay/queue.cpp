#include "queue.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

#include "create.hpp"
#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

SchemaId queue_schema(Replayer& r) { return require_schema(r, Symbol{"pgmq"}); }

/// It is owned by whoever calls, with default privileges as any other table.
void create_table(Replayer& r, const std::string& name, char kind, Span place) {
    const SchemaId schema = queue_schema(r);
    if (r.catalog.find_relation(schema, Symbol{name}).valid()) return;
    Relation table;
    table.schema = schema;
    table.name = Symbol{name};
    table.kind = kind;
    table.partial = true;
    table.name_span = place;
    table.origin = r.created();
    create(r, std::move(table));
}

void drop_table(Replayer& r, const std::string& name) {
    const RelationId table = r.catalog.find_relation(queue_schema(r), Symbol{name});
    if (!table.valid()) return;
    r.catalog.drop(table, r.statement->span);
    r.record(Event::Kind::dropped, table);
}

} // namespace

bool is_queue_call(const Replayer& r, const Call& call) {
    if (call.schema.text() != "pgmq") return false;
    const SchemaId schema = r.catalog.find_schema(call.schema);
    return !schema.valid() || r.catalog.find_functions(schema, call.name).empty();
}

Effect call_queue_function(Replayer& r, std::string_view function, std::optional<std::string_view> queue,
                           Span place) {
    const bool creates = function.starts_with("create");
    if (!creates && function != "drop_queue") return inert();
    if (!queue) return undetermined(fmt::format("pgmq.{}() of what is no constant", function));
    for (const char* prefix : {"q_", "a_"}) {
        const std::string name = prefix + lower_case(*queue);
        if (creates)
            create_table(r, name, function == "create_partitioned" ? 'p' : 'r', place);
        else
            drop_table(r, name);
    }
    return {};
}

} // namespace rlslint::replaying
