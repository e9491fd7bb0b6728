#include "copy_data.hpp"

#include <algorithm>

#include "rlslint/sql/script.hpp"

namespace rlslint {
namespace {

constexpr std::size_t word_size = 5;

/// Where the first `stdin` of a text ends, written small or large as people write keywords; its size where
/// there is none. What is written otherwise stays as it is.
std::size_t behind_stdin(std::string_view text) {
    const std::size_t first = std::min(text.find("stdin"), text.find("STDIN"));
    return first == std::string_view::npos ? text.size() : first + word_size;
}

bool ends_in_stdin(std::string_view text) { return text.ends_with("stdin") || text.ends_with("STDIN"); }

} // namespace

void WithoutCopyData::take(std::string_view bytes) {
    while (!bytes.empty())
        bytes.remove_prefix(in_data_ ? take_row(bytes) : take_sql(bytes));
}

/// Takes what cannot end in a COPY: up to the next `stdin`, or from there to the end of its line. How many
/// bytes that was.
std::size_t WithoutCopyData::take_sql(std::string_view bytes) {
    if (!may_copy_) {
        // The word may have begun in the bytes before.
        const std::size_t size = std::min(behind_stdin(bytes), bytes.size());
        for (std::size_t i = 0; i < std::min(size, word_size - 1); ++i) {
            text_ += bytes[i];
            may_copy_ = ends_in_stdin(text_);
            if (may_copy_) return i + 1;
        }
        text_ += bytes.substr(std::min(size, word_size - 1), size - std::min(size, word_size - 1));
        may_copy_ = ends_in_stdin(text_);
        return size;
    }
    const std::size_t line_feed = bytes.find('\n');
    const std::size_t size = line_feed == std::string_view::npos ? bytes.size() : line_feed + 1;
    text_ += bytes.substr(0, size);
    if (line_feed != std::string_view::npos) end_line();
    return size;
}

/// Of a line that has the word: whether data begin behind it.
void WithoutCopyData::end_line() {
    may_copy_ = false;
    if (misses_ == most_misses) return;
    const ReadSoFar read = read_so_far(std::string_view{text_}.substr(settled_));
    settled_ += read.settled;
    in_data_ = read.awaits_copy_data;
    if (!in_data_) ++misses_;
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
    if (!in_data_) settled_ = text_.size();
    return size + 1;
}

} // namespace rlslint
