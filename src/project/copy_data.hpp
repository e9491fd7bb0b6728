#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rlslint {

/// Takes the bytes of an SQL file piece by piece and keeps all but the rows of COPY data: of these an empty
/// line each stays, so that lines keep their numbers. What is data `split` decides. A dump may be far longer
/// than what it says of objects, and nobody judges its rows.
class WithoutCopyData {
public:
    void take(std::string_view bytes);

    [[nodiscard]] std::size_t size() const { return text_.size(); }
    /// The text ends in data: there was no line with `\.`.
    [[nodiscard]] bool in_data() const { return in_data_; }
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    [[nodiscard]] std::size_t take_sql(std::string_view bytes);
    [[nodiscard]] std::size_t take_row(std::string_view bytes);
    void end_line();

    /// Each time that a line looks like a COPY and is none, its statement is read again: no file of sense
    /// does that often.
    static constexpr int most_misses = 64;

    std::string text_;
    std::size_t settled_ = 0; ///< where its last, unfinished statement begins
    int misses_ = 0;
    bool may_copy_ = false; ///< the line at hand has `stdin`
    bool in_data_ = false;
    std::string row_; ///< the first bytes of the row at hand
};

} // namespace rlslint
