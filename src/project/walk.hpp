#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/files.hpp"

namespace rlslint {

[[nodiscard]] bool is_sql_file(const FolderEntry& entry);

/// What a folder holds, by name; where it cannot be read, nothing, and a note says why.
[[nodiscard]] std::vector<FolderEntry> list_folder(const Files& files, const std::string& folder,
                                                   std::vector<RunNote>& notes);

/// Whether `folder` is the root of a Supabase project.
[[nodiscard]] bool holds_supabase(const Files& files, const std::string& folder);

/// What lies under a folder: .sql files, and roots of Supabase projects, whose files are not
/// looked at. Hidden folders and node_modules are passed over. Absolute paths, in order of bytes.
struct Walk {
    std::vector<std::string> sql;
    std::vector<std::string> supabase_roots;
};

[[nodiscard]] Walk walk(const Files& files, const std::string& top, std::vector<RunNote>& notes);

} // namespace rlslint
