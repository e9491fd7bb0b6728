#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace rlslint {

/// The tool whose conventions a project follows: which files run, in which order, and which parts of
/// them.
enum class Layout {
    plain, ///< no tool's: every .sql file, in natural order
    supabase,
    flyway,
    golang_migrate,
    sqlx,
    goose,
    dbmate,
    sqitch,
    prisma,
    drizzle,
    hasura,
    diesel,
    liquibase,
    graphile_migrate,
    pg_dump, ///< what pg_dump wrote, and nothing else
};

/// As people write it: "golang-migrate".
[[nodiscard]] std::string_view to_string(Layout layout);
[[nodiscard]] std::optional<Layout> parse_layout(std::string_view name);

/// All names, in the order of the enumeration.
[[nodiscard]] std::vector<std::string_view> layout_names();

} // namespace rlslint
