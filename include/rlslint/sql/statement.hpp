#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rlslint/sql/name.hpp"
#include "rlslint/sql/privilege.hpp"
#include "rlslint/sql/tree.hpp"

/// The statements that the replay understands, one struct a kind, named as PostgreSQL's
/// documentation names the commands. Spans cover the narrowest text that a finding may point at.
namespace rlslint {

enum class ObjectKind : std::uint8_t {
    table,
    view,
    materialized_view,
    foreign_table,
    sequence,
    index,
    schema,
    function,
    procedure,
    routine,
    aggregate,
    type,
    domain,
    extension,
    policy,
    trigger,
    rule,
    role,
    publication,
    column,
    constraint,
    database,
    language,
    server,
    event_trigger,
    other,
};

[[nodiscard]] std::string_view to_string(ObjectKind kind);

enum class DropBehavior : std::uint8_t { restrict, cascade };
enum class Persistence : std::uint8_t { permanent, unlogged, temporary };

/// `name = value` of WITH (…) and the like; the value as written, unquoted; empty where none is given.
struct Option {
    Symbol name;
    std::string value;
    Span span;
};

/// An expression of the statement's tree with the clause that holds it: of `USING (a = 1)` the
/// span is the whole, `expr` the comparison.
struct ClauseRef {
    ExprId expr;
    Span span;

