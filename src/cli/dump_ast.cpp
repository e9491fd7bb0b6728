#include "rlslint/sql/dump_ast.hpp"

#include <variant>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/sql/parse.hpp"

#include "dump.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

/// What the parser made of a statement.
struct Parsed {
    std::string tree; ///< empty where the grammar rejects it
    std::string error;
};

Parsed parse(const Workspace& workspace, Parser& parser, const Script& script, const Piece& piece) {
    const ParseResult result = parser.parse(workspace.sources, script, piece);
    if (const auto* const error = std::get_if<SyntaxError>(&result)) return {"", error->message};
    Parsed parsed;
    for (const Statement& statement : std::get<std::vector<Statement>>(result)) {
        parsed.tree += dump_ast(workspace.sources, statement);
    }
    return parsed;
}

std::string as_text(const Parsed& parsed, const Place& place) {
    return fmt::format("-- {}:{}:{}\n{}\n", printable(place.file), place.start.line, place.start.column,
                       printable(parsed.error.empty() ? parsed.tree : parsed.error));
}

Json as_json(const Parsed& parsed, const Place& place) {
    const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    return {{"location", as_json(place)},
            {"tree", or_null(parsed.tree)},
            {"syntax_error", or_null(parsed.error)}};
}

} // namespace

std::string dump_asts(const Workspace& workspace, DumpFormat format) {
    std::string text;
    Json statements = Json::array();
    Parser parser;
    for_each_piece(workspace, [&](const Script& script, const Piece& piece, const Place& place) {
        if (piece.kind != PieceKind::statement) return;
        const Parsed parsed = parse(workspace, parser, script, piece);
        if (format == DumpFormat::json) {
            statements.push_back(as_json(parsed, place));
        } else {
            text += as_text(parsed, place);
        }
    });
    return format == DumpFormat::json ? written({{"statements", std::move(statements)}}) : text;
}

} // namespace rlslint
