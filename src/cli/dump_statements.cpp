#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rlslint/report/places.hpp"
#include "rlslint/report/printable.hpp"
#include "rlslint/sql/script.hpp"

#include "dump.hpp"

namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

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

void add_text(const Workspace& workspace, const Piece& piece, const Place& place, std::string& text) {
    if (!is_worth_a_line(piece)) return;
    fmt::format_to(std::back_inserter(text), "{}:{}:{}-{}:{} {}{} {}\n", printable(place.file),
                   place.start.line, place.start.column, place.end.line, place.end.column,
                   to_string(piece.kind), piece.unterminated ? " (unterminated)" : "",
                   beginning(workspace.sources.text(piece.span)));
}

Json as_json(const Workspace& workspace, const Piece& piece, const Place& place) {
    const auto position = [](Position at) { return Json{{"line", at.line}, {"column", at.column}}; };
    return {{"file", place.file},
            {"kind", to_string(piece.kind)},
            {"start", position(place.start)},
            {"end", position(place.end)},
            {"unterminated", piece.unterminated},
            {"text", workspace.sources.text(piece.span)}};
}

} // namespace

std::string dump_statements(const Workspace& workspace, DumpFormat format) {
    Places places(&workspace.sources);
    std::string text;
    Json pieces = Json::array();
    for (const LoadedProject& loaded : workspace.projects) {
        for (const Section& section : loaded.sections) {
            for (const Piece& piece : split(workspace.sources, section).pieces) {
                const Place place = places.within(piece.span).value_or(Place{});
                if (format == DumpFormat::json) {
                    pieces.push_back(as_json(workspace, piece, place));
                } else {
                    add_text(workspace, piece, place, text);
                }
            }
        }
    }
    if (format == DumpFormat::text) return text;
    return Json{{"pieces", std::move(pieces)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
