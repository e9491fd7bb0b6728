#include "cut.hpp"
#include "lines.hpp"

namespace rlslint {
namespace {

/// `-- migrate:up`, at the very beginning of a line; options such as transaction:false may follow.
bool is_marker(std::string_view line, std::string_view word) {
    if (!line.starts_with("--")) return false;
    std::string_view rest = trimmed(line);
    rest = trimmed(rest.substr(2));
    return lines::take_word(rest, word);
}

/// The first line that is this marker.
std::optional<lines::Line> find(std::string_view text, std::string_view word) {
    std::optional<lines::Line> found;
    lines::for_each(text, [&](const lines::Line& line) {
        if (!found && is_marker(line.text, word)) found = line;
    });
    return found;
}

} // namespace

Cut cut_dbmate(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const auto up = find(text, "migrate:up"), down = find(text, "migrate:down");
    if (!up) return {{}, {{0, size, "has no line `-- migrate:up`"}}};
    Cut cut;
    const std::uint32_t end = down && down->begin > up->begin ? down->begin : size;
    cut.parts.push_back({up->next, end, Terminator::section});
    if (end < size) cut.omitted.push_back({end, size, "takes the migration back (migrate:down)"});
    return cut;
}

bool is_dbmate(std::string_view text) { return find(text, "migrate:up").has_value(); }

} // namespace rlslint
