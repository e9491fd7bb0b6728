#pragma once

#include <string>
#include <vector>

#include "support/server/connection.hpp"

namespace rlslint::testing {

/// The users who sign in.
inline constexpr const char* users[] = {"a0000000-0000-0000-0000-000000000001",
                                        "b0000000-0000-0000-0000-000000000002",
                                        "c0000000-0000-0000-0000-000000000003"};

/// The claims of a session of a role: the first user's, where it is not the anonymous one.
[[nodiscard]] std::string claims_of(const std::string& role);

/// Puts up to `rows` made-up rows into a table; those that its constraints refuse are left out. The
/// values are drawn from few, so that they meet each other and the users' ids.
void seed(Connection& superuser, const std::string& table, std::size_t rows);

/// The columns of a table that can be given a value, quoted.
[[nodiscard]] std::vector<std::string> writable_columns(Connection& superuser, const std::string& table);

} // namespace rlslint::testing
