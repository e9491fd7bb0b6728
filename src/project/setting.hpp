#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace rlslint {

/// The values of a key in another tool's configuration, be it `key=a,b` or `key = ["a", "b"]`. Only
/// lines are looked at, so a list must stand on one.
[[nodiscard]] std::vector<std::string> setting_list(std::string_view text,
                                                    std::initializer_list<std::string_view> keys);

} // namespace rlslint
