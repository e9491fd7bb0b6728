#include <string>

#include <doctest/doctest.h>

#include "rlslint/sql/script.hpp"

#include "samples.hpp"

using namespace rlslint;

namespace {

/// What is wrong with a script as a division of its section; empty where nothing is.
std::string flaw(const Script& script, const Section& section, std::string_view text) {
    std::uint32_t covered = section.span.begin;
    std::size_t tokens = 0;
    for (const Piece& piece : script.pieces) {
        if (piece.span.begin != covered) return "a gap or an overlap";
        if (piece.span.end <= piece.span.begin) return "an empty piece";
        covered = piece.span.end;
        if (piece.kind != PieceKind::statement) {
            if (piece.token_count != 0) return "tokens outside statements";
            continue;
        }
        if (piece.first_token != tokens) return "tokens that belong to no statement";
        tokens += piece.token_count;
        std::uint32_t at = piece.span.begin;
        for (const Token& token : script.tokens_of(piece)) {
            if (token.trivia() || token.begin < at || token.end > piece.span.end)
                return "a token out of place";
            at = token.end;
        }
        if (at != piece.span.end && !piece.unterminated) return "a statement that ends behind its last token";
        if (piece.token_count != 0 && script.tokens_of(piece)[0].begin != piece.span.begin)
            return "a late first token";
        const std::string_view statement = text.substr(piece.span.begin, piece.span.size());
        if (!piece.has_comments && !piece.unterminated && blank_comments(statement) != statement)
            return "comments missed";
    }
    if (covered != section.span.end) return "bytes in no piece";
    return tokens == script.tokens.size() ? "" : "left-over tokens";
}

void check_division(std::string text, Terminator terminator) {
    CAPTURE(text);
    Sources sources;
    const SourceId id = sources.add({.path = "test.sql", .text = std::move(text)});
    const auto size = static_cast<std::uint32_t>(sources[id].text.size());
    for (const Span span : {Span{id, 0, size}, Span{id, size / 3, size - size / 4}}) {
        const Section section{span, terminator};
        REQUIRE(flaw(split(sources, section), section, sources[id].text) == "");
    }
    const std::string blanked = blank_comments(sources[id].text);
    REQUIRE(blanked.size() == size);
    REQUIRE(blank_comments(blanked).size() == size);
}

void check_division(const std::string& text) {
    check_division(text, Terminator::semicolon);
    check_division(text, Terminator::section);
}

constexpr std::string_view sample = R"(
-- a table
create table public.notes (id bigint primary key, body text default 'it''s' -- why
  'more', owner uuid);
alter table notes enable row level security; /* a /* nested */ note */
create policy "own ""notes""" on notes using ((select auth.uid()) = owner);
create or replace function f(a int) returns int language plpgsql as $body$
begin; return $1 + a; end $body$;
create function g() returns int begin atomic select case when true then 1 else 2 end; end;
copy notes (id, body) from stdin;
1	one;
2	'two
\.
\connect other
select E'\'', U&"d\0061t", B'01', 1.5e3, $1::int \gset
create rule r as on insert to notes do also (delete from a; delete from b);
)";

} // namespace

TEST_CASE("every byte belongs to one piece: soups") {
    test::Random random(1);
    for (int i = 0; i < 20000; ++i)
        check_division(test::soup(random, 24));
}

TEST_CASE("every byte belongs to one piece: random bytes") {
    test::Random random(2);
    for (int i = 0; i < 5000; ++i) {
        std::string text(test::below(random, 64), ' ');
        for (char& c : text)
            c = static_cast<char>(test::below(random, 256));
        check_division(text);
    }
}

TEST_CASE("every byte belongs to one piece: broken SQL") {
    test::Random random(3);
    check_division(std::string(sample));
    for (int i = 0; i < 5000; ++i)
        check_division(test::mutated(random, std::string(sample)));
}
