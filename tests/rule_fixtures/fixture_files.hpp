#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rule_fixtures/judged.hpp"

namespace rlslint::test {

/// A fixture of fixtures/rules/: a file, or a folder with the files of one history in name order.
struct RuleFixture {
    std::string rule;
    std::string name; ///< bad_… or good_…
    std::vector<File> files;

    [[nodiscard]] bool bad() const { return name.starts_with("bad_"); }
};

/// All of them, by rule and name.
[[nodiscard]] std::vector<RuleFixture> rule_fixtures();

} // namespace rlslint::test
