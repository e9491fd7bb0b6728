#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/matrix.hpp"
#include "rlslint/report/printable.hpp"

namespace rlslint {
namespace {

/// Text of others in a table's cell.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        if (std::string_view{"\\`*_|<>[]#"}.find(c) != std::string_view::npos) result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

std::string shown(const MatrixCell& cell) { return cell.verdict == "all" ? "**all**" : cell.verdict; }

} // namespace

std::string render_matrix_markdown(const Matrix& matrix) {
    std::string out = "| Relation | Pattern | Role |";
    std::string rule = "| --- | --- | --- |";
    for (const std::string& command : matrix.commands) {
        fmt::format_to(std::back_inserter(out), " {} |", command);
        rule += " --- |";
    }
    out += "\n" + rule + "\n";
    for (const MatrixRelation& relation : matrix.relations) {
        for (const MatrixRole& role : relation.access) {
            fmt::format_to(std::back_inserter(out), "| {} | {} | {} |", escaped(relation.name),
                           relation.created_elsewhere ? "created elsewhere" : relation.pattern,
                           escaped(role.role));
            for (const MatrixCommand& command : role.commands)
                fmt::format_to(std::back_inserter(out), " {} |", shown(command.cell));
            out += "\n";
        }
    }
    return out;
}

} // namespace rlslint
