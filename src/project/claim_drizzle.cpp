#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "layouts.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The migrations' names in the journal's own order, which is the order of execution.
std::vector<std::string> tags(const Json& journal) {
    std::vector<std::string> all;
    const auto entries = journal.is_object() ? journal.find("entries") : journal.end();
    if (entries == journal.end() || !entries->is_array()) return all;
    for (const Json& entry : *entries) {
        if (std::string tag = text_of(entry, "tag"); !tag.empty()) all.push_back(std::move(tag));
    }
    return all;
}

void take(Ground& ground, const std::string& folder, const std::string& tag, Claim& claim) {
    const std::string path = path::join(folder, tag + ".sql");
    if (ground.is_file(path)) {
        claim.files.push_back(path);
    } else {
        ground.note(Severity::warning, path, "is in meta/_journal.json, but not there");
    }
}

/// Newer ones have no journal: folders with migration.sql and snapshot.json, run in order of names.
std::optional<Claim> claim_folders(Ground& ground, const Folder& folder) {
    Claim claim = claim_on(Layout::drizzle, folder);
    for (const std::string& name : folder.folders) {
        const Folder& step = ground.folder(path::join(folder.path, name));
        if (step.has_file("migration.sql") && step.has_file("snapshot.json"))
            claim.files.push_back(path::join(step.path, "migration.sql"));
    }
    if (claim.files.empty()) return std::nullopt;
    claim.folders = {folder.path};
    return claim;
}

} // namespace

std::optional<Claim> claim_drizzle(Ground& ground, const Folder& folder) {
    const std::string path = path::join(folder.path, "meta/_journal.json");
    const auto text = folder.has_folder("meta") ? ground.text(path) : std::nullopt;
    if (!text) return claim_folders(ground, folder);
    const Json journal = Json::parse(*text, nullptr, false);
    if (journal.is_discarded()) {
        ground.note(Severity::error, path, "is no JSON");
        return std::nullopt;
    }
    Claim claim = claim_on(Layout::drizzle, folder);
    claim.folders = {folder.path};
    const std::string dialect = text_of(journal, "dialect");
    claim.postgres = dialect == "postgresql" || dialect == "pg";
    for (const std::string& tag : tags(journal))
        take(ground, folder.path, tag, claim);
    for (const std::string& name : folder.sql) {
        const std::string file = path::join(folder.path, name);
        if (std::find(claim.files.begin(), claim.files.end(), file) == claim.files.end())
            claim.left_out.push_back({file, "not in meta/_journal.json", true});
    }
    if (!dialect.empty() && !claim.postgres) {
        for (const std::string& file : claim.files)
            claim.left_out.push_back({file, fmt::format("meta/_journal.json says it is for {}", dialect)});
        claim.files.clear();
    }
    return claim;
}

} // namespace rlslint
