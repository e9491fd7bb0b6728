#pragma once

#include <optional>
#include <span>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/own_row.hpp"

namespace rlslint {

/// A session of the first of `clients` that meets every row of a relation, by reading them where it
/// may, else by deleting them, in a transaction that is rolled back. None where neither is among what
/// the client holds. The script is for a superuser or the authenticator (SET ROLE).
[[nodiscard]] std::optional<Witness> meeting_every_row(const Model& model, std::span<const Holder> clients,
                                                       RelationId relation);

/// What a client's session of this role tells of itself: the platform's claims setting, for a role
/// that signs in with some user in it. Empty where the platform has none.
[[nodiscard]] std::map<std::string, std::string> session_settings(const Model& model, RoleId role);

/// `statements` in a transaction that acts as the role in such a session, and is rolled back.
[[nodiscard]] Witness in_session(const Model& model, RoleId role, std::string_view statements);

/// A session of the role that calls a function with somebody else's id for one argument, and something for the
/// others. None where it is not known what to give.
[[nodiscard]] std::optional<Witness> calling_for_another(const Model& model, RoleId role, FunctionId function,
                                                         ArgumentNumber argument);

/// A session of the role that changes the column of its own row, or inserts such a row: to what is worth having, where
/// that is known. None where it is not known what to write.
[[nodiscard]] std::optional<Witness> writing_own_row(const Model& model, const OwnRow& row,
                                                     PolicyCommand command);

} // namespace rlslint
