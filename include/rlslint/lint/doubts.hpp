#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What of a table a statement may have changed.
enum class Aspect : std::uint8_t {
    row_security,   ///< whether it is on
    more_policies,  ///< policies that are not in the catalog
    restrictions,   ///< restrictive ones that are not
    fewer_policies, ///< whether those that are still stand as they do
    privileges,     ///< whether those that are granted are still held
};

/// What may be otherwise than the catalog says, because of statements that the replay could not
/// follow or that the server would have refused: a database that has the history behind it must have
/// come by them somehow. Told by their words alone: a statement that builds SQL (EXECUTE) may concern
/// every table, another those that it names.
class Doubts {
public:
    Doubts(const Sources& sources, const History& history);

    /// Whether such a statement came when the table was there.
    [[nodiscard]] bool about(RelationId table, Aspect aspect) const;

    /// The same for a policy: it may be gone, or altered.
    [[nodiscard]] bool about(PolicyId policy) const;

    /// Whether an event trigger turned row security on when the table was made.
    [[nodiscard]] bool protected_at_birth(RelationId table) const;

private:
    using Number = std::int64_t; ///< of a statement in the log; -1 for none
    static constexpr std::size_t aspects = 5;

    void note_births();
    [[nodiscard]] bool about(RelationId table, Aspect aspect, Number since) const;
    void note_event_triggers();
    void note(Number statement, const std::string& words);

    const History& history_;
    std::vector<Number> births_; ///< by relation
    std::vector<Number> policy_births_;
    std::array<Number, aspects> last_about_all_{-1, -1, -1, -1, -1};
    std::array<Number, aspects> last_about_any_{-1, -1, -1, -1, -1};
    std::array<std::unordered_map<std::string, Number>, aspects> last_about_;
    Number first_protection_ = -1;
};

} // namespace rlslint
