#include <doctest/doctest.h>
#include <fmt/format.h>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// Enough to read and to judge that threads are started: 40 migrations of 20 tables, with a broken
/// statement, a variable of psql's and dynamic SQL among them.
void put_large_project(MemoryFiles& files) {
    for (int file = 0; file < 40; ++file) {
        std::string sql = fmt::format("\\set name late_{0}\ncreate table public.:name (id int);\n"
                                      "do $$ begin execute 'create table public.made_{0} (id int)'; end $$;\n"
                                      "create tabel broken (id int);\n",
                                      file);
        for (int table = 0; table < 20; ++table) {
            fmt::format_to(
                std::back_inserter(sql),
                "create table public.t_{0}_{1} (id bigint primary key, owner uuid not null, body text);\n"
                "alter table public.t_{0}_{1} enable row level security;\n"
                "create policy see on public.t_{0}_{1} for select using (owner = auth.uid());\n"
                "create policy \"see too\" on public.t_{0}_{1} for select using (auth.uid() = owner);\n"
                "create policy add on public.t_{0}_{1} for insert with check (true);\n"
                "-- {2}\n",
                file, table, std::string(60, 'x'));
        }
        files.put(fmt::format("db/{:03}.sql", file), std::move(sql));
    }
}

} // namespace

TEST_CASE("what is said does not hang on the number of threads") {
    MemoryFiles files;
    put_large_project(files);
    const auto report = [&](const char* jobs) {
        return run_on(files, {"db", "--profile", "supabase", "--format", "json", "--jobs", jobs});
    };
    const Ran alone = report("1");
    CHECK(alone.code == 1);
    CHECK(contains(alone.out, "duplicate-policy"));
    for (const char* jobs : {"2", "5"}) {
        const Ran shared = report(jobs);
        CHECK(shared.code == alone.code);
        CHECK(shared.err == alone.err);
        CHECK(shared.out == alone.out);
    }
    const auto matrix = [&](const char* jobs) {
        return run_on(files, {"matrix", "db", "--profile", "supabase", "--format", "json", "--jobs", jobs});
    };
    CHECK(matrix("1").out == matrix("3").out);
}

TEST_CASE("there is at least one thread") {
    MemoryFiles files = project_of(clean);
    const Ran none = run_on(files, {"--jobs", "0"});
    CHECK(none.code == 2);
    CHECK(contains(none.err, "--jobs"));
}
