#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/matrix.hpp"

#include "html.hpp"
#include "words.hpp"

namespace rlslint {
namespace {

using html::breakable;
using html::escaped;

/// How open a relation is to clients, by the widest that any of them reaches.
std::string_view widest(const Matrix& matrix, const MatrixRelation& relation) {
    constexpr std::array<std::string_view, 4> verdicts{"none", "some", "unknown", "all"};
    std::size_t rank = 0;
    for (const MatrixRole& role : relation.access) {
        const auto& trusted = matrix.trusted_roles;
        if (std::find(trusted.begin(), trusted.end(), role.role) != trusted.end()) continue;
        for (const MatrixCommand& command : role.commands) {
            const auto found = std::find(verdicts.begin(), verdicts.end(), command.cell.verdict);
            if (found != verdicts.end())
                rank = std::max(rank, static_cast<std::size_t>(found - verdicts.begin()));
        }
    }
    return verdicts[rank];
}

/// More is worse: every row before some, and changing them before reading them.
int openness(const Matrix& matrix, const MatrixRelation& relation) {
    int sum = 0;
    for (const MatrixRole& role : relation.access) {
        const auto& trusted = matrix.trusted_roles;
        if (std::find(trusted.begin(), trusted.end(), role.role) != trusted.end()) continue;
        for (const MatrixCommand& command : role.commands) {
            const int weight = command.command == "select" ? 10 : 20;
            if (command.cell.verdict == "all") sum += weight * 100;
            if (command.cell.verdict == "unknown") sum += weight * 10;
            if (command.cell.verdict == "some") sum += weight;
        }
    }
    return sum;
}

class HtmlMatrix {
public:
    explicit HtmlMatrix(const Matrix& matrix) : matrix_(matrix) {}

    std::string write() {
        print("<h1>Who reaches which rows</h1>\n<p class=\"quiet\">{}, the most open first. A cell tells "
              "what a "
              "statement on the relation itself reaches; it opens to its reasons.</p>\n",
              counted(matrix_.relations.size(), "relation"));
        write_form();
        std::vector<const MatrixRelation*> relations;
        for (const MatrixRelation& relation : matrix_.relations)
            relations.push_back(&relation);
        std::stable_sort(relations.begin(), relations.end(), [&](const auto* a, const auto* b) {
            return openness(matrix_, *a) > openness(matrix_, *b);
        });
        for (const MatrixRelation* const relation : relations)
            write(*relation);
        return html::page("rlslint: who reaches which rows", out_);
    }

private:
    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    void write_form() {
        std::vector<html::Kind> kinds;
        for (const std::string_view verdict : {"all", "unknown", "some", "none"}) {
            const auto count = std::count_if(
                matrix_.relations.begin(), matrix_.relations.end(),
                [&](const MatrixRelation& relation) { return widest(matrix_, relation) == verdict; });
            kinds.push_back({verdict, fmt::format("{} ({})", verdict, count)});
        }
        out_ += html::search_form("Search: a relation, a role, a policy …", kinds);
    }

    void write(const MatrixRelation& relation) {
        id_ = fmt::format("r{}", ++count_);
        print("<section class=\"item\" id=\"{}\" data-kind=\"{}\">\n<h2>{}</h2>\n<p class=\"quiet\">{} · row "
              "security {}{} · {} · <a href=\"#{}\">link</a></p>\n",
              address(relation), widest(matrix_, relation), escaped(relation.name), escaped(relation.kind),
              relation.rls                 ? "on"
              : relation.created_elsewhere ? "not known: created elsewhere"
                                           : "off",
              relation.forced ? ", forced" : "", escaped(relation.pattern), address(relation));
        write_table(relation);
        for (const MatrixRole& role : relation.access) {
            for (const MatrixCommand& command : role.commands)
                write_reasons(relation, role.role, command);
        }
        write_doors(relation);
        out_ += "</section>\n";
    }

    /// The name, as far as an address may hold it; with the number where it would be another's.
    [[nodiscard]] std::string address(const MatrixRelation& relation) const {
        std::string name;
        for (const char c : relation.name) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                               c == '_' || c == '.';
            if (!plain) return id_;
            name += c;
        }
        return relation.project == 0 ? name : fmt::format("{}-{}", name, relation.project);
    }

