#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rlslint/report/places.hpp"
#include "rlslint/report/reporters.hpp"

/// The contract that docs/schema/check.schema.json writes down.
namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

Json position(Position at) { return {{"line", at.line}, {"column", at.column}}; }

Json location(const std::optional<Place>& place) {
    if (!place) return nullptr;
    return {{"file", place->file}, {"start", position(place->start)}, {"end", position(place->end)}};
}

template <class T> Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json summary(const Summary& summary) {
    return {{"files", summary.files},
            {"statements", summary.statements},
            {"unmodelled", summary.unmodelled},
            {"undetermined", summary.undetermined},
            {"syntax_errors", summary.syntax_errors},
            {"errors", summary.errors},
            {"warnings", summary.warnings},
            {"infos", summary.infos},
            {"suppressed", summary.suppressed},
            {"coverage",
             {{"reachable_tables", summary.coverage.reachable_tables},
              {"protected", summary.coverage.protected_tables},
              {"percent", or_null(summary.coverage.percent())}}}};
}

Json project(const ProjectView& project) {
    return {{"root", project.root}, {"layout", project.layout}, {"profile", project.profile},
            {"era", project.era},   {"why", project.why},       {"summary", summary(project.summary)}};
}

Json related(const Note& note, Places& places) {
    return {{"message", note.message}, {"location", location(places.of(note.span))}};
}

Json fix(const Fix& fix) {
    return {{"title", fix.title}, {"applicability", to_string(fix.applicability)}, {"sql", fix.sql}};
}

Json witness(const std::optional<Witness>& witness) {
    if (!witness) return nullptr;
    return {{"role", witness->role},
            {"settings", witness->settings},
            {"row", or_null(witness->row)},
            {"new_row", or_null(witness->new_row)},
            {"sql", witness->sql}};
}

Json suppressed(const std::optional<Suppression>& by) {
    if (!by) return nullptr;
    return {{"by", to_string(by->by)}, {"reason", by->reason}};
}

Json finding(const Finding& finding, Places& places) {
    const auto generated = places.generated(finding.span);
    Json all = {
        {"rule", finding.rule->id},
        {"severity", to_string(finding.severity)},
        {"project", finding.project},
        {"subject", finding.subject},
        {"message", finding.message},
        {"help", finding.help},
        {"location", places.is_profile(finding.span) ? Json(nullptr) : location(places.of(finding.span))},
        {"generated", generated ? Json{{"sql", *generated}} : Json(nullptr)},
        {"related", Json::array()},
        {"fixes", Json::array()},
        {"witness", witness(finding.witness)},
        {"fingerprint", fmt::format("{:016x}", finding.fingerprint)},
        {"suppressed", suppressed(finding.suppressed)}};
    for (const Note& note : finding.related)
        all["related"].push_back(related(note, places));
    for (const Fix& one : finding.fixes)
        all["fixes"].push_back(fix(one));
    return all;
}

} // namespace

std::string render_json(const Report& report) {
    Places places(report.sources);
    Json all = {{"version", 1},
                {"tool", {{"version", report.version}, {"grammar", report.grammar}}},
                {"projects", Json::array()},
                {"findings", Json::array()},
                {"summary", summary(report.summary)}};
    for (const ProjectView& one : report.projects)
        all["projects"].push_back(project(one));
    for (const Finding& one : report.findings)
        all["findings"].push_back(finding(one, places));
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
