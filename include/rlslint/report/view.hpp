#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/diag/run_note.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// How much of what clients reach is protected.
struct Coverage {
    std::size_t reachable_tables = 0;
    std::size_t protected_tables = 0;

    /// None where nothing is reachable.
    [[nodiscard]] std::optional<double> percent() const;
};

struct Summary {
    std::size_t files = 0;
    std::size_t statements = 0;
    std::size_t unmodelled = 0;
    std::size_t undetermined = 0;
    std::size_t syntax_errors = 0;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t infos = 0;
    std::size_t suppressed = 0;
    Coverage coverage;
};

struct ProjectView {
    std::string root; ///< relative to the working directory, "." for it
    std::string layout;
    std::string profile;
    std::string era;    ///< empty where the profile has none
    std::string why;    ///< how profile and era were found
    std::string anchor; ///< the file that stands for the whole, in formats that need one
    Summary summary;
};

/// All that a reporter prints. Plain data: reporters are tested from hand-made ones.
struct Report {
    std::string version;
    std::string grammar;
    std::string home; ///< the address of rlslint's own pages; empty: none
    const Sources* sources = nullptr;
    std::vector<ProjectView> projects;
    std::vector<Finding> findings;                   ///< sorted by the engine
    std::map<std::string_view, std::size_t> by_rule; ///< how much each rule found that is not suppressed
    std::vector<const RuleInfo*> rules;              ///< every rule there is, for formats that list them
    std::vector<RunNote> notes;
    std::size_t withheld = 0;            ///< findings in doubt; the notes tell by which statements
    std::size_t undecided = 0;           ///< expectations that could not be decided; the notes tell which
    std::vector<RunNote> not_understood; ///< statements that are unmodelled or undetermined, and why
    Summary summary;
    std::optional<double> seconds; ///< that the run took; none where reports must not differ by it
};

} // namespace rlslint
