#pragma once

#include <string>
#include <vector>

namespace rlslint {

/// A statement about an event trigger.
struct EventTriggerStatement {
    enum class Kind { created, ended, other };
    Kind kind = Kind::other;
    std::string name;
    std::string event;             ///< of a new one: ddl_command_end, …
    std::vector<std::string> tags; ///< of a new one: what it fires for, in lower case; none: all
    std::string function;          ///< of a new one, without schema
};

/// Reads CREATE, ALTER and DROP EVENT TRIGGER from their plain_words: of a statement the
/// log keeps the text, not the tree.
[[nodiscard]] EventTriggerStatement read_event_trigger(const std::string& text);

} // namespace rlslint
