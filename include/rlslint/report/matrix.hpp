#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rlslint {

/// A policy's clause that has a say in a cell.
struct MatrixPolicy {
    std::string name;
    bool permissive = true;
    std::string clause; ///< empty where it is left out
    std::string place;  ///< file:line:column
    friend bool operator==(const MatrixPolicy&, const MatrixPolicy&) = default;
};

/// What a role reaches of a relation by one command. The words are those of the contract.
struct MatrixCell {
    std::string verdict;
    std::string why;
    std::optional<std::string> predicate;            ///< what it depends on
    std::optional<std::vector<std::string>> columns; ///< where only some are granted
    std::vector<MatrixPolicy> policies;              ///< permissive ones first
};

struct MatrixCommand {
    std::string command; ///< select, insert, update, delete
    MatrixCell cell;
    std::optional<MatrixCell> new_row; ///< of UPDATE
    std::optional<MatrixCell> blind;   ///< of UPDATE and DELETE that read no column
};

struct MatrixRole {
    std::string role;
    std::vector<MatrixCommand> commands;
};

/// A way to a relation's rows other than a statement on it.
struct MatrixThrough {
    std::string role;
    std::string command;
    std::vector<std::string> path;
    std::string verdict;
};

struct MatrixRelation {
    std::string name;
    std::string kind;
    bool created_elsewhere = false; ///< then little is known of it, row security neither
    bool rls = false;
    bool forced = false;
    std::string pattern;
    std::size_t project = 0;
    std::vector<MatrixRole> access;
    std::vector<MatrixThrough> through;
};

/// Roles by relations by commands, narrowed to what was asked for. Plain data.
struct Matrix {
    std::vector<std::string> roles;
    std::vector<std::string> trusted_roles; ///< those among them that back ends hold
    std::vector<std::string> commands;
    std::vector<MatrixRelation> relations; ///< by project and name
};

/// A table for a terminal.
[[nodiscard]] std::string render_matrix_text(const Matrix& matrix, bool color);
[[nodiscard]] std::string render_matrix_markdown(const Matrix& matrix);
/// A page that needs nothing beside itself: the most open relations first, each cell with its reasons.
[[nodiscard]] std::string render_matrix_html(const Matrix& matrix);
/// The contract of `matrix --format json` (docs/schema/matrix.schema.json).
[[nodiscard]] std::string render_matrix_json(const Matrix& matrix);

} // namespace rlslint
