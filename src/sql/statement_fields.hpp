#pragma once

#include "rlslint/sql/statement.hpp"

// The fields of every kind of statement and of their parts, in the order in which they are printed;
// see expr_fields.hpp.

namespace rlslint::ast {

template <class P> void fields(P& p, const Option& s) {
    p("name", s.name);
    p("value", s.value);
    p("span", s.span);
}
template <class P> void fields(P& p, const ClauseRef& s) {
    p("span", s.span);
    p("expr", s.expr);
}
template <class P> void fields(P& p, const TableConstraint& s) {
    p.choice("kind", s.kind, {"check", "unique", "primary_key", "foreign_key", "exclusion", "not_null"});
    p("name", s.name);
    p("check", s.check);
    p("columns", s.columns);
    p("references", s.references);
    p("referenced_columns", s.referenced_columns);
    p("on_delete", s.on_delete == 'a' ? '\0' : s.on_delete);
    p("on_update", s.on_update == 'a' ? '\0' : s.on_update);
    p("key_exprs", s.key_exprs);
    p("where", s.where);
    p("using_index", s.using_index);
    p("not_valid", s.not_valid);
    p("not_enforced", s.not_enforced);
    p("no_inherit", s.no_inherit);
    p("span", s.span);
}
template <class P> void fields(P& p, const ColumnDef& s) {
    p("name", s.name);
    p("type", s.type);
    p("not_null", s.not_null);
    p("identity", s.identity);
    p("identity_sequence", s.identity_sequence);
    p("generated_stored", s.generated_stored);
    p("generated_virtual", s.generated_virtual);
    p("default_value", s.default_value);
    p("constraints", s.constraints);
    p("span", s.span);
}
template <class P> void fields(P& p, const LikeClause& s) {
    p("source", s.source);
    p("including_all", s.including_all);
    p("including_defaults", s.including_defaults);
    p("including_constraints", s.including_constraints);
    p("including_indexes", s.including_indexes);
    p("including_identity", s.including_identity);
    p("including_generated", s.including_generated);
}
template <class P> void fields(P& p, const PartitionBound& s) {
    p.choice("kind", s.kind, {"default", "list", "range", "hash"});
    p("values", s.values);
}
template <class P> void fields(P& p, const CreateTable& s) {
    p("name", s.name);
    p("persistence", s.persistence);
    p("drop_on_commit", s.drop_on_commit);
    p("if_not_exists", s.if_not_exists);
    p("partitioned", s.partitioned);
    p("partition_key", s.partition_key);
    p("foreign", s.foreign);
    p("server", s.server);
    p("columns", s.columns);
    p("constraints", s.constraints);
    p("likes", s.likes);
    p("inherits", s.inherits);
    p("partition_of", s.partition_of);
    p("bound", s.bound);
    p("of_type", s.of_type);
    p("options", s.options);
}
template <class P> void fields(P& p, const CreateTableAs& s) {
    p("name", s.name);
    p("kind", s.kind);
    p("persistence", s.persistence);
    p("drop_on_commit", s.drop_on_commit);
    p("if_not_exists", s.if_not_exists);
    p("columns", s.columns);
    p("options", s.options);
    p("query", s.query);
}
template <class P> void fields(P& p, const AlterTableCommand& s) {
    p.choice("action", s.action, {"add_column",      "drop_column",   "column_type",      "set_default",
                                  "drop_default",    "set_not_null",  "drop_not_null",    "add_identity",
                                  "set_identity",    "drop_identity", "drop_expression",  "add_constraint",
                                  "drop_constraint", "enable_rls",    "disable_rls",      "force_rls",
                                  "no_force_rls",    "owner",         "set_options",      "reset_options",
                                  "add_inherit",     "drop_inherit",  "attach_partition", "detach_partition",
                                  "of_type",         "not_of_type",   "column_options",   "inert",
                                  "unmodelled"});
    p("span", s.span);
    p("tag", s.tag);
    p("name", s.name);
    p("column", s.column);
    p("constraint", s.constraint);
    p("expr", s.expr);
    p("role", s.role);
    p("relation", s.relation);
    p("options", s.options);
    p("behavior", s.behavior);
    p("bound", s.bound);
    p("of_type", s.of_type);
    p("if_exists", s.if_exists);
    p("identity", s.identity);
}
template <class P> void fields(P& p, const AlterTable& s) {
    p("kind", s.kind);
    p("name", s.name);
    p("if_exists", s.if_exists);
    p("only", s.only);
    p("commands", s.commands);
}
template <class P> void fields(P& p, const CreateIndex::Key& s) {
    p("column", s.column);
    p("expr", s.expr);
}
template <class P> void fields(P& p, const CreateIndex& s) {
    p("name", s.name);
    p("table", s.table);
    p("only", s.only);
    p("unique", s.unique);
    p("if_not_exists", s.if_not_exists);
    p("concurrently", s.concurrently);
    p("method", s.method);
    p("keys", s.keys);
    p("include", s.include);
    p("where", s.where);
}
template <class P> void fields(P& p, const CreateSequence& s) {
    p("name", s.name);
    p("if_not_exists", s.if_not_exists);
    p("persistence", s.persistence);
    p("owned_by_table", s.owned_by_table);
    p("owned_by_column", s.owned_by_column);
}
template <class P> void fields(P& p, const AlterSequence& s) {
    p("name", s.name);
    p("if_exists", s.if_exists);
    p("owned_by_given", s.owned_by_given);
    p("owned_by_table", s.owned_by_table);
    p("owned_by_column", s.owned_by_column);
}
template <class P> void fields(P& p, const CreateView& s) {
    p("name", s.name);
    p("columns", s.columns);
    p("options", s.options);
    p("or_replace", s.or_replace);
    p("persistence", s.persistence);
    p("query_span", s.query_span);
    p("query", s.query);
}
template <class P> void fields(P& p, const CreatePolicy& s) {
    p("name", s.name);
    p("table", s.table);
    p("command", s.command);
    p("permissive", s.permissive);
    p("permissive_span", s.permissive_span);
    p("command_span", s.command_span);
    p("roles", s.roles);
    p("roles_span", s.roles_span);
    p("using_clause", s.using_clause);
    p("check_clause", s.check_clause);
}
template <class P> void fields(P& p, const AlterPolicy& s) {
    p("name", s.name);
    p("table", s.table);
    p("roles_given", s.roles_given);
    p("roles", s.roles);
    p("roles_span", s.roles_span);
    p("using_clause", s.using_clause);
    p("check_clause", s.check_clause);
}
template <class P> void fields(P& p, const FunctionArg& s) {
    p("name", s.name);
    p.choice("mode", s.mode, {"in", "out", "in_out", "variadic", "table"});
    p("type", s.type);
    p("default_value", s.default_value);
}
template <class P> void fields(P& p, const ObjectRef& s) {
    p("kind", s.kind);
    p("name", s.name);
    p("part", s.part);
    p("args", s.args);
    p("span", s.span);
}
template <class P> void fields(P& p, const Rename& s) {
    p("object", s.object);
    p("relation_kind", s.relation_kind);
    p("new_name", s.new_name);
    p("if_exists", s.if_exists);
    p("only", s.only);
    p("behavior", s.behavior);
}
template <class P> void fields(P& p, const SetSchema& s) {
    p("object", s.object);
    p("new_schema", s.new_schema);
    p("if_exists", s.if_exists);
}
template <class P> void fields(P& p, const ChangeOwner& s) {
    p("object", s.object);
    p("owner", s.owner);
}
template <class P> void fields(P& p, const Drop& s) {
    p("kind", s.kind);
    p("objects", s.objects);
    p("if_exists", s.if_exists);
    p("behavior", s.behavior);
}
template <class P> void fields(P& p, const DropOwned& s) {
    p("roles", s.roles);
    p("behavior", s.behavior);
}
template <class P> void fields(P& p, const ReassignOwned& s) {
    p("roles", s.roles);
    p("new_owner", s.new_owner);
}
template <class P> void fields(P& p, const CreateSchema& s) {
    p("name", s.name);
    p("authorization", s.authorization);
    p("authorization_given", s.authorization_given);
    p("if_not_exists", s.if_not_exists);
    p("elements", s.elements);
}
template <class P> void fields(P& p, const PrivilegeItem& s) {
    p("privileges", s.privileges);
    p("all", s.all);
    p("columns", s.columns);
    p("span", s.span);
}
template <class P> void fields(P& p, const Grant& s) {
    p("grant", s.grant);
    p.choice("target", s.target, {"objects", "all_in_schema"});
    p("kind", s.kind);
    p("objects", s.objects);
    p("privileges", s.privileges);
    p("privileges_span", s.privileges_span);
    p("grantees", s.grantees);
    p("grantees_span", s.grantees_span);
    p("grant_option", s.grant_option);
    p("granted_by", s.granted_by);
    p("behavior", s.behavior);
}
template <class P> void fields(P& p, const AlterDefaultPrivileges& s) {
    p("for_roles", s.for_roles);
    p("in_schemas", s.in_schemas);
    p("action", s.action);
}
template <class P> void fields(P& p, const GrantRole& s) {
    p("grant", s.grant);
    p("roles", s.roles);
    p("members", s.members);
    p("admin", s.admin);
    p("inherit", s.inherit);
    p("set", s.set);
    p("granted_by", s.granted_by);
    p("behavior", s.behavior);
}
template <class P> void fields(P& p, const RoleAttributes& s) {
    p("superuser", s.superuser);
    p("inherit", s.inherit);
    p("create_role", s.create_role);
    p("create_db", s.create_db);
    p("login", s.login);
    p("replication", s.replication);
    p("bypass_rls", s.bypass_rls);
}
template <class P> void fields(P& p, const CreateRole& s) {
    p("name", s.name);
    p("attributes", s.attributes);
    p("in_roles", s.in_roles);
    p("members", s.members);
    p("admins", s.admins);
}
template <class P> void fields(P& p, const AlterRole& s) {
    p("role", s.role);
    p("attributes", s.attributes);
    p("add_members", s.add_members);
    p("members", s.members);
}
template <class P> void fields(P& p, const DropRole& s) {
    p("roles", s.roles);
    p("if_exists", s.if_exists);
}
template <class P> void fields(P& p, const SetVariable& s) {
    p.choice("kind", s.kind, {"value", "default", "from_current", "reset", "reset_all"});
    p("name", s.name);
    p("values", s.values);
    p("local", s.local);
    p("span", s.span);
}
template <class P> void fields(P& p, const AlterSetting& s) {
    p("role", s.role);
    p("database", s.database);
    p("setting", s.setting);
}
template <class P> void fields(P& p, const Transaction& s) {
    p.choice("kind", s.kind, {"begin", "commit", "rollback", "savepoint", "release", "rollback_to", "other"});
    p("savepoint", s.savepoint);
    p("chain", s.chain);
}
template <class P> void fields(P& p, const RoutineOptions& s) {
    p("security_definer", s.security_definer);
    p("security_span", s.security_span);
    p("volatility", s.volatility);
    p("leakproof", s.leakproof);
    p("strict", s.strict);
    p("settings", s.settings);
}
template <class P> void fields(P& p, const CreateFunction& s) {
    p("name", s.name);
    p("procedure", s.procedure);
    p("aggregate", s.aggregate);
    p("or_replace", s.or_replace);
    p("args", s.args);
    p("returns", s.returns);
    p("language", s.language);
    p("options", s.options);
    p("body_span", s.body_span);
    p("body_verbatim", s.body_verbatim);
    p("sql_body", s.sql_body);
}
template <class P> void fields(P& p, const AlterFunction& s) {
    p("function", s.function);
    p("options", s.options);
}
template <class P> void fields(P& p, const Do& s) {
    p("language", s.language);
    p("body_span", s.body_span);
    p("body_verbatim", s.body_verbatim);
}
template <class P> void fields(P& p, const CallProcedure& s) { p("call", s.call); }
template <class P> void fields(P& p, const CreateTrigger& s) {
    p("name", s.name);
    p("table", s.table);
    p("function", s.function);
    p("or_replace", s.or_replace);
    p("before", s.before);
    p("instead", s.instead);
    p("row", s.row);
    p("on_insert", s.on_insert);
    p("on_update", s.on_update);
    p("on_delete", s.on_delete);
    p("on_truncate", s.on_truncate);
    p("transition_tables", s.transition_tables);
    p("update_columns", s.update_columns);
    p("when", s.when);
}
template <class P> void fields(P& p, const CreateEventTrigger& s) {
    p("name", s.name);
    p("event", s.event);
    p("function", s.function);
    p("tags", s.tags);
}
template <class P> void fields(P& p, const AlterEventTrigger& s) {
    p("name", s.name);
    p("enabled", s.enabled);
}
template <class P> void fields(P& p, const CreateRule& s) {
    p("name", s.name);
    p("table", s.table);
    p("event", s.event);
    p("instead", s.instead);
    p("or_replace", s.or_replace);
    p("where", s.where);
    p("actions", s.actions);
}
template <class P> void fields(P& p, const CreateType& s) {
    p("name", s.name);
    p.choice("kind", s.kind, {"enum", "composite", "range", "base", "shell"});
    p("labels", s.labels);
    p("columns", s.columns);
    p("subtype", s.subtype);
    p("multirange", s.multirange);
}
template <class P> void fields(P& p, const AlterEnum& s) {
    p("name", s.name);
    p("new_label", s.new_label);
    p("old_label", s.old_label);
    p("neighbor", s.neighbor);
    p("before", s.before);
    p("if_not_exists", s.if_not_exists);
}
template <class P> void fields(P& p, const CreateDomain& s) {
    p("name", s.name);
    p("type", s.type);
    p("default_value", s.default_value);
    p("not_null", s.not_null);
    p("constraints", s.constraints);
}
template <class P> void fields(P& p, const AlterDomain& s) {
    p("name", s.name);
    p.choice("action", s.action,
             {"default", "set_not_null", "drop_not_null", "add_constraint", "drop_constraint",
              "validate_constraint"});
    p("constraint", s.constraint);
    p("if_exists", s.if_exists);
}
template <class P> void fields(P& p, const Discard& s) { p("all", s.all); }
template <class P> void fields(P& p, const CreateExtension& s) {
    p("name", s.name);
    p("schema", s.schema);
    p("if_not_exists", s.if_not_exists);
    p("cascade", s.cascade);
}
template <class P> void fields(P& p, const PublicationMember& s) {
    p.choice("kind", s.kind, {"table", "schema"});
    p("table", s.table);
    p("only", s.only);
    p("span", s.span);
}
template <class P> void fields(P& p, const CreatePublication& s) {
    p("name", s.name);
    p("all_tables", s.all_tables);
    p("members", s.members);
}
template <class P> void fields(P& p, const AlterPublication& s) {
    p("name", s.name);
    p.choice("action", s.action, {"add", "drop", "set", "options"});
    p("all_tables", s.all_tables);
    p("members", s.members);
}
template <class P> void fields(P& p, const RunQuery& s) { p("query", s.query); }
template <class P> void fields(P& p, const Inert& s) { p("tag", s.tag); }
template <class P> void fields(P& p, const Unmodelled& s) { p("tag", s.tag); }

} // namespace rlslint::ast
