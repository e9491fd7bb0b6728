#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "rlslint/project/files.hpp"

namespace rlslint {

/// The files of a commit of the repository that holds `path`, as they would be in its place. What lies
/// outside of the repository is as `files` has it, and so is the working folder; nothing can be written.
///
/// Read through git's plumbing alone: nothing is checked out or fetched, and nothing of what the
/// repository's configuration says is run. `files` must outlive the result. A failure says what is missing:
/// git, a repository, or the commit.
[[nodiscard]] Result<std::unique_ptr<Files>> files_at(const Files& files, std::string_view path,
                                                      std::string_view commit);

} // namespace rlslint
