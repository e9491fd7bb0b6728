#include <algorithm>
#include <iterator>

#include <fmt/color.h>
#include <fmt/format.h>

#include "rlslint/report/matrix.hpp"
#include "rlslint/report/printable.hpp"

namespace rlslint {
namespace {

fmt::text_style style_of(std::string_view verdict) {
    if (verdict == "all") return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red);
    if (verdict == "some") return fmt::fg(fmt::terminal_color::yellow);
    if (verdict == "none") return fmt::fg(fmt::terminal_color::green);
    return fmt::fg(fmt::terminal_color::magenta);
}

constexpr std::size_t cell_width = 8; // "unknown" and a space

/// A line for each relation and role: what each command reaches, and why the first does.
class TextMatrix {
public:
    TextMatrix(const Matrix& matrix, bool color) : matrix_(matrix), color_(color) {
        for (const std::string& role : matrix.roles)
            role_width_ = std::max(role_width_, display_width(printable(role)));
    }

    std::string write() {
        for (const MatrixRelation& relation : matrix_.relations)
            write(relation);
        if (matrix_.relations.empty()) out_ = "no relation to show\n";
        return std::move(out_);
    }

private:
    void write(const MatrixRelation& relation) {
        print("{} ({})\n", printable(relation.name), about(relation));
        print("  {:{}}", "", role_width_);
        for (const std::string& command : matrix_.commands)
            print("  {:{}}", command, cell_width);
        end_line();
        for (const MatrixRole& role : relation.access)
            write(role);
        for (const MatrixThrough& door : relation.through)
            print("  {} {} {} through {}\n", printable(door.role), door.command, door.verdict, path(door));
        out_ += '\n';
    }

    static std::string about(const MatrixRelation& relation) {
        if (relation.created_elsewhere) return "created elsewhere, little is known";
        const std::string_view security = relation.forced ? ", row security forced"
                                          : relation.rls  ? ", row security on"
                                                          : "";
        return fmt::format("{}{}, {}", relation.kind, security, relation.pattern);
    }

    static std::string path(const MatrixThrough& door) {
        std::string text;
        for (const std::string& step : door.path)
            text += (text.empty() ? "" : " > ") + printable(step);
        return text;
    }

    void write(const MatrixRole& role) {
        const std::string name = printable(role.role);
        print("  {}{:{}}", name, "", role_width_ - display_width(name));
        for (const MatrixCommand& command : role.commands)
            write(command.cell);
        print("  {}", reasons(role));
        end_line();
    }

    void write(const MatrixCell& cell) {
        const std::string padded = fmt::format("{:{}}", cell.verdict, cell_width);
        print("  {}", color_ ? fmt::format(style_of(cell.verdict), "{}", padded) : padded);
    }

    /// "policy", or, where the commands have several, each of them once.
    static std::string reasons(const MatrixRole& role) {
        std::vector<std::string> seen;
        for (const MatrixCommand& command : role.commands) {
            if (std::find(seen.begin(), seen.end(), command.cell.why) == seen.end())
                seen.push_back(command.cell.why);
        }
        std::string text;
        for (const std::string& why : seen)
            text += (text.empty() ? "" : ", ") + why;
        return text;
    }

    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    void end_line() {
        out_.erase(out_.find_last_not_of(' ') + 1);
        out_ += '\n';
    }

    const Matrix& matrix_;
    bool color_;
    std::size_t role_width_ = 0;
    std::string out_;
};

} // namespace

std::string render_matrix_text(const Matrix& matrix, bool color) { return TextMatrix{matrix, color}.write(); }

} // namespace rlslint
