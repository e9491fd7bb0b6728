#include <map>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "rlslint/catalog/name_index.hpp"

using namespace rlslint;

TEST_CASE("an index without names finds nothing") {
    NameIndex index;
    CHECK(index.find(0, Symbol{"a"}) == NameIndex::none);
    index.erase(0, Symbol{"a"}, 1);
    CHECK(index.find(0, Symbol{"a"}) == NameIndex::none);
}

TEST_CASE("a name is taken out only for the object that it stands for") {
    NameIndex index;
    index.set(7, Symbol{"a"}, 1);
    index.set(7, Symbol{"a"}, 2);
    index.erase(7, Symbol{"a"}, 1);
    CHECK(index.find(7, Symbol{"a"}) == 2);
    index.erase(7, Symbol{"a"}, 2);
    CHECK(index.find(7, Symbol{"a"}) == NameIndex::none);
}

TEST_CASE("random additions and removals agree with a map") {
    NameIndex index;
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> expected;
    std::mt19937 random{42}; // NOLINT: the same every time on purpose
    for (std::uint32_t step = 0; step < 20000; ++step) {
        const std::uint32_t scope = random() % 4;
        const std::string name = "n" + std::to_string(random() % 300);
        const auto known = expected.find({scope, name});
        if (random() % 2 == 0) {
            index.set(scope, Symbol{name}, step);
            expected[{scope, name}] = step;
        } else if (known != expected.end()) {
            index.erase(scope, Symbol{name}, known->second);
            expected.erase(known);
        }
        const std::uint32_t found = index.find(scope, Symbol{name});
        const auto now = expected.find({scope, name});
        REQUIRE(found == (now == expected.end() ? NameIndex::none : now->second));
    }
    for (const auto& [key, object] : expected)
        REQUIRE(index.find(key.first, Symbol{key.second}) == object);
}
