#include <string>

#include <doctest/doctest.h>

#include "rlslint/text/utf8.hpp"

using namespace rlslint;

TEST_CASE("well-formed sequences have their length") {
    CHECK(utf8_length("a") == 1);
    CHECK(utf8_length("é") == 2);
    CHECK(utf8_length("€") == 3);
    CHECK(utf8_length("😀") == 4);
    CHECK(utf8_length("éa") == 2);
}

TEST_CASE("anything else has none") {
    for (const char* const text :
         {"", "\x80", "\xC3", "\xC3(", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF"}) {
        CAPTURE(text);
        CHECK(utf8_length(text) == 0);
    }
}

TEST_CASE("every code point is written as it is read") {
    for (const char32_t code_point :
         {U'\0', U'a', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xFFFD', U'\x10000', U'\x10FFFF'}) {
        std::string text;
        append_utf8(text, code_point);
        CHECK(utf8_length(text) == text.size());
    }
    std::string text;
    append_utf8(text, U'😀');
    CHECK(text == "😀");
}
