#include <string>

#include <doctest/doctest.h>

#include "lexing.hpp"

using namespace rlslint;

namespace {

std::string name_of(std::string_view text) { return identifier(test::lex(text).at(0), text); }

} // namespace

TEST_CASE("unquoted names are folded in ASCII only") {
    CHECK(name_of("FooBar") == "foobar");
    CHECK(name_of("ÄB") == "Äb");
}

TEST_CASE("quoted names are kept, with their quotes undone") {
    CHECK(name_of(R"("Foo Bar")") == "Foo Bar");
    CHECK(name_of(R"("a""""b")") == R"(a""b)");
    CHECK(name_of(R"("open)") == "open");
    CHECK(name_of(R"("")") == "");
}

TEST_CASE("Unicode escapes") {
    CHECK(name_of(R"(U&"d\0061t\+000061")") == "data");
    CHECK(name_of(R"(U&"\D83D\DE00")") == "😀");
    CHECK(name_of(R"(U&"a\\0061""b")") == R"(a\0061"b)");
    SUBCASE("what is no escape stays as it is") {
        CHECK(name_of(R"(U&"\00g1")") == R"(\00g1)");
        CHECK(name_of(R"(U&"\D83D!")") == R"(\D83D!)");
        CHECK(name_of(R"(U&"\DE00")") == R"(\DE00)");
        CHECK(name_of(R"(U&"\+110000")") == R"(\+110000)");
        CHECK(name_of(R"(U&"\12)") == R"(\12)");
        CHECK(name_of(R"(U&"\)") == R"(\)");
    }
}

TEST_CASE("names are cut to 63 bytes, between characters") {
    CHECK(name_of(std::string(80, 'a')) == std::string(63, 'a'));
    CHECK(name_of(std::string(63, 'a')) == std::string(63, 'a'));
    CHECK(name_of(std::string(62, 'a') + "ä") == std::string(62, 'a'));
    CHECK(name_of(std::string(80, '\xD0')) == std::string(62, '\xD0')); // each announces a second byte
    CHECK(name_of(std::string(61, 'a') + "äb") == std::string(61, 'a') + "ä");
}

TEST_CASE("keywords are found in any case") {
    CHECK(is_keyword("SeLect", "select"));
    CHECK_FALSE(is_keyword("selects", "select"));
    CHECK_FALSE(is_keyword("", "select"));
}
