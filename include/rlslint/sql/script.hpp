#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What a run of a script's bytes is. Every byte of a section belongs to exactly one piece.
enum class PieceKind : std::uint8_t {
    statement,    ///< from its first token to its last; the terminator is not part of it
    terminator,   ///< `;`, or psql's `\;`
    space,        ///< white space and comments between statements
    meta_command, ///< a psql backslash command, to the end of its line
    copy_data,    ///< the lines after `COPY … FROM stdin;` up to and with `\.`
    stray,        ///< bytes that are none of these: NULs, `\.` on its own, a `;` that ends nothing
};

[[nodiscard]] std::string_view to_string(PieceKind kind);

struct Piece {
    PieceKind kind;
    Span span;
    /// Of a statement: its significant tokens (no space, no comments) in `Script::tokens`.
    std::uint32_t first_token = 0;
    std::uint32_t token_count = 0;
    /// Of a statement: it breaks off inside a string, comment, dollar quote or BEGIN ATOMIC body, at
    /// the end of its section or before another statement. Of COPY data: the line with `\.` is missing.
    bool unterminated = false;
    /// Of a statement: there may be comments inside it, so the parser needs them blanked.
    bool has_comments = false;
};

/// A section cut into pieces, in the order of the text.
struct Script {
    SourceId source;
    std::vector<Piece> pieces;
    std::vector<Token> tokens;

    /// A statement's significant tokens.
    [[nodiscard]] std::span<const Token> tokens_of(const Piece& piece) const;
};

/// Cuts a section into statements and what lies between them, as psql would
/// (src/fe_utils/psqlscan.l): `;` ends a statement outside parentheses and BEGIN ATOMIC … END, a
/// backslash outside strings begins a meta-command, COPY … FROM stdin takes the lines behind it.
/// A section that goes to the server as a whole (`Terminator::section`) is cut at the same `;`, as
/// the server does, but has neither meta-commands nor COPY data.
///
/// One broken statement should not cost those behind it, as it does in psql. So a statement also ends
/// - at a `;` within parentheses or a BEGIN ATOMIC body that lack their end, if the next line begins
///   another statement: with its first word, indented no deeper than the one before;
/// - within a string, comment or body that does not end, or that begins as no statement can (which is
///   what an unpaired quote makes of the text behind it), before the first line that begins a
///   statement behind a line that ends with `;`;
/// - at a meta-command.
[[nodiscard]] Script split(const Sources& sources, const Section& section);

/// How psql stands behind a text that goes on.
struct ReadSoFar {
    std::uint32_t settled = 0;     ///< the bytes before this are whole statements and what lies between
    bool awaits_copy_data = false; ///< the lines to come are data
};

/// Reads a text as `split` does, as the beginning of a longer one.
[[nodiscard]] ReadSoFar read_so_far(std::string_view text);

/// Of a statement that the grammar rejects at `offset`: what stands before the line of that token and
/// what begins with it, if that line looks like the next statement, a `;` having been forgotten.
/// Whether it has shows when the first of the two is accepted.
[[nodiscard]] std::optional<std::pair<Piece, Piece>>
split_before(const Sources& sources, const Script& script, const Piece& piece, std::uint32_t offset);

/// The same text with every comment turned into as many spaces (line ends kept), because PostgreSQL
/// 17's grammar as libpg_query carries it takes comments for tokens. Offsets stay what they were.
/// Of a block comment without an end the `/*` stays, for the parser to complain of.
[[nodiscard]] std::string blank_comments(std::string_view text);

} // namespace rlslint
