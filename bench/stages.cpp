// What each stage costs, on the same bytes and in the same run as a bare parse of them. A stage
// includes those before it: `replay` splits and parses too.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rlslint/project/files.hpp"
#include "rlslint/sql/bare_parse.hpp"
#include "rlslint/sql/parse.hpp"

#include "corpus.hpp"
#include "project.hpp"

namespace rlslint::bench {
namespace {

struct Corpus {
    std::vector<std::string> files = make_corpus({});
    std::size_t bytes = 0;

    Corpus() {
        for (const std::string& file : files)
            bytes += file.size();
    }
};

const Corpus& corpus() {
    static const Corpus made;
    return made;
}

void count_bytes(benchmark::State& state) {
    state.SetBytesProcessed(static_cast<std::int64_t>(corpus().bytes) *
                            static_cast<std::int64_t>(state.iterations()));
}

void bare(benchmark::State& state) {
    for (auto _ : state) {
        for (const std::string& file : corpus().files)
            benchmark::DoNotOptimize(bare_parse(file));
    }
    count_bytes(state);
}

void splitting(benchmark::State& state) {
    const Loaded loaded = load(corpus().files);
    for (auto _ : state) {
        for (const Section& section : loaded.sections)
            benchmark::DoNotOptimize(split(loaded.sources, section));
    }
    count_bytes(state);
}

void parsing(benchmark::State& state) {
    const Loaded loaded = load(corpus().files);
    for (auto _ : state) {
        Parser parser;
        for (const Section& section : loaded.sections) {
            const Script script = split(loaded.sources, section);
            for (const Piece& piece : script.pieces) {
                if (piece.kind == PieceKind::statement) {
                    benchmark::DoNotOptimize(parser.parse(loaded.sources, script, piece));
                }
            }
        }
    }
    count_bytes(state);
}

void replaying(benchmark::State& state) {
    for (auto _ : state) {
        Project project{corpus().files};
        benchmark::DoNotOptimize(project.history());
    }
    count_bytes(state);
}

void checking(benchmark::State& state) {
    for (auto _ : state) {
        Project project{corpus().files};
        benchmark::DoNotOptimize(project.findings());
    }
    count_bytes(state);
}

/// A dump of 256 MiB on the disk, all but a few statements of it rows.
struct Dump {
    std::filesystem::path path = std::filesystem::temp_directory_path() / "rlslint-bench-dump.sql";
    std::size_t bytes = std::size_t{256} << 20;

    Dump() {
        std::string rows;
        while (rows.size() < std::size_t{1} << 20)
            rows += fmt::format("{}\tsome text, as rows of dumps have it\t2020-01-01\t\\N\n", rows.size());
        std::ofstream file(path, std::ios::binary);
        file << "create table t (id int, body text, made date, gone date);\nCOPY public.t FROM stdin;\n";
        for (std::size_t written = 0; written < bytes; written += rows.size())
            file << rows;
        file << "\\.\ncreate table u (id int);\n";
    }
    Dump(const Dump&) = delete;
    Dump& operator=(const Dump&) = delete;
    ~Dump() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

void reading(benchmark::State& state) {
    const Dump dump;
    const auto files = disk();
    for (auto _ : state)
        benchmark::DoNotOptimize(files->read_sql(dump.path.string()));
    state.SetBytesProcessed(static_cast<std::int64_t>(dump.bytes) *
                            static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(bare)->Name("bare parse")->Unit(benchmark::kMillisecond);
BENCHMARK(splitting)->Name("split")->Unit(benchmark::kMillisecond);
BENCHMARK(parsing)->Name("split + parse")->Unit(benchmark::kMillisecond);
BENCHMARK(replaying)->Name("… + replay")->Unit(benchmark::kMillisecond);
BENCHMARK(checking)->Name("… + check")->Unit(benchmark::kMillisecond);
BENCHMARK(reading)->Name("reading a dump of 256 MiB")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace rlslint::bench
