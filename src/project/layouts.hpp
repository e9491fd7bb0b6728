#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/project/layout.hpp"

#include "ground.hpp"

namespace rlslint {

/// What a tool would do with a folder. Paths are absolute.
struct Claim {
    Layout layout = Layout::plain;
    std::string root;                 ///< the project's, as people think of it
    std::string anchor;               ///< the folder by which the tool was recognised
    std::vector<std::string> files;   ///< in the order in which they run
    std::vector<LeftOut> left_out;    ///< what the tool itself passes over, where it says why
    std::vector<std::string> folders; ///< wholly the tool's: nobody else looks there
    bool loose = false;               ///< nobody's: SQL that happens to lie there
    bool postgres = false;            ///< the tool's own files say so: dialects need no guessing
};

/// How a tool's folder is recognised.
struct Tool {
    Layout layout;
    std::optional<Claim> (*claim)(Ground& ground, const Folder& folder);
    bool flat = false; ///< has only what lies in the folder itself, and reads all of it to know its own
};

/// All tools, those with the plainest signs first.
[[nodiscard]] std::span<const Tool> tools();

/// The first tool's claim to a folder; of `only` that tool's.
[[nodiscard]] std::optional<Claim> claim(Ground& ground, const std::string& folder,
                                         std::optional<Layout> only = std::nullopt);

/// The same for what lies in the folders below. No SQL that lies in the folder itself is read for it.
[[nodiscard]] std::optional<Claim> claim_below(Ground& ground, const std::string& folder,
                                               std::optional<Layout> only);

[[nodiscard]] std::optional<Claim> claim_supabase(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_sqitch(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_drizzle(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_prisma(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_diesel(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_hasura(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_graphile_migrate(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_flyway(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_golang_migrate(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_sqlx(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_liquibase_changelog(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_liquibase_sql(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_goose(Ground& ground, const Folder& folder);
[[nodiscard]] std::optional<Claim> claim_dbmate(Ground& ground, const Folder& folder);

/// A claim whose root is the folder above, if this one is called as folders of migrations are.
[[nodiscard]] Claim claim_on(Layout layout, const Folder& folder);

/// The digits with which a name begins, if a `_` stands behind them.
[[nodiscard]] std::optional<std::string_view> version_prefix(std::string_view name);

/// Lets the last name on the path decide, numbers by their value.
void sort_by_name(std::vector<std::string>& paths);

} // namespace rlslint
