#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/lint/failures.hpp"

using namespace rlslint;

namespace {

struct Told {
    std::vector<std::string> why;
    std::vector<std::string> places;
};

Told certain(const std::string& sql) {
    Sources sources;
    Source source;
    source.path = "1.sql";
    source.text = sql;
    const SourceId id = sources.add(std::move(source));
    const Section section{{id, 0, static_cast<std::uint32_t>(sql.size())}, Terminator::semicolon};
    const History history = replay(sources, {}, {&section, 1}, {});
    Told told;
    for (const LogEntry* failure : certain_failures(sources, history)) {
        told.why.push_back(failure->why);
        told.places.emplace_back(sources.text(place_of(sources, *failure)));
    }
    return told;
}

using List = std::vector<std::string>;

} // namespace

TEST_CASE("a refusal is certain where everything before it was followed") {
    const Told told = certain("create table public.t (id int);\n"
                              "create index on public.t (slug);\n"
                              "create table public.t (id int);\n");
    CHECK(told.why == List{"column \"slug\" does not exist", "relation \"t\" already exists"});
    CHECK(told.places == List{"slug", "t"});
}

TEST_CASE("of a failed block only the cause is told") {
    const Told told = certain("begin; create table public.t (id int);\n"
                              "alter table public.t alter column b set not null;\n"
                              "create table public.u (id int); commit;\n");
    CHECK(told.why == List{"column \"b\" of relation \"t\" does not exist"});
}

TEST_CASE("a statement that was not followed may explain what follows") {
    const std::string table = "create table public.t (id int);";
    const std::string missing = "create index on public.t (slug); grant select on public.u to someone;";
    SUBCASE("it names what is missing") {
        CHECK(certain(table +
                      "do $$ begin if random() < 2 then alter table public.t add slug text; end if; "
                      "end $$;" +
                      missing)
                  .why.empty());
    }
    SUBCASE("it builds its SQL, of the kind in question") {
        CHECK(certain(table + "do $$ begin execute 'alter table ' || chr(116) || ' add column '; end $$;" +
                      missing)
                  .why.empty());
    }
    SUBCASE("it is about other things") {
        CHECK(certain(table + "do $$ begin if random() < 2 then create role x; end if; end $$;" + missing)
                  .why.size() == 1);
    }
}

TEST_CASE("what is wrong with a DO block in itself, nothing before it explains") {
    const char* hidden = "select prepare();\n";
    const Told told =
        certain(std::string{hidden} + "do $$ begin for t in select unnest(array['a']) as t loop\n"
                                      "execute format('drop table %I', t.t); end loop; end $$;\n"
                                      "do $$ begin drop policy p on public.t; end $$;\n");
    CHECK(told.why ==
          List{"loop variable of loop over rows must be a record variable or list of scalar variables"});
}
