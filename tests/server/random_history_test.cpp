// Histories that nobody wrote. RLSLINT_SEED=7 runs one seed and, where it disagrees, cuts it down to the few
// statements that do; RLSLINT_KEEP=file keeps the history; RLSLINT_SEEDS=21-40 runs several; RLSLINT_STATEMENTS says how many each has (1000). Without
// any of them those run on which both agree.

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "difference.hpp"
#include "random_history.hpp"
#include "shrink.hpp"

using namespace rlslint::testing;

namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::stoull(text);
}

// A seed, and how many statements of its history.
struct Length {
    std::uint64_t seed;
    std::uint64_t statements;
};

// Those of fixtures/histories/random_seeds.txt, on which both agree: lines "seed statements".
std::vector<Length> agreed_seeds() {
    std::vector<Length> seeds;
    std::ifstream file{std::string{RLSLINT_SOURCE_DIR} + "/fixtures/histories/random_seeds.txt"};
    for (std::string line; std::getline(file, line);) {
        Length length{};
        if (std::istringstream{line} >> length.seed >> length.statements) seeds.push_back(length);
    }
    return seeds;
}

// RLSLINT_SEEDS=21-40.
std::vector<Length> seeds() {
    const char* text = std::getenv("RLSLINT_SEEDS");
    if (text == nullptr) return agreed_seeds();
    const std::string range = text;
    const std::uint64_t last = std::stoull(range.substr(range.find('-') + 1));
    std::vector<Length> seeds;
    for (std::uint64_t seed = std::stoull(range); seed <= last; ++seed)
        seeds.push_back({seed, number_from("RLSLINT_STATEMENTS", 1000)});
    return seeds;
}

std::string profile_of(std::uint64_t seed) { return seed % 2 == 0 ? "postgres" : "supabase-auto-expose"; }

std::string join(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::vector<Difference> differences(const std::string& profile, const std::string& sql) {
    Fixture fixture = fixture_of("random history", profile, sql);
    return compare(fixture);
}

// A statement that names what is not there any more: the replay takes it as made elsewhere.
bool is_tolerance(const Difference& difference) {
    const std::set<std::string> missing = {"statement /42P01", "statement /42704", "statement /3F000",
                                           "statement /42883", "statement /42703"};
    return missing.contains(difference.kind);
}

// Shrinking must not wander off to another kind of disagreement.
std::string shrunk(const std::string& profile, const std::string& sql, const std::string& kind) {
    return join(shrink(lines_of(sql), [&](const std::vector<std::string>& fewer) {
        bool still = false;
        for (const Difference& difference : differences(profile, join(fewer))) {
            if (difference.kind == kind)
                still = true;
            else if (is_tolerance(difference))
                return false;
        }
        return still;
    }));
}

void run_seed(const Length& length, bool shrinking) {
    const std::uint64_t seed = length.seed;
    CAPTURE(seed);
    const std::string profile = profile_of(seed);
    const std::string sql = random_history(profile, seed, length.statements);
    if (const char* path = std::getenv("RLSLINT_KEEP")) std::ofstream{path} << sql;
    const std::vector<Difference> found = differences(profile, sql);
    for (const Difference& difference : found) {
        FAIL_CHECK("seed " << seed << " | " << difference.where << " | " << difference.detail);
    }
    if (shrinking && !found.empty()) MESSAGE(shrunk(profile, sql, found.front().kind));
}

} // namespace

TEST_CASE("the replay agrees with a real server on random histories") {
    if (!server_at_hand()) return;
    if (const std::uint64_t only = number_from("RLSLINT_SEED", 0); only != 0)
        return run_seed({only, number_from("RLSLINT_STATEMENTS", 1000)}, true);
    for (const Length& length : seeds())
        run_seed(length, false);
}
