#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What of a table a statement may have changed.
enum class Aspect : std::uint8_t {
    rls_on,         ///< its row security may have been turned on
    rls_off,        ///< or off
    more_policies,  ///< it may have policies that are not in the catalog
    restrictions,   ///< restrictive ones among them
    fewer_policies, ///< those that are may have been dropped or altered
    privileges,     ///< those that are granted may have been revoked
    grants,         ///< others may have been granted
    invoker,        ///< a view may have been made one that is checked as who is asking
    execute,        ///< of a function: EXECUTE may have been revoked
    settings,       ///< of a function: it may have been altered, given a search_path
};

/// What may be otherwise than the catalog says, because of statements that the replay could not
/// follow or that the server would have refused: a database that has the history behind it must have
/// come by them somehow. Told by the words of the statement and of the functions that it calls:
/// where they write out a table's name, it concerns that table, else every one.
class Doubts {
public:
    /// `certain` are the history's certain_failures, which cast no doubt.
    Doubts(const Sources& sources, const History& history, std::span<const LogEntry* const> certain);

    /// The last such statement that came when the table was there; no place where there is none.
    [[nodiscard]] Span about(RelationId table, Aspect aspect) const;

    /// The same for a policy: it may be gone, or altered.
    [[nodiscard]] Span about(PolicyId id) const;

    /// The last such statement that may have created roles, or revoked what functions grant.
    [[nodiscard]] Span about_roles() const { return span_if_since(roles_created_, 0); }
    [[nodiscard]] Span about_functions() const { return span_if_since(functions_revoked_, 0); }
    /// The same for a function.
    [[nodiscard]] Span about(FunctionId function, Aspect aspect) const;

    /// The event trigger that may have turned row security on when the table was made: one of which
    /// the replay could not tell what it does.
    [[nodiscard]] Span protected_at_birth(RelationId table) const;

private:
    using Number = std::int64_t; ///< of a statement in the log; -1 for none
    using Numbers = std::unordered_map<std::string, Number>;
    using Bodies = std::unordered_map<std::string, std::string>; ///< of functions, by name
    static constexpr std::size_t aspects = 10;

    /// An event trigger's life.
    struct Protection {
        std::string name;
        std::vector<std::string> tags; ///< of the statements that it fires for; none: all
        Number from = 0;
        Number until = -1; ///< -1: to the end
    };

    void note_births();
    void note_statements(std::span<const LogEntry* const> certain);
    void note_effects(Number statement, const std::string& words);
    void note_calls(Number statement, const std::string& words, const Bodies& functions);
    void note_event_trigger(Number statement, const std::string& words);
    [[nodiscard]] bool enables_row_security(const std::string& name) const;
    [[nodiscard]] std::string name_of(RelationId table) const;
    [[nodiscard]] Number last_about(const std::string& table, Aspect aspect) const;
    [[nodiscard]] Span span_if_since(Number statement, Number born) const;

    const Sources& sources_;
    const History& history_;
    std::vector<Number> births_; ///< by relation
    std::vector<Number> policy_births_;
    std::vector<Number> function_births_;
    std::vector<bool> renamed_;               ///< by relation: what it was called before is not kept
    std::array<Numbers, aspects> last_about_; ///< by table; the empty name is any
    std::array<Number, aspects> last_of_all_{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    Numbers last_about_policy_; ///< fewer_policies, by table and policy
    Number roles_created_ = -1;
    Number functions_revoked_ = -1;
    std::vector<Protection> protections_;
};

} // namespace rlslint
