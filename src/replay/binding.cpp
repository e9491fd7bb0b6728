#include "binding.hpp"

#include <memory>

#include "rlslint/names/binder.hpp"

#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

/// Whether a relation that was not found may be there unseen, made by hand.
bool may_exist(const Replayer& r, const Tree& tree, const Unresolved& missing) {
    if (!missing.message.starts_with("relation ")) return false;
    for (std::uint32_t i = 0; i < tree.from_count(); ++i) {
        const auto* relation = std::get_if<FromRelation>(&tree[FromId{i}].node);
        if (relation != nullptr && relation->name.span == missing.span)
            return !relation_is_gone(r, relation->name);
    }
    return true;
}

/// The binder lists only what cannot be found though everything in reach is known.
void refuse_unresolved(const Replayer& r, const Tree& tree, const Bindings& bindings) {
    for (const Unresolved& name : bindings.unresolved)
        if (name.sqlstate != sqlstate::undefined_table || !may_exist(r, tree, name))
            throw Refused{name.sqlstate, name.message};
}

template <class RootId>
std::shared_ptr<const Bindings> bind_root(Replayer& r, const BindContext& context, RootId root) {
    auto bindings = std::make_shared<Bindings>(bind(context, r.tree(), root));
    refuse_unresolved(r, r.tree(), *bindings);
    return bindings;
}

} // namespace

BoundExpr bind_clause(Replayer& r, RelationId row, ExprId root, Span clause) {
    if (!root.valid()) return {};
    const SearchPath path = search_path(r);
    return {r.statement->tree, root, bind_root(r, {.catalog = r.catalog, .path = path, .row = row}, root),
            clause};
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
