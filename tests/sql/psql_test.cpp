#include <doctest/doctest.h>

#include "rlslint/sql/psql.hpp"

using namespace rlslint;

TEST_CASE("the words of a backslash command") {
    using Words = std::vector<std::string>;
    CHECK(meta_command_words("\\set a 'it''s' \"b c\"d") == Words{"set", "a", "it's", "b cd"});
    CHECK(meta_command_words("\\c").size() == 1);
    CHECK(meta_command_words("").empty());
}

TEST_CASE("whom \\connect connects as") {
    CHECK(user_to_connect_as("\\c - clerk") == "clerk");
    CHECK(user_to_connect_as("\\connect app") == "");
    CHECK(user_to_connect_as("\\c") == "");
    CHECK(user_to_connect_as("\\c - -") == "");
    CHECK(user_to_connect_as("\\connect -reuse-previous=on \"dbname='app' user=clerk\"") == "clerk");
    CHECK(user_to_connect_as("\\copy t from stdin") == std::nullopt);
}

TEST_CASE("variables stand for names, values and SQL") {
    PsqlVariables variables;
    change_variables(variables, "\\set name Tom");
    change_variables(variables, "\\set cond 'a > 1' ' and b'");
    change_variables(variables, "\\set quoted 'it''s'");
    change_variables(variables, "\\echo name");
    CHECK(with_variables("create table :\"name\" (a text default :'quoted', check (:cond))", variables) ==
          "create table \"Tom\" (a text default 'it''s', check (a > 1 and b))");
    CHECK(with_variables("select 'a:name', 1::name, $$ :name $$, :other -- :name", variables) ==
          "select 'a:name', 1::name, $$ :name $$, :other -- :name");
    CHECK(with_variables("a[1:name]", variables) == "a[1Tom]");
    change_variables(variables, "\\unset name");
    CHECK(with_variables(":name", variables) == ":name");
}
