#include <string>

#include "object_kind.hpp"
#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

/// Where a command's name stands: ADD [COLUMN] [IF NOT EXISTS] name, DROP CONSTRAINT [IF EXISTS] name, …
Extent name_extent(const Tokens& tokens, Extent command) {
    Cursor cursor{tokens, command};
    cursor.step();
    if (!cursor.accept("column") && !cursor.accept("constraint")) cursor.accept("attribute");
    if (!cursor.accept({"if", "not", "exists"})) cursor.accept({"if", "exists"});
    const TokenIndex first = cursor.here();
    return {first, tokens.word_end(first)};
}

AlterTableAction column_action(const ::AlterTableCmd& node) {
    using enum AlterTableAction;
    switch (node.subtype) {
    case AT_AddColumn: return add_column;
    case AT_DropColumn: return drop_column;
    case AT_AlterColumnType: return column_type;
    case AT_ColumnDefault: return node.def == nullptr ? drop_default : set_default;
    case AT_SetNotNull: return set_not_null;
    case AT_DropNotNull: return drop_not_null;
    case AT_AddIdentity: return add_identity;
    case AT_SetIdentity: return set_identity;
    case AT_DropIdentity: return drop_identity;
    case AT_DropExpression: return drop_expression;
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_AlterColumnGenericOptions: return column_options;
    case AT_SetStatistics:
    case AT_SetStorage:
    case AT_SetCompression: return inert;
    default: return unmodelled;
    }
}

/// Triggers, storage, replication: nothing that names, access or dependencies rest on.
bool is_inert(::AlterTableType type) {
    switch (type) {
    case AT_ClusterOn:
    case AT_DropCluster:
    case AT_SetLogged:
    case AT_SetUnLogged:
    case AT_DropOids:
    case AT_SetAccessMethod:
    case AT_SetTableSpace:
    case AT_ReplicaIdentity:
    case AT_AlterConstraint:
    case AT_ValidateConstraint:
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_DisableTrig:
    case AT_EnableTrigAll:
    case AT_DisableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrigUser:
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_GenericOptions:
    case AT_DetachPartitionFinalize: return true;
    default: return false;
    }
}

AlterTableAction action(const ::AlterTableCmd& node) {
    using enum AlterTableAction;
    switch (node.subtype) {
    case AT_EnableRowSecurity: return enable_rls;
    case AT_DisableRowSecurity: return disable_rls;
    case AT_ForceRowSecurity: return force_rls;
    case AT_NoForceRowSecurity: return no_force_rls;
    case AT_AddConstraint: return add_constraint;
    case AT_DropConstraint: return drop_constraint;
    case AT_ChangeOwner: return owner;
    case AT_SetRelOptions: return set_options;
    case AT_ResetRelOptions: return reset_options;
    case AT_AddInherit: return add_inherit;
    case AT_DropInherit: return drop_inherit;
    case AT_AttachPartition: return attach_partition;
    case AT_DetachPartition: return detach_partition;
    case AT_AddOf: return of_type;
    case AT_DropOf: return not_of_type;
    default: return is_inert(node.subtype) ? inert : column_action(node);
    }
}

/// `SET DEFAULT x`, `USING x` and the like: from the keyword to the end of the command.
Extent from_keyword(const Tokens& tokens, Extent command, std::string_view keyword) {
    Cursor cursor{tokens, command};
    cursor.move_to(name_extent(tokens, command).last + 1);
    cursor.seek(keyword);
    return cursor.rest();
}

/// The new sequence's name of ADD GENERATED … (SEQUENCE NAME s).
QualifiedName sequence_name(Transform& t, const ::Constraint& identity) {
    for (const auto* option : items<::DefElem>(identity.options)) {
        if (view(option->defname) != "sequence_name") continue;
        const TokenIndex first = t.tokens().at(option->location) + 2;
        return t.name(list_of(option->arg), {first, t.tokens().name_end(first)});
    }
    return {};
}

/// SET GENERATED ALWAYS | BY DEFAULT, among other options of an identity.
char identity_of(const ::List* options) {
    for (const auto* option : items<::DefElem>(options)) {
        if (view(option->defname) == "generated") return static_cast<char>(as<::Integer>(option->arg).ival);
    }
    return 0;
}

void read_column(Transform& t, AlterTableCommand& command, const ::AlterTableCmd& node, Extent at) {
    using enum AlterTableAction;
    switch (command.action) {
    case add_column: command.column = column_def(t, as<::ColumnDef>(node.def)); break;
    case column_type: {
        const auto& def = as<::ColumnDef>(node.def);
        command.column = ColumnDef{};
        command.column->name = command.name;
        command.column->type = t.type(def.typeName);
        command.expr = t.clause(def.raw_default, from_keyword(t.tokens(), at, "using"));
        break;
    }
    case set_default: command.expr = t.clause(node.def, from_keyword(t.tokens(), at, "default")); break;
    case add_identity:
        command.identity = as<::Constraint>(node.def).generated_when;
        command.relation = sequence_name(t, as<::Constraint>(node.def));
        break;
    case set_identity: command.identity = identity_of(list_of(node.def)); break;
    default: break;
    }
}

