#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rlslint/catalog/acl.hpp"
#include "rlslint/catalog/bound.hpp"
#include "rlslint/catalog/ids.hpp"
#include "rlslint/sql/statement.hpp"

/// The objects of a database, as pg_class, pg_policy, pg_proc and the like have them, each with the
/// places of the statements that made it so. Ids stay valid for good: a dropped object keeps its
/// slot, with `origin.dropped` set.
namespace rlslint {

/// Where an object comes from.
struct Origin {
    Span introduced;      ///< the statement or clause that created it
    Span changed;         ///< the last one that altered it; no place where none did
    Span dropped_at;      ///< the statement that dropped it
    bool profile = false; ///< created by the profile, not by the user's history
    bool assumed = false; ///< never created by the history, only named: known in part
    bool dropped = false;

    [[nodiscard]] bool live() const { return !dropped; }
};

struct Role {
    Symbol name;
    bool superuser = false;
    bool inherit = true;
    bool create_role = false;
    bool create_db = false;
    bool login = false;
    bool replication = false;
    bool bypass_rls = false;
    std::vector<SetVariable> settings; ///< ALTER ROLE … SET: of the sessions that log in as it
    Span exempted_by{};                ///< the statement that made it SUPERUSER or BYPASSRLS
    Span name_span{};                  ///< where it is created, or first named
    Origin origin;
};

/// A member's right to a role.
struct Membership {
    RoleId role;
    RoleId member;
    RoleId grantor;
    bool admin = false;
    bool inherit = true; ///< 16+: of the grant; before, the member's attribute at use
    bool set = true;
    Span span;
};

struct Schema {
    Symbol name;
    RoleId owner;
    Acl acl;
    Origin origin;
};

struct Column {
    Symbol name;
    TypeName type;
    bool not_null = false;
    char identity = 0; ///< as pg_attribute.attidentity
    bool generated = false;
    BoundExpr default_value;
    Acl acl; ///< column privileges
    Span span;
    bool dropped = false;
    bool shadowed_default = false; ///< an inherited one, under an identity of its own
    RelationId sequence; ///< that its default or identity draws from, where the column's definition made it
    bool local = true;   ///< defined here, not only inherited (pg_attribute.attislocal)
    std::uint16_t inherited = 0; ///< from how many parents (attinhcount)
};

struct Constraint {
    TableConstraint::Kind kind = TableConstraint::Kind::check;
    Symbol name;
    std::vector<ColumnNumber> columns;
    BoundExpr check;
    RelationId references;                        ///< of a foreign key
    std::vector<ColumnNumber> referenced_columns; ///< empty where the parent is known in part
    char on_delete = 'a';
    bool no_inherit = false;
    bool validated = true;       ///< all rows meet it: it is neither NOT VALID nor NOT ENFORCED
    bool local = true;           ///< defined here, not only inherited (pg_constraint.conislocal)
    std::uint16_t inherited = 0; ///< from how many parents (coninhcount)
    Span span;
};

/// Which rows go into a partition: constants, and minvalue and maxvalue, as written; of a range the
/// lower ones first. Not `known` where one is something else.
struct PartitionValues {
    PartitionBound::Kind kind = PartitionBound::Kind::default_;
    std::vector<std::string> values;
    bool known = false;
};

/// The setting of a flag, with the statement that last set it.
struct Flag {
    bool on = false;
    Span span; ///< no place where no statement ever set it

    explicit operator bool() const { return on; }
};

/// A rule of CREATE RULE (pg_rewrite; a linter's rule is lint/rule.hpp's), other than what makes a view.
struct RewriteRule {
    Symbol name;
    PolicyCommand event = PolicyCommand::insert;
    bool instead = false;
    BoundExpr where;
    std::vector<BoundQuery> actions; ///< none: NOTHING
    Span span;
};

struct Relation {
    SchemaId schema;
    Symbol name;
    char kind = 'r'; ///< as pg_class.relkind: r p v m f S c
    Persistence persistence = Persistence::permanent;
    RoleId owner;
    Flag rls; ///< row security enabled
    Flag force;
    std::vector<Column> columns;
    std::vector<Constraint> constraints;
    std::vector<PolicyId> policies; ///< live ones, in order of creation
    std::vector<IndexId> indexes;
    std::vector<TriggerId> triggers;
    std::vector<RewriteRule> rules;
    std::vector<RelationId> parents; ///< inheritance or partitioning, nearest first
    std::vector<RelationId> children;
    bool partition = false;
    PartitionValues values;                  ///< of a partition
    char partition_strategy = 0;             ///< as pg_partitioned_table.partstrat: l r h
    std::vector<ColumnNumber> partition_key; ///< `whole_row` for an expression
    TypeId of_type;                          ///< of CREATE TABLE … OF
    bool partial = false;        ///< it may have columns that are not known: made of a query or type unseen
    std::vector<Option> options; ///< of WITH (…), lower-case names: security_invoker …
    BoundQuery query;            ///< of views and materialized views
    Symbol server;               ///< of a foreign table
    RelationId owned_by;         ///< of a sequence
    ColumnNumber owned_by_column = whole_row;
    Acl acl;
    Span name_span;    ///< in the statement that introduced it
    Span invoker_lost; ///< of a view: the OR REPLACE that did not repeat its security_invoker
    Origin origin;

