#include "copy_data.hpp"

#include <algorithm>

#include "rlslint/sql/script.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

/// `COPY t FROM stdin;`, in whatever case and with whatever options.
bool may_be_copy(std::string_view line) {
    const std::size_t last = line.find_last_not_of(" \t\r\n");
    if (last == std::string_view::npos) return false;
    const bool ends = line[last] == ';' || line.find('\\') != std::string_view::npos; // \copy, \g
    constexpr std::string_view word = "stdin";
    return ends && std::search(line.begin(), line.end(), word.begin(), word.end(),
                               [](char a, char b) { return ascii_lower(a) == b; }) != line.end();
}

} // namespace

void WithoutCopyData::take(std::string_view bytes) {
    while (!bytes.empty())
        bytes.remove_prefix(in_data_ ? take_row(bytes) : take_sql(bytes));
}

/// Takes a line or what there is of it; how many bytes that was.
std::size_t WithoutCopyData::take_sql(std::string_view bytes) {
    const std::size_t line_feed = bytes.find('\n');
    const std::size_t size = line_feed == std::string_view::npos ? bytes.size() : line_feed + 1;
    text_ += bytes.substr(0, size);
    if (line_feed != std::string_view::npos) end_line();
    return size;
}

void WithoutCopyData::end_line() {
    const std::string_view text = text_;
    if (misses_ < most_misses && may_be_copy(text.substr(line_))) {
        const ReadSoFar read = read_so_far(text.substr(settled_));
        settled_ += read.settled;
        in_data_ = read.awaits_copy_data;
        if (!in_data_) ++misses_;
    }
    line_ = text_.size();
}

/// The same in data.
std::size_t WithoutCopyData::take_row(std::string_view bytes) {
    constexpr std::size_t enough = 4; // to tell `\.` and `\.` CR from all else
    const std::size_t line_feed = bytes.find('\n');
    const std::size_t size = std::min(line_feed, bytes.size());
    if (row_.size() < enough) row_ += bytes.substr(0, std::min(size, enough));
    if (line_feed == std::string_view::npos) return size;
    in_data_ = row_ != "\\." && row_ != "\\.\r";
    if (!in_data_) text_ += row_;
    text_ += '\n';
    row_.clear();
    if (!in_data_) settled_ = line_ = text_.size();
    return size + 1;
}

} // namespace rlslint
