#include "setting.hpp"

#include <algorithm>

#include "lines.hpp"

namespace rlslint {
namespace {

std::string_view without_quotes(std::string_view text) {
    text = trimmed(text);
    while (!text.empty() && (text.front() == '"' || text.front() == '\'' || text.front() == '['))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ']'))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::vector<std::string> setting_list(std::string_view text, std::initializer_list<std::string_view> keys) {
    std::vector<std::string> values;
    lines::for_each(text, [&](const lines::Line& line) {
        const std::size_t equals = line.text.find('=');
        if (equals == line.text.npos) return;
        const std::string_view key = trimmed(line.text.substr(0, equals));
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) return;
        const std::string_view list = line.text.substr(equals + 1);
        for (std::size_t at = 0; at <= list.size();) {
            const std::size_t end = std::min(list.find(',', at), list.size());
            const std::string_view value = without_quotes(list.substr(at, end - at));
            if (!value.empty()) values.emplace_back(value);
            at = end + 1;
        }
    });
    return values;
}

} // namespace rlslint
