#pragma once

#include <vector>

#include "rlslint/names/binder.hpp"

namespace rlslint::names {

/// The user's functions that a call may mean, by name and number of arguments, in the order of the
/// path (FuncnameGetCandidates in src/backend/catalog/namespace.c). Appends to `out`.
void find_candidates(const BindContext& context, const Tree& tree, const Call& call,
                     std::vector<FunctionId>& out);

/// The parameters that a call gives values for, or takes defaults of.
[[nodiscard]] inline bool is_input(const FunctionArg& arg) {
    return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
}

} // namespace rlslint::names
