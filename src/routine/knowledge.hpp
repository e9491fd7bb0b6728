#pragma once

#include <functional>
#include <unordered_map>

#include "rlslint/routine/routine.hpp"
#include "rlslint/sql/plpgsql.hpp"

#include "body_text.hpp"

namespace rlslint::routines {

/// What a variable may hold, whenever.
struct Holding {
    bool who_asks = false; ///< something that hangs on who is asking
    Arguments spliced;     ///< arguments as they came, for who makes SQL of it
    Arguments mentioned;   ///< arguments that it hangs on

    friend bool operator==(const Holding&, const Holding&) = default;
};

/// What is known of a routine while its body is read.
class Knowledge {
public:
    /// `calls_ask` tells whether a function asks who is asking.
    Knowledge(const Catalog& catalog, const Platform& platform, const Function& function,
              std::function<bool(FunctionId)> calls_ask);

    const Catalog& catalog;
    const Platform& platform;
    const Function& function;

    /// Finds what the variables of a body hold, and lets its text read those that hold a session's value
    /// as that.
    void survey(const plpgsql::Block& body, BodyText& text);

    /// The argument that a name or `$1` is; none where it is something else.
    [[nodiscard]] std::optional<ArgumentNumber> argument(const Unit& unit, ExprId expr) const;
    /// What is known of the variable that a name is; null where it is none.
    [[nodiscard]] const Holding* variable(const Unit& unit, ExprId expr) const;

    /// Whether this expression, its operands left aside, tells who is asking.
    [[nodiscard]] bool asks_who(const Unit& unit, ExprId expr) const;
    /// Whether it is who is asking, and NULL where nobody is: auth.uid(), also in a sub-select of its own.
    [[nodiscard]] bool is_identity(const Unit& unit, ExprId expr) const;

    /// Whether something below it does.
    [[nodiscard]] bool asks_below(const Unit& unit, ExprId expr) const;
    [[nodiscard]] bool asks_below(const Unit& unit, QueryId query) const;
    [[nodiscard]] bool asks_anywhere(const Unit& unit) const;

    /// Arguments that a unit mentions, also by variables; of a condition those that it tests for more
    /// than being there.
    [[nodiscard]] Arguments mentioned(const Unit& unit) const;
    [[nodiscard]] Arguments tested(const Unit& unit) const;

    /// FOUND, which the statement before sets.
    void set_found(const Holding& holding);

private:
    friend class Surveyor;

    std::function<bool(FunctionId)> calls_ask_;
    std::unordered_map<Symbol, Holding> variables_;
    std::unordered_map<Symbol, ArgumentNumber> aliases_; ///< of `x alias for $1`
};

} // namespace rlslint::routines
