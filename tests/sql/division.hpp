#pragma once

#include <string>
#include <string_view>

#include "rlslint/sql/script.hpp"

namespace rlslint::test {

/// What is wrong with a statement among the pieces of a script; empty where nothing is.
inline std::string statement_flaw(const Script& script, const Piece& piece, std::string_view text) {
    std::uint32_t at = piece.span.begin;
    for (const Token& token : script.tokens_of(piece)) {
        if (token.trivia()) return "a token of white space";
        if (token.begin < at || token.end > piece.span.end) return "a token out of place";
        at = token.end;
    }
    if (piece.unterminated) return {};
    if (piece.token_count == 0) return "a statement of nothing";
    if (script.tokens_of(piece)[0].begin != piece.span.begin)
        return "a statement that begins before its first token";
    if (at != piece.span.end) return "a statement that ends behind its last token";
    const std::string_view statement = text.substr(piece.span.begin, piece.span.size());
    return piece.has_comments || blank_comments(statement) == statement ? "" : "comments missed";
}

/// What is wrong with a script as a division of its section; empty where nothing is.
inline std::string division_flaw(const Script& script, const Section& section, std::string_view text) {
    std::uint32_t covered = section.span.begin;
    std::size_t tokens = 0;
    for (const Piece& piece : script.pieces) {
        if (piece.span.begin != covered) return "a gap or an overlap";
        if (piece.span.end <= piece.span.begin) return "an empty piece";
        covered = piece.span.end;
        if (piece.kind != PieceKind::statement && piece.token_count != 0) return "tokens outside statements";
        if (piece.kind != PieceKind::statement) continue;
        if (piece.first_token != tokens) return "tokens that belong to no statement";
        tokens += piece.token_count;
        if (std::string flaw = statement_flaw(script, piece, text); !flaw.empty()) return flaw;
    }
    if (covered != section.span.end) return "bytes in no piece";
    return tokens == script.tokens.size() ? "" : "left-over tokens";
}

} // namespace rlslint::test
