#include "binding.hpp"

#include <memory>

#include "rlslint/names/binder.hpp"
#include "rlslint/sql/walk.hpp"

#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

/// Without a schema on search_path a name without one is found nowhere.
bool has_place(const Replayer& r, const QualifiedName& name) {
    return !name.schema.empty() || !search_path(r).empty();
}

/// The relation that a query changes; null for one that only reads.
const QualifiedName* target_of(const QueryNode& node) {
    return std::visit(
        [](const auto& query) -> const QualifiedName* {
            if constexpr (requires { query.target.schema; })
                return &query.target;
            else
                return nullptr;
        },
        node);
}

/// Calls `visit` with each relation's name that is written in a statement.
template <class Visit> void for_each_relation_name(const Tree& tree, const Visit& visit) {
    for (std::uint32_t i = 0; i < tree.from_count(); ++i)
        if (const auto* relation = std::get_if<FromRelation>(&tree[FromId{i}].node)) visit(relation->name);
    for (std::uint32_t i = 0; i < tree.query_count(); ++i)
        if (const QualifiedName* target = target_of(tree[QueryId{i}].node); target != nullptr) visit(*target);
}

/// Whether a relation that was not found may be there unseen, made by hand.
bool may_exist(const Replayer& r, const Tree& tree, const Unresolved& missing) {
    if (!missing.message.starts_with("relation ")) return false;
    bool may = true;
    for_each_relation_name(tree, [&](const QualifiedName& name) {
        if (name.span == missing.span) may = has_place(r, name) && !relation_is_gone(r, name);
    });
    return may;
}

/// The binder lists only what cannot be found though everything in reach is known.
void refuse_unresolved(const Replayer& r, const Tree& tree, const Bindings& bindings) {
    for (const Unresolved& name : bindings.unresolved) {
        if (r.own_operators && name.message.starts_with("operator ")) continue;
        if (name.sqlstate != sqlstate::undefined_table || !may_exist(r, tree, name))
            throw Refused{name.sqlstate, name.message, name.span};
    }
}

/// The relation that a string constant names; none where it is no constant or names none.
RelationId named_relation(const Replayer& r, ExprId id) {
    const auto* literal = std::get_if<Literal>(&r.tree()[id].node);
    if (literal == nullptr || literal->kind != Literal::Kind::string) return {};
    const QualifiedName name = parse_name(literal->value.text());
    const RelationId relation = find_relation(r, name);
    if (relation.valid()) return relation;
    refuse_gone_schema(r, name.schema);
    if (relation_is_gone(r, name) && !find_index(r, name).valid())
        refuse(sqlstate::undefined_table, "relation \"{}\" does not exist", shown(name));
    return {};
}

/// The operand that is read as a relation's name: of `'t'::regclass`, nextval('s').
ExprId name_operand(const Tree& tree, ExprId id) {
    if (const auto* cast = std::get_if<Cast>(&tree[id].node))
        return tree.type(cast->type).name.text() == "regclass" ? cast->arg : ExprId{};
    const auto* call = std::get_if<Call>(&tree[id].node);
    if (call == nullptr || call->arg_count == 0) return {};
    const std::string_view name = call->name.text();
    return name == "nextval" || name == "currval" || name == "setval" ? tree.list(call->args).front()
                                                                      : ExprId{};
}

/// They are constants of type regclass once they are stored, so the relation cannot be dropped.
void bind_named(const Replayer& r, ExprId id, Bindings& bindings, const Tree& tree) {
    const ExprId name = name_operand(tree, id);
    if (!name.valid()) return;
    if (const RelationId relation = named_relation(r, name); relation.valid())
        bindings.named.set(name, relation);
}

void bind_named(const Replayer& r, ExprId root, Bindings& bindings) {
    const Tree& tree = r.tree();
    std::vector<ExprId> pending{root};
    while (!pending.empty()) {
        const ExprId id = pending.back();
        pending.pop_back();
        for_each_operand(tree, id, [&](ExprId operand) { pending.push_back(operand); });
        bind_named(r, id, bindings, tree);
    }
}

