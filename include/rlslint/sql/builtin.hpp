#pragma once

#include <string_view>

#include "rlslint/sql/name.hpp"

namespace rlslint {

/// A name in this schema, or in none, is one of PostgreSQL's own where there is such a one.
[[nodiscard]] inline bool is_system(Symbol schema) { return schema.empty() || schema.text() == "pg_catalog"; }

/// Of PostgreSQL's own functions: aggregates, which give one row for however many (pg_aggregate.dat).
[[nodiscard]] bool is_builtin_aggregate(std::string_view name);

/// Of PostgreSQL's own functions, uuid_generate_v4 among them: those that may give another value each time
/// (provolatile in pg_proc.dat), as far as clauses are made with them.
[[nodiscard]] bool is_volatile_builtin(std::string_view name);

} // namespace rlslint
