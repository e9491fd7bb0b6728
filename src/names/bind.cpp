#include "bind.hpp"

#include <utility>

#include "operands.hpp"
#include "overloads.hpp"
#include "types.hpp"

namespace rlslint {
namespace names {
namespace {

Entry row_entry(const Catalog& catalog, RelationId row, Symbol alias) {
    Entry entry;
    entry.name = alias.empty() ? catalog[row].name : alias;
    entry.relation = row;
    entry.aliased = !alias.empty();
    return entry;
}

} // namespace

Bind::Bind(const BindContext& context, const Tree& tree)
    : context_(context), catalog_(context.catalog), tree_(tree), names_(context.catalog) {
    names_.open();
    if (!context.row.valid()) return;
    if (context.old_and_new) {
        names_.add(row_entry(catalog_, context.row, Symbol{"old"}));
        names_.add(row_entry(catalog_, context.row, Symbol{"new"}));
    } else {
        names_.add(row_entry(catalog_, context.row, context.row_alias));
    }
}

Bindings Bind::expression(ExprId root) {
    bind(root);
    Derived* value = new_derived();
    value->add({{}, root, nullptr});
    return finish(value);
}

Bindings Bind::query(QueryId root) {
    Derived* outputs = new_derived();
    bind_query(root, outputs);
    return finish(outputs);
}

Derived* Bind::new_derived() { return derived_.emplace_back(std::make_unique<Derived>()).get(); }

void Bind::complain(Span span, std::string_view sqlstate, std::string message) {
    result_.unresolved.push_back({std::move(message), std::string{sqlstate}, span});
}

Bindings Bind::finish(const Derived* outputs) {
    result_.columns.assign(std::move(columns_));
    const Types types{context_, tree_, result_, derived_of_};
    for (const ExprId id : overloaded_) {
        const Call& call = std::get<Call>(tree_[id].node);
        candidates_.clear();
        find_candidates(context_, tree_, call, candidates_);
        const Alike same = alike(catalog_, candidates_, call);
        if (same == Alike::ambiguous)
            complain(tree_[id].span, "42725", "function " + std::string{call.name.text()} + " is not unique");
        const FunctionId best =
            same == Alike::first_of_path ? candidates_.front() : types.best(candidates_, call);
        if (best.valid()) result_.functions.set(id, {best, false});
    }
    for (const ExprId id : typed_)
        if (auto refused = refused_operands(catalog_, tree_, types, id))
            result_.unresolved.push_back(std::move(*refused));
    if (outputs != nullptr) settle_outputs(*outputs, types);
    return std::move(result_);
}

void Bind::settle_outputs(const Derived& outputs, const Types& types) {
    for (std::size_t i = 0; i < outputs.columns.size(); ++i) {
        const DerivedColumn& column = outputs.columns[i];
        const TypeName* type = types.of(column);
        for (const Derived* other : outputs.united)
            type = i < other->columns.size() ? types.meet(type, types.of(other->columns[i])) : nullptr;
        if (type != nullptr && is_unknown(*type)) type = text_type();
        result_.outputs.push_back({column.name, type != nullptr ? *type : TypeName{}});
    }
    result_.outputs_known = outputs.complete;
}

} // namespace names

Bindings bind(const BindContext& context, const Tree& tree, ExprId root) {
    return names::Bind{context, tree}.expression(root);
}

Bindings bind(const BindContext& context, const Tree& tree, QueryId root) {
    return names::Bind{context, tree}.query(root);
}

} // namespace rlslint
