#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "rlslint/text/line_index.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// A span as people are told of it.
struct Place {
    std::string_view file;
    Position start;
    Position end; ///< exclusive
    Span span;    ///< in the file: of generated SQL, its EXECUTE
};

/// Turns spans into places. Lines are counted once for each file that is asked about.
class Places {
public:
    /// `sources` may be null where nothing has a place.
    explicit Places(const Sources* sources) : sources_(sources) {}

    /// Where a span lies in a file; of generated SQL, where it is executed. None for no place.
    [[nodiscard]] std::optional<Place> of(Span span);

    /// Where a span lies in its own text, generated or not. None for no place.
    [[nodiscard]] std::optional<Place> within(Span span);

    /// The source of a span that is a place.
    [[nodiscard]] const Source& source(Span span) const { return (*sources_)[span.source]; }

    /// The lines of that source.
    [[nodiscard]] const LineIndex& lines(Span span);

    /// Its file, as people are told of it: the profile's SQL is none of theirs.
    [[nodiscard]] std::string file_of(const Place& place) const;

    /// A place that is no file of the user's.
    [[nodiscard]] bool is_profile(Span span) const;

    /// The generated SQL that a span lies in; none for text of a file.
    [[nodiscard]] std::optional<std::string_view> generated(Span span) const;

private:
    [[nodiscard]] bool known(Span span) const { return sources_ != nullptr && span.valid(); }

    const Sources* sources_;
    std::unordered_map<std::uint32_t, std::unique_ptr<LineIndex>> lines_;
};

} // namespace rlslint
