#include "layouts.hpp"

#include <algorithm>
#include <array>

#include "path.hpp"

namespace rlslint {
namespace {

constexpr std::array<Tool, 14> all{{
    {Layout::supabase, claim_supabase},
    {Layout::sqitch, claim_sqitch},
    {Layout::drizzle, claim_drizzle},
    {Layout::prisma, claim_prisma},
    {Layout::diesel, claim_diesel},
    {Layout::hasura, claim_hasura},
    {Layout::graphile_migrate, claim_graphile_migrate},
    {Layout::flyway, claim_flyway},
    {Layout::sqlx, claim_sqlx},
    {Layout::golang_migrate, claim_golang_migrate},
    {Layout::liquibase, claim_liquibase_changelog},
    {Layout::liquibase, claim_liquibase_sql, true},
    {Layout::goose, claim_goose, true},
    {Layout::dbmate, claim_dbmate, true},
}};

bool is_called_migrations(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"migrations", "migration",  "migrate",
                                                    "changelog",  "changelogs", "deploy"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Asked>
std::optional<Claim> first_claim(Ground& ground, const std::string& folder, Asked asked) {
    const Folder& content = ground.folder(folder);
    for (const Tool& tool : tools()) {
        if (!asked(tool)) continue;
        if (auto claim = tool.claim(ground, content)) return claim;
    }
    return std::nullopt;
}

} // namespace

std::span<const Tool> tools() { return all; }

std::optional<Claim> claim(Ground& ground, const std::string& folder, std::optional<Layout> only) {
    return first_claim(ground, folder, [&](const Tool& tool) { return !only || tool.layout == *only; });
}

std::optional<Claim> claim_below(Ground& ground, const std::string& folder, std::optional<Layout> only) {
    return first_claim(ground, folder,
                       [&](const Tool& tool) { return !tool.flat && (!only || tool.layout == *only); });
}

Claim claim_on(Layout layout, const Folder& folder) {
    Claim claim;
    claim.layout = layout;
    claim.anchor = folder.path;
    const bool named = is_called_migrations(path::name(folder.path));
    claim.root = named ? path::parent(folder.path) : folder.path;
    return claim;
}

std::optional<std::string_view> version_prefix(std::string_view name) {
    const std::size_t end = name.find_first_not_of("0123456789");
    if (end == 0 || end == name.npos || name[end] != '_') return std::nullopt;
    return name.substr(0, end);
}

void sort_by_name(std::vector<std::string>& paths) {
    std::sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) {
        return path::natural_less(path::name(a), path::name(b));
    });
}

} // namespace rlslint