    [[nodiscard]] bool is_table() const { return kind == 'r' || kind == 'p'; }
    [[nodiscard]] bool is_view() const { return kind == 'v'; }
    [[nodiscard]] bool columns_known() const { return !partial && !origin.assumed; }

    /// Whether a boolean option is set (`true`, `on`, `1`, `yes`, or given without a value).
    [[nodiscard]] bool option(std::string_view option_name) const;
};

struct Index {
    Symbol name;
    RelationId table;
    bool unique = false;
    bool primary = false;
    Symbol method;
    struct Key {
        ColumnNumber column = whole_row; ///< whole_row for an expression
        BoundExpr expr;
        Symbol name; ///< the column's when the index was made, which renaming it leaves
    };
    std::vector<Key> keys;
    std::vector<Key> include;
    BoundExpr predicate; ///< WHERE, of a partial index
    IndexId parent;      ///< of the partitioned table, that a partition's index is part of
    Origin origin;

    [[nodiscard]] bool partial() const { return predicate.present(); }
};

struct Policy {
    RelationId table;
    Symbol name;
    PolicyCommand command = PolicyCommand::all;
    bool permissive = true;
    std::vector<RoleId> roles; ///< `public_role` alone for PUBLIC
    BoundExpr using_clause;
    BoundExpr check_clause;
    Span name_span;
    Span command_span; ///< `FOR …`; no place where left out
    Span roles_span;   ///< `TO …`; no place where left out
    Origin origin;
};

struct Function {
    SchemaId schema;
    Symbol name;
    bool procedure = false;
    bool aggregate = false;
    std::vector<FunctionArg> args;
    std::optional<TypeName> returns;
    Symbol language;
    RoleId owner;
    bool security_definer = false;
    Volatility volatility = Volatility::volatile_;
    bool leakproof = false;
    std::vector<SetVariable> settings;
    std::string body;
    Span body_span;
    bool body_verbatim = false;
    std::vector<BoundQuery> sql_body;
    TypeId constructs; ///< the range type that it was made with
    Span security_span;
    Span name_span;
    Acl acl;
    Origin origin;
};

struct Type {
    enum class Kind : std::uint8_t { enum_, composite, range, base, domain, shell };
    SchemaId schema;
    Symbol name;
    Kind kind = Kind::base;
    std::vector<Symbol> labels;
    std::vector<Column> columns;
    TypeName base; ///< of a domain; a range's subtype
    TypeId range;  ///< of a multirange: the range type that it was made with
    bool not_null = false;
    std::vector<Constraint> constraints;
    RoleId owner;
    Acl acl;
    Origin origin;
};

struct Trigger {
    Symbol name;
    RelationId table;
    FunctionId function;
    TriggerId parent; ///< of a partition's: the one of the partitioned table that it was cloned from
    bool before = false;
    bool instead = false;
    bool row = false;
    bool on_insert = false, on_update = false, on_delete = false, on_truncate = false;
    std::vector<ColumnNumber> update_columns; ///< of UPDATE OF
    BoundExpr when;
    Origin origin;
};

struct Publication {
    Symbol name;
    bool all_tables = false;
    std::vector<std::pair<RelationId, Span>> tables;
    std::vector<std::pair<SchemaId, Span>> schemas;
    Origin origin;
};

/// A trigger on DDL.
struct EventTrigger {
    Symbol name;
    Symbol event;
    FunctionId function;
    std::vector<std::string> tags; ///< empty: all
    bool enabled = true;
    Span span;
};

struct Extension {
    Symbol name;
    SchemaId schema; ///< none where the statement does not say
    Span span;
};

/// One ALTER DEFAULT PRIVILEGES in force: what `role`'s new objects of a kind get, or lose.
struct DefaultPrivileges {
    RoleId role;
    SchemaId schema; ///< none: in every schema
    ObjectKind kind = ObjectKind::table;
    Acl acl;
    Acl revoked;              ///< of the built-in grants (PUBLIC's EXECUTE) that a global entry took
    PrivilegeSet own_options; ///< grant options of a global entry to `role`, which has them anyway

    [[nodiscard]] bool changes_nothing() const;
};

} // namespace rlslint
