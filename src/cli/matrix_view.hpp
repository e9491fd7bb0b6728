#pragma once

#include <string>
#include <vector>

#include "rlslint/lint/model.hpp"
#include "rlslint/report/matrix.hpp"

#include "workspace.hpp"

namespace rlslint {

/// What of the matrix is wanted; an empty list: everything.
struct MatrixSelection {
    std::vector<std::string> roles; ///< of clients and back ends, or any others by name
    std::vector<std::string> commands;
    std::vector<std::string> relations; ///< by name, with or without schema
    std::vector<std::string> verdicts;  ///< relations of which some cell has one of them
    bool all = false;                   ///< the profile's relations too
};

/// The matrix of every project that was read. A failure where a role or relation is asked for that none has.
[[nodiscard]] Result<Matrix> matrix_of(Workspace& workspace, const MatrixSelection& selection);

} // namespace rlslint
