#include "event_trigger.hpp"

#include "unread.hpp"

namespace rlslint {
namespace {

/// WHEN TAG IN ('CREATE TABLE', …), up to the statement's end.
std::vector<std::string> tags(Words words) {
    std::vector<std::string> all;
    while (words.skip_behind("'")) {
        std::string tag;
        for (std::string word = words.name(); !word.empty(); word = words.name())
            tag.append(tag.empty() ? "" : " ").append(word);
        if (words.take("'") && !tag.empty()) all.push_back(std::move(tag));
    }
    return all;
}

EventTriggerStatement created(Words words) {
    EventTriggerStatement made;
    made.name = words.name();
    if (words.take("on ")) made.event = words.name();
    made.tags = tags(words);
    const bool executes = words.skip_behind("execute function ") || words.skip_behind("execute procedure ");
    if (executes) made.function = words.name();
    made.kind = EventTriggerStatement::Kind::created;
    return made;
}

} // namespace

EventTriggerStatement read_event_trigger(const std::string& text) {
    Words words{text};
    if (words.take("create event trigger ")) return created(words);
    EventTriggerStatement changed;
    const bool dropped = words.take("drop event trigger ");
    if (!dropped && !words.take("alter event trigger ")) return changed;
    words.take("if exists ");
    changed.name = words.name();
    if (dropped || words.take("disable")) changed.kind = EventTriggerStatement::Kind::ended;
    return changed;
}

} // namespace rlslint
