#include <string>

#include <doctest/doctest.h>

#include "rlslint/text/line_index.hpp"

using namespace rlslint;

TEST_CASE("lines end at LF, CRLF or CR") {
    const LineIndex index("a\nb\r\nc\rd");
    CHECK(index.line_count() == 4);
    CHECK(index.line(1) == "a");
    CHECK(index.line(2) == "b");
    CHECK(index.line(3) == "c");
    CHECK(index.line(4) == "d");
    CHECK(index.line(5) == "");
    CHECK(index.line(0) == "");
    CHECK(index.position(5) == Position{3, 1});
    CHECK(index.position(7) == Position{4, 1});
}

TEST_CASE("columns count code points") {
    const LineIndex index("aé€😀z");
    CHECK(index.position(1) == Position{1, 2});
    CHECK(index.position(3) == Position{1, 3});
    CHECK(index.position(10) == Position{1, 5});
    SUBCASE("a byte within a character has the character's column") {
        CHECK(index.position(8) == Position{1, 4});
    }
    SUBCASE("a byte that is no UTF-8 counts as one") {
        CHECK(LineIndex("\xFF\xFF"
                        "a")
                  .position(2) == Position{1, 3});
        CHECK(LineIndex("\xE2\x82z").position(2) == Position{1, 3});
    }
}

TEST_CASE("the end of the text is a place, and everything behind it the same one") {
    CHECK(LineIndex("").position(0) == Position{1, 1});
    CHECK(LineIndex("ab").position(2) == Position{1, 3});
    CHECK(LineIndex("ab").position(99) == Position{1, 3});
    CHECK(LineIndex("ab\n").position(3) == Position{2, 1});
}

TEST_CASE("offsets are the way back") {
    const std::string text = "aé€\r\n\xFF😀\n\nz\r";
    const LineIndex index(text);
    for (const std::uint32_t offset : {0u, 1u, 3u, 8u, 9u, 14u, 15u, 17u}) {
        CAPTURE(offset);
        CHECK(index.offset(index.position(offset)) == offset);
    }
    SUBCASE("a column behind the line is the line's end") {
        CHECK(index.offset({1, 99}) == 6);
        CHECK(index.offset({3, 2}) == 14);
    }
    SUBCASE("a line behind the text is the text's end") { CHECK(index.offset({99, 1}) == text.size()); }
    SUBCASE("counting from 0 is forgiven") {
        CHECK(index.offset({0, 5}) == 0);
        CHECK(index.offset({2, 0}) == 8);
    }
}
