#pragma once

#include <span>
#include <string>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/lint/rule.hpp"

namespace rlslint {

/// Which rules run.
struct Selection {
    std::vector<std::string> only;    ///< --rule: just these, opt-in ones too; empty: all on by default
    std::vector<std::string> without; ///< --exclude-rule
    std::vector<std::string> with;    ///< opt-in ones that a configuration turns on
    RuleOptions options = {};         ///< what a configuration tells them

    [[nodiscard]] bool includes(const RuleInfo& rule) const;
};

/// Of two findings about one object, `leader` stays and `follower` becomes its related place: both
/// have one cause, and mending it mends both. A follower about a policy also follows one about its
/// table.
struct Lead {
    std::string_view leader;
    std::string_view follower;
};

/// The one place that says so, in the catalogue's order.
[[nodiscard]] std::span<const Lead> leads();

/// What there is to report.
struct Judgement {
    std::vector<Finding> findings;
    std::vector<RunNote> notes; ///< what was withheld, a note for each statement that casts doubt
    std::size_t withheld = 0;   ///< findings
    std::size_t undecided = 0;  ///< what rules were asked and could not tell; a note for each
};

/// Runs the selected rules over a model and returns what is left to report:
/// - no finding weighs more than its rule, and none is placed in what the profile made,
/// - what is in doubt is withheld,
/// - followers are folded into their leaders, `Finding::clause` is the text at the finding's place
///   without layout where the rule gave none, fingerprints are set,
/// - in order of place (files as they were read; of dynamic SQL its EXECUTE; what has no place
///   last), severity (heaviest first), rule, subject and message.
/// Ids in `selection` that no rule has select nothing: check them before. With more than one of `jobs`
/// that many threads ask the rules; what they say is the same.
[[nodiscard]] Judgement judge(const Model& model, std::span<const Rule> rules, const Selection& selection,
                              unsigned jobs = 1);

/// Sorts findings as `judge` does, and sets their fingerprints: for who adds some.
void put_in_order(const Sources& sources, std::vector<Finding>& findings);

/// From what each finding is about, never from lines; exact repeats are numbered in order, so that findings of
/// several projects put together need it again.
void set_fingerprints(std::vector<Finding>& findings);

} // namespace rlslint
