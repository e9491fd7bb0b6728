#include <algorithm>

#include "layouts.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

/// 000001.sql or 000001-name.sql.
bool is_committed(std::string_view name) {
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    return digits >= 6 && (name[digits] == '.' || name[digits] == '-');
}

} // namespace

/// What is committed, by name, then what is being worked on.
std::optional<Claim> claim_graphile_migrate(Ground& ground, const Folder& folder) {
    if (!folder.has_folder("committed")) return std::nullopt;
    Claim claim = claim_on(Layout::graphile_migrate, folder);
    const Folder& committed = ground.folder(path::join(folder.path, "committed"));
    for (const std::string& name : committed.sql) {
        const std::string path = path::join(committed.path, name);
        if (is_committed(name)) {
            claim.files.push_back(path);
        } else {
            claim.left_out.push_back({path, "not called as a committed migration", true});
        }
    }
    if (claim.files.empty()) return std::nullopt;
    claim.folders = {folder.path};
    if (folder.has_file("current.sql")) claim.files.push_back(path::join(folder.path, "current.sql"));
    if (folder.has_folder("current")) {
        std::vector<std::string> current;
        for (const std::string& name : ground.folder(path::join(folder.path, "current")).sql)
            current.push_back(path::join(folder.path, "current/" + name));
        sort_by_name(current);
        claim.files.insert(claim.files.end(), current.begin(), current.end());
    }
    return claim;
}

} // namespace rlslint
