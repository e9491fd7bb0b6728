#include "rlslint/lint/suppress.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/text/glob.hpp"
#include "rlslint/text/nearest.hpp"

#include "ignore_comments.hpp"

namespace rlslint {
namespace {

bool matches_any(const std::vector<std::string>& patterns, std::string_view subject) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return glob::matches(pattern, subject) ||
               glob::matches(pattern, subject.substr(0, subject.find('/')));
    });
}

class Suppressor {
public:
    Suppressor(const Sources& sources, std::span<const Rule> rules, const Selection& selection,
               std::vector<Finding>& findings)
        : sources_(sources), rules_(rules), selection_(selection), findings_(findings) {}

    void heed(const IgnoreComment& ignore) {
        if (ignore.reason.empty() || ignore.rules.empty()) {
            report("ignore-without-reason", ignore.comment,
                   fmt::format("not heeded: an ignore says which rule and why: "
                               "`-- rlslint-ignore{} RULE: reason`",
                               ignore.file ? "-file" : ""));
            return;
        }
        for (const std::string_view rule : ignore.rules) {
            if (!knows(rule, ignore.comment)) continue;
            const Suppression suppression{ignore.file ? Suppression::By::file : Suppression::By::comment,
                                          std::string(ignore.reason)};
            const bool used = silence(rule, suppression, [&](const Finding& finding) {
                const Span place = sources_.origin(finding.span);
                return ignore.scope.valid() && place.valid() && place.source == ignore.scope.source &&
                       ignore.scope.begin <= place.begin && place.begin <= ignore.scope.end;
            });
            if (!used) report("unused-ignore", ignore.comment, unused(rule));
        }
    }

    void heed(const Ignore& entry) {
        for (const std::string& rule : entry.rules) {
            const bool used =
                silence(rule, {Suppression::By::config, entry.reason}, [&](const Finding& finding) {
                    return (entry.objects.empty() || matches_any(entry.objects, finding.subject)) &&
                           (entry.paths.empty() || lies_in(finding, entry.paths));
                });
            // Of no place in the SQL: a note, for whoever looks at all projects to judge.
            if (!used && runs("unused-ignore"))
                notes_.push_back({Severity::warning, unused(rule, entry), {}, entry.at});
        }
    }

    /// What is said of the ignores comes last: no ignore is heeded about it.
    [[nodiscard]] std::vector<RunNote> finish() && {
        std::move(about_ignores_.begin(), about_ignores_.end(), std::back_inserter(findings_));
        if (!about_ignores_.empty()) put_in_order(sources_, findings_);
        return std::move(notes_);
    }

private:
    /// True also where the rule did not run: nothing can be said of its ignores then.
    template <class Is> bool silence(std::string_view rule, const Suppression& suppression, Is is_meant) {
        bool used = !runs(rule);
        for (Finding& finding : findings_) {
            if (finding.rule->id != rule || !is_meant(finding)) continue;
            used = true;
            if (!finding.suppressed) finding.suppressed = suppression;
        }
        return used;
    }

    [[nodiscard]] bool lies_in(const Finding& finding, const std::vector<std::string>& patterns) const {
        const Span place = sources_.origin(finding.span);
        return place.valid() &&
               std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
                   return glob::covers(pattern, sources_[place.source].path);
               });
    }

    [[nodiscard]] const RuleInfo* find(std::string_view id) const {
        const auto found =
            std::find_if(rules_.begin(), rules_.end(), [&](const Rule& rule) { return rule.info->id == id; });
        return found == rules_.end() ? nullptr : found->info;
    }

    [[nodiscard]] bool runs(std::string_view id) const {
        const RuleInfo* const rule = find(id);
        return rule != nullptr && selection_.includes(*rule);
    }

    bool knows(std::string_view id, Span comment) {
        if (find(id) != nullptr) return true;
        std::vector<std::string_view> ids;
        for (const Rule& rule : rules_)
            ids.push_back(rule.info->id);
        const auto meant = nearest(id, ids);
        complain(comment, meant ? fmt::format("unknown rule \"{}\": did you mean \"{}\"?", id, *meant)
                                : fmt::format("unknown rule \"{}\"", id));
        return false;
    }

    /// The object that was meant, if its name is nearly that of one that has such a finding.
    [[nodiscard]] std::string unused(std::string_view rule, const Ignore& entry) const {
        if (entry.objects.empty()) return unused(rule);
        std::vector<std::string_view> subjects;
        for (const Finding& finding : findings_) {
            if (finding.rule->id == rule) subjects.push_back(finding.subject);
        }
        const auto meant = nearest(entry.objects.front(), subjects);
        return fmt::format("unused ignore: there is no {} about {} here{}", rule,
                           fmt::join(entry.objects, ", "),
                           meant ? fmt::format(": did you mean {}?", *meant) : "");
    }

    static std::string unused(std::string_view rule) {
        return fmt::format("unused ignore: there is no {} here", rule);
    }

    void report(std::string_view rule, Span at, std::string message) {
        if (!runs(rule)) return;
        Sink sink{*find(rule), about_ignores_};
        Finding finding = sink.finding("project", at, std::move(message));
        finding.clause = finding.message;
        sink.report(std::move(finding));
    }

    void complain(Span at, std::string message) {
        notes_.push_back({Severity::warning, std::move(message), at, ""});
    }

    const Sources& sources_;
    std::span<const Rule> rules_;
    const Selection& selection_;
    std::vector<Finding>& findings_;
    std::vector<Finding> about_ignores_;
    std::vector<RunNote> notes_;
};

} // namespace

std::vector<RunNote> suppress(const Sources& sources, std::span<const Section> sections,
                              std::span<const Rule> rules, const Selection& selection,
                              std::span<const Ignore> entries, std::vector<Finding>& findings) {
    Suppressor suppressor(sources, rules, selection, findings);
    for (const IgnoreComment& comment : ignore_comments(sources, sections))
        suppressor.heed(comment);
    for (const Ignore& entry : entries)
        suppressor.heed(entry);
    return std::move(suppressor).finish();
}

} // namespace rlslint
