#include "rlslint/lint/coverage.hpp"

namespace rlslint {

ProtectedTables count_protected_tables(const Model& model) {
    ProtectedTables count;
    for (const RelationId table : model.tables()) {
        if (!model.reach.exposed(table) || model.listed_public(table)) continue;
        if (model.reach.api_roles_reaching(table, row_privileges).empty()) continue;
        ++count.reachable;
        if (model.catalog[table].rls) ++count.guarded;
    }
    return count;
}

} // namespace rlslint
