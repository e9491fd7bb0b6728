#include <string>

#include <doctest/doctest.h>

#include "division.hpp"
#include "samples.hpp"

using namespace rlslint;

namespace {

void check_division(std::string text, Terminator terminator) {
    CAPTURE(text);
    Sources sources;
    const SourceId id = sources.add({.path = "test.sql", .text = std::move(text)});
    const auto size = static_cast<std::uint32_t>(sources[id].text.size());
    for (const Span span : {Span{id, 0, size}, Span{id, size / 3, size - size / 4}}) {
        const Section section{span, terminator};
        REQUIRE(test::division_flaw(split(sources, section), section, sources[id].text) == "");
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

TEST_CASE("no text takes time out of proportion to its size") {
    // Each of these took the square of its length in some version of the lexer or splitter, or could have.
    for (const std::string_view part : {"+",
                                        "+-",
                                        "=+",
                                        "--\r",
                                        "\\a",
                                        "(;",
                                        "(\n;",
                                        "x;\n",
                                        "'a' -- b\n",
                                        "'a'\n",
                                        "/*",
                                        "*/",
                                        "$a",
                                        "$a$b",
                                        "$$a$",
                                        "\"",
                                        "U&'",
                                        "copy a from stdin;",
                                        "begin atomic ;",
                                        "create\n",
                                        ";\n    ",
                                        "1e",
                                        "\\copy a from stdin\n"}) {
        CAPTURE(part);
        for (const std::string_view head :
             {"", "(", "x ", "create function f() begin atomic ", "do $x$ ;\n"}) {
            std::string text(head);
            while (text.size() < 300000)
                text += part;
            check_division(text);
        }
    }
}
