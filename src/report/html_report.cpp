#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/places.hpp"
#include "rlslint/report/reporters.hpp"

#include "by_file.hpp"
#include "html.hpp"
#include "words.hpp"

namespace rlslint {
namespace {

using html::breakable;
using html::escaped;

constexpr std::uint32_t most_lines = 6; // of a clause that goes over many
constexpr std::size_t most_bytes = 400; // of a line, on each side of the clause and of the clause itself

/// The first or last so many bytes, never from within a character.
std::string_view head(std::string_view text) {
    std::size_t end = std::min(text.size(), most_bytes);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string_view tail(std::string_view text) {
    std::size_t begin = text.size() - std::min(text.size(), most_bytes);
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xc0) == 0x80)
        ++begin;
    return text.substr(begin);
}

/// Each line of the SQL stands in the help, however far it is indented there.
bool shows(std::string_view help, std::string_view sql) {
    while (!sql.empty()) {
        const std::size_t end = std::min(sql.find('\n'), sql.size());
        if (help.find(sql.substr(0, end)) == help.npos) return false;
        sql.remove_prefix(std::min(end + 1, sql.size()));
    }
    return true;
}

class HtmlWriter {
public:
    explicit HtmlWriter(const Report& report) : report_(report), places_(report.sources) {}

    std::string write() {
        write_heading();
        write_form();
        for (const OfFile& file : by_file(report_, places_))
            write_file(file);
        write_suppressed();
        write_notes();
        return html::page("rlslint: " + counts(), out_);
    }

private:
    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    [[nodiscard]] std::string counts() const {
        const Summary& summary = report_.summary;
        return fmt::format("{}, {}, {}", counted(summary.errors, "error"),
                           counted(summary.warnings, "warning"), counted(summary.infos, "info"));
    }

    void write_heading() {
        print("<h1>{}</h1>\n", counts());
        for (const ProjectView& project : report_.projects) {
            const Summary& summary = project.summary;
            print("<p class=\"quiet\"><b>{}</b>: layout {}, profile {}: {}. {}, {}, {} unmodelled, {} "
                  "undetermined, {}.{}</p>\n",
                  breakable(project.root), escaped(project.layout), escaped(project.profile),
                  breakable(project.why), counted(summary.files, "file"),
                  counted(summary.statements, "statement"), summary.unmodelled, summary.undetermined,
                  counted(summary.syntax_errors, "syntax error"), coverage(summary.coverage));
        }
    }

    static std::string coverage(const Coverage& coverage) {
        const auto percent = coverage.percent();
        return percent ? fmt::format(" {} of {} protected, {:.1f} %.", coverage.protected_tables,
                                     counted(coverage.reachable_tables, "reachable table"), *percent)
                       : "";
    }

    void write_form() {
        const Summary& summary = report_.summary;
        const std::array kinds{html::Kind{"error", fmt::format("errors ({})", summary.errors)},
                               html::Kind{"warning", fmt::format("warnings ({})", summary.warnings)},
                               html::Kind{"info", fmt::format("infos ({})", summary.infos)}};
        out_ += html::search_form("Search: a table, a rule, a file …", kinds, html::Grouped::yes);
    }

    void write_file(const OfFile& file) {
        print("<section class=\"group\">\n<h2>{} <span class=\"quiet\">{}</span></h2>\n",
              breakable(file.name), file.counts());
        for (const Finding* const finding : file.findings)
            write_finding(*finding);
        out_ += "</section>\n";
    }

    void write_finding(const Finding& finding) {
        const std::string address = fmt::format("f-{:016x}", finding.fingerprint);
        print(
            "<article class=\"item\" id=\"{}\" data-kind=\"{}\">\n<h3><span class=\"{}\">{}</span> {}</h3>\n",
            address, to_string(finding.severity), to_string(finding.severity), to_string(finding.severity),
            breakable(finding.message));
        print("<p class=\"quiet\">{} · {} · {} · <a href=\"#{}\">link</a></p>\n", place_text(finding.span),
              rule_link(*finding.rule), breakable(finding.subject), address);
        write_excerpt(finding.span);
        if (const auto sql = places_.generated(finding.span))
            print("<p>The statement that is made there:</p><pre>{}</pre>\n", escaped(head(*sql)));
        if (!finding.help.empty()) print("<pre>{}</pre>\n", escaped(finding.help));
        write_fixes(finding);
        write_witness(finding);
        write_related(finding);
        out_ += "</article>\n";
    }

