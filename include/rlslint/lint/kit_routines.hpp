#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/access/beneath.hpp"
#include "rlslint/lint/kit.hpp"

/// What rules about functions and views are written with, beside the kit.
namespace rlslint {

/// The anonymous ones among roles, or the others.
[[nodiscard]] std::vector<RoleId> anonymous_among(const Model& model, std::span<const RoleId> roles);
[[nodiscard]] std::vector<RoleId> signed_in_among(const Model& model, std::span<const RoleId> roles);

/// Clients hold roles that log in, and so can make temporary tables, not only requests to an API.
[[nodiscard]] bool clients_connect_directly(const Model& model);

/// What only fires: a trigger's or event trigger's function cannot be called.
[[nodiscard]] bool only_fires(const Function& function);

/// What an argument is called; $1 where it has no name.
[[nodiscard]] std::string argument_name(const Function& function, ArgumentNumber number);

/// What it gives is nothing, or a yes or no.
[[nodiscard]] bool gives_no_rows(const Function& function);

/// The setting of a function; null where it has none.
[[nodiscard]] const SetVariable* setting_of(const Function& function, std::string_view name);

/// A routine reads or writes a table behind the back of its policies: row security is on, and the role
/// that it is done as is exempt from it. Nothing for what tests who is asking before.
[[nodiscard]] bool passes_policies_by(const Model& model, const Function& function, const TableUse& use);

/// The schemas of a search_path in which some client may create objects: the first one, or none.
[[nodiscard]] SchemaId open_schema_on(const Model& model, const SetVariable& search_path);

/// A relation that a body names without its schema and does not find, though there is one of that name;
/// null where there is none.
[[nodiscard]] const Unresolved* relation_off_path(const Model& model, FunctionId function);

/// Callers of one kind.
enum class Anonymous : bool { no, yes };

/// The SECURITY DEFINER functions that do something for callers of one kind which these may not do anyway,
/// without having asked who they are: a finding for each. `how` ends the message.
void report_unasked_deeds(const Model& model, Sink& sink, Anonymous callers, std::string_view how);

/// Policies call the function, so that who they bind must be able to call it too.
[[nodiscard]] bool called_by_policies(const Model& model, FunctionId function);

/// Why these roles may call a function: a note for each grant.
[[nodiscard]] std::vector<Note> execute_granted_by(const Model& model, FunctionId function,
                                                   std::span<const RoleId> roles);

/// A function may be called by PUBLIC because it was never taken away.
[[nodiscard]] bool callable_by_default(const Function& function);

/// "read", "insert into", "update", "delete from".
[[nodiscard]] std::string_view verb_of(Privilege privilege);

/// schema.name(types), quoted where need be.
[[nodiscard]] std::string sql_name(const Catalog& catalog, FunctionId function);

/// alter function schema.name(types) `action`;
[[nodiscard]] std::string alter_function(const Model& model, FunctionId function, std::string_view action);

/// revoke execute on function … from the roles, and from PUBLIC where it has it;
[[nodiscard]] std::string revoke_execute(const Model& model, FunctionId function,
                                         std::span<const RoleId> from);

/// alter view schema.name set (security_invoker = true);
[[nodiscard]] std::string make_invoker(const Model& model, RelationId view);

} // namespace rlslint
