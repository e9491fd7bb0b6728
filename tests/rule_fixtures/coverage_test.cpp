#include <doctest/doctest.h>

#include "rlslint/lint/coverage.hpp"

#include "rule_fixtures/judged.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

ProtectedTables count(const std::string& sql, const std::string& profile = "supabase-auto-expose") {
    const Judged judged{{{"1.sql", sql}}, "", profile};
    return count_protected_tables(Model{judged.sources(), judged.history(), judged.platform()});
}

} // namespace

TEST_CASE("tables within clients' reach are counted, and those that are protected") {
    const ProtectedTables tables =
        count("-- public_tables: public.countries\n"
              "create table public.open (id bigint);\n"
              "create table public.guarded (id bigint);\n"
              "alter table public.guarded enable row level security;\n"
              "create table public.revoked (id bigint);\n"
              "revoke all on public.revoked from anon, authenticated;\n"
              "create schema private;\n"
              "create table private.hidden (id bigint);\n"
              "create table public.countries (code text);\n"
              "create temporary table scratch (id bigint);\n"
              "create view public.seen with (security_invoker = true) as select 1 as one;\n");
    CHECK(tables.reachable == 2);
    CHECK(tables.guarded == 1);
}

TEST_CASE("where nothing is granted nothing is within reach") {
    const ProtectedTables tables = count("create table public.open (id bigint);\n"
                                         "create table public.for_the_back_end (id bigint);\n"
                                         "grant all on public.for_the_back_end to service_role;\n",
                                         "supabase");
    CHECK(tables.reachable == 0);
    CHECK(tables.guarded == 0);
}
