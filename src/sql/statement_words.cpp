#include "statement_words.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

bool any_of(std::span<const std::string_view> words, std::string_view word) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view w) { return equal_ignoring_case(w, word); });
}

} // namespace

bool begins_query(std::string_view word) {
    static constexpr std::array<std::string_view, 8> words{"select", "insert", "update", "delete",
                                                           "merge",  "with",   "values", "table"};
    return any_of(words, word);
}

// The commands of PostgreSQL 12 to 19.
bool begins_command(std::string_view word) {
    static constexpr std::array<std::string_view, 47> words{
        "create",   "alter",      "drop",       "grant",    "revoke",   "comment", "do",       "set",
        "begin",    "commit",     "abort",      "analyse",  "analyze",  "call",    "close",    "cluster",
        "copy",     "checkpoint", "deallocate", "declare",  "discard",  "end",     "execute",  "explain",
        "fetch",    "import",     "listen",     "load",     "lock",     "move",    "notify",   "prepare",
        "reassign", "refresh",    "reindex",    "release",  "repack",   "reset",   "rollback", "savepoint",
        "security", "show",       "start",      "truncate", "unlisten", "vacuum",  "wait"};
    return any_of(words, word);
}

bool begins_migration_step(std::string_view word) {
    static constexpr std::array<std::string_view, 10> words{"create", "alter", "drop",   "grant",  "revoke",
                                                            "insert", "do",    "update", "delete", "comment"};
    return any_of(words, word);
}

} // namespace rlslint
