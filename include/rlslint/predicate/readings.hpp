#pragma once

#include <vector>

#include "rlslint/predicate/anatomy.hpp"
#include "rlslint/predicate/circumstances.hpp"

namespace rlslint {

/// Something that decides a clause: the clause itself, or what a function that it calls gives.
struct Reading {
    BoundExpr expr;
    Anatomy anatomy;
    FunctionId function; ///< none: the clause itself
    ExprId call;         ///< in the clause, of the function or of the one that calls it
    RoleId owner;        ///< as whom the function reads; none: as who asks
    bool unread = false; ///< it calls functions of which it is not known what they give
};

/// The clause, then the bodies of the functions that it calls, and of those that these call, as far as they
/// can be looked into.
[[nodiscard]] std::vector<Reading> readings_of(const Catalog& catalog, const Platform& platform,
                                               const Bodies& bodies, const BoundExpr& clause);

} // namespace rlslint
