#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/color.h>
#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/report/reporters.hpp"

#include "by_file.hpp"
#include "excerpt.hpp"
#include "words.hpp"

namespace rlslint {
namespace {

constexpr std::size_t most_lines = 4;   // of a clause that goes over many
constexpr std::size_t most_errors = 20; // that the end lists

fmt::text_style style_of(Severity severity) {
    switch (severity) {
    case Severity::error: return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red);
    case Severity::warning: return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::yellow);
    case Severity::info: return fmt::emphasis::bold | fmt::fg(fmt::terminal_color::cyan);
    }
    return {};
}

/// Writes a report line by line. All that comes from files is made printable on the way.
class TextWriter {
public:
    TextWriter(const Report& report, const TextOptions& options)
        : report_(report), options_(options), places_(report.sources) {}

    std::string write() {
        write_findings();
        if (options_.findings_only) return std::move(out_);
        write_notes(report_.notes);
        if (options_.not_understood) write_notes(report_.not_understood);
        for (const ProjectView& project : report_.projects)
            write_project(project);
        write_counts();
        write_rules();
        write_errors();
        return std::move(out_);
    }

private:
    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    [[nodiscard]] std::string styled(std::string_view text, const fmt::text_style& style) const {
        return options_.color ? fmt::format(style, "{}", text) : std::string(text);
    }

    /// A heading for each file, where there are several.
    void write_findings() {
        const auto files = by_file(report_, places_);
        const bool headed = !options_.findings_only && files.size() > 1;
        for (const OfFile& file : files) {
            if (headed) write_heading(file);
            for (const Finding* const finding : file.findings)
                write_finding(*finding);
        }
    }

    void write_heading(const OfFile& file) {
        print("── {} ── {}\n\n", styled(printable(file.name), fmt::emphasis::bold | fmt::emphasis::underline),
              file.counts());
    }

    void write_finding(const Finding& finding) {
        const auto place = places_.of(finding.span);
        print("{}{}: {} [{}]\n", place ? head(*place) : "",
              styled(to_string(finding.severity), style_of(finding.severity)),
              styled(printable(finding.message), fmt::emphasis::bold), finding.rule->id);
        if (place) write_excerpt(*place, style_of(finding.severity));
        if (places_.generated(finding.span)) write_generated(finding);
        for (const Note& note : finding.related)
            write_related(note);
        write_help(finding.help);
        if (options_.fingerprints) print("  its story: rlslint explain {:016x}\n", finding.fingerprint);
        out_ += '\n';
    }

    [[nodiscard]] std::string head(const Place& place) const {
        return styled(place_text(place) + ":", fmt::emphasis::bold) + " ";
    }

    [[nodiscard]] std::string place_text(const Place& place) const {
        return fmt::format("{}:{}:{}", printable(places_.file_of(place)), place.start.line,
                           place.start.column);
    }

    void write_excerpt(const Place& place, const fmt::text_style& style) {
        const std::size_t gutter = fmt::formatted_size("{}", place.end.line);
        const auto lines =
            excerpt(places_, place, options_.width - std::min(options_.width, gutter + 5), most_lines);
        for (const ExcerptLine& line : lines) {
            print("  {:>{}} | {}\n", line.number, gutter, line.text);
            print("  {:>{}} | {:>{}}{}\n", "", gutter, "", line.column,
                  styled(std::string(line.marked, '^'), style));
        }
        if (!lines.empty() && lines.size() == most_lines && lines.back().number < place.end.line) {
            print("  {:>{}} | … to line {}\n", "", gutter, place.end.line);
        }
    }

    /// The statement that was made and run at the finding's place.
    void write_generated(const Finding& finding) {
        const auto place = places_.within(finding.span);
        if (!place) return;
        print("  in the SQL that is run here:\n");
        write_excerpt(*place, style_of(finding.severity));
    }

    void write_related(const Note& note) {
        const auto place = places_.of(note.span);
        print("  {}{} {}\n", place ? head(*place) : "", styled("note:", style_of(Severity::info)),
              printable(note.message));
    }

