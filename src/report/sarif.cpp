#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

#include "rlslint/report/places.hpp"
#include "rlslint/report/reporters.hpp"

#include "anchor.hpp"
#include "line_hash.hpp"
#include "sarif_rules.hpp"

/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as far as code scanning reads it.
namespace rlslint {
namespace {

using sarif::Json;

/// A path as the path of a URI.
std::string uri(std::string_view path) {
    constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
    std::string escaped;
    for (const char c : path) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != plain.npos) {
            escaped += c;
        } else {
            escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return escaped;
}

Json artifact(std::string_view path) { return {{"uri", uri(path)}, {"uriBaseId", "%SRCROOT%"}}; }

Json region(const Place& place) {
    return {{"startLine", place.start.line},
            {"startColumn", place.start.column},
            {"endLine", place.end.line},
            {"endColumn", place.end.column}};
}

Json physical(const Place& place) {
    return {{"artifactLocation", artifact(place.file)}, {"region", region(place)}};
}

/// Rules whose related places are the steps of a way, in order: a cycle of policies, a path to the rows.
bool tells_steps(const Finding& finding) {
    constexpr std::array<std::string_view, 2> rules{"recursive-policy", "view-bypasses-rls"};
    return !finding.related.empty() && std::find(rules.begin(), rules.end(), finding.rule->id) != rules.end();
}

class SarifWriter {
public:
    explicit SarifWriter(const Report& report)
        : report_(report), places_(report.sources),
          any_suppressed_(
              std::any_of(report.findings.begin(), report.findings.end(),
                          [](const Finding& finding) { return finding.suppressed.has_value(); })) {
        for (std::size_t i = 0; i < report.rules.size(); ++i)
            rule_index_.emplace(report.rules[i], i);
    }

    Json write() {
        Json run = {
            {"tool", {{"driver", sarif::driver(report_)}}},
            {"automationDetails", {{"id", "rlslint/"}}},
            {"invocations", Json::array({invocation()})},
            {"originalUriBaseIds",
             {{"%SRCROOT%", {{"description", sarif::message("The folder that rlslint was run in")}}}}},
            {"columnKind", "unicodeCodePoints"},
            {"taxonomies", sarif::taxonomies(report_)},
            {"results", Json::array()}};
        for (const Finding& finding : report_.findings)
            run["results"].push_back(result(finding));
        return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                {"version", "2.1.0"},
                {"runs", Json::array({std::move(run)})}};
    }

private:
    /// A place in a file of the user's: code scanning shows no other.
    [[nodiscard]] std::optional<Place> user_place(Span span) {
        return places_.is_profile(span) ? std::nullopt : places_.of(span);
    }

    Json invocation() {
        bool complete = true;
        Json notes = Json::array();
        for (const RunNote& note : report_.notes) {
            complete = complete && note.severity != Severity::error;
            notes.push_back(notification(note));
        }
        return {{"executionSuccessful", complete}, {"toolExecutionNotifications", std::move(notes)}};
    }

    Json notification(const RunNote& note) {
        Json all = {{"level", sarif::level(note.severity)}, {"message", sarif::message(note.message)}};
        if (const auto place = user_place(note.span)) {
            all["locations"] = Json::array({{{"physicalLocation", physical(*place)}}});
        } else if (!note.file.empty()) {
            all["locations"] =
                Json::array({{{"physicalLocation", {{"artifactLocation", artifact(note.file)}}}}});
        }
        return all;
    }

    Json result(const Finding& finding) {
        Json all = {{"ruleId", finding.rule->id}};
        if (const auto found = rule_index_.find(finding.rule); found != rule_index_.end()) {
            all["ruleIndex"] = found->second;
        }
        all["level"] = sarif::level(finding.severity);
        all["message"] = sarif::message(finding.message);
        all["locations"] = Json::array({location(finding)});
        if (Json related = related_locations(finding); !related.empty())
            all["relatedLocations"] = std::move(related);
        if (tells_steps(finding)) all["codeFlows"] = Json::array({code_flow(finding)});
        all["partialFingerprints"] = fingerprints(finding);
        if (Json edits = fixes(finding); !edits.empty()) all["fixes"] = std::move(edits);
        if (any_suppressed_) all["suppressions"] = suppressions(finding);
        all["properties"] = properties(finding);
        return all;
    }

