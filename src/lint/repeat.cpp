#include "rlslint/lint/kit.hpp"
#include "rlslint/names/binder.hpp"

namespace rlslint {
namespace {

SearchPath search_path(const Model& model) {
    SearchPath path;
    for (const std::string& name : model.platform.search_path) {
        if (const SchemaId schema = model.catalog.find_schema(Symbol{name}); schema.valid())
            path.push_back(schema);
    }
    if (model.platform.search_path.empty()) path.push_back(model.catalog.find_schema(Symbol{"public"}));
    return path;
}

bool alike(const BoundColumn& a, const BoundColumn& b) {
    return a.from == b.from && a.relation == b.relation && a.column == b.column && a.levels_up == b.levels_up;
}
bool alike(const BoundFunction& a, const BoundFunction& b) {
    return a.function == b.function && a.builtin == b.builtin;
}
bool alike(RelationId a, RelationId b) { return a == b; }

/// The first entry of `then` that is another, or none, `now`.
template <class Key, class Value>
const Key* first_changed(const IdMap<Key, Value>& then, const IdMap<Key, Value>& now) {
    for (const auto& [key, value] : then) {
        const Value* const found = now.find(key);
        if (found == nullptr || !alike(value, *found)) return &key;
    }
    return nullptr;
}

std::string another(const Model& model, Span name) {
    return std::string{model.sources.text(name)} + " means something else today";
}

} // namespace

std::string changed_meaning(const Model& model, const Policy& policy, const BoundExpr& clause) {
    const Bindings& then = *clause.bindings;
    const SearchPath path = search_path(model);
    const BindContext context{.catalog = model.catalog, .path = path, .row = policy.table};
    const Bindings now = bind(context, *clause.tree, clause.root);
    if (const FromId* from = first_changed(then.relations, now.relations)) {
        const RelationId meant = *then.relations.find(*from);
        const std::string name{model.sources.text((*clause.tree)[*from].span)};
        return meant.valid() ? name + " meant " + model.catalog.name_of(meant) + ", and no longer does"
                             : name + " means something else today";
    }
    if (const ExprId* column = first_changed(then.columns, now.columns))
        return another(model, (*clause.tree)[*column].span);
    if (const ExprId* call = first_changed(then.functions, now.functions))
        return another(model, (*clause.tree)[*call].span);
    // What such strings name, as in 'seq'::regclass, is looked up by the replay alone.
    if (!then.named.empty()) return "a string in it names a relation";
    return then.unresolved.size() == now.unresolved.size() ? "" : "a name in it is found no longer";
}

} // namespace rlslint
