#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"
#include "rlslint/sql/parse.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What became of a statement.
enum class Outcome : std::uint8_t {
    applied,      ///< the catalog is what it is on the server behind it
    inert,        ///< changes nothing that is tracked
    unmodelled,   ///< a kind, or a part, that the replay does not know: `why` names it
    undetermined, ///< what it does depends on data, or on SQL that is not read: `why`
    failed,       ///< the server would refuse it: `why` in its words; not applied
    syntax_error, ///< PostgreSQL's grammar rejects it: `why`
};

[[nodiscard]] std::string_view to_string(Outcome outcome);

/// One statement of the history, in the order of execution.
struct LogEntry {
    Span span; ///< the statement; of a syntax error the place where the grammar gave up
    Outcome outcome = Outcome::applied;
    std::string tag; ///< e.g. "CREATE POLICY"; empty for a syntax error
    std::string why;
    std::string sqlstate; ///< of a failed one, e.g. "42P01"; of a syntax error where it is not 42601; of an
                          ///< undetermined one that came to no end within our budgets 54000
    Span place{};         ///< of a failed one: the name that is not found, where it is one
    bool fails_block = false; ///< of a failed one: the transaction block around it is rolled back with it
};

/// Bytes of a script that are no SQL: psql meta-commands, COPY data, stray bytes.
struct OtherText {
    PieceKind kind;
    Span span;
};

/// The database that a project's migrations make, and how they got there.
struct History {
    Catalog catalog;
    std::vector<LogEntry> log;    ///< of the user's statements; the profile's are not in it
    std::vector<OtherText> other; ///< of the user's files
    std::size_t files = 0;

    [[nodiscard]] std::size_t count(Outcome outcome) const;
};

/// Runs a profile's SQL, then the user's sections in order, as the platform's migration role.
/// Never fails: what cannot be run is in the log. `profile_source` is a source already added to
/// `sources` with `Source::profile` set; none for an empty database. With more than one of `jobs`, files
/// ahead are parsed by as many threads less one; the history is the same.
[[nodiscard]] History replay(Sources& sources, SourceId profile_source, std::span<const Section> sections,
                             const Platform& platform, unsigned jobs = 1);

} // namespace rlslint
