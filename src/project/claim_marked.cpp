// Tools whose files hold both directions, told apart by markers in comments.

#include <algorithm>

#include "cut.hpp"
#include "layouts.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

using Test = bool (*)(std::string_view text);

bool any_is(const Ground& ground, const Folder& folder, Test test) {
    return std::any_of(folder.sql.begin(), folder.sql.end(), [&](const std::string& name) {
        const auto text = ground.text(path::join(folder.path, name));
        return text && test(*text);
    });
}

Claim claim_marked(Layout layout, const Ground& ground, const Folder& folder, Test test,
                   const char* otherwise) {
    Claim claim = claim_on(layout, folder);
    for (const std::string& name : folder.sql) {
        const std::string path = path::join(folder.path, name);
        const auto text = ground.text(path);
        if (text && !test(*text)) {
            claim.left_out.push_back({path, otherwise, true});
        } else {
            claim.files.push_back(path);
        }
    }
    return claim;
}

} // namespace

/// goose goes by the number before the first `_`, and passes over files without one.
std::optional<Claim> claim_goose(Ground& ground, const Folder& folder) {
    if (!any_is(ground, folder, is_goose)) return std::nullopt;
    Claim claim = claim_marked(Layout::goose, ground, folder, is_goose, "has no line `-- +goose Up`");
    const auto unnumbered =
        std::stable_partition(claim.files.begin(), claim.files.end(), [](const std::string& path) {
            return version_prefix(path::name(path)).has_value();
        });
    for (auto at = unnumbered; at != claim.files.end(); ++at)
        claim.left_out.push_back({*at, "its name does not begin with a version and `_`", true});
    claim.files.erase(unnumbered, claim.files.end());
    sort_by_name(claim.files);
    return claim;
}

/// dbmate runs files in the order of their names.
std::optional<Claim> claim_dbmate(Ground& ground, const Folder& folder) {
    if (!any_is(ground, folder, is_dbmate)) return std::nullopt;
    return claim_marked(Layout::dbmate, ground, folder, is_dbmate, "has no line `-- migrate:up`");
}

} // namespace rlslint
