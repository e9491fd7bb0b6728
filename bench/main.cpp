// The benchmarks' table: Google Benchmark's own, and behind it each stage as a multiple of the
// bare parse in the same run, which is what our bars are stated in, and of what grows the exponent that
// fits its times.

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace {

/// The slope of log(time) over log(n), by least squares.
double exponent(const std::vector<std::pair<double, double>>& times) {
    double x = 0, y = 0, xx = 0, xy = 0;
    for (const auto& [n, time] : times) {
        const double a = std::log(n), b = std::log(time);
        x += a, y += b, xx += a * a, xy += a * b;
    }
    const auto count = static_cast<double>(times.size());
    return (count * xy - x * y) / (count * xx - x * x);
}

class TableReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            const bool counts = run.run_type == Run::RT_Iteration || run.aggregate_name == "median";
            if (!counts) continue;
            const std::string_view family = run.run_name.function_name;
            if (family.starts_with("growth/"))
                growth_[std::string{family}].emplace_back(std::stod(run.run_name.args),
                                                          run.GetAdjustedCPUTime());
            else
                times_.emplace_back(run.benchmark_name(), run.GetAdjustedCPUTime());
        }
    }

    void Finalize() override {
        ConsoleReporter::Finalize();
        print_ratios();
        print_exponents();
    }

private:
    void print_ratios() const {
        const auto floor = times_.empty() ? 0.0 : times_.front().second;
        if (floor <= 0) return;
        fmt::print("\n{:<40} {:>12}\n", "stage", "x bare parse");
        for (const auto& [name, time] : times_)
            fmt::print("{:<40} {:>12.2f}\n", name, time / floor);
    }

    void print_exponents() const {
        if (growth_.empty()) return;
        fmt::print("\n{:<40} {:>12} {:>12} {:>12}\n", "growth", "most", "ms", "exponent");
        for (const auto& [family, times] : growth_)
            fmt::print("{:<40} {:>12} {:>12.0f} {:>12.2f}\n", family, times.back().first, times.back().second,
                       exponent(times));
    }

    std::vector<std::pair<std::string, double>> times_;
    std::map<std::string, std::vector<std::pair<double, double>>> growth_; ///< (n, time) by family
};

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    TableReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return 0;
}
