#include "rlslint/project/layout.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rlslint {
namespace {

constexpr std::array<std::pair<Layout, std::string_view>, 15> names{{
    {Layout::plain, "plain"},
    {Layout::supabase, "supabase"},
    {Layout::flyway, "flyway"},
    {Layout::golang_migrate, "golang-migrate"},
    {Layout::sqlx, "sqlx"},
    {Layout::goose, "goose"},
    {Layout::dbmate, "dbmate"},
    {Layout::sqitch, "sqitch"},
    {Layout::prisma, "prisma"},
    {Layout::drizzle, "drizzle"},
    {Layout::hasura, "hasura"},
    {Layout::diesel, "diesel"},
    {Layout::liquibase, "liquibase"},
    {Layout::graphile_migrate, "graphile-migrate"},
    {Layout::pg_dump, "pg-dump"},
}};

} // namespace

std::string_view to_string(Layout layout) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == layout; });
    return found->second;
}

std::optional<Layout> parse_layout(std::string_view name) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.second == name; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::vector<std::string_view> layout_names() {
    std::vector<std::string_view> all;
    all.reserve(names.size());
    for (const auto& one : names)
        all.push_back(one.second);
    return all;
}

} // namespace rlslint
