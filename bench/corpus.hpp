#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rlslint::bench {

/// How large a made-up history is.
struct CorpusSize {
    std::size_t files = 600;
    std::size_t tables_per_file = 4;
    std::size_t policies_per_table = 5;
};

/// The texts of a made-up history of migrations, in order: tables, row security, policies, grants,
/// indexes and functions in the proportions of real projects. The same size gives the same bytes.
[[nodiscard]] std::vector<std::string> make_corpus(const CorpusSize& size);

} // namespace rlslint::bench
