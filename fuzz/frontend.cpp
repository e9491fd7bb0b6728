// Any bytes, cut into statements, parsed and printed: nothing may crash, and whatever has a place
// stands inside its statement.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "rlslint/sql/dump_ast.hpp"
#include "rlslint/sql/parse.hpp"

#include "../tests/sql/places.hpp"

using namespace rlslint;

namespace {

void expect(bool right, const std::string& flaw) {
    if (right) return;
    std::fprintf(stderr, "%s\n", flaw.c_str());
    std::abort();
}

void check(const Sources& sources, const Piece& piece, const ParseResult& result) {
    if (const auto* error = std::get_if<SyntaxError>(&result)) {
        const Span span = error->span;
        expect(piece.span.begin <= span.begin && span.begin <= span.end && span.end <= piece.span.end,
               "an error outside its statement: " + error->message);
        return;
    }
    for (const Statement& statement : std::get<std::vector<Statement>>(result)) {
        const std::string flaw = testing::places_flaw(sources, statement);
        expect(flaw.empty(), flaw);
        expect(!statement.tag.empty(), "a statement without a tag");
        (void)dump_ast(sources, statement);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Decoded decoded = decode(std::string(reinterpret_cast<const char*>(data), size));
    const SourceId id = sources.add({.path = "fuzz.sql", .text = std::move(decoded.text)});
    const auto end = static_cast<std::uint32_t>(sources[id].text.size());
    Parser parser;
    const Script script = split(sources, {{id, 0, end}, Terminator::semicolon});
    for (const Piece& piece : script.pieces) {
        if (piece.kind == PieceKind::statement) check(sources, piece, parser.parse(sources, script, piece));
    }
    (void)parser.parse_expression(sources, {id, 0, end});
    return 0;
}
