#include "rlslint/text/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace rlslint {
namespace {

/// Changes that turn `a` into `b`, a swap of neighbours counted as one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before.swap(above);
        above.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::size_t few_for(std::size_t length) { return std::max<std::size_t>(1, length / 3); }

} // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t longest = 100; // of a name that someone typed; beyond it nobody asks
    if (word.empty() || word.size() > longest) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t fewest = few_for(word.size()) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t changes = distance(word, candidate);
        if (changes >= fewest) continue;
        fewest = changes;
        best = candidate;
    }
    if (best || word.size() < 3) return best;
    const auto holds = [&](std::string_view candidate) { return candidate.find(word) != candidate.npos; };
    const auto found = std::find_if(candidates.begin(), candidates.end(), holds);
    return found == candidates.end() ? std::nullopt : std::optional{*found};
}

} // namespace rlslint