void bind_named(const Replayer& r, QueryId, Bindings& bindings) {
    const Tree& tree = r.tree();
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i)
        bind_named(r, ExprId{i}, bindings, tree);
}

/// A function that the history has dropped, or renamed, and that has no namesake left.
void refuse_gone_function(const Replayer& r, const Call& call) {
    const SchemaId schema = r.catalog.find_schema(call.schema);
    if (!schema.valid() || !r.functions.has(call.schema, call.name)) return;
    if (r.catalog.find_functions(schema, call.name).empty())
        refuse(sqlstate::undefined_function, "function {}.{} does not exist", call.schema.text(),
               call.name.text());
}

/// Names with a schema need USAGE on it, where they are written.
void require_schemas(const Replayer& r, const Tree& tree) {
    const auto require = [&](Symbol name) {
        const SchemaId schema = name.empty() ? SchemaId{} : r.catalog.find_schema(name);
        if (schema.valid()) require_usage(r, schema);
    };
    for_each_relation_name(tree, [&](const QualifiedName& name) { require(name.schema); });
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i)
        if (const auto* call = std::get_if<Call>(&tree[ExprId{i}].node)) {
            refuse_gone_schema(r, call->schema);
            require(call->schema);
            refuse_gone_function(r, *call);
        }
}

template <class RootId>
std::shared_ptr<const Bindings> bind_root(Replayer& r, const BindContext& context, RootId root) {
    require_schemas(r, r.tree());
    auto bindings = std::make_shared<Bindings>(bind(context, r.tree(), root));
    bind_named(r, root, *bindings);
    refuse_unresolved(r, r.tree(), *bindings);
    return bindings;
}

} // namespace

BoundExpr bind_clause(Replayer& r, RelationId row, ExprId root, Span clause) {
    if (!root.valid()) return {};
    const SearchPath path = search_path(r);
    const BindContext context{.catalog = r.catalog, .path = path, .row = row};
    return {r.statement->tree, root, bind_root(r, context, root), clause};
}

BoundExpr bind_clause(Replayer& r, RelationId row, const ClauseRef& clause) {
    return bind_clause(r, row, clause.expr, clause.span);
}

BoundQuery bind_query(Replayer& r, QueryId root, Span span) {
    if (!root.valid()) return {};
    const SearchPath path = search_path(r);
    return {r.statement->tree, root, bind_root(r, {.catalog = r.catalog, .path = path}, root), span};
}

BoundQuery bind_body(Replayer& r, QueryId root, const Function& routine) {
    const SearchPath path = search_path(r);
    const BindContext context{
        .catalog = r.catalog, .path = path, .arguments = routine.args, .routine = routine.name};
    return {r.statement->tree, root, bind_root(r, context, root), r.tree()[root].span};
}

BoundExpr bind_as(Replayer& r, RelationId row, Symbol alias, ExprId root, Span clause) {
    if (!root.valid()) return {};
    const SearchPath path = search_path(r);
    const BindContext context{.catalog = r.catalog, .path = path, .row = row, .row_alias = alias};
    return {r.statement->tree, root, bind_root(r, context, root), clause};
}

BoundExpr bind_old_and_new(Replayer& r, RelationId row, ExprId root, Span clause) {
    if (!root.valid()) return {};
    const SearchPath path = search_path(r);
    const BindContext context{.catalog = r.catalog, .path = path, .row = row, .old_and_new = true};
    return {r.statement->tree, root, bind_root(r, context, root), clause};
}

BoundQuery bind_old_and_new(Replayer& r, RelationId row, QueryId root, Span span) {
    const SearchPath path = search_path(r);
    const BindContext context{.catalog = r.catalog, .path = path, .row = row, .old_and_new = true};
    return {r.statement->tree, root, bind_root(r, context, root), span};
}

} // namespace rlslint::replaying
