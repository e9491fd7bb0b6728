#include <algorithm>

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

template <class Key, class Value> bool alike(const IdMap<Key, Value>& a, const IdMap<Key, Value>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && alike(x.second, y.second);
    });
}

} // namespace

bool can_be_repeated(const Model& model, const Policy& policy, const BoundExpr& clause) {
    const Bindings& then = *clause.bindings;
    if (!then.named.empty()) return false; // what those strings name is looked up by the replay alone
    const SearchPath path = search_path(model);
    const BindContext context{.catalog = model.catalog, .path = path, .row = policy.table};
    const Bindings now = bind(context, *clause.tree, clause.root);
    return alike(then.columns, now.columns) && alike(then.functions, now.functions) &&
           alike(then.relations, now.relations) && then.unresolved.size() == now.unresolved.size();
}

} // namespace rlslint
