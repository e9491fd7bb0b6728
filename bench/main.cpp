// The benchmarks' table: Google Benchmark's own, and behind it each stage as a multiple of the
// bare parse in the same run, which is what our bars are stated in.

#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace {

class RatioReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            const bool counts = run.run_type == Run::RT_Iteration || run.aggregate_name == "median";
            if (counts) times_.emplace_back(run.benchmark_name(), run.GetAdjustedCPUTime());
        }
    }

    void Finalize() override {
        ConsoleReporter::Finalize();
        const auto floor = times_.empty() ? 0.0 : times_.front().second;
        if (floor <= 0) return;
        fmt::print("\n{:<40} {:>12}\n", "stage", "x bare parse");
        for (const auto& [name, time] : times_)
            fmt::print("{:<40} {:>12.2f}\n", name, time / floor);
    }

private:
    std::vector<std::pair<std::string, double>> times_;
};

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}
