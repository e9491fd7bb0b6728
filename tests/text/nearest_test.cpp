#include <array>
#include <string>

#include <doctest/doctest.h>

#include "rlslint/text/nearest.hpp"

using namespace rlslint;

TEST_CASE("the nearest word is the one with the fewest mistakes, or the one that holds it") {
    constexpr std::array<std::string_view, 4> rules{"rls-disabled", "rls-turned-off", "policy-always-true",
                                                    "syntax-error"};
    CHECK(nearest("rls-disabeld", rules) == "rls-disabled");
    CHECK(nearest("rlsdisabled", rules) == "rls-disabled");
    CHECK(nearest("policies-always-true", rules) == "policy-always-true");
    CHECK(nearest("always-true", rules) == "policy-always-true");
    CHECK(nearest("syntax", rules) == "syntax-error");
    CHECK(nearest("zebra", rules) == std::nullopt);
    CHECK(nearest("", rules) == std::nullopt);
    CHECK(nearest("rls-disabled", {}) == std::nullopt);
    CHECK(nearest(std::string(1000, 'r'), rules) == std::nullopt);
}

TEST_CASE("swapped neighbours are one mistake") {
    constexpr std::array<std::string_view, 2> words{"from", "form"};
    CHECK(nearest("fomr", words) == "form");
    CHECK(nearest("frmo", words) == "from");
}