    [[nodiscard]] std::string address(const MatrixRelation& relation, const std::string& role,
                                      const std::string& command) const {
        const auto number =
            std::find(matrix_.roles.begin(), matrix_.roles.end(), role) - matrix_.roles.begin();
        return fmt::format("{}-{}-{}", address(relation), number, command);
    }

    void write_table(const MatrixRelation& relation) {
        out_ += "<table><thead><tr><th scope=\"col\">role</th>";
        for (const std::string& command : matrix_.commands)
            print("<th scope=\"col\">{}</th>", command);
        out_ += "</tr></thead><tbody>\n";
        for (const MatrixRole& role : relation.access) {
            print("<tr><th scope=\"row\">{}</th>", breakable(role.role));
            for (const MatrixCommand& command : role.commands)
                print("<td><a class=\"{0}\" href=\"#{1}\">{0}</a></td>", command.cell.verdict,
                      address(relation, role.role, command.command));
            out_ += "</tr>\n";
        }
        out_ += "</tbody></table>\n";
    }

    void write_reasons(const MatrixRelation& relation, const std::string& role,
                       const MatrixCommand& command) {
        print("<div class=\"why\" id=\"{}\"><p><b>{} {}</b>: <span class=\"{}\">{}</span> ({})</p>\n",
              address(relation, role, command.command), escaped(role), command.command, command.cell.verdict,
              command.cell.verdict, command.cell.why);
        write(command.cell);
        if (command.new_row) {
            print("<p>New rows: {} ({})</p>\n", command.new_row->verdict, command.new_row->why);
            if (command.new_row->predicate != command.cell.predicate) write(*command.new_row);
        }
        if (command.blind)
            print("<p>A statement that reads no column: {} ({})</p>\n", command.blind->verdict,
                  command.blind->why);
        write_doors_of(relation, role, command.command);
        out_ += "</div>\n";
    }

    void write(const MatrixCell& cell) {
        if (cell.predicate) print("<p>where</p><pre>{}</pre>\n", escaped(*cell.predicate));
        if (cell.columns) {
            out_ += "<p>columns: ";
            for (const std::string& column : *cell.columns)
                print("<code>{}</code> ", escaped(column));
            out_ += "</p>\n";
        }
        if (cell.policies.empty()) return;
        out_ += "<ul>\n";
        for (const MatrixPolicy& policy : cell.policies)
            print("<li>{} policy <b>{}</b> <span class=\"quiet\">{}</span>{}</li>\n",
                  policy.permissive ? "permissive" : "restrictive", escaped(policy.name),
                  escaped(policy.place),
                  policy.clause.empty() ? "" : fmt::format("<pre>{}</pre>", escaped(policy.clause)));
        out_ += "</ul>\n";
    }

    static std::string path_of(const MatrixThrough& door) {
        std::string text;
        for (const std::string& step : door.path)
            text += (text.empty() ? "" : " → ") + escaped(step);
        return text;
    }

    void write_doors_of(const MatrixRelation& relation, const std::string& role, const std::string& command) {
        for (const MatrixThrough& door : relation.through) {
            if (door.role == role && door.command == command)
                print("<p>also {} through {}</p>\n", door.verdict, path_of(door));
        }
    }

    void write_doors(const MatrixRelation& relation) {
        if (relation.through.empty()) return;
        out_ += "<details><summary>through views and functions</summary><ul>\n";
        for (const MatrixThrough& door : relation.through)
            print("<li>{} {} <span class=\"{}\">{}</span> through {}</li>\n", escaped(door.role),
                  escaped(door.command), door.verdict, door.verdict, path_of(door));
        out_ += "</ul></details>\n";
    }

    const Matrix& matrix_;
    std::string out_;
    std::string id_;
    std::size_t count_ = 0;
};

} // namespace

std::string render_matrix_html(const Matrix& matrix) { return HtmlMatrix{matrix}.write(); }

} // namespace rlslint
