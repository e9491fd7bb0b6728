#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rlslint::testing {

/// Tables with grants and policies such as projects write, for the supabase profile; each table with
/// all that belongs to it is one text. The first text is what they share.
[[nodiscard]] std::vector<std::string> random_policies(std::uint64_t seed, std::size_t tables);

} // namespace rlslint::testing