void read_definition(Transform& t, AlterTableCommand& command, const ::AlterTableCmd& node) {
    using enum AlterTableAction;
    switch (command.action) {
    case add_constraint: command.constraint = constraint(t, as<::Constraint>(node.def)); break;
    case owner: command.role = t.role(node.newowner); break;
    case set_options:
    case reset_options:
    case column_options: command.options = t.options(list_of(node.def)); break;
    case add_inherit:
    case drop_inherit: command.relation = t.name(&as<::RangeVar>(node.def)); break;
    case attach_partition:
    case detach_partition: {
        const auto& partition = as<::PartitionCmd>(node.def);
        command.relation = t.name(partition.name);
        if (partition.bound != nullptr) command.bound = partition_bound(t, *partition.bound);
        break;
    }
    case of_type: command.of_type = t.type(&as<::TypeName>(node.def)); break;
    default: break;
    }
}

/// What the name in an inert command is one of; `other` where there is none.
ObjectKind named_kind(::AlterTableType type) {
    switch (type) {
    case AT_SetStatistics:
    case AT_SetStorage:
    case AT_SetCompression: return ObjectKind::column;
    case AT_AlterConstraint:
    case AT_ValidateConstraint: return ObjectKind::constraint;
    case AT_ClusterOn:
    case AT_ReplicaIdentity: return ObjectKind::index;
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_DisableTrig: return ObjectKind::trigger;
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule:
    case AT_DisableRule: return ObjectKind::rule;
    default: return ObjectKind::other;
    }
}

/// The name, which some commands keep elsewhere.
const char* named_in(const ::AlterTableCmd& node) {
    if (node.subtype == AT_AlterConstraint) return as<::Constraint>(node.def).conname;
    if (node.subtype == AT_ReplicaIdentity) return as<::ReplicaIdentityStmt>(node.def).name;
    return node.name;
}

/// What a command is called that has no action of its own.
std::string_view command_words(::AlterTableType type) {
    switch (type) {
    case AT_SetExpression: return "SET EXPRESSION";
    case AT_SetStatistics: return "SET STATISTICS";
    case AT_SetStorage: return "SET STORAGE";
    case AT_SetCompression: return "SET COMPRESSION";
    case AT_AlterConstraint: return "ALTER CONSTRAINT";
    case AT_ValidateConstraint: return "VALIDATE CONSTRAINT";
    case AT_ClusterOn: return "CLUSTER ON";
    case AT_DropCluster: return "SET WITHOUT CLUSTER";
    case AT_SetLogged: return "SET LOGGED";
    case AT_SetUnLogged: return "SET UNLOGGED";
    case AT_DropOids: return "SET WITHOUT OIDS";
    case AT_SetAccessMethod: return "SET ACCESS METHOD";
    case AT_SetTableSpace: return "SET TABLESPACE";
    case AT_ReplicaIdentity: return "REPLICA IDENTITY";
    case AT_GenericOptions: return "OPTIONS";
    case AT_DetachPartitionFinalize: return "DETACH PARTITION FINALIZE";
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser: return "ENABLE TRIGGER";
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser: return "DISABLE TRIGGER";
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule: return "ENABLE RULE";
    case AT_DisableRule: return "DISABLE RULE";
    default: return "ALTER TABLE";
    }
}

AlterTableCommand alter_command(Transform& t, const ::AlterTableCmd& node, Extent at) {
    AlterTableCommand result;
    result.action = action(node);
    result.span = t.span(at);
    result.behavior = drop_behavior(node.behavior);
    result.if_exists = node.missing_ok;
    if (node.name != nullptr) result.name = t.name(node.name, name_extent(t.tokens(), at));
    read_column(t, result, node, at);
    read_definition(t, result, node);
    if (result.column && result.action == AlterTableAction::add_column) result.name = result.column->name;
    if (result.constraint) result.name = result.constraint->name;
    if (result.action == AlterTableAction::inert || result.action == AlterTableAction::unmodelled) {
        result.tag = command_words(node.subtype);
        const char* name = named_in(node);
        result.named = name == nullptr ? ObjectKind::other : named_kind(node.subtype);
        if (name != nullptr) result.name.text = Symbol{name};
    }
    return result;
}

} // namespace

StatementNode alter_table(Transform& t, const ::AlterTableStmt& node, Cursor cursor) {
    AlterTable result;
    result.kind = object_kind(node.objtype);
    result.name = t.name(node.relation);
    result.if_exists = node.missing_ok;
    result.only = !node.relation->inh;
    cursor.move_to(t.tokens().at(node.relation->location));
    cursor.name();
    if (result.only) cursor.accept(')');
    if (t.tokens().is(cursor.here(), TokenKind::op)) cursor.step();
    result.commands.reserve(items(node.cmds).size());
    for (const auto* command : items<::AlterTableCmd>(node.cmds)) {
        result.commands.push_back(alter_command(t, *command, cursor.item()));
    }
    return result;
}

} // namespace rlslint::pg
