#include <fmt/format.h>

#include "rlslint/report/printable.hpp"

#include "dump.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

/// Space and terminators say nothing to people.
bool is_worth_a_line(const Piece& piece) {
    return piece.kind != PieceKind::space && piece.kind != PieceKind::terminator;
}

/// The first line, cut.
std::string beginning(std::string_view text) {
    constexpr std::size_t most = 80;
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    std::string shown;
    std::size_t at = 0;
    while (at < line.size() && shown.size() < most) {
        const Glyph glyph = first_glyph(line.substr(at));
        shown += glyph.shown;
        at += glyph.bytes;
    }
    return at < text.size() ? shown + " …" : shown;
}

std::string as_line(const Piece& piece, bool filled, const Place& place, std::string_view text) {
    return fmt::format("{}:{}:{}-{}:{} {}{}{} {}\n", printable(place.file), place.start.line,
                       place.start.column, place.end.line, place.end.column, to_string(piece.kind),
                       piece.unterminated ? " (unterminated)" : "", filled ? " (placeholders)" : "",
                       beginning(text));
}

} // namespace

std::string dump_statements(const Workspace& workspace, DumpFormat format) {
    std::string lines;
    Json pieces = Json::array();
    for_each_piece(workspace, [&](const Script&, const Piece& piece, const Place& place) {
        const std::string_view text = workspace.sources.text(piece.span);
        if (format == DumpFormat::json) {
            pieces.push_back({{"kind", to_string(piece.kind)},
                              {"location", as_json(place)},
                              {"unterminated", piece.unterminated},
                              {"placeholders", workspace.sources.was_filled(piece.span)},
                              {"text", text}});
        } else if (is_worth_a_line(piece)) {
            lines += as_line(piece, workspace.sources.was_filled(piece.span), place, text);
        }
    });
    return format == DumpFormat::json ? written({{"pieces", std::move(pieces)}}) : lines;
}

} // namespace rlslint
