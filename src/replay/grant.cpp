#include "grant.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <type_traits>

#include <fmt/format.h>

#include "acl.hpp"
#include "apply.hpp"
#include "contents.hpp"
#include "describe.hpp"
#include "language.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// GRANT and REVOKE on objects (src/backend/catalog/aclchk.c).
namespace rlslint::replaying {

namespace {

/// The statement with its roles found.
struct Granting {
    Replayer& r;
    const Grant& statement;
    std::vector<RoleId> grantees;
    bool recorded = true; ///< as what the history says of the objects
};

/// An ACL that it changes, and what messages call its object.
struct Target {
    Owned on;
    std::string_view kind;
    Symbol name;
    bool known;                 ///< all of its privileges are in the history
    const Acl* table = nullptr; ///< of a column: its table's, whose privileges and options count too
};

// ---- one ACL ----------------------------------------------------------------------------------------

/// What the predefined roles for all data give without a grant on the object.
bool reaches_as_all_data(const Replayer& r, PrivilegeSet all) {
    const RoleId user = r.session.current_user;
    const bool reads = inherits(r, user, "pg_read_all_data");
    const bool writes = inherits(r, user, "pg_write_all_data");
    if (all.has(Privilege::select)) return reads || (writes && all.has(Privilege::update));
    const bool schema = all.has(Privilege::usage) && all.has(Privilege::create);
    return schema && (reads || writes);
}

/// Whoever has no privilege at all is refused, others are just warned (restrict_and_check_grant).
/// Of what others made the history does not show all grants: there the owner is taken to grant.
Grantor require_grantor(const Granting& g, const Target& target, PrivilegeSet privileges) {
    Acl merged = target.on.acl;
    if (target.table != nullptr)
        merged.entries.insert(merged.entries.end(), target.table->entries.begin(),
                              target.table->entries.end());
    const Owned on{merged, target.on.owner, target.on.all};
    const Grantor best = best_grantor(g.r, on, privileges);
    if (!best.options.empty()) return best;
    if (!target.known) return {target.on.owner, target.on.all};
    if (holds_any(g.r, g.r.session.current_user, on) || reaches_as_all_data(g.r, on.all)) return best;
    throw Refused{sqlstate::insufficient_privilege,
                  fmt::format("permission denied for {} {}", target.kind, target.name.text())};
}

void change_acl(const Granting& g, const Target& target, PrivilegeSet privileges) {
    const Grantor grantor = require_grantor(g, target, privileges);
    const PrivilegeSet given = privileges & grantor.options; // or taken
    for (const RoleId grantee : g.grantees) {
        if (g.statement.grant) {
            if (g.statement.grant_option && grantee == public_role)
                refuse(sqlstate::invalid_grant_operation, "grant options can only be granted to roles");
            const PrivilegeSet options = g.statement.grant_option ? given : PrivilegeSet{};
            const AclEntry entry{grantee, grantor.role,           given,
                                 options, GrantSource::explicit_, g.r.statement->span};
            if (!options.empty()) require_no_circle(g.r, target.on, entry);
            grant(target.on, entry);
        } else {
            revoke(g.r, target.on,
                   {grantee, grantor.role, given, g.statement.grant_option, g.statement.behavior});
        }
    }
}

PrivilegeSet wanted(const PrivilegeItem& item, PrivilegeSet all) {
    return item.all ? all : item.privileges & all;
}

void require_valid(const PrivilegeItem& item, PrivilegeSet all, std::string_view kind) {
    if (item.all || (item.privileges - all).empty()) return;
    const auto* bad = std::find_if(std::begin(all_privileges), std::end(all_privileges),
                                   [&](Privilege p) { return (item.privileges - all).has(p); });
    throw Refused{sqlstate::invalid_grant_operation,
                  fmt::format("invalid privilege type {} for {}", to_string(*bad), kind)};
}

/// All that the statement says of the object as a whole, which is one change, whose grantor is one.
std::optional<PrivilegeItem> whole_item(const Grant& statement) {
    std::optional<PrivilegeItem> whole;
    for (const PrivilegeItem& item : statement.privileges) {
        if (!item.columns.empty()) continue;
        if (!whole) whole = item;
        whole->all |= item.all;
        whole->privileges |= item.privileges;
    }
    return whole;
}

void record(const Granting& g, Event::Subject subject, const PrivilegeItem& item, PrivilegeSet privileges) {
    const bool option_only = !g.statement.grant && g.statement.grant_option; // the privilege itself stays
    if (!g.recorded || option_only) return;
    const bool everywhere = g.statement.target == Grant::Target::all_in_schema;
    g.r.record(g.statement.grant ? Event::Kind::granted : Event::Kind::revoked, subject,
               {g.statement.kind, g.grantees, privileges, !item.columns.empty(), everywhere});
}

// ---- relations and their columns ----------------------------------------------------------------------

Target target_of(Relation& relation, Acl& acl, PrivilegeSet all) {
    return {{acl, relation.owner, all}, kind_word(relation), relation.name, fully_known(relation)};
}

/// What the statement says of single columns, all of it together for each, in their order.
std::map<ColumnNumber, PrivilegeSet> of_columns(const Granting& g, RelationId id) {
    const PrivilegeSet all = privileges_of(g.r, ObjectKind::column);
    std::map<ColumnNumber, PrivilegeSet> columns;
    for (const PrivilegeItem& item : g.statement.privileges) {
        if (!item.columns.empty()) require_valid(item, all, "column");
        for (const Name& name : item.columns)
            if (!is_system_column(name.text)) // of which nothing is kept
                columns[require_column(g.r, id, name.text)] |= wanted(item, all);
    }
    return columns;
}

void change_columns(const Granting& g, RelationId id) {
    const PrivilegeSet all = privileges_of(g.r, ObjectKind::column);
    for (const auto& [number, privileges] : of_columns(g, id)) {
        Relation& relation = g.r.catalog.edit(id);
        Target target = target_of(relation, relation.columns[number].acl, all);
        target.table = &relation.acl;
        change_acl(g, target, privileges);
    }
    for (const PrivilegeItem& item : g.statement.privileges)
        if (!item.columns.empty()) record(g, id, item, wanted(item, all));
}

/// The first column that such a REVOKE comes to and that has no privileges of its own: of all but views it is a
/// system column.
std::optional<std::string_view> first_plain_column(const Relation& relation) {
    if (relation.kind != 'v') return "tableoid";
    for (const Column& column : relation.columns)
        if (!column.dropped && column.acl.entries.empty()) return column.name.text();
    return std::nullopt;
}

void require_grantor_of_columns(const Granting& g, RelationId id, const Acl& table, PrivilegeSet privileges) {
    Relation& relation = g.r.catalog.edit(id);
    const std::optional<std::string_view> column = first_plain_column(relation);
    if (!column) return;
    Acl none;
    Target target = target_of(relation, none, privileges_of(g.r, ObjectKind::column));
    const std::string kind = fmt::format("column \"{}\" of relation", *column);
    target.kind = kind;
    target.table = &table;
    (void)require_grantor(g, target, privileges);
}

/// A REVOKE from the table takes the privilege from its columns too.
void revoke_from_columns(const Granting& g, RelationId id, const Acl& before, PrivilegeSet privileges) {
    const PrivilegeSet all = privileges_of(g.r, ObjectKind::column);
    if ((privileges & all).empty()) return;
    require_grantor_of_columns(g, id, before, privileges & all);
    const auto holds = [](const Column& column) { return !column.acl.entries.empty(); };
    const std::vector<Column>& columns = g.r.catalog[id].columns;
    if (std::none_of(columns.begin(), columns.end(), holds)) return;
    Relation& relation = g.r.catalog.edit(id);
    for (Column& column : relation.columns)
        if (holds(column)) {
            Target target = target_of(relation, column.acl, all);
            target.table = &before;
            change_acl(g, target, privileges & all);
        }
}

/// ON TABLE works for sequences too, as far as they have the privileges.
PrivilegeSet require_valid_on(const Granting& g, const PrivilegeItem& item, const Relation& relation) {
    const PrivilegeSet of_tables = privileges_of(g.r, ObjectKind::table);
    const PrivilegeSet of_sequences = privileges_of(g.r, ObjectKind::sequence);
    if (g.statement.kind == ObjectKind::sequence)
        require_valid(item, of_sequences, "sequence");
    else
        require_valid(item, of_tables | of_sequences, "relation");
    if (relation.kind == 'S') return of_sequences;
    if (g.statement.kind == ObjectKind::sequence)
        throw Refused{sqlstate::wrong_object_type,
                      fmt::format("\"{}\" is not a sequence", relation.name.text())};
    require_valid(item, of_tables, "table");
    return of_tables;
}

void change_relation(const Granting& g, RelationId id) {
    if (const std::optional<PrivilegeItem> item = whole_item(g.statement)) {
        const PrivilegeSet all = require_valid_on(g, *item, g.r.catalog[id]);
        Relation& relation = g.r.catalog.edit(id);
        const Acl before = relation.acl;
        change_acl(g, target_of(relation, relation.acl, all), wanted(*item, all));
        if (!g.statement.grant && relation.kind != 'S')
            revoke_from_columns(g, id, before, wanted(*item, all));
        record(g, id, *item, wanted(*item, all));
    }
    change_columns(g, id);
}

// ---- other objects ----------------------------------------------------------------------------------

/// A profile says of schema public what a new database has; of what else a platform brings it says but a part.
template <class Object> bool all_grants_are_known(const Object& object) {
    if (object.origin.assumed) return false;
    return !object.origin.profile || (std::is_same_v<Object, Schema> && object.name.text() == "public");
}

/// Schemas, functions and types, which are alike here.
template <class IdType> void change_object(const Granting& g, IdType id, ObjectKind kind) {
    const PrivilegeSet all = privileges_of(g.r, kind);
    auto& object = g.r.catalog.edit(id);
    const bool known = all_grants_are_known(object);
    const std::optional<PrivilegeItem> item = whole_item(g.statement);
    if (!item) return;
    require_valid(*item, all, to_string(kind));
    change_acl(g, {{object.acl, object.owner, all}, to_string(kind), object.name, known}, wanted(*item, all));
    if constexpr (!std::is_same_v<IdType, TypeId>) record(g, id, *item, wanted(*item, all));
}

void change_schema(const Granting& g, Symbol name) {
    const SchemaId id = require_schema(g.r, name);
    change_object(g, id, ObjectKind::schema);
}

void change_function(const Granting& g, FunctionId id) { change_object(g, id, g.statement.kind); }

FunctionId named_function(Replayer& r, const Grant& statement, ObjectRef ref) {
    ref.kind = statement.kind;
    return require_function(r, ref);
}

/// The array type of `t` is called `_t`.
void refuse_array_type(const Replayer& r, const QualifiedName& name) {
    const std::string_view text = name.name.text();
    if (!text.starts_with('_')) return;
    if (find_type(r, {name.schema, Symbol{text.substr(1)}, name.span}).valid())
        throw Refused{sqlstate::invalid_grant_operation, "cannot set privileges of array types"};
}

void change_type(const Granting& g, const QualifiedName& name) {
    const TypeId id = find_known_type(g.r, name);
    // Types of PostgreSQL's own and of extensions are not kept.
    if (!id.valid()) return refuse_array_type(g.r, name);
    require_domain(g.r, id, g.statement.kind);
    change_object(g, id, ObjectKind::type);
}

/// There is but one; its privileges are kept for CREATE SCHEMA only.
void change_database(const Granting& g) {
    const RoleId owner = g.r.catalog.find_role(g.r.database_owner);
    const PrivilegeSet all = PrivilegeSet{Privilege::create} | Privilege::connect | Privilege::temporary;
    const std::optional<PrivilegeItem> item = whole_item(g.statement);
    if (owner.valid() && item)
        change_acl(g, {{g.r.database_acl, owner, all}, "database", {}, false}, wanted(*item, all));
}

/// Languages are the bootstrap superuser's.
void change_language(const Granting& g, Symbol language) {
    static const Symbol bootstrap{"bootstrap_superuser"};
    if (is_untrusted(language))
        refuse(sqlstate::wrong_object_type, "language \"{}\" is not trusted", language.text());
    const std::optional<PrivilegeItem> item = whole_item(g.statement);
    if (!item) return;
    const PrivilegeSet all = Privilege::usage;
    require_valid(*item, all, "language");
    Acl acl = language_acl(g.r, language);
    const RoleId owner = g.r.catalog.find_role(bootstrap);
    for (AclEntry& entry : acl.entries)
        if (!entry.grantor.valid()) entry.grantor = owner;
    change_acl(g, {{acl, owner, all}, "language", language, true}, wanted(*item, all));
    std::erase_if(g.r.languages, [&](const LanguagePrivileges& known) { return known.language == language; });
    g.r.languages.push_back({language, std::move(acl)});
}

Effect change_objects(const Granting& g) {
    for (const ObjectRef& ref : g.statement.objects) {
        switch (g.statement.kind) {
        case ObjectKind::table: change_relation(g, require_relation(g.r, ref.name)); break;
        case ObjectKind::sequence: change_relation(g, require_relation(g.r, ref.name, 'S')); break;
        case ObjectKind::schema: change_schema(g, ref.name.name); break;
        case ObjectKind::function:
        case ObjectKind::procedure:
        case ObjectKind::routine: change_function(g, named_function(g.r, g.statement, ref)); break;
        case ObjectKind::type:
        case ObjectKind::domain: change_type(g, ref.name); break;
        case ObjectKind::database: change_database(g); break;
        case ObjectKind::language: change_language(g, ref.name.name); break;
        default: return inert(); // servers, large objects: nothing is tracked of them
        }
    }
    return {};
}

// ---- ALL … IN SCHEMA --------------------------------------------------------------------------------

bool covered(const Relation& relation, ObjectKind kind) {
    if (kind == ObjectKind::sequence) return relation.kind == 'S';
    return std::string_view{"rpvmf"}.find(relation.kind) != std::string_view::npos;
}

bool covered(const Function& function, ObjectKind kind) {
    return kind == ObjectKind::routine || function.procedure == (kind == ObjectKind::procedure);
}

void change_all_in(const Granting& g, SchemaId schema) {
    const ObjectKind kind = g.statement.kind;
    if (kind == ObjectKind::table || kind == ObjectKind::sequence) {
        for (const RelationId id : relations_in(g.r, schema))
            if (covered(g.r.catalog[id], kind)) change_relation(g, id);
    } else {
        for (const FunctionId id : functions_in(g.r, schema))
            if (covered(g.r.catalog[id], kind)) change_function(g, id);
    }
}

/// They are looked up before the grantees are.
void require_objects(Replayer& r, const Grant& statement) {
    const bool in_schemas = statement.target == Grant::Target::all_in_schema;
    for (const ObjectRef& ref : statement.objects) {
        if (in_schemas || statement.kind == ObjectKind::schema) {
            const SchemaId schema = require_schema(r, ref.name.name);
            if (in_schemas) require_usage(r, schema);
            continue;
        }
        switch (statement.kind) {
        case ObjectKind::table: (void)require_relation(r, ref.name); break;
        case ObjectKind::sequence: (void)require_relation(r, ref.name, 'S'); break;
        case ObjectKind::function:
        case ObjectKind::procedure:
        case ObjectKind::routine: (void)named_function(r, statement, ref); break;
        case ObjectKind::type:
        case ObjectKind::domain: (void)find_known_type(r, ref.name); break;
        default: break;
        }
    }
}

} // namespace

void revoke_everything(Replayer& r, const Object& object, RoleId role) {
    Grant statement;
    statement.grant = false;
    statement.behavior = DropBehavior::cascade;
    statement.privileges.emplace_back().all = true;
    const Granting g{r, statement, {role}, false};
    switch (object.kind) {
    case Object::Kind::schema: return change_object(g, SchemaId{object.id}, ObjectKind::schema);
    case Object::Kind::function: return change_object(g, FunctionId{object.id}, ObjectKind::function);
    case Object::Kind::type: return change_object(g, TypeId{object.id}, ObjectKind::type);
    default: return change_relation(g, RelationId{object.id});
    }
}

Effect apply(Replayer& r, const Grant& statement) {
    if (statement.granted_by && require_role(r, *statement.granted_by) != r.session.current_user)
        throw Refused{sqlstate::feature_not_supported, "grantor must be current user"};
    require_objects(r, statement);
    const Granting g{r, statement, require_roles(r, statement.grantees), true};
    if (statement.target == Grant::Target::objects) return change_objects(g);
    for (const ObjectRef& ref : statement.objects) {
        change_all_in(g, require_schema(r, ref.name.name));
    }
    return {};
}

} // namespace rlslint::replaying