    [[nodiscard]] std::string rule_link(const RuleInfo& rule) const {
        const std::string id = escaped(rule.id);
        return report_.home.empty() ? id
                                    : fmt::format("<a href=\"{}/blob/main/docs/rules/{}.md\">{}</a>",
                                                  escaped(report_.home), id, id);
    }

    [[nodiscard]] std::string place_text(Span span) {
        const auto place = places_.of(span);
        return place ? breakable(fmt::format("{}:{}:{}", places_.file_of(*place), place->start.line,
                                             place->start.column))
                     : "the project as a whole";
    }

    void write_excerpt(Span span) {
        const auto place = places_.of(span);
        if (!place) return;
        const LineIndex& lines = places_.lines(place->span);
        const std::uint32_t last = std::min(place->end.line, place->start.line + most_lines - 1);
        out_ += "<pre>";
        for (std::uint32_t number = place->start.line; number <= last; ++number)
            write_line(*place, lines, number);
        if (last < place->end.line) out_ += "…\n";
        out_ += "</pre>\n";
    }

    /// A line, with what the finding is about marked in it.
    void write_line(const Place& place, const LineIndex& lines, std::uint32_t number) {
        const std::string_view line = lines.line(number);
        const std::uint32_t start = lines.offset({number, 1});
        const auto within = [&](std::uint32_t offset) {
            return std::min<std::size_t>(offset > start ? offset - start : 0, line.size());
        };
        const std::size_t begin = within(place.span.begin), end = within(place.span.end);
        const std::string_view marked = line.substr(begin, end - begin);
        print("{:4} | {}<mark>{}</mark>{}\n", number, escaped(tail(line.substr(0, begin))),
              escaped(head(marked)), escaped(head(line.substr(end))));
    }

    /// Those that the help does not show already.
    void write_fixes(const Finding& finding) {
        for (const Fix& fix : finding.fixes) {
            if (!shows(finding.help, fix.sql))
                print("<p>{}</p><pre>{}</pre>\n", escaped(fix.title), escaped(fix.sql));
        }
    }

    void write_witness(const Finding& finding) {
        if (!finding.witness) return;
        print("<details><summary>SQL that shows it, as {}</summary><pre>{}</pre></details>\n",
              escaped(finding.witness->role), escaped(finding.witness->sql));
    }

    void write_related(const Finding& finding) {
        if (finding.related.empty()) return;
        out_ += "<ul class=\"quiet\">\n";
        for (const Note& note : finding.related) {
            const bool placed = places_.of(note.span).has_value();
            print("<li>{}{}{}</li>\n", placed ? place_text(note.span) : "", placed ? ": " : "",
                  breakable(note.message));
        }
        out_ += "</ul>\n";
    }

    void write_suppressed() {
        if (report_.summary.suppressed == 0) return;
        print("<details><summary>{} suppressed</summary>\n<ul>\n", report_.summary.suppressed);
        for (const Finding& finding : report_.findings) {
            if (finding.suppressed)
                print("<li id=\"f-{:016x}\">{} ({}): {}. <span class=\"quiet\">{}: {}</span></li>\n",
                      finding.fingerprint, escaped(finding.message), escaped(finding.rule->id),
                      place_text(finding.span), to_string(finding.suppressed->by),
                      escaped(finding.suppressed->reason));
        }
        out_ += "</ul></details>\n";
    }

    void write_notes() {
        if (report_.notes.empty()) return;
        print("<details><summary>{} on the run</summary>\n<ul>\n", counted(report_.notes.size(), "note"));
        for (const RunNote& note : report_.notes) {
            const auto place = places_.of(note.span);
            const std::string where = place ? place_text(note.span) : escaped(note.file);
            print("<li>{}{}{}</li>\n", where, where.empty() ? "" : ": ", escaped(note.message));
        }
        out_ += "</ul></details>\n";
    }

    const Report& report_;
    Places places_;
    std::string out_;
};

} // namespace

std::string render_html(const Report& report) { return HtmlWriter(report).write(); }

} // namespace rlslint
