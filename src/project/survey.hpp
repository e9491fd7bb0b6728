#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layouts.hpp"

namespace rlslint {

/// What lies under a folder. Paths are absolute.
struct Survey {
    std::vector<Claim> claims;
    std::vector<LeftOut> left_out; ///< SQL that is in none of them
};

/// Whoever leaves this out has something else than what people think is protected.
[[nodiscard]] bool speaks_of_row_security(std::string_view text);

/// Looks through a folder for every tool's migrations, or for those of `only`, then through what is
/// left for folders called `migrations`. Where neither is there, all SQL is one plain project.
[[nodiscard]] Survey survey_folder(Ground& ground, const std::string& folder, std::optional<Layout> only,
                                   const std::function<bool(const std::string&)>& excluded);

} // namespace rlslint
