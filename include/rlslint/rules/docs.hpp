#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "rlslint/lint/rule.hpp"

namespace rlslint {

/// A rule's page in docs/rules/, in Markdown.
[[nodiscard]] std::string render_rule_page(const RuleInfo& rule);

/// docs/rules/README.md: all rules by group, and whence users of other tools come.
[[nodiscard]] std::string render_rule_index(std::span<const Rule> rules);

/// A rule for the terminal, as `rlslint explain` prints it.
[[nodiscard]] std::string render_rule_text(const RuleInfo& rule, std::size_t width = 80);

/// The list that `rlslint rules` prints: by group, a line a rule.
[[nodiscard]] std::string render_rules_text(std::span<const Rule> rules);

/// All metadata and docs (docs/schema/rules.schema.json).
[[nodiscard]] std::string render_rules_json(std::span<const Rule> rules);

} // namespace rlslint
