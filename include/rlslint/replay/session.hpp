#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// The state of the connection that runs the migrations: it changes what names mean and who owns
/// what is created.
struct Session {
    RoleId authenticated_user; ///< who logged in
    RoleId session_user;
    RoleId current_user;
    /// The items of search_path as set, `$user` included; schemas that do not exist yet stay in it.
    std::vector<Symbol> search_path;
    std::vector<Symbol> first_search_path; ///< what RESET goes back to
    /// Whether CREATE FUNCTION looks into string bodies; dumps turn it off.
    bool check_function_bodies = true;
    /// Other settings that were set, by their names in lower case; none where the value is not known.
    std::map<std::string, std::optional<std::string>> settings;
};

} // namespace rlslint
