#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rlslint/names/binder.hpp"

namespace rlslint::names {

/// The user's functions that a call may mean, by name and number of arguments, in the order of the
/// path (FuncnameGetCandidates in src/backend/catalog/namespace.c). Appends to `out`.
void find_candidates(const BindContext& context, const Tree& tree, const Call& call,
                     std::vector<FunctionId>& out);

/// Whether candidates, two or more, differ in nothing that a call says: those of one schema cannot be told
/// apart then, and one that comes first in the path is meant.
enum class Alike : std::uint8_t { no, first_of_path, ambiguous };
[[nodiscard]] Alike alike(const Catalog& catalog, std::span<const FunctionId> candidates, const Call& call);

/// The parameters that a call gives values for, or takes defaults of.
[[nodiscard]] inline bool is_input(const FunctionArg& arg) {
    return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
}

} // namespace rlslint::names
