#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rlslint/diag/rule_info.hpp"
#include "rlslint/diag/severity.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

/// A related place. Its span may be no place where the note alone says it.
struct Note {
    std::string message;
    Span span;
};

/// How far a fix can be trusted. `safe`: keeps the meaning, may be applied unseen. `unsafe`:
/// changes who may do what. `display`: SQL to read and adapt.
enum class Applicability { safe, unsafe, display };

[[nodiscard]] std::string_view to_string(Applicability applicability);

/// A mend: SQL to add in a new migration, or, with `replaces`, text to put in a file's place.
struct Fix {
    std::string title;
    Applicability applicability = Applicability::display;
    std::string sql;
    Span replaces; ///< the bytes that `sql` replaces; no place where it is a statement to add
};

/// A session and rows that show the finding, as SQL that runs on a server.
struct Witness {
    std::string role;
    std::map<std::string, std::string> settings;
    std::optional<std::map<std::string, std::string>> row;
    std::optional<std::map<std::string, std::string>> new_row;
    std::string sql;
};

/// Who silenced a finding, and the reason given.
struct Suppression {
    enum class By { comment, file, config, baseline };
    By by = By::comment;
    std::string reason;
};

[[nodiscard]] std::string_view to_string(Suppression::By by);

/// What findings of one rule have in common where mending one mends all, or they are mended in one go.
struct Cause {
    std::string key;       ///< tells causes of the rule apart; empty: none that is known
    std::string_view unit; ///< what each of them is about: "policy", "table"; empty: a place
};

/// One thing that a rule has to say. Rules fill in everything down to `witness`; the engine does
/// the rest.
struct Finding {
    const RuleInfo* rule = nullptr; ///< static storage, never null once the engine has it
    Severity severity = Severity::info;
    std::string subject; ///< schema.table[/policy], schema.function(args), role:name, project
    std::string message; ///< what happens to whom, one sentence, no full stop at the end
    std::string help;    ///< what to do about it; may hold SQL on lines of its own
    Span span;           ///< the narrowest clause; no place for the project as a whole
    std::vector<Note> related;
    std::vector<Fix> fixes;
    std::optional<Witness> witness;

    /// What the finding is about beyond rule and subject, with all layout taken out (a clause's
    /// tokens). Part of the fingerprint, so that lines may move. May be empty.
    std::string clause;

    /// A statement that could not be followed, and after which the finding may no longer be true: the
    /// engine withholds it, and says so. No place where nothing speaks against it.
    Span in_doubt;

    /// Findings with one cause are shown as one, once it is known which of them are silenced.
    Cause cause = {};
    std::vector<Finding> gathered = {}; ///< those that this one stands for, besides itself

    std::uint32_t project = 0; ///< index of the project it belongs to
    std::uint64_t fingerprint = 0;
    std::optional<Suppression> suppressed;
};

} // namespace rlslint
