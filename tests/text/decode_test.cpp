#include <string>

#include <doctest/doctest.h>

#include "rlslint/text/source.hpp"

using namespace rlslint;
using namespace std::string_literals;

namespace {

/// ASCII as UTF-16.
std::string wide(std::string_view text, Encoding order) {
    std::string bytes;
    for (const char c : text)
        bytes += order == Encoding::utf16_le ? std::string{c, '\0'} : std::string{'\0', c};
    return bytes;
}

} // namespace

TEST_CASE("UTF-8 stays as it is, valid or not, without its mark") {
    CHECK(decode("select 'é\xFF\xC3'").text == "select 'é\xFF\xC3'");
    CHECK(decode("").text.empty());
    const Decoded marked = decode("\xEF\xBB\xBFselect");
    CHECK(marked.text == "select");
    CHECK(marked.encoding == Encoding::utf8_bom);
}

TEST_CASE("UTF-16 is told by its mark") {
    const Decoded little = decode("\xFF\xFE" + wide("select 1", Encoding::utf16_le));
    CHECK(little.text == "select 1");
    CHECK(little.encoding == Encoding::utf16_le);
    const Decoded big = decode("\xFE\xFF" + wide("select 1", Encoding::utf16_be));
    CHECK(big.text == "select 1");
    CHECK(big.encoding == Encoding::utf16_be);
    CHECK(decode("\xFF\xFE").text.empty());
}

TEST_CASE("UTF-16 without a mark is told by the zeros of ASCII") {
    CHECK(decode(wide("-- x", Encoding::utf16_le)).text == "-- x");
    CHECK(decode(wide("-- x", Encoding::utf16_be)).encoding == Encoding::utf16_be);
    CHECK(decode("a\0b"s).text == "a\0b"s);
    CHECK(decode("ab\0\0"s).encoding == Encoding::utf8);
}

TEST_CASE("UTF-16 beyond ASCII, with pairs of surrogates") {
    const Decoded decoded = decode("\xFF\xFE"
                                   "a\0\xE9\0\xAC\x20\x3D\xD8\x00\xDE"s);
    CHECK(decoded.text == "aé€😀");
    CHECK_FALSE(decoded.first_replaced.has_value());
}

TEST_CASE("what is no UTF-16 is replaced, and its first place told") {
    CHECK(decode("\xFF\xFE"
                 "a\0\x3D\xD8"
                 "b\0"s)
              .text == "a\xEF\xBF\xBD"
                       "b"); // a high surrogate alone
    CHECK(decode("\xFF\xFE"
                 "a\0\x3D\xD8"
                 "b\0"s)
              .first_replaced == 1u);
    CHECK(decode("\xFF\xFE"
                 "\x00\xDE"
                 "b\0"s)
              .text == "\xEF\xBF\xBD"
                       "b"); // a low one
    CHECK(decode("\xFF\xFE"
                 "a\0\x3D\xD8"s)
              .text == "a\xEF\xBF\xBD"); // a high one at the end
    CHECK(decode("\xFF\xFE"
                 "a\0b"s)
              .text == "a\xEF\xBF\xBD"); // half a unit
    CHECK(decode("\xFF\xFE"
                 "a\0b"s)
              .first_replaced == 1u);
}
