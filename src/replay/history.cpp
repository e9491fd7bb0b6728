#include "rlslint/replay/history.hpp"

#include <algorithm>

#include "replayer.hpp"

namespace rlslint {

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
    case Outcome::applied: return "applied";
    case Outcome::inert: return "inert";
    case Outcome::unmodelled: return "unmodelled";
    case Outcome::undetermined: return "undetermined";
    case Outcome::failed: return "failed";
    case Outcome::syntax_error: return "syntax-error";
    }
    return "";
}

std::size_t History::count(Outcome outcome) const {
    return static_cast<std::size_t>(std::count_if(
        log.begin(), log.end(), [&](const LogEntry& entry) { return entry.outcome == outcome; }));
}

History replay(Sources& sources, SourceId profile_source, std::span<const Section> sections,
               const Platform& platform, unsigned jobs) {
    replaying::Replayer replayer{sources, platform};
    if (profile_source.valid()) replayer.run_profile(profile_source);
    replayer.run(sections, jobs);
    return replayer.finish();
}

} // namespace rlslint
