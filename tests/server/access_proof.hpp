#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fixture.hpp"

namespace rlslint::testing {

/// What a comparison of our cells with a server has shown.
struct AccessProof {
    std::vector<std::string> contradictions; ///< in full: the cell, the session, what the server did
    std::size_t cells = 0;                   ///< compared
    std::size_t unknown = 0;                 ///< of these, those of which we say nothing
    std::size_t some = 0;
    std::size_t questions = 0;       ///< "no rows of others", with rows asked for
    std::size_t doors = 0;           ///< through functions, compared
    std::size_t other_catalog = 0;   ///< relations left out: the replay has made something else of them
    std::size_t some_either_way = 0; ///< rows were seen to pass, and to be kept back
};

/// Runs a history on a server, puts rows into its tables, and asks for them as each client in several
/// sessions, by every action. `seed_sql` is run before; rows are made up besides.
[[nodiscard]] AccessProof prove_access(Fixture& fixture, const std::string& seed_sql = {});

} // namespace rlslint::testing
