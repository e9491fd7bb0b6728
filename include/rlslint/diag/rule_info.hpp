#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rlslint/diag/severity.hpp"

namespace rlslint {

/// The subject that a rule belongs to; also its folder under rules/ and its heading in the docs.
enum class RuleGroup { coverage, grants, policies, views_functions, performance, history, project };

/// All of them, in the order of the documentation.
inline constexpr RuleGroup rule_groups[] = {
    RuleGroup::coverage,    RuleGroup::grants,  RuleGroup::policies, RuleGroup::views_functions,
    RuleGroup::performance, RuleGroup::history, RuleGroup::project};

[[nodiscard]] std::string_view to_string(RuleGroup group);

/// How often the rule is right, in SARIF's words.
enum class Precision { medium, high, very_high };

[[nodiscard]] std::string_view to_string(Precision precision);

/// An id under which another tool reports the same defect, e.g. {"splinter", "0013"}.
struct Alias {
    std::string_view tool;
    std::string_view id;
};

/// The documentation of a rule, in Markdown unless said otherwise. `explain`, docs/rules/, the
/// SARIF rule table and `rlslint rules` are generated from it; the examples run in a test.
struct RuleDoc {
    std::string_view summary;   ///< one sentence without Markdown: what the rule reports
    std::string_view why;       ///< why it matters: what an attacker or a locked-out user sees
    std::string_view when_fine; ///< when it is meant so, and how to say that
    std::string_view fix;       ///< how to mend it
    std::string_view bad;       ///< SQL that gives exactly this finding
    std::string_view good;      ///< SQL that gives none
};

/// What a rule can be told in rlslint.toml beside its severity: `[rules.multiple-permissive] most = 2`.
struct RuleOption {
    enum class Kind { number, flag, words };
    std::string_view name;
    Kind kind;
    std::string_view about; ///< one sentence, Markdown
    int number = 0;         ///< what holds unless it is set
    bool flag = false;
};

/// A value of such an option, and all that were set: by rule and option, "multiple-permissive.most".
using OptionValue = std::variant<int, bool, std::vector<std::string>>;
using RuleOptions = std::map<std::string, OptionValue, std::less<>>;

/// All that is said about a rule beside its findings. Everything refers to static storage.
struct RuleInfo {
    std::string_view id; ///< file stem, symbol (with '_'), fixture folder, docs page
    RuleGroup group;
    Severity severity; ///< its highest; single findings may weigh less, never more
    bool on_by_default;
    std::string_view security_severity; ///< CVSS-like "0.0".."10.0" for code scanning; "" for none
    Precision precision;
    std::string_view since;                ///< the version that brought it
    std::span<const std::string_view> cwe; ///< numbers, e.g. "862"
    std::span<const Alias> aliases;
    RuleDoc doc;
    /// For the doc's examples: the profile under which they are run.
    std::string_view example_profile = "supabase-auto-expose";
    std::span<const RuleOption> options = {};
};

} // namespace rlslint
