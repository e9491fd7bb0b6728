#include "rlslint/project/load.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/text/line_index.hpp"

#include "cut.hpp"
#include "placeholders.hpp"

namespace rlslint {
namespace {

/// Control characters that no text has, more of them than strayed into it. Escape is none: terminal
/// output ends up in files.
bool is_binary(std::string_view text) {
    const std::string_view start = text.substr(0, 8000);
    const auto control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != '\x1b';
    };
    const std::ptrdiff_t count = std::count_if(start.begin(), start.end(), control);
    return count > 8 && count * 30 > static_cast<std::ptrdiff_t>(start.size());
}

/// Why a text cannot be SQL; none where it may be.
std::optional<std::string> why_no_sql(std::string_view text) {
    if (text.starts_with("PGDMP"))
        return "is an archive of pg_dump, not SQL: make SQL of it with pg_restore -f -";
    if (is_binary(text)) return "is binary, not SQL";
    return std::nullopt;
}

void note_decoding(const Decoded& decoded, const ProjectFile& file, std::vector<RunNote>& notes) {
    if (decoded.encoding == Encoding::utf16_le || decoded.encoding == Encoding::utf16_be) {
        notes.push_back(
            {Severity::info, fmt::format("decoded from {}", to_string(decoded.encoding)), {}, file.path});
    }
    if (decoded.first_replaced) {
        notes.push_back({Severity::warning,
                         fmt::format("not valid {}: replaced by U+FFFD", to_string(decoded.encoding)),
                         {},
                         file.path});
    }
    if (decoded.text.find('\0') != std::string::npos) {
        notes.push_back(
            {Severity::warning, "holds NUL bytes, which PostgreSQL does not take", {}, file.path});
    }
}

/// The lines of a part, for people.
std::string lines_of(const std::string& path, std::string_view text, const Omission& part) {
    const LineIndex index(text);
    const std::uint32_t first = index.position(part.begin).line;
    const std::uint32_t last = index.position(part.end > part.begin ? part.end - 1 : part.end).line;
    return first == last ? fmt::format("{}:{}", path, first) : fmt::format("{}:{}-{}", path, first, last);
}

/// Cuts a text that was added to `sources`.
void add_sections(const Sources& sources, SourceId id, Project& project, std::vector<Section>& sections) {
    const Source& source = sources[id];
    Cut parts = cut(project.layout, source.text);
    for (const Part& part : parts.parts)
        sections.push_back({{id, part.begin, part.end}, part.terminator});
    for (Omission& part : parts.omitted)
        project.left_out.push_back({lines_of(source.path, source.text, part), std::move(part.why)});
}

/// Tools that hand their files to psql, or files that were made for it.
bool runs_psql(Layout layout) {
    return layout == Layout::plain || layout == Layout::sqitch || layout == Layout::pg_dump ||
           layout == Layout::graphile_migrate;
}

/// Fills in the placeholders of a project's files, and remembers those without a value.
class Placeholders {
public:
    Placeholders(Layout layout, PlaceholderValues values)
        : psql_(runs_psql(layout)), liquibase_(layout == Layout::liquibase), values_(std::move(values)) {}

    /// What psql is told to set in one file holds for the next ones too: they may be included by it.
    void fill(Source& source) {
        if (psql_) read_psql_values(source.text, values_);
        if (liquibase_) read_liquibase_values(source.text, values_);
        Filled filled = fill_placeholders(source.text, values_, psql_);
        if (filled.fillings.empty()) return;
        source.as_written = std::exchange(source.text, std::move(filled.text));
        source.fillings = std::move(filled.fillings);
        if (filled.unknown.empty()) return;
        if (files_++ == 0) first_file_ = source.path;
        unknown_.insert(filled.unknown.begin(), filled.unknown.end());
    }

    /// One note for all of them: templates hold the same few in every file.
    void report(std::vector<RunNote>& notes) const {
        if (files_ == 0) return;
        const std::string more = files_ == 1 ? "" : fmt::format(" (and in {} more files)", files_ - 1);
        notes.push_back(
            {Severity::info,
             fmt::format("placeholders without a value, taken by their names: {}{}; [placeholders] in "
                         "rlslint.toml gives them one",
                         fmt::join(unknown_, ", "), more),
             {},
             first_file_});
    }

private:
    bool psql_;
    bool liquibase_;
    PlaceholderValues values_;
    std::set<std::string> unknown_;
    std::string first_file_;
    std::size_t files_ = 0;
};

Result<std::string> bytes_of(const Files& files, ProjectFile& file) {
    if (file.bytes) return *std::exchange(file.bytes, std::nullopt);
    return file.standard_input ? files.read_standard_input() : files.read_sql(file.path);
}

} // namespace

std::vector<Section> load(const Files& files, Project& project, Sources& sources, std::vector<RunNote>& notes,
                          const PlaceholderValues& values) {
    std::vector<Section> sections;
    Placeholders placeholders(project.layout, values);
    for (ProjectFile& file : project.files) {
        Result<std::string> bytes = bytes_of(files, file);
        if (!bytes) {
            notes.push_back(
                {Severity::error, fmt::format("cannot be read: {}", bytes.failure().message), {}, file.path});
            continue;
        }
        Decoded decoded = decode(std::move(*bytes));
        if (auto why = why_no_sql(decoded.text)) {
            notes.push_back({Severity::error, std::move(*why), {}, file.path});
            continue;
        }
        note_decoding(decoded, file, notes);
        Source source{file.path, std::move(decoded.text), decoded.encoding, {}, false};
        placeholders.fill(source);
        const SourceId id = sources.add(std::move(source));
        add_sections(sources, id, project, sections);
    }
    placeholders.report(notes);
    return sections;
}

} // namespace rlslint
