#pragma once

#include <optional>
#include <string>
#include <vector>

#include "subject.hpp"

namespace rlslint::predicates {

/// Words for an expression that two expressions share only if they mean the same: names are the
/// objects that they were bound to, aliases of sub-selects are numbered, operands whose order does
/// not matter are sorted. `row` names the policy's row.
///
/// None where it cannot be said, or where the expression may give another value each time. A function
/// of the user's is taken to give one value within a statement, whatever it is marked as.
class Key {
public:
    Key(const Subject& subject, std::string_view row) : subject_(subject), tree_(subject.tree), row_(row) {}

    [[nodiscard]] std::optional<std::string> of(ExprId id);

private:
    struct Data;
    using Words = std::optional<std::string>;

    Words expr(ExprId id);
    Words column(ExprId id) const;
    Words call(ExprId id, const Call& call) const;
    Words sub_link(const SubLink& link);
    Words type(const TypeName& type) const;
    Words operands(ExprId id, bool sorted);

    Words query(QueryId id, bool only_existence);
    Words select(const Select& select, bool only_existence);
    Words set_operation(const SetOperation& operation);
    Words from(FromId id);
    Words join(const FromJoin& join);
    Words list(std::span<const ExprId> items, bool sorted = false);

    const Subject& subject_;
    const Tree& tree_;
    std::string_view row_;
    std::vector<FromId> aliases_; ///< numbered by their places
};

/// The expression in `(select x)`; any other expression is itself.
[[nodiscard]] ExprId unwrapped(const Tree& tree, ExprId id);

} // namespace rlslint::predicates
