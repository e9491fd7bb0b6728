#pragma once

#include <functional>
#include <string>
#include <vector>

namespace rlslint::testing {

/// The fewest of `statements`, found by leaving out halves, quarters and so on down to single ones,
/// for which `still_wrong` holds, as it does for all of them.
[[nodiscard]] std::vector<std::string>
shrink(std::vector<std::string> statements,
       const std::function<bool(const std::vector<std::string>&)>& still_wrong);

} // namespace rlslint::testing
