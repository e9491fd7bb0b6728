#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rlslint/project/profile.hpp"
#include "rlslint/replay/history.hpp"

namespace rlslint::fuzz {

/// One file, on an empty database of plain PostgreSQL.
struct Project {
    Sources sources;
    Platform platform;
    History history;

    explicit Project(std::string text) {
        Profile profile = std::move(*load_profile("postgres"));
        platform = std::move(profile.platform);
        const SourceId schema = sources.add(
            {.path = "postgres/schema.sql", .text = std::move(profile.schema_sql), .profile = true});
        const SourceId id =
            sources.add({.path = "fuzz.sql", .text = std::move(decode(std::move(text)).text)});
        const Section all[] = {
            {{id, 0, static_cast<std::uint32_t>(sources[id].text.size())}, Terminator::semicolon}};
        history = replay(sources, schema, all, platform);
    }
};

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace rlslint::fuzz
