#include <doctest/doctest.h>

#include "rlslint/sql/script.hpp"

using namespace rlslint;

TEST_CASE("comments become spaces of the same length, line ends stay") {
    CHECK(blank_comments("a -- b\nc") == "a     \nc");
    CHECK(blank_comments("a/*x\r\n/*y*/*/b") == "a   \r\n       b");
    CHECK(blank_comments("-- ä") == "     ");
}

TEST_CASE("what looks like a comment inside quotes is none") {
    for (const char* const text : {"'-- a'", "\"/* a */\"", "$$ -- a $$", "$x$/*$x$", "E'\\'-- a'", "'a''--'",
                                   "U&'--'", "a - - b", "B'--'"}) {
        CHECK(blank_comments(text) == text);
    }
}

TEST_CASE("comments between the parts of one string go too") {
    CHECK(blank_comments("'a' -- b\n'--c'") == "'a'     \n'--c'");
    CHECK(blank_comments("E'\\'' --'\n -- x\n '--'") == "E'\\''    \n     \n '--'");
    CHECK(blank_comments("B'0' --\n'1'") == "B'0'   \n'1'");
}

TEST_CASE("a comment that does not end stays for the parser to complain of") {
    CHECK(blank_comments("a /* b") == "a /*  ");
    CHECK(blank_comments("a /* /* */ b") == "a /*        ");
}
