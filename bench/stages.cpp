// What each stage costs, on the same bytes and in the same run as a bare parse of them. A stage
// includes those before it: `replay` splits and parses too.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "rlslint/lint/engine.hpp"
#include "rlslint/project/profile.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/rules/all.hpp"
#include "rlslint/sql/bare_parse.hpp"
#include "rlslint/sql/parse.hpp"

#include "corpus.hpp"

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

struct Loaded {
    Sources sources;
    std::vector<Section> sections;
};

Loaded load() {
    Loaded loaded;
    for (std::size_t i = 0; i < corpus().files.size(); ++i) {
        const std::string& text = corpus().files[i];
        const SourceId id = loaded.sources.add({.path = std::to_string(i) + ".sql", .text = text});
        loaded.sections.push_back({.span = {id, 0, static_cast<std::uint32_t>(text.size())}});
    }
    return loaded;
}

void bare(benchmark::State& state) {
    for (auto _ : state) {
        for (const std::string& file : corpus().files)
            benchmark::DoNotOptimize(bare_parse(file));
    }
    count_bytes(state);
}

void splitting(benchmark::State& state) {
    const Loaded loaded = load();
    for (auto _ : state) {
        for (const Section& section : loaded.sections)
            benchmark::DoNotOptimize(split(loaded.sources, section));
    }
    count_bytes(state);
}

void parsing(benchmark::State& state) {
    const Loaded loaded = load();
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

/// The corpus, loaded afresh, with the profile's SQL as its first source.
struct Project {
    Loaded loaded = load();
    SourceId schema;
    Platform platform;

    Project() {
        Profile profile = std::move(*load_profile("supabase-auto-expose"));
        platform = std::move(profile.platform);
        schema = loaded.sources.add({.path = "supabase-auto-expose/schema.sql",
                                     .text = std::move(profile.schema_sql),
                                     .profile = true});
    }
    [[nodiscard]] History history() { return replay(loaded.sources, schema, loaded.sections, platform); }
};

void replaying(benchmark::State& state) {
    for (auto _ : state) {
        Project project;
        benchmark::DoNotOptimize(project.history());
    }
    count_bytes(state);
}

void checking(benchmark::State& state) {
    for (auto _ : state) {
        Project project;
        const History history = project.history();
        const Model model(project.loaded.sources, history, project.platform);
        benchmark::DoNotOptimize(judge(model, all_rules(), {}).findings);
    }
    count_bytes(state);
}

BENCHMARK(bare)->Name("bare parse")->Unit(benchmark::kMillisecond);
BENCHMARK(splitting)->Name("split")->Unit(benchmark::kMillisecond);
BENCHMARK(parsing)->Name("split + parse")->Unit(benchmark::kMillisecond);
BENCHMARK(replaying)->Name("… + replay")->Unit(benchmark::kMillisecond);
BENCHMARK(checking)->Name("… + check")->Unit(benchmark::kMillisecond);

} // namespace
} // namespace rlslint::bench
