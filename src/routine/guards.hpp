#pragma once

#include <vector>

#include "rlslint/predicate/circumstances.hpp"

#include "knowledge.hpp"

namespace rlslint::routines {

/// The session of some signed-in user, as far as a condition can tell.
[[nodiscard]] Circumstances signed_in(const Platform& platform, const Bodies& bodies);

/// The conditions of a piece of SQL, and what they ask of who is asking.
class Guards {
public:
    Guards(const Knowledge& known, const Bodies& bodies, const Unit& unit);

    /// Where this stands, a condition has its say that not everyone meets who has signed in: not one that
    /// is ORed with it, nor that somebody has signed in at all.
    [[nodiscard]] bool guarded(ExprId at) const;

    /// The arguments that are guarded wherever they are named.
    [[nodiscard]] Arguments checked() const;

private:
    [[nodiscard]] bool guards(ExprId condition, ExprId at) const;
    [[nodiscard]] bool is_guard(ExprId condition) const;
    [[nodiscard]] bool has_default(ExprId condition) const;
    [[nodiscard]] bool stands_in(ExprId whole, ExprId part) const;

    const Knowledge& known_;
    const Unit& unit_;
    Circumstances circumstances_;
    std::vector<ExprId> conditions_;
    bool chooses_ = false; ///< a CASE asks who is asking
};

/// `coalesce(argument, …)`: the argument that counts where it is given.
[[nodiscard]] ExprId taken_first(const Tree& tree, ExprId value);

} // namespace rlslint::routines
