// DO blocks that nobody wrote. RLSLINT_BLOCK_SEED=7 runs one seed and, where it disagrees, cuts it down to the few
// statements that do; RLSLINT_BLOCK_SEEDS=21-40 runs several. Without either some dozens run on which both agree.

#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "difference.hpp"
#include "random_blocks.hpp"
#include "shrink.hpp"

using namespace rlslint::testing;

namespace {

constexpr std::size_t blocks = 40;

struct Outcome {
    std::vector<Difference> differences;
    std::size_t untold = 0; // blocks that the replay does not claim to know
};

Outcome outcome_of(const std::vector<BlockPart>& parts) {
    Fixture fixture = fixture_of("random blocks", "postgres", history_of(parts));
    const Comparison comparison = compare_both_ways(fixture);
    return {comparison.differences, comparison.unclaimed};
}

// Each part is a statement of the shrinker's, "block statement".
std::vector<std::string> lines_of(const std::vector<BlockPart>& parts) {
    std::vector<std::string> lines;
    for (const BlockPart& part : parts)
        lines.push_back(std::to_string(part.block) + " " + part.statement);
    return lines;
}

std::vector<BlockPart> parts_of(const std::vector<std::string>& lines) {
    std::vector<BlockPart> parts;
    for (const std::string& line : lines) {
        const auto space = line.find(' ');
        parts.push_back({std::stoul(line.substr(0, space)), line.substr(space + 1)});
    }
    return parts;
}

std::string shrunk(const std::vector<BlockPart>& parts, const std::string& kind) {
    const auto fewest = shrink(lines_of(parts), [&](const std::vector<std::string>& fewer) {
        for (const Difference& difference : outcome_of(parts_of(fewer)).differences)
            if (difference.kind == kind) return true;
        return false;
    });
    const std::string text = history_of(parts_of(fewest));
    return text.substr(text.find("do $$"));
}

void run_seed(std::uint64_t seed, bool shrinking) {
    CAPTURE(seed);
    const std::vector<BlockPart> parts = random_blocks(seed, blocks);
    const Outcome outcome = outcome_of(parts);
    for (const Difference& difference : outcome.differences)
        FAIL_CHECK("seed " << seed << " | " << difference.where << " | " << difference.detail);
    CHECK_MESSAGE(outcome.untold == 0, "seed " << seed << ": blocks that are not followed");
    if (shrinking && !outcome.differences.empty()) MESSAGE(shrunk(parts, outcome.differences.front().kind));
}

} // namespace

TEST_CASE("the replay agrees with a real server on random DO blocks") {
    if (!server_at_hand()) return;
    if (const char* only = std::getenv("RLSLINT_BLOCK_SEED"); only != nullptr)
        return run_seed(std::stoull(only), true);
    const char* range = std::getenv("RLSLINT_BLOCK_SEEDS");
    const std::string seeds = range != nullptr ? range : "1-40";
    const std::uint64_t last = std::stoull(seeds.substr(seeds.find('-') + 1));
    for (std::uint64_t seed = std::stoull(seeds); seed <= last; ++seed)
        run_seed(seed, false);
}