    [[nodiscard]] bool present() const { return expr.valid(); }
};

// ---- tables -----------------------------------------------------------------------------------

struct TableConstraint {
    enum class Kind : std::uint8_t { check, unique, primary_key, foreign_key, exclusion, not_null };
    Kind kind = Kind::check;
    Name name;
    ExprId check;
    std::vector<Symbol> columns; ///< an empty name for an expression (of an exclusion constraint)
    QualifiedName references;    ///< of a foreign key
    std::vector<Symbol> referenced_columns;
    char on_delete = 'a'; ///< as pg_constraint.confdeltype
    char on_update = 'a';
    std::vector<ExprId> key_exprs; ///< what an exclusion constraint compares besides columns
    ExprId where;                  ///< of an exclusion constraint
    Symbol using_index;            ///< ADD … USING INDEX
    bool not_valid = false;
    bool not_enforced = false;
    bool no_inherit = false;
    Span span;
};

/// FOR VALUES …, DEFAULT: which rows go into a partition. The expressions are in the order of the text, of
/// a range the lower ones first; MINVALUE and MAXVALUE are column references there.
struct PartitionBound {
    enum class Kind : std::uint8_t { default_, list, range, hash };
    Kind kind = Kind::default_;
    std::vector<ExprId> values;
};

struct ColumnDef {
    Name name;
    TypeName type; ///< empty name where the statement gives none (OF type)
    bool not_null = false;
    char identity = 0;               ///< 'a' always, 'd' by default
    QualifiedName identity_sequence; ///< of SEQUENCE NAME, as pg_dump writes it
    bool generated_stored = false;
    bool generated_virtual = false;
    ClauseRef default_value;                  ///< DEFAULT or GENERATED … AS (expr)
    std::vector<TableConstraint> constraints; ///< those written in the column's place
    Span span;
};

struct LikeClause {
    QualifiedName source;
    bool including_all = false;
    bool including_defaults = false;
    bool including_constraints = false;
    bool including_indexes = false;
    bool including_identity = false;
    bool including_generated = false;
};

struct CreateTable {
    QualifiedName name;
    Persistence persistence = Persistence::permanent;
    bool drop_on_commit = false;
    bool if_not_exists = false;
    bool partitioned = false; ///< PARTITION BY
    bool foreign = false;
    Symbol server;                     ///< of a foreign table
    char partition_strategy = 0;       ///< as pg_partitioned_table.partstrat: l r h
    std::vector<Symbol> partition_key; ///< its columns; an empty name for an expression
    std::vector<ColumnDef> columns;
    std::vector<TableConstraint> constraints;
    std::vector<LikeClause> likes;
    std::vector<QualifiedName> inherits;
    QualifiedName partition_of; ///< empty where it is none
    std::optional<PartitionBound> bound;
    TypeName of_type; ///< empty name where it is none
    std::vector<Option> options;
};

/// CREATE TABLE AS, SELECT … INTO, CREATE MATERIALIZED VIEW.
struct CreateTableAs {
    QualifiedName name;
    ObjectKind kind = ObjectKind::table;
    Persistence persistence = Persistence::permanent;
    bool drop_on_commit = false;
    bool if_not_exists = false;
    std::vector<Symbol> columns;
    QueryId query; ///< none for EXECUTE
    std::vector<Option> options;
};

enum class AlterTableAction : std::uint8_t {
    add_column,
    drop_column,
    column_type,
    set_default,
    drop_default,
    set_not_null,
    drop_not_null,
    add_identity,
    set_identity,
    drop_identity,
    drop_expression,
    add_constraint,
    drop_constraint,
    enable_rls,
    disable_rls,
    force_rls,
    no_force_rls,
    owner,
    set_options,
    reset_options,
    add_inherit,
    drop_inherit,
    attach_partition,
    detach_partition,
    of_type,
    not_of_type,
    column_options,
    inert,      ///< has no bearing on names, access or dependencies: SET STATISTICS, CLUSTER ON …
    unmodelled, ///< not understood; `tag` names it
};

struct AlterTableCommand {
    AlterTableAction action = AlterTableAction::inert;
    Name name;                       ///< column, constraint
    std::optional<ColumnDef> column; ///< add_column, column_type
    std::optional<TableConstraint> constraint;
    ClauseRef expr;         ///< set_default, column_type's USING
    RoleSpec role;          ///< owner
    QualifiedName relation; ///< inherit, partition, an added identity's SEQUENCE NAME
    TypeName of_type;
    std::optional<PartitionBound> bound;
    std::vector<Option> options;
    DropBehavior behavior = DropBehavior::restrict;
    bool if_exists = false; ///< also ADD COLUMN IF NOT EXISTS
    char identity = 0;
    std::string tag;
    ObjectKind named = ObjectKind::other; ///< of an inert command: what its name must be one of
    Span span;
};

struct AlterTable {
    ObjectKind kind = ObjectKind::table; ///< as written: ALTER VIEW, INDEX, SEQUENCE, FOREIGN TABLE …
    QualifiedName name;
    bool if_exists = false;
    bool only = false;
    std::vector<AlterTableCommand> commands;
};

struct CreateIndex {
    Name name;
    QualifiedName table;
    bool only = false; ///< not in the partitions that are there
    bool unique = false;
    bool if_not_exists = false;
    Symbol method;
    struct Key {
        Symbol column; ///< empty for an expression
        ExprId expr;
    };
    std::vector<Key> keys;
    std::vector<Symbol> include;
    bool concurrently = false;
    ClauseRef where;
};

struct CreateSequence {
    QualifiedName name;
    bool if_not_exists = false;
    Persistence persistence = Persistence::permanent;
    QualifiedName owned_by_table;
    Symbol owned_by_column;
};

struct AlterSequence {
    QualifiedName name;
    bool if_exists = false;
    bool owned_by_given = false;
    QualifiedName owned_by_table; ///< empty for OWNED BY NONE
    Symbol owned_by_column;
};

struct CreateView {
    QualifiedName name;
    std::vector<Symbol> columns;
    QueryId query;
    std::vector<Option> options;
    bool or_replace = false;
    Persistence persistence = Persistence::permanent;
    Span query_span;
};

// ---- policies ---------------------------------------------------------------------------------

enum class PolicyCommand : std::uint8_t { all, select, insert, update, delete_ };

/// "ALL", "SELECT" … as pg_policies.cmd prints it.
[[nodiscard]] std::string_view to_string(PolicyCommand command);

struct CreatePolicy {
    Name name;
    QualifiedName table;
    PolicyCommand command = PolicyCommand::all;
    bool permissive = true;
    std::vector<RoleSpec> roles; ///< empty where there is no TO (then PUBLIC)
    ClauseRef using_clause;
    ClauseRef check_clause;
    Span permissive_span; ///< `AS …`, no place where left out; likewise below
    Span command_span;    ///< `FOR …`
    Span roles_span;      ///< `TO …`
};

struct AlterPolicy {
    Name name;
    QualifiedName table;
    bool roles_given = false;
    std::vector<RoleSpec> roles;
    ClauseRef using_clause;
    ClauseRef check_clause;
    Span roles_span;
};

// ---- names, owners, drops -----------------------------------------------------------------------

/// An argument of a function, or of a reference to one: types only there.
struct FunctionArg {
    enum class Mode : std::uint8_t { in, out, in_out, variadic, table };
    Name name;
    Mode mode = Mode::in;
    TypeName type;
    ExprId default_value;
};

/// Names an object in ALTER, DROP, COMMENT, GRANT: for policies, triggers, rules, columns and
/// constraints `name` is the relation and `part` the thing on it.
struct ObjectRef {
    ObjectKind kind = ObjectKind::other;
    QualifiedName name;
    Name part;
    std::optional<std::vector<FunctionArg>> args; ///< of routines; none where the list is left out
    Span span;
};

struct Rename {
    ObjectRef object; ///< kind column: `part` on relation `name`
    ObjectKind relation_kind = ObjectKind::table;
    Name new_name;
    bool if_exists = false;
    bool only = false;                              ///< of a column: not in the tables below
    DropBehavior behavior = DropBehavior::restrict; ///< of a composite type's attribute
};

struct SetSchema {
    ObjectRef object;
    Name new_schema;
    bool if_exists = false;
};

/// OWNER TO of everything but relations (these are an AlterTable).
struct ChangeOwner {
    ObjectRef object;
    RoleSpec owner;
};

struct Drop {
    ObjectKind kind = ObjectKind::table;
    std::vector<ObjectRef> objects;
    bool if_exists = false;
    DropBehavior behavior = DropBehavior::restrict;
};

struct DropOwned {
    std::vector<RoleSpec> roles;
    DropBehavior behavior = DropBehavior::restrict;
};

struct ReassignOwned {
    std::vector<RoleSpec> roles;
    RoleSpec new_owner;
};

struct CreateSchema {
    Name name; ///< empty with AUTHORIZATION alone
    RoleSpec authorization;
    bool authorization_given = false;
    bool if_not_exists = false;
    std::vector<struct Statement> elements;
};

// ---- privileges -------------------------------------------------------------------------------

/// SELECT (a, b): a privilege, with columns where it is on these alone.
struct PrivilegeItem {
    PrivilegeSet privileges; ///< one, or all where ALL is written
    bool all = false;
    std::vector<Name> columns;
    Span span;
};

struct Grant {
    enum class Target : std::uint8_t { objects, all_in_schema };
    bool grant = true; ///< else REVOKE
    Target target = Target::objects;
    ObjectKind kind = ObjectKind::table;
    std::vector<ObjectRef> objects; ///< of all_in_schema: schemas by name
    std::vector<PrivilegeItem> privileges;
    std::vector<RoleSpec> grantees;
    bool grant_option = false; ///< WITH GRANT OPTION; of REVOKE: GRANT OPTION FOR
    std::optional<RoleSpec> granted_by;
    DropBehavior behavior = DropBehavior::restrict;
    Span privileges_span;
    Span grantees_span;
};

struct AlterDefaultPrivileges {
    std::vector<RoleSpec> for_roles; ///< empty: the current role
    std::vector<Name> in_schemas;    ///< empty: all
    Grant action;                    ///< no objects; `kind` says which
};

/// GRANT r TO m, REVOKE r FROM m.
struct GrantRole {
    bool grant = true;
    std::vector<Name> roles;
    std::vector<RoleSpec> members;
    std::optional<bool> admin; ///< options given (of REVOKE: … OPTION FOR)
    std::optional<bool> inherit;
    std::optional<bool> set;
    std::optional<RoleSpec> granted_by;
    DropBehavior behavior = DropBehavior::restrict;
};

// ---- roles and settings -------------------------------------------------------------------------

/// Attributes as far as a CREATE or ALTER ROLE gives them.
struct RoleAttributes {
    std::optional<bool> superuser, inherit, create_role, create_db, login, replication, bypass_rls;
};

struct CreateRole {
    Name name;
    RoleAttributes attributes; ///< USER implies login
    std::vector<RoleSpec> in_roles;
    std::vector<RoleSpec> members;
    std::vector<RoleSpec> admins;
};

struct AlterRole {
    RoleSpec role;
    RoleAttributes attributes;
    bool add_members = false; ///< ALTER GROUP … ADD USER / DROP USER
    std::vector<RoleSpec> members;
};

struct DropRole {
    std::vector<RoleSpec> roles;
    bool if_exists = false;
};

/// SET, RESET and the SET clauses of functions, roles and databases.
struct SetVariable {
    enum class Kind : std::uint8_t { value, default_, from_current, reset, reset_all };
    Kind kind = Kind::value;
    Symbol name;                     ///< lower case: search_path, role, session_authorization …
    std::vector<std::string> values; ///< list items of search_path; else one
    bool local = false;
    Span span;
};

/// ALTER ROLE … [IN DATABASE …] SET, ALTER DATABASE … SET.
struct AlterSetting {
    std::optional<RoleSpec> role; ///< none: ALL, or a database's
    Symbol database;
    SetVariable setting;
};

struct Transaction {
    enum class Kind : std::uint8_t { begin, commit, rollback, savepoint, release, rollback_to, other };
    Kind kind = Kind::other;
    Symbol savepoint;
    bool chain = false; ///< COMMIT or ROLLBACK AND CHAIN
};

// ---- routines -----------------------------------------------------------------------------------

enum class Volatility : char { immutable = 'i', stable = 's', volatile_ = 'v' };

/// What CREATE and ALTER FUNCTION may say, as far as they say it.
struct RoutineOptions {
    std::optional<bool> security_definer;
    std::optional<Volatility> volatility;
    std::optional<bool> leakproof;
    std::optional<bool> strict;
    std::vector<SetVariable> settings;
    Span security_span; ///< SECURITY DEFINER
    std::optional<double> cost;
    std::optional<double> rows;
    bool repeated = false;      ///< one is given twice
    bool for_functions = false; ///< one is given that no procedure has
};

struct CreateFunction {
    QualifiedName name;
    bool procedure = false;
    bool aggregate = false; ///< CREATE AGGREGATE: name and arguments only
    bool or_replace = false;
    std::vector<FunctionArg> args;
    std::optional<TypeName> returns;
    Symbol language; ///< lower case; empty where it is left out
    RoutineOptions options;
    std::string body;              ///< of a string body: its text, unquoted
    Span body_span;                ///< the string's contents where its bytes are the text's
                                   ///  ($$…$$); else the whole literal; or the SQL body
    bool body_verbatim = false;    ///< body_span's bytes are `body` itself
    std::vector<QueryId> sql_body; ///< of RETURN … and BEGIN ATOMIC
};

struct AlterFunction {
    ObjectRef function;
    RoutineOptions options;
};

struct Do {
    Symbol language; ///< plpgsql where it is left out
    std::string body;
    Span body_span;
    bool body_verbatim = false;
};

struct CallProcedure {
    ExprId call;
};

struct CreateTrigger {
    Name name;
    QualifiedName table;
    QualifiedName function;
    bool or_replace = false;
    bool before = false;
    bool instead = false;
    bool row = false;
    bool on_insert = false, on_update = false, on_delete = false, on_truncate = false;
    bool transition_tables = false; ///< REFERENCING
    std::vector<Symbol> update_columns;
    ClauseRef when;
};

struct CreateEventTrigger {
    Name name;
    Symbol event;
    QualifiedName function;
    std::vector<std::string> tags;
};

/// ALTER EVENT TRIGGER … ENABLE or DISABLE.
struct AlterEventTrigger {
    Name name;
    bool enabled = true; ///< it fires in sessions as they are: not for REPLICA alone
};

struct CreateRule {
    Name name;
    QualifiedName table;
    PolicyCommand event = PolicyCommand::select;
    bool instead = false;
    bool or_replace = false;
    ExprId where;
    std::vector<QueryId> actions;
};

// ---- types, extensions, publications ------------------------------------------------------------

struct CreateType {
    enum class Kind : std::uint8_t { enum_, composite, range, base, shell };
    QualifiedName name;
    Kind kind = Kind::base;
    std::vector<Symbol> labels;     ///< of an enum
    std::vector<ColumnDef> columns; ///< of a composite
    TypeName subtype;               ///< of a range
    QualifiedName multirange;       ///< of a range: MULTIRANGE_TYPE_NAME, where it is given
};

struct AlterEnum {
    QualifiedName name;
    Symbol new_label;
    Symbol old_label; ///< of RENAME VALUE; else empty
    Symbol neighbor;  ///< of BEFORE and AFTER; else empty
    bool before = false;
    bool if_not_exists = false;
};

struct CreateDomain {
    QualifiedName name;
    TypeName type;
    ClauseRef default_value;
    bool not_null = false;
    std::vector<TableConstraint> constraints;
};

struct AlterDomain {
    enum class Action : std::uint8_t {
        default_,
        set_not_null,
        drop_not_null,
        add_constraint,
        drop_constraint,
        validate_constraint,
    };
    QualifiedName name;
    Action action = Action::default_;
    Symbol constraint; ///< that is added, dropped or validated; may be empty for one that is added
    bool if_exists = false;
};

struct CreateExtension {
    Name name;
    Symbol schema;
    bool if_not_exists = false;
    bool cascade = false;
};

struct PublicationMember {
    enum class Kind : std::uint8_t { table, schema };
    Kind kind = Kind::table;
    QualifiedName table; ///< a schema's name is in `table.name`; empty: the current one
    bool only = false;
    Span span;
};

struct CreatePublication {
    Name name;
    bool all_tables = false;
    std::vector<PublicationMember> members;
};

struct AlterPublication {
    enum class Action : std::uint8_t { add, drop, set, options };
    Name name;
    Action action = Action::options;
    bool all_tables = false;
    std::vector<PublicationMember> members;
};

// ---- the rest -----------------------------------------------------------------------------------

/// SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE at the top of a script. They change rows, not the
/// catalog, unless a function that they call does.
struct RunQuery {
    QueryId query;
};

/// DISCARD ALL, DISCARD TEMPORARY.
struct Discard {
    bool all = false;
};

/// A statement known to change nothing that is tracked: COMMENT, ANALYZE, VACUUM, SHOW, NOTIFY …
struct Inert {
    std::string tag;
};

/// A kind of statement that the replay does not know. It is counted and shown, never dropped.
struct Unmodelled {
    std::string tag;
};

using StatementNode =
    std::variant<Unmodelled, Inert, RunQuery, CreateSchema, CreateTable, CreateTableAs, AlterTable,
                 CreateIndex, CreateSequence, AlterSequence, CreateView, CreatePolicy, AlterPolicy, Rename,
                 SetSchema, ChangeOwner, Drop, DropOwned, ReassignOwned, Grant, AlterDefaultPrivileges,
                 GrantRole, CreateRole, AlterRole, DropRole, SetVariable, AlterSetting, Transaction,
                 CreateFunction, AlterFunction, Do, CallProcedure, CreateTrigger, CreateEventTrigger,
                 AlterEventTrigger, CreateRule, CreateType, AlterEnum, CreateDomain, AlterDomain, Discard,
                 CreateExtension, CreatePublication, AlterPublication>;

struct Statement {
    Span span;
    std::string tag;       ///< the command's tag as the server prints it, e.g. "CREATE POLICY"
    TreePtr tree;          ///< of the ids in `node`; never null
    bool too_deep = false; ///< something in it was nested too deep, and an Opaque stands for it
    StatementNode node;
};

} // namespace rlslint
