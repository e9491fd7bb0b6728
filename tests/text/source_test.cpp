#include <doctest/doctest.h>

#include "rlslint/text/source.hpp"

using namespace rlslint;

TEST_CASE("a span's text is its bytes; no place has none") {
    Sources sources;
    const SourceId id = sources.add({.path = "a.sql", .text = "select 1"});
    CHECK(sources.text({id, 7, 8}) == "1");
    CHECK(sources.text(Span{}).empty());
    CHECK(sources[id].path == "a.sql");
}

TEST_CASE("sources stay where they are while more are added") {
    Sources sources;
    const Source* const first = &sources[sources.add({.path = "a.sql", .text = "a"})];
    for (int i = 0; i < 1000; ++i)
        sources.add({.path = "b.sql", .text = ""});
    CHECK(first == &sources[SourceId{0}]);
    CHECK(sources.size() == 1001);
}

TEST_CASE("a generated text comes from the file that made it, however deep") {
    Sources sources;
    const SourceId file = sources.add({.path = "a.sql", .text = "do $$ execute 'x' $$"});
    const Span execute{file, 6, 17};
    const SourceId outer = sources.add({.path = "a.sql", .text = "execute 'y'", .parent = execute});
    const SourceId inner = sources.add({.path = "a.sql", .text = "y", .parent = {outer, 0, 11}});
    CHECK(sources.origin({inner, 0, 1}) == execute);
    CHECK(sources.origin({file, 1, 2}) == Span{file, 1, 2});
    CHECK_FALSE(sources.origin(Span{}).valid());
    CHECK(sources[inner].generated());
}

TEST_CASE("covering spans") {
    const SourceId id{0};
    CHECK(cover({id, 2, 4}, {id, 1, 3}) == Span{id, 1, 4});
    CHECK(cover(Span{}, {id, 1, 3}) == Span{id, 1, 3});
    CHECK(cover({id, 1, 3}, Span{}) == Span{id, 1, 3});
}
