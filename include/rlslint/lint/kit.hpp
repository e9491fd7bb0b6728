#pragma once

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/lint/failures.hpp"
#include "rlslint/lint/rule.hpp"

/// What rules are written with, beside Model's questions: who holds what, which clause decides,
/// the words of messages, and the SQL that mends. A rule includes this header alone. Nothing here
/// judges; a question about access or predicates belongs to those layers.
namespace rlslint {

// ---- who holds what ---------------------------------------------------------------------------

/// A role and what it may do with one relation.
struct Holder {
    RoleId role;
    PrivilegeSet privileges;
};

/// The API roles that reach any of `wanted` on a relation, in the platform's order, each with what
/// of it it reaches.
[[nodiscard]] std::vector<Holder> clients_reaching(const Model& model, RelationId relation,
                                                   PrivilegeSet wanted = row_privileges);

/// Where the holders' privileges come from: one note for each GRANT and each set of default
/// privileges.
[[nodiscard]] std::vector<Note> grants_to(const Model& model, RelationId relation,
                                          std::span<const Holder> holders);

/// The roles by which an API serves requests: clients', and those of trusted back ends.
[[nodiscard]] std::vector<RoleId> served_roles(const Model& model);

/// What the API shows by itself, where the platform names its schemas: tables and views, not
/// partitions, which are used by way of their parent.
[[nodiscard]] bool is_served(const Model& model, RelationId relation);

/// None of the roles that are served holds anything on it.
[[nodiscard]] bool is_ungranted(const Model& model, RelationId relation);

[[nodiscard]] std::vector<RoleId> roles_of(std::span<const Holder> holders);

/// Whom a REVOKE of what the holders hold has to name: themselves, PUBLIC, groups.
[[nodiscard]] std::vector<RoleId> grantees_behind(const Model& model, RelationId relation,
                                                  std::span<const Holder> holders);

/// What one GRANT on relations still gives.
struct StandingGrant {
    Span span; ///< the statement
    std::vector<RelationId> relations;
    std::vector<RoleId> grantees;
    PrivilegeSet privileges;
};

/// Which privileges of an entry a question is about.
using CountPrivileges = std::function<PrivilegeSet(RelationId, const AclEntry&)>;

/// The GRANTs that are in force, in order of the relations that they are on; or those on one.
[[nodiscard]] std::vector<StandingGrant> standing_grants(const Model& model, const CountPrivileges& counted);
[[nodiscard]] std::vector<StandingGrant> standing_grants(const Model& model, RelationId relation,
                                                         const CountPrivileges& counted);

/// The roles of the platform hold just what its older era gave them on every new table of schema
/// public, everything: so schema dumps of such projects write it down, table by table.
[[nodiscard]] bool repeats_era_default(const Model& model, RelationId relation);

/// What is granted to this grantee is granted to clients: it is an API role, one whose privileges
/// such a role inherits, or PUBLIC, whoever may come.
[[nodiscard]] bool is_client(const Model& model, RoleId grantee);

/// The relations with row security that a view reads, directly or by other views.
[[nodiscard]] std::vector<RelationId> protected_beneath(const Model& model, RelationId view);

/// The ACL of a relation, then those of its columns as far as they have entries.
[[nodiscard]] std::vector<const Acl*> acls_of(const Relation& relation);

// ---- policies ---------------------------------------------------------------------------------

/// The commands that row security asks about.
inline constexpr PolicyCommand row_commands[] = {PolicyCommand::select, PolicyCommand::insert,
                                                 PolicyCommand::update, PolicyCommand::delete_};

/// The table privilege that one of `row_commands` needs.
[[nodiscard]] Privilege privilege_for(PolicyCommand command);

/// The clause by which a policy decides which rows a command may touch: for INSERT the check on new
/// rows (ALL lends its USING where it has none), else USING. May be absent.
[[nodiscard]] const BoundExpr& gate(const Policy& policy, PolicyCommand command);

/// Those of a policy's two clauses that are there, USING first.
[[nodiscard]] std::vector<const BoundExpr*> clauses_of(const Policy& policy);

/// A role subject to row security is among those that the policy names: otherwise it does nothing.
[[nodiscard]] bool binds_someone(const Model& model, const Policy& policy);

/// A restrictive policy of the table has a say in what `role` may do with `command`: all of them
/// but those that are true of every row and every session of the role.
[[nodiscard]] bool is_restricted(const Model& model, RelationId table, RoleId role, PolicyCommand command);

// ---- words ------------------------------------------------------------------------------------

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string in_prose(std::span<const std::string> items);
[[nodiscard]] std::string in_prose(const Catalog& catalog, std::span<const RoleId> roles);
[[nodiscard]] std::string in_prose(PrivilegeSet privileges);

/// "public.notes", "public.notes and 3 more".
[[nodiscard]] std::string name_of_all(const Catalog& catalog, std::span<const RelationId> relations);

/// "anon and authenticated can read and update every row of public.notes and insert new ones";
/// roles that may do the same are named together.
[[nodiscard]] std::string can_do(const Model& model, std::span<const Holder> holders, RelationId relation);

/// `text`, a colon, and SQL on lines of its own.
[[nodiscard]] std::string with_sql(std::string text, std::string_view sql);

/// Where a statement has a keyword, given in lower case; the statement where it has not.
[[nodiscard]] Span keyword_in(const Sources& sources, Span statement, std::string_view keyword);

// ---- doubt ------------------------------------------------------------------------------------

/// Puts a finding in doubt by the first of these that is a place.
void doubt(Finding& finding, std::initializer_list<Span> statements);

// ---- cause ------------------------------------------------------------------------------------

/// The key of a `Cause` that is one statement, or a part of one.
[[nodiscard]] std::string cause_at(Span place);

// ---- related places, and the SQL that mends ----------------------------------------------------

/// Adds related places; what is told twice the engine takes out.
void relate(Finding& finding, std::vector<Note> notes);

/// The statement that turned a table's row security off, where one did.
[[nodiscard]] std::vector<Note> turned_off_at(const Model& model, RelationId table);

[[nodiscard]] Fix turn_on_row_security(const Model& model, RelationId table);

/// schema.name, or a role's name, quoted where need be.
[[nodiscard]] std::string sql_name(const Catalog& catalog, RelationId relation);
[[nodiscard]] std::string sql_name(const Catalog& catalog, RoleId role);

/// alter table schema.name `action`;
[[nodiscard]] std::string alter_table(const Model& model, RelationId table, std::string_view action);

/// grant privileges on schema.name to roles;
[[nodiscard]] std::string grant(const Model& model, PrivilegeSet privileges, RelationId relation,
                                std::span<const RoleId> to);

/// revoke privileges on schema.name from roles;
[[nodiscard]] std::string revoke(const Model& model, PrivilegeSet privileges, RelationId relation,
                                 std::span<const RoleId> from);

/// What takes privileges from grantees for good: a REVOKE reaches only what its own grantor gave,
/// and what was passed on keeps it back without CASCADE.
[[nodiscard]] std::string take_back(const Model& model, PrivilegeSet privileges, RelationId relation,
                                    std::span<const RoleId> from);

/// alter policy name on schema.table `action`;
[[nodiscard]] std::string alter_policy(const Model& model, PolicyId policy, std::string_view action);

/// The text at `place` with `put` in place of each of `parts`, which do not overlap.
struct Replacement {
    Span part;
    std::string put;
};
[[nodiscard]] std::string rewritten(const Sources& sources, Span place, std::vector<Replacement> parts);

/// Why the text of a policy's clause, run anew in a session of the platform's, would not mean what
/// the clause does: a name was bound along another search_path, or something was renamed or put
/// before it since. Empty where it can be repeated.
[[nodiscard]] std::string changed_meaning(const Model& model, const Policy& policy, const BoundExpr& clause);

/// drop policy name on schema.table;
[[nodiscard]] std::string drop_policy(const Model& model, PolicyId policy);

} // namespace rlslint
