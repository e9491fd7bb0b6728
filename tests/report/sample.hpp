#pragma once

#include <array>
#include <string>

#include "rlslint/report/reporters.hpp"

namespace rlslint::test {

/// A report made by hand, with one file and one finding to change at will.
class Sample {
public:
    explicit Sample(std::string sql, std::string path = "db/1.sql") {
        file = sources.add({std::move(path), std::move(sql), Encoding::utf8, {}, false});
        report.version = "0.1.0";
        report.grammar = "17";
        report.sources = &sources;
        report.rules = {&open_rule, &slow_rule};
        ProjectView project{
            ".", "supabase", "supabase", "explicit-grants", "asked for by --profile", "rlslint.toml", {}};
        report.projects = {project};
    }
    Sample(const Sample&) = delete;
    Sample& operator=(const Sample&) = delete;

    /// The place of the first `text` in the file.
    [[nodiscard]] Span at(std::string_view text) const { return at(text, file); }
    [[nodiscard]] Span at(std::string_view text, SourceId source) const {
        const std::size_t begin = sources[source].text.find(text);
        return {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + text.size())};
    }

    Finding& add(Span span, std::string message = "everyone may change every row") {
        Finding finding;
        finding.rule = &open_rule;
        finding.severity = Severity::error;
        finding.subject = "public.t/p";
        finding.message = std::move(message);
        finding.span = span;
        finding.fingerprint = 0xABC;
        return report.findings.emplace_back(std::move(finding));
    }

    static constexpr std::array<std::string_view, 2> weaknesses{"863", "1050"};
    static constexpr RuleInfo open_rule{.id = "policy-always-true",
                                        .group = RuleGroup::policies,
                                        .severity = Severity::error,
                                        .on_by_default = true,
                                        .security_severity = "9.1",
                                        .precision = Precision::very_high,
                                        .since = "0.1.0",
                                        .cwe = weaknesses,
                                        .aliases = {},
                                        .doc = {"A policy lets everyone in", "Why it matters.",
                                                "When it is fine.", "How to mend it.", "select 1;",
                                                "select 2;"}};
    static constexpr RuleInfo slow_rule{.id = "auth-call-per-row",
                                        .group = RuleGroup::performance,
                                        .severity = Severity::info,
                                        .on_by_default = false,
                                        .security_severity = "",
                                        .precision = Precision::high,
                                        .since = "0.1.0",
                                        .cwe = {},
                                        .aliases = {},
                                        .doc = {"A slow policy", "", "", "", "", ""}};

    Sources sources;
    SourceId file;
    Report report;
};

/// Text that no report may choke on.
inline const std::string hostile =
    "quote \" \\ back\nnew\r line\t% & < > \x1b[31m \xff\xfe \xed\xa0\x80 \xf0\x9f\x98\x80 \xe2\x80\xae end";

} // namespace rlslint::test
