// What we say each role reaches, held against a server: rows are put into every table, and asked for in every session
// by every action. RLSLINT_SEED=7 runs one seed of the random ones and cuts it down to the tables that are wrong;
// RLSLINT_SEEDS says how many there are. RLSLINT_PROJECTS=path tries other people's projects.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/server/server.hpp"

#include "access_proof.hpp"
#include "random_policies.hpp"
#include "shrink.hpp"

using namespace rlslint::testing;

namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::stoull(text);
}

constexpr std::size_t tables_of_a_seed = 30;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += text;
    return all;
}

AccessProof proof_of(const std::vector<std::string>& texts) {
    Fixture fixture = fixture_of("random policies", "supabase", joined(texts));
    return prove_access(fixture);
}

std::string shrunk(const std::vector<std::string>& texts) {
    return joined(shrink(texts, [](const std::vector<std::string>& fewer) {
        return !proof_of(fewer).contradictions.empty();
    }));
}

void add(const AccessProof& one, AccessProof& sum) {
    sum.cells += one.cells;
    sum.unknown += one.unknown;
    sum.some += one.some;
    sum.doors += one.doors;
    sum.questions += one.questions;
    sum.some_either_way += one.some_either_way;
    sum.other_catalog += one.other_catalog;
}

void report(const std::string& what, const AccessProof& proof) {
    MESSAGE(what << ": " << proof.cells << " cells, " << proof.unknown << " unknown, " << proof.some
                 << " some; of the latter's " << proof.some_either_way << " were seen both ways; "
                 << proof.doors << " doors through functions; " << proof.questions
                 << " times no rows of others; " << proof.other_catalog << " relations left out");
}

} // namespace

TEST_CASE("no row passes where we say none, none is kept back where we say all: the fixture projects") {
    if (!server_at_hand()) return;
    for (const std::string& name : fixture_names()) {
        if (!name.starts_with("projects/")) continue;
        Fixture fixture = load_fixture(name);
        const AccessProof proof = prove_access(fixture);
        for (const std::string& contradiction : proof.contradictions)
            FAIL_CHECK(contradiction);
        CHECK(proof.other_catalog == 0);
        report(name, proof);
    }
}

TEST_CASE("no row passes where we say none, none is kept back where we say all: random policies") {
    if (!server_at_hand()) return;
    const std::uint64_t only = number_from("RLSLINT_SEED", 0);
    const std::uint64_t first = only != 0 ? only : 1;
    const std::uint64_t last = only != 0 ? only : number_from("RLSLINT_SEEDS", 6);
    AccessProof sum;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        const std::vector<std::string> texts = random_policies(seed, tables_of_a_seed);
        const AccessProof proof = proof_of(texts);
        for (const std::string& contradiction : proof.contradictions)
            FAIL_CHECK("seed " << seed << " | " << contradiction);
        if (only != 0 && !proof.contradictions.empty()) MESSAGE(shrunk(texts));
        add(proof, sum);
    }
    report("random policies", sum);
    CHECK(sum.other_catalog == 0);
    CHECK(sum.cells > 1000);
    CHECK((only != 0 || sum.doors > 100));
}

TEST_CASE("the same for projects of other people") {
    const char* path = std::getenv("RLSLINT_PROJECTS");
    if (path == nullptr || !server_at_hand()) return;
    for (Fixture& fixture : load_projects(path)) {
        const AccessProof proof = prove_access(fixture);
        for (const std::string& contradiction : proof.contradictions)
            FAIL_CHECK(fixture.name << " | " << contradiction);
        report(fixture.name, proof);
    }
}
