#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/text/ascii.hpp"

namespace rlslint {

using Words = std::vector<std::string>;

/// What a name is made of, in lower case: "apiKey" and "API_KEY" are api and key.
inline Words words_of(std::string_view name) {
    Words words{""};
    bool lower_before = false;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool between = c == '_' || c == '-' || c == ' ';
        if (between || (upper && lower_before)) words.emplace_back();
        if (!between) words.back() += ascii_lower(c);
        lower_before = c >= 'a' && c <= 'z';
    }
    std::erase(words, "");
    return words;
}

} // namespace rlslint
