#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// The statements that the server refuses for certain, in order. Left out are those that may be
/// refused only because an earlier statement could not be followed (a DO block that adds the column
/// which is missing here), and those that are ignored because their transaction block has failed.
[[nodiscard]] std::vector<const LogEntry*> certain_failures(const Sources& sources, const History& history);

/// Which statement has to be mended first: what misses an object fails because another failed that would
/// have made it.
class FailuresBehind {
public:
    FailuresBehind(const Sources& sources, std::span<const LogEntry* const> failures);

    /// The first of the chain that ends in this one; itself where none is known.
    [[nodiscard]] const LogEntry& first_of(const LogEntry& failure) const;

private:
    std::map<const LogEntry*, const LogEntry*> first_;
};

/// The narrowest place to show a failure at: the name that the server complains of, where the statement
/// has it; else the statement.
[[nodiscard]] Span place_of(const Sources& sources, const LogEntry& failure);

} // namespace rlslint
