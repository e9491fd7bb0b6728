#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "rlslint/project/profile.hpp"
#include "rlslint/replay/history.hpp"

namespace rlslint::bench {

struct Loaded {
    Sources sources;
    std::vector<Section> sections;
};

/// Files as they are once read.
[[nodiscard]] Loaded load(std::span<const std::string> files);

/// Files loaded afresh, with the profile's SQL as the last source.
struct Project {
    Loaded loaded;
    SourceId schema;
    Platform platform;

    explicit Project(std::span<const std::string> files);
    [[nodiscard]] History history();
    /// How many findings a check has.
    [[nodiscard]] std::size_t findings();
};

} // namespace rlslint::bench
