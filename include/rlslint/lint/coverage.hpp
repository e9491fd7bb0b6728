#pragma once

#include <cstddef>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// The application's exposed tables that an API role reaches, and those among them whose row
/// security is on. Tables that the configuration calls public are not counted.
struct ProtectedTables {
    std::size_t reachable = 0;
    std::size_t guarded = 0;
};

[[nodiscard]] ProtectedTables count_protected_tables(const Model& model);

} // namespace rlslint
