#pragma once

#include <string>
#include <vector>

#include "rlslint/replay/history.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"

namespace rlslint::testing {

/// One thing on which the replay and the server disagree.
struct Difference {
    std::string kind;   ///< what sort of disagreement it is, without names: "tables acl"
    std::string where;  ///< "tables public.t acl", "statement 12"
    std::string detail; ///< what each of them says
};

/// Between two catalogs in the form of `dump --stage catalog`.
[[nodiscard]] std::vector<Difference> compare_catalogs(const std::string& ours, const std::string& servers);

/// Everything that differs, and how much does not.
struct Comparison {
    std::vector<Difference> differences;
    /// Queries and DML that the server refuses, and of which the replay only says that they leave the
    /// catalog alone: what rows they meet, and who may do what with them, it does not follow.
    std::vector<Difference> refused_queries;
    std::size_t agreed = 0;    ///< statements that both run, or refuse alike
    std::size_t unclaimed = 0; ///< statements that the replay does not claim to know
};

/// Between what became of each statement: whether it fails, and with which SQLSTATE. Statements that
/// the replay does not claim to know (unmodelled, undetermined) are left out. One with `-- tolerated`
/// behind it names what the history never made: the server fails, the replay takes it as known.
[[nodiscard]] Comparison compare_statements(const Fixture& fixture, const History& ours,
                                            const std::vector<Ran>& servers);

/// The replay of a fixture, for a server of the version at hand.
[[nodiscard]] History replayed(Fixture& fixture);

/// Runs a fixture both ways and compares everything.
[[nodiscard]] Comparison compare_both_ways(Fixture& fixture);

/// The same where no statement may differ.
[[nodiscard]] std::vector<Difference> compare(Fixture& fixture);

} // namespace rlslint::testing
