#include "rlslint/project/load.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

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

} // namespace

std::vector<Section> load(const Files& files, const Project& project, Sources& sources,
                          std::vector<RunNote>& notes) {
    std::vector<Section> sections;
    for (const ProjectFile& file : project.files) {
        Result<std::string> bytes = file.standard_input ? files.read_standard_input() : files.read(file.path);
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
        const auto size = static_cast<std::uint32_t>(decoded.text.size());
        const SourceId id = sources.add({file.path, std::move(decoded.text), decoded.encoding, {}, false});
        sections.push_back({{id, 0, size}, Terminator::semicolon});
    }
    return sections;
}

} // namespace rlslint
