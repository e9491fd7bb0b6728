#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rlslint::testing {

/// One statement at the top of a DO block, and which block of the history it is in.
struct BlockPart {
    std::size_t block = 0;
    std::string statement;
};

/// `blocks` DO blocks as people write them in migrations, the same for the same seed: loops over the
/// catalog, guards, handlers, cursors, strings made into statements.
[[nodiscard]] std::vector<BlockPart> random_blocks(std::uint64_t seed, std::size_t blocks);

/// The history that they make: what they speak of first, then each block.
[[nodiscard]] std::string history_of(const std::vector<BlockPart>& parts);

} // namespace rlslint::testing
