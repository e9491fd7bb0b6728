#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/text/span.hpp"

namespace rlslint {

/// How the bytes of a file were encoded before they became `Source::text`.
enum class Encoding { utf8, utf8_bom, utf16_le, utf16_be };

[[nodiscard]] std::string_view to_string(Encoding encoding);

/// Bytes of a source's text that stand for others in the file: a placeholder that was filled in.
struct Filling {
    std::uint32_t begin = 0; ///< in the text
    std::uint32_t end = 0;
    std::uint32_t written_begin = 0; ///< in the file
    std::uint32_t written_end = 0;
};

/// A text that statements are read from: a file, standard input, a profile's SQL, or a text that
/// dynamic SQL made.
struct Source {
    std::string path; ///< as shown to people: relative to the working directory, forward slashes
    std::string text; ///< UTF-8 as far as the file was valid (see decode()), no byte-order mark
    Encoding encoding = Encoding::utf8;
    Span parent{};        ///< of a generated text: the EXECUTE that made it; else no place
    bool profile = false; ///< what a profile put there: never a finding's place

    std::string as_written{};        ///< the file's text, where placeholders in it were filled in
    std::vector<Filling> fillings{}; ///< in the order of the text

    [[nodiscard]] bool generated() const { return parent.valid(); }

    /// What people see when they open the file.
    [[nodiscard]] const std::string& written() const { return fillings.empty() ? text : as_written; }
};

/// What decode() made of a file's bytes.
struct Decoded {
    std::string text;
    Encoding encoding = Encoding::utf8;
    /// Byte offset in `text` of the first thing that was replaced by U+FFFD (an unpaired UTF-16
    /// surrogate, an odd last byte). Invalid UTF-8 is kept as it is, since PostgreSQL's scanner
    /// passes it through.
    std::optional<std::uint32_t> first_replaced;
};

/// Takes a byte-order mark off, and turns UTF-16 (by its mark, or by the zero bytes of ASCII text
/// without one) into UTF-8.
[[nodiscard]] Decoded decode(std::string bytes);

/// Owns every text of a run. References stay valid while texts are added. One thread may add texts while
/// others look at those that were there when they began.
class Sources {
public:
    SourceId add(Source source);

    [[nodiscard]] const Source& operator[](SourceId id) const {
        const auto [chunk, index] = place(id.value);
        return chunks_[chunk][index];
    }
    [[nodiscard]] std::size_t size() const { return size_; }

    /// The bytes that a span covers; empty for a span that is no place.
    [[nodiscard]] std::string_view text(Span span) const;

    /// The bytes of `Source::written()` that a span of a text comes from.
    [[nodiscard]] Span written(Span span) const;

    /// Whether a placeholder was filled in within a span.
    [[nodiscard]] bool was_filled(Span span) const;

    /// The place in a file that a span comes from: of a generated text, its EXECUTE.
    [[nodiscard]] Span origin(Span span) const;

private:
    struct Place {
        std::size_t chunk;
        std::size_t index;
    };
    [[nodiscard]] static Place place(std::uint32_t id) {
        const std::size_t n = id + first_chunk;
        const auto chunk = static_cast<std::size_t>(std::bit_width(n) - std::bit_width(first_chunk));
        return {chunk, n - (first_chunk << chunk)};
    }

    /// Each twice as long as the one before, so that none ever moves.
    static constexpr std::size_t first_chunk = 64;
    std::array<std::unique_ptr<Source[]>, 27> chunks_;
    std::uint32_t size_ = 0;
};

} // namespace rlslint
