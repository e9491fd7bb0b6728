#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/text/symbol.hpp"

using namespace rlslint;

TEST_CASE("equal texts give equal symbols") {
    const std::string text = "notes";
    CHECK(Symbol{text} == Symbol{"notes"});
    CHECK(Symbol{"notes"} != Symbol{"note"});
    CHECK(Symbol{text}.text() == "notes");
    CHECK(Symbol{text}.text().data() != text.data());
}

TEST_CASE("the empty text is no name") {
    CHECK(Symbol{} == Symbol{""});
    CHECK(Symbol{}.empty());
    CHECK(Symbol{}.text().empty());
    CHECK_FALSE(Symbol{"a"}.empty());
}

TEST_CASE("texts may hold anything and be of any size") {
    using namespace std::string_literals;
    CHECK(Symbol{"a\0b"s} != Symbol{"a\0c"s});
    CHECK(Symbol{"a\0b"s}.text() == "a\0b"s);
    const std::string large(1u << 20, 'x');
    CHECK(Symbol{large}.text() == large);
}

TEST_CASE("many symbols stay apart, and their texts in place") {
    const Symbol first{"symbol_test_0"};
    const char* const place = first.text().data();
    std::unordered_set<Symbol> seen;
    for (int i = 0; i < 50000; ++i)
        seen.insert(Symbol{"symbol_test_" + std::to_string(i)});
    CHECK(seen.size() == 50000);
    CHECK(first.text().data() == place);
    CHECK(Symbol{"symbol_test_49999"}.text() == "symbol_test_49999");
}

TEST_CASE("threads that intern the same texts at once agree on them") {
    constexpr int count = 20000;
    std::vector<std::vector<Symbol>> made(4);
    std::vector<std::thread> threads;
    for (auto& symbols : made) {
        threads.emplace_back([&symbols] {
            for (int i = 0; i < count; ++i)
                symbols.emplace_back("threaded_" + std::to_string(i));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        REQUIRE(made[0][at].text() == "threaded_" + std::to_string(i));
        for (const auto& symbols : made)
            REQUIRE(symbols[at] == made[0][at]);
    }
}
