#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/replay/history.hpp"

namespace rlslint::test {

/// A history replayed from a string, and short questions about what came of it.
class Run {
public:
    explicit Run(std::string_view sql, const Platform& platform = {});
    /// Several files, in order.
    explicit Run(const std::vector<std::string>& files, const Platform& platform = {});

    Sources sources;
    History history;

    /// By name, `schema.name` or a name in public. A test fails where there is none.
    [[nodiscard]] const Relation& relation(std::string_view name) const;
    [[nodiscard]] bool has_relation(std::string_view name) const;
    [[nodiscard]] const Policy& policy(std::string_view table, std::string_view name) const;
    [[nodiscard]] bool has_policy(std::string_view table, std::string_view name) const;
    [[nodiscard]] const Role& role(std::string_view name) const;
    [[nodiscard]] const Function& function(std::string_view name) const;
    [[nodiscard]] const Schema& schema(std::string_view name) const;

    /// "anon=SELECT authenticated=INSERT": what all but the owner hold, sorted, options with a star.
    [[nodiscard]] std::string acl(std::string_view relation) const;
    [[nodiscard]] std::string acl(const Acl& acl) const;
    [[nodiscard]] std::string owner(std::string_view relation) const;
    /// "a b c": the live columns.
    [[nodiscard]] std::string columns(std::string_view relation) const;

    [[nodiscard]] std::string_view text(Span span) const { return sources.text(span); }

    /// Of each statement its outcome; `failed 42P01 message` for one that failed.
    [[nodiscard]] std::string outcome(std::size_t statement) const;
    /// Of the last statement.
    [[nodiscard]] std::string last() const { return outcome(history.log.size() - 1); }
    /// All statements were applied or are inert. Prints those that are not.
    [[nodiscard]] bool clean() const;

private:
    [[nodiscard]] RelationId find(std::string_view name) const;
};

} // namespace rlslint::test
