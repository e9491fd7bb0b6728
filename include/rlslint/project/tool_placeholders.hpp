#pragma once

#include <string>

#include "rlslint/project/discover.hpp"
#include "rlslint/project/files.hpp"
#include "rlslint/project/load.hpp"

namespace rlslint {

/// What the project's own tool would put in place of its placeholders, and the file that says so.
struct ToolPlaceholders {
    PlaceholderValues values;
    std::string file; ///< as shown to people; empty: none says anything
};

/// Flyway's from flyway.conf, flyway.toml and Spring's application.properties, Liquibase's from
/// liquibase.properties and the <property> elements of its changelogs, Graphile Migrate's from .gmrc. Looked for in
/// the project's root and up to three folders above, within the repository. The file nearest to the project decides.
[[nodiscard]] ToolPlaceholders tool_placeholders(const Files& files, const Project& project);

} // namespace rlslint