    /// Code scanning wants a place even for what the project as a whole lacks.
    Json location(const Finding& finding) {
        const auto place = user_place(finding.span);
        Json where = place ? physical(*place)
                           : Json{{"artifactLocation", artifact(anchor(report_, finding))},
                                  {"region", {{"startLine", 1}}}};
        return {{"physicalLocation", std::move(where)},
                {"logicalLocations", Json::array({{{"fullyQualifiedName", finding.subject}}})}};
    }

    Json related_locations(const Finding& finding) {
        Json all = Json::array();
        for (const Note& note : finding.related) {
            Json one = {{"id", all.size() + 1}, {"message", sarif::message(note.message)}};
            if (const auto place = user_place(note.span)) one["physicalLocation"] = physical(*place);
            all.push_back(std::move(one));
        }
        return all;
    }

    /// Each step needs a place to be shown at: one that has none is shown at the finding's own.
    Json code_flow(const Finding& finding) {
        Json steps = Json::array();
        for (const Note& step : finding.related) {
            const auto place = user_place(step.span);
            Json where = place ? Json{{"physicalLocation", physical(*place)}} : location(finding);
            where["message"] = sarif::message(step.message);
            steps.push_back({{"location", std::move(where)}});
        }
        return {{"threadFlows", Json::array({{{"locations", std::move(steps)}}})}};
    }

    Json fingerprints(const Finding& finding) {
        Json all = {{"rlslint/v1", fmt::format("{:016x}", finding.fingerprint)}};
        if (const auto place = user_place(finding.span)) {
            if (const std::string hash = line_hash(*place); !hash.empty())
                all["primaryLocationLineHash"] = hash;
        }
        return all;
    }

    /// Empty where code scanning reads other bytes than we do.
    std::string line_hash(const Place& place) {
        const Source& source = places_.source(place.span);
        if (source.encoding == Encoding::utf16_le || source.encoding == Encoding::utf16_be) return "";
        auto& hashes = line_hashes_[place.span.source.value];
        if (hashes.empty()) hashes = line_hashes(source.written(), source.encoding == Encoding::utf8_bom);
        return place.start.line <= hashes.size() ? hashes[place.start.line - 1] : "";
    }

    /// Only those that edit a file; SQL to run is in the help.
    Json fixes(const Finding& finding) {
        Json all = Json::array();
        for (const Fix& fix : finding.fixes) {
            const auto place = user_place(fix.replaces);
            if (!place || places_.generated(fix.replaces)) continue;
            Json edit = {{"deletedRegion", region(*place)}, {"insertedContent", sarif::message(fix.sql)}};
            all.push_back(
                {{"description", sarif::message(fix.title)},
                 {"artifactChanges", Json::array({{{"artifactLocation", artifact(place->file)},
                                                   {"replacements", Json::array({std::move(edit)})}}})}});
        }
        return all;
    }

    /// Of a run either all results have them or none does, be it an empty list.
    static Json suppressions(const Finding& finding) {
        return finding.suppressed ? Json::array({suppression(*finding.suppressed)}) : Json::array();
    }

    static Json suppression(const Suppression& suppressed) {
        const bool in_source =
            suppressed.by == Suppression::By::comment || suppressed.by == Suppression::By::file;
        return {{"kind", in_source ? "inSource" : "external"}, {"justification", suppressed.reason}};
    }

    Json properties(const Finding& finding) {
        Json all = {{"subject", finding.subject}};
        if (!finding.help.empty()) all["help"] = finding.help;
        if (const auto sql = places_.generated(finding.span)) all["generated"] = *sql;
        return all;
    }

    const Report& report_;
    Places places_;
    bool any_suppressed_;
    std::unordered_map<const RuleInfo*, std::size_t> rule_index_;
    std::unordered_map<std::uint32_t, std::vector<std::string>> line_hashes_;
};

} // namespace

std::string render_sarif(const Report& report) {
    return SarifWriter(report).write().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
