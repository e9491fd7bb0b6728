#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/diag/run_note.hpp"
#include "rlslint/lint/model.hpp"

namespace rlslint {

/// Takes a rule's findings.
class Sink {
public:
    Sink(const RuleInfo& rule, std::vector<Finding>& out, std::vector<RunNote>* undecided = nullptr,
         const RuleOptions* options = nullptr)
        : rule_(&rule), out_(&out), undecided_(undecided), options_(options) {}

    /// A finding of the rule's own severity, to be filled in by the rule.
    [[nodiscard]] Finding finding(std::string subject, Span span, std::string message) const;

    /// The same about a policy, in doubt where it may have been dropped or altered.
    [[nodiscard]] Finding finding(const Model& model, PolicyId policy, Span span, std::string message) const;

    void report(Finding finding) { out_->push_back(std::move(finding)); }

    /// What was asked for and cannot be told: no finding, but it fails under --strict.
    void undecided(Span span, std::string message) {
        if (undecided_ != nullptr) undecided_->push_back({Severity::info, std::move(message), span, ""});
    }

    /// What an option of the rule, of this kind, is set to, or holds anyway.
    [[nodiscard]] int number(std::string_view option) const;
    [[nodiscard]] bool flag(std::string_view option) const;
    [[nodiscard]] std::span<const std::string> words(std::string_view option) const;

private:
    [[nodiscard]] const RuleOption& option(std::string_view name) const;
    template <class T> [[nodiscard]] const T* value(std::string_view name) const;

    const RuleInfo* rule_;
    std::vector<Finding>* out_;
    std::vector<RunNote>* undecided_;
    const RuleOptions* options_;
};

/// A rule: what is known about it, and how it looks. No state.
struct Rule {
    const RuleInfo* info;
    void (*check)(const Model& model, Sink& sink);
};

} // namespace rlslint
