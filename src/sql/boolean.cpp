#include "rlslint/sql/boolean.hpp"

#include "rlslint/text/ascii.hpp"

namespace rlslint {

std::optional<bool> parse_boolean(std::string_view text) {
    const std::string word = lower_case(trimmed(text));
    if (word.empty()) return std::nullopt;
    const auto begins = [&](std::string_view whole) { return whole.starts_with(word); };
    if (begins("true") || begins("yes") || word == "on" || word == "1") return true;
    if (begins("false") || begins("no") || word == "off" || word == "of" || word == "0") return false;
    return std::nullopt;
}

} // namespace rlslint
