#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "cut.hpp"
#include "lines.hpp"

namespace rlslint {
namespace {

using lines::Line;

/// The value of `name:value` among a changeset's attributes.
std::optional<std::string_view> attribute(std::string_view line, std::string_view name) {
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
        const std::string_view word = line.substr(at, end - at);
        const std::size_t colon = word.find(':');
        if (colon != word.npos && equal_ignoring_case(word.substr(0, colon), name))
            return word.substr(colon + 1);
        at = end + 1;
    }
    return std::nullopt;
}

/// A delimiter is a regular expression to Liquibase; those in use are a text, with backslashes
/// before what would mean something else, or one of those at the beginning of a line (`\n/`).
std::string plain_delimiter(std::string_view given) {
    std::string plain;
    for (std::size_t at = 0; at < given.size(); ++at) {
        if (given[at] != '\\' || at + 1 == given.size()) {
            plain += given[at];
        } else if (std::isalpha(static_cast<unsigned char>(given[++at])) == 0) {
            plain += given[at];
        }
    }
    while (plain.size() > 1 && plain.ends_with('$') && !plain.ends_with("$$"))
        plain.pop_back();
    return plain;
}

/// What a changeset's line says of how it runs.
struct Changeset {
    std::optional<std::string> why_not; ///< it does not, on PostgreSQL
    std::string delimiter = ";";
    bool split = true;
};

/// "postgresql", "all", "!mysql": a list says on which databases a changeset runs.
bool runs_on_postgres(std::string_view dbms) {
    bool only_others_excluded = true;
    for (std::size_t at = 0; at <= dbms.size();) {
        const std::size_t end = std::min(dbms.find(',', at), dbms.size());
        const std::string_view one = trimmed(dbms.substr(at, end - at));
        if (one == "postgresql" || one == "all") return true;
        if (one == "!postgresql" || one == "none") return false;
        only_others_excluded &= one.starts_with('!');
        at = end + 1;
    }
    return only_others_excluded;
}

std::optional<Changeset> changeset(std::string_view line) {
    auto words = lines::comment(line);
    if (!words || !lines::take_word(*words, "changeset")) return std::nullopt;
    Changeset set;
    if (const auto dbms = attribute(*words, "dbms"); dbms && !runs_on_postgres(*dbms))
        set.why_not = fmt::format("a changeset for {}", *dbms);
    if (const auto ignore = attribute(*words, "ignore"); ignore && equal_ignoring_case(*ignore, "true"))
        set.why_not = "a changeset to be ignored";
    if (const auto split = attribute(*words, "splitStatements"))
        set.split = !equal_ignoring_case(*split, "false");
    if (const auto delimiter = attribute(*words, "endDelimiter")) set.delimiter = plain_delimiter(*delimiter);
    set.split = set.split && !set.delimiter.empty();
    return set;
}

/// `--ignoreLines:3`, `--ignoreLines:start` and `--ignoreLines:end`.
std::optional<std::string_view> ignored_lines(std::string_view line) {
    const auto words = lines::comment(line);
    return words ? attribute(*words, "ignoreLines") : std::nullopt;
}

/// Cuts line by line: a changeset reaches to the next one, a statement to its delimiter.
class Cutter {
public:
    void take(const Line& line) {
        if (skips(line)) return;
        if (auto next = changeset(line.text)) {
            close(line.begin);
            set_ = std::move(*next);
            begin_ = line.next;
            inside_ = true;
        } else if (inside_) {
            if (const auto ignored = ignored_lines(line.text)) return ignore(line, *ignored);
            end_at_delimiter(line);
        }
    }

    Cut finish(std::uint32_t size) && {
        if (inside_) close(size);
        return std::move(cut_);
    }

private:
    bool skips(const Line& line) {
        if (skip_ == 0) return false;
        const auto ignored = ignored_lines(line.text);
        const bool over = skip_ > 0 ? --skip_ == 0 : ignored && equal_ignoring_case(*ignored, "end");
        if (over) {
            skip_ = 0;
            cut_.omitted.push_back({begin_, line.next, "lines to be ignored"});
            begin_ = line.next;
        }
        return true;
    }

    void ignore(const Line& line, std::string_view how_many) {
        close(line.begin);
        begin_ = line.begin;
        std::from_chars(how_many.data(), how_many.data() + how_many.size(), skip_);
        if (equal_ignoring_case(how_many, "start")) skip_ = -1;
    }

    /// A delimiter of its own ends a statement at the end of a line; `/` and GO alone on one do too.
    void end_at_delimiter(const Line& line) {
        if (!set_.split) return;
        const std::string_view text = line.text.substr(0, line.text.find_last_not_of(" \t") + 1);
        if (set_.delimiter == ";") {
            if (text == "/" || equal_ignoring_case(text, "go")) cut_off(line.begin, line.next);
            return;
        }
        const bool ends =
            text.size() >= set_.delimiter.size() &&
            equal_ignoring_case(text.substr(text.size() - set_.delimiter.size()), set_.delimiter);
        const bool alone = set_.delimiter != "/" || text == "/";
        if (ends && alone)
            cut_off(line.begin + static_cast<std::uint32_t>(text.size() - set_.delimiter.size()), line.next);
    }

    void cut_off(std::uint32_t end, std::uint32_t next) {
        close(end);
        begin_ = next;
    }

    void close(std::uint32_t end) {
        if (!inside_ || begin_ >= end) return;
        if (set_.why_not) {
            cut_.omitted.push_back({begin_, end, *set_.why_not});
        } else {
            const bool ours = set_.split && set_.delimiter == ";";
            cut_.parts.push_back({begin_, end, ours ? Terminator::semicolon : Terminator::section});
        }
        begin_ = end;
    }

    Cut cut_;
    Changeset set_;
    std::uint32_t begin_ = 0;
    bool inside_ = false;
    int skip_ = 0; ///< lines still to be ignored; -1: up to `end`
};

} // namespace

/// A file without the first line is what sqlFile and include take as it is.
Cut cut_liquibase(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    if (!is_liquibase(text)) return {{{0, size, Terminator::semicolon}}, {}};
    Cutter cutter;
    lines::for_each(text, [&](const Line& line) { cutter.take(line); });
    return std::move(cutter).finish(size);
}

bool is_liquibase(std::string_view text) {
    bool seen = false, formatted = false;
    lines::for_each(text, [&](const Line& line) {
        if (seen || trimmed(line.text).empty()) return;
        seen = true;
        auto words = lines::comment(line.text);
        formatted = words && lines::take_word(*words, "liquibase") && lines::take_word(*words, "formatted");
    });
    return formatted;
}

} // namespace rlslint
