#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace rlslint {

/// What SQL says of tables, told by its words alone, before anything is replayed: enough to see whether two
/// tools' migrations are about one database. Names as in the catalog, without the schema public.
struct TablesNamed {
    std::set<std::string> created; ///< CREATE TABLE
    std::set<std::string> secured; ///< ENABLE ROW LEVEL SECURITY, or CREATE POLICY
};

[[nodiscard]] TablesNamed tables_named(std::span<const std::string_view> texts);

} // namespace rlslint
