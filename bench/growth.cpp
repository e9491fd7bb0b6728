// How the cost of a check grows with what there is of one thing: each family doubles it, and the table
// behind the runs has the exponent that fits (1: linear).

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "project.hpp"

namespace rlslint::bench {
namespace {

std::string repeated(std::int64_t n, std::string_view statement) {
    std::string sql;
    for (std::int64_t i = 0; i < n; ++i)
        fmt::format_to(std::back_inserter(sql), fmt::runtime(statement), i, i + 1);
    return sql;
}

std::string tables(std::int64_t n) {
    return repeated(n, "create table t{0} (id bigint primary key, owner_id uuid, body text);\n");
}

std::string guarded_tables(std::int64_t n) {
    return repeated(n,
                    "create table t{0} (id bigint primary key, owner_id uuid references auth.users);\n"
                    "alter table t{0} enable row level security;\n"
                    "create policy own on t{0} to authenticated using (owner_id = (select auth.uid()));\n");
}

std::string policies_of_one_table(std::int64_t n) {
    return "create table t (id bigint primary key, owner_id uuid);\nalter table t enable row level "
           "security;\n" +
           repeated(n,
                    "create policy p{0} on t to authenticated using (owner_id = auth.uid() and id > {0});\n");
}

std::string chain_of_roles(std::int64_t n) {
    return "create role r0;\n" + repeated(n, "create role r{1};\ngrant r{0} to r{1};\n") +
           fmt::format("create table t (id int);\ngrant select on t to r0;\nset role r{};\n", n) +
           repeated(100, "select * from t;\n");
}

std::string grants_to_all_tables(std::int64_t n) {
    return repeated(n, "create table t{0} (id int);\n") +
           "create role a;\ngrant select, insert on all tables in schema public to a;\n"
           "revoke insert on all tables in schema public from a, authenticated;\n";
}

std::string grants_one_by_one(std::int64_t n) {
    return "create table t (id int);\n" + repeated(n, "create role r{0};\ngrant select on t to r{0};\n");
}

std::string views(std::int64_t n) {
    return "create table t0 (id int);\n" + repeated(n, "create view v{0} as select id from t0;\n");
}

std::string functions(std::int64_t n) {
    return repeated(
        n, "create function f{0}(a int) returns int language sql security definer set search_path = '' "
           "as $$ select $1 + {0} $$;\n");
}

std::string inserts(std::int64_t n) {
    return "create table t (id int, body text);\n" +
           repeated(n, "insert into t values ({0}, 'what it says');\n");
}

std::string comments_and_drops(std::int64_t n) {
    return repeated(n, "create table t{0} (id int);\ncomment on table t{0} is 'one';\ndrop table t{0};\n");
}

void grow(benchmark::State& state, std::string (*sql)(std::int64_t)) {
    const std::string files[] = {sql(state.range(0))};
    for (auto _ : state) {
        Project project{files};
        benchmark::DoNotOptimize(project.findings());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(files[0].size()) *
                            static_cast<std::int64_t>(state.iterations()));
}

/// From an eighth of the bar to the bar.
#define RLSLINT_GROWTH(sql, most)                                                                            \
    BENCHMARK_CAPTURE(grow, sql, sql)                                                                        \
        ->Name("growth/" #sql)                                                                               \
        ->RangeMultiplier(2)                                                                                 \
        ->Range((most) / 8, most)                                                                            \
        ->Iterations(1)                                                                                      \
        ->Unit(benchmark::kMillisecond)

RLSLINT_GROWTH(tables, 100'000);
RLSLINT_GROWTH(guarded_tables, 32'000);
RLSLINT_GROWTH(policies_of_one_table, 5'000);
RLSLINT_GROWTH(chain_of_roles, 3'000);
RLSLINT_GROWTH(grants_to_all_tables, 20'000);
RLSLINT_GROWTH(grants_one_by_one, 20'000);
RLSLINT_GROWTH(views, 20'000);
RLSLINT_GROWTH(functions, 20'000);
RLSLINT_GROWTH(inserts, 1'000'000);
RLSLINT_GROWTH(comments_and_drops, 32'000);

} // namespace
} // namespace rlslint::bench