    /// Lines after the first keep their own indentation.
    void write_help(std::string_view help) {
        if (help.empty()) return;
        const std::string text = printable(help);
        print("  {} ", styled("help:", fmt::emphasis::bold | fmt::fg(fmt::terminal_color::green)));
        constexpr std::size_t indent = 8; // below "  help: "
        std::size_t begin = 0;
        for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', begin)) {
            write_line(std::string_view(text).substr(begin, end - begin), begin == 0 ? indent : 2);
            out_ += "\n  ";
            begin = end + 1;
        }
        write_line(std::string_view(text).substr(begin), begin == 0 ? indent : 2);
        out_ += '\n';
    }

    /// A line that begins at `column`; prose that is too wide goes on below its first word, SQL, which is
    /// indented, stays as it is.
    void write_line(std::string_view line, std::size_t column) {
        if (!options_.wrap || line.starts_with(' ')) {
            out_ += line;
            return;
        }
        std::size_t at = column;
        while (!line.empty()) {
            const std::size_t space = line.find(' ', 1);
            const std::string_view word = line.substr(0, space);
            const std::size_t wide = display_width(word);
            if (at > column && at + wide > options_.width) {
                out_ += '\n' + std::string(column, ' ');
                out_ += word.substr(word.starts_with(' ') ? 1 : 0);
                at = column + wide - 1;
            } else {
                out_ += word;
                at += wide;
            }
            line.remove_prefix(word.size());
        }
    }

    void write_notes(const std::vector<RunNote>& notes) {
        for (const RunNote& note : notes)
            write_note(note);
        if (!notes.empty()) out_ += '\n';
    }

    void write_note(const RunNote& note) {
        const auto place = places_.of(note.span);
        const std::string where = place ? head(*place)
                                  : note.file.empty()
                                      ? std::string()
                                      : styled(printable(note.file) + ":", fmt::emphasis::bold) + " ";
        print("{}{} {}\n", where,
              styled(note.severity == Severity::info ? "note:" : fmt::format("{}:", to_string(note.severity)),
                     style_of(note.severity)),
              printable(note.message));
    }

    void write_project(const ProjectView& project) {
        if (report_.projects.size() > 1) print("{}\n", styled(printable(project.root), fmt::emphasis::bold));
        const Summary& summary = project.summary;
        print("Profile {}{}: {}\n", project.profile,
              project.era.empty() ? "" : fmt::format(", era {}", project.era), printable(project.why));
        print("Layout {}: {}, {}, {} unmodelled, {} undetermined, {}\n", project.layout,
              counted(summary.files, "file"), counted(summary.statements, "statement"), summary.unmodelled,
              summary.undetermined, counted(summary.syntax_errors, "syntax error"));
        write_coverage(summary.coverage);
    }

    void write_coverage(const Coverage& coverage) {
        const auto percent = coverage.percent();
        if (!percent) return print("Coverage: clients reach no table of an exposed schema\n");
        print("Coverage: {} of {} protected, {:.1f} %\n", coverage.protected_tables,
              counted(coverage.reachable_tables, "reachable table"), *percent);
    }

    void write_counts() {
        const Summary& summary = report_.summary;
        print("{}, {}, {}", counted(summary.errors, "error"), counted(summary.warnings, "warning"),
              counted(summary.infos, "info"));
        if (summary.suppressed != 0) print(", {} suppressed", summary.suppressed);
        if (report_.seconds) print(" ({:.1f} s)", *report_.seconds);
        out_ += '\n';
    }

    /// The rules that found something, the busiest first, whether or not all of it is shown.
    void write_rules() {
        std::vector<std::pair<std::string_view, std::size_t>> rules(report_.by_rule.begin(),
                                                                    report_.by_rule.end());
        std::stable_sort(rules.begin(), rules.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; });
        std::string_view before = "By rule: ";
        for (const auto& [rule, count] : rules) {
            print("{}{} {}", before, rule, count);
            before = ", ";
        }
        if (!rules.empty()) out_ += '\n';
    }

    /// What is to be mended first, last: that is where people look.
    void write_errors() {
        std::vector<const Finding*> errors;
        std::size_t others = 0;
        for (const Finding& finding : report_.findings) {
            if (finding.suppressed) continue;
            if (finding.severity == Severity::error) {
                errors.push_back(&finding);
            } else {
                ++others;
            }
        }
        if (errors.size() + others < 2) return;
        if (!errors.empty()) print("{}\n", styled("Errors first:", style_of(Severity::error)));
        for (std::size_t i = 0; i < std::min(errors.size(), most_errors); ++i)
            write_error(*errors[i]);
        if (errors.size() > most_errors) print("  … and {} more\n", errors.size() - most_errors);
        print("The whole story of a finding: rlslint explain FINGERPRINT{}\n",
              options_.fingerprints ? ""
              : errors.empty()      ? ", which --verbose shows"
                                    : " (of others: --verbose)");
    }

    void write_error(const Finding& finding) {
        const auto place = places_.of(finding.span);
        print("  {:016x} {}{} [{}]\n", finding.fingerprint, place ? place_text(*place) + ": " : "",
              printable(finding.message), finding.rule->id);
    }

    const Report& report_;
    TextOptions options_;
    Places places_;
    std::string out_;
};

} // namespace

std::string render_text(const Report& report, const TextOptions& options) {
    return TextWriter(report, options).write();
}

} // namespace rlslint
