#include "rlslint/catalog/objects.hpp"

#include <algorithm>
#include <cctype>

namespace rlslint {
namespace {

/// As parse_bool reads it (src/backend/utils/adt/bool.c): any beginning of "true" or "yes", in any
/// case. An option without a value is true.
bool is_true(std::string_view value) {
    if (value.empty() || value == "1") return true;
    std::string lower{value};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower == "on" || std::string_view{"true"}.starts_with(lower) ||
           std::string_view{"yes"}.starts_with(lower);
}

} // namespace

bool Relation::option(std::string_view option_name) const {
    const auto found = std::find_if(options.rbegin(), options.rend(),
                                    [&](const Option& o) { return o.name.text() == option_name; });
    return found != options.rend() && is_true(found->value);
}

bool DefaultPrivileges::changes_nothing() const {
    return acl.entries.empty() && acl.owner_revoked.empty() && revoked.entries.empty() && own_options.empty();
}

} // namespace rlslint
