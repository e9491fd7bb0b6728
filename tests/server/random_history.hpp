#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rlslint::testing {

/// `statements` statements of DDL, one a line, the same for the same seed (and server version). A
/// server is asked along the way what there is to alter, grant and drop, so most of them succeed;
/// some do not, and are as good a test.
[[nodiscard]] std::string random_history(std::string_view profile, std::uint64_t seed,
                                         std::size_t statements);

} // namespace rlslint::testing
