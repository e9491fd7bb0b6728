#include "baseline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "pieces.hpp"

namespace rlslint {
namespace {

std::string string_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_baseline(const Json& document) {
    return document.is_object() && document.value("version", Json()) == 1 && document.contains("findings") &&
           document["findings"].is_array();
}

} // namespace

Result<Baseline> Baseline::read(const Files& files, const std::string& path) {
    const Result<std::string> text = files.read(path);
    if (!text) return Failure{fmt::format("{}: {}", path, text.failure().message)};
    const Json document = Json::parse(*text, nullptr, false);
    if (!is_baseline(document))
        return Failure{fmt::format("{}: is no baseline of version 1: --update-baseline writes one", path)};
    Baseline baseline;
    for (const Json& entry : document["findings"]) {
        if (!entry.is_object()) return Failure{fmt::format("{}: an entry is no object", path)};
        const auto count = entry.find("count");
        const bool counted = count != entry.end() && count->is_number_unsigned();
        baseline
            .counts_[{string_of(entry, "rule"), string_of(entry, "subject"), string_of(entry, "clause")}] +=
            counted ? count->get<std::size_t>() : 1;
    }
    return baseline;
}

Baseline::Key Baseline::key_of(const Finding& finding) {
    return {std::string(finding.rule->id), finding.subject, finding.clause};
}

Baseline::Spot Baseline::spot_of(const Finding& finding, const Sources& sources) {
    const Span place = sources.origin(finding.span);
    return {std::string(finding.rule->id), place.valid() ? sources[place.source].path : "",
            place.valid() ? place.begin : 0, finding.clause};
}

Baseline Baseline::of(const std::vector<Finding>& findings) {
    Baseline baseline;
    for (const Finding& finding : findings) {
        if (finding.suppressed) continue;
        ++baseline.counts_[key_of(finding)];
        for (const Finding& part : finding.gathered)
            ++baseline.counts_[key_of(part)];
    }
    return baseline;
}

Baseline Baseline::of(const std::vector<Finding>& findings, const Sources& sources) {
    Baseline baseline = of(findings);
    const auto remember = [&](const Finding& finding) {
        baseline.sayings_.emplace(saying_of(finding), key_of(finding));
        if (finding.span.valid()) baseline.spots_.emplace(spot_of(finding, sources), key_of(finding));
    };
    for (const Finding& finding : findings) {
        if (finding.suppressed) continue;
        remember(finding);
        std::for_each(finding.gathered.begin(), finding.gathered.end(), remember);
    }
    return baseline;
}

Baseline::Saying Baseline::saying_of(const Finding& finding) {
    return {std::string(finding.rule->id), finding.subject, finding.message};
}

bool Baseline::use_up(const Key& key, Finding& finding) {
    const auto entry = counts_.find(key);
    if (entry == counts_.end() || entry->second == 0) return false;
    --entry->second;
    finding.suppressed = Suppression{Suppression::By::baseline, reason_};
    return true;
}

void Baseline::know_by_place(Finding& finding, const Sources& sources) {
    const auto spot = spots_.find(spot_of(finding, sources));
    if (spot != spots_.end()) use_up(spot->second, finding);
}

void Baseline::know_by_saying(Finding& finding) {
    const auto [first, last] = sayings_.equal_range(saying_of(finding));
    std::any_of(first, last, [&](const auto& saying) { return use_up(saying.second, finding); });
}

/// What is known exactly comes first, so that nothing looser takes its entry.
void Baseline::apply(std::vector<Finding>& findings, const Sources& sources) {
    const auto each_unknown = [&](auto look_up) {
        for (Finding& finding : findings) {
            if (!finding.suppressed) look_up(finding);
        }
    };
    each_unknown([&](Finding& finding) { use_up(key_of(finding), finding); });
    each_unknown([&](Finding& finding) { know_by_place(finding, sources); });
    each_unknown([&](Finding& finding) { know_by_saying(finding); });
}

std::size_t Baseline::left_over() const {
    std::size_t count = 0;
    for (const auto& [key, left] : counts_)
        count += left;
    return count;
}

std::string Baseline::text() const {
    Json findings = Json::array();
    for (const auto& [key, count] : counts_) {
        const auto& [rule, subject, clause] = key;
        findings.push_back({{"rule", rule}, {"subject", subject}, {"clause", clause}, {"count", count}});
    }
    return written({{"version", 1}, {"findings", std::move(findings)}});
}

} // namespace rlslint
