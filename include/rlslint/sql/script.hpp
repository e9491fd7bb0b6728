#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What a run of a script's bytes is. Every byte of a section belongs to exactly one piece.
enum class PieceKind : std::uint8_t {
    statement,      ///< from its first token to its last; the terminator is not part of it
    terminator,     ///< `;`, or psql's `\;`
    space,          ///< white space and comments between statements
    meta_command,   ///< a psql backslash command, to the end of its line
    copy_data,      ///< the lines after `COPY … FROM stdin;` up to and with `\.`
    stray,          ///< bytes that are none of these: NULs, `\.` on its own, a `;` that ends nothing
};

[[nodiscard]] std::string_view to_string(PieceKind kind);

struct Piece {
    PieceKind kind;
    Span span;
    /// Of a statement: its significant tokens (no space, no comments) in `Script::tokens`.
    std::uint32_t first_token = 0;
    std::uint32_t token_count = 0;
    /// Of a statement: it runs into the end of its section inside a string, comment, dollar quote
    /// or BEGIN ATOMIC body. Of COPY data: the line with `\.` is missing.
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
/// Where psql would swallow the rest of a file because a parenthesis or an END is missing, a `;`
/// ends the statement all the same if the next line begins another: with a statement's keyword,
/// indented no deeper than the one before. A meta-command ends an open statement.
[[nodiscard]] Script split(const Sources& sources, const Section& section);

/// The same text with every comment turned into as many spaces (line ends kept), because PostgreSQL
/// 17's grammar as libpg_query carries it takes comments for tokens. Offsets stay what they were.
/// A block comment without an end stays, for the parser to complain of.
[[nodiscard]] std::string blank_comments(std::string_view text);

} // namespace rlslint
