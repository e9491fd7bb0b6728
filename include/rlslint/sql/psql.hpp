#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlslint {

/// A backslash command's words, the command itself first and without its backslash: divided by blanks
/// outside of quotes, unquoted.
[[nodiscard]] std::vector<std::string> meta_command_words(std::string_view text);

/// Of a `\c` or `\connect` the role that it names, "" for the one that is connected; none for any other
/// command.
[[nodiscard]] std::optional<std::string> user_to_connect_as(std::string_view text);

/// What `\set` has set.
using PsqlVariables = std::map<std::string, std::string, std::less<>>;

/// Does what a `\set` or `\unset` does; nothing for any other command.
void change_variables(PsqlVariables& variables, std::string_view meta_command);

/// The SQL with the values of variables in place of `:name`, `:'name'` and `:"name"`, as psql sends it:
/// not within strings and comments, nor where there is no such variable.
[[nodiscard]] std::string with_variables(std::string_view sql, const PsqlVariables& variables);

} // namespace rlslint
