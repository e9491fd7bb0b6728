#include "column_name.hpp"

#include <variant>

#include "rlslint/names/binder.hpp"

namespace rlslint::names {
namespace {

/// A name, and whether it is a good one: a cast's type or CASE give a weak one, which a good one
/// from inside replaces.
struct Figured {
    Symbol name;
    bool strong = false;
};

Symbol first_column_name(const Tree& tree, QueryId query) {
    const QueryNode* node = &tree[query].node;
    while (const auto* operation = std::get_if<SetOperation>(node))
        node = &tree[operation->operands.front()].node;
    if (std::holds_alternative<Values>(*node)) return Symbol{"column1"};
    const auto* select = std::get_if<Select>(node);
    if (select == nullptr || select->targets.empty()) return {};
    return column_name(tree, select->targets.front());
}

/// Looks at one expression; `next` is where to look for a better name.
struct Figure {
    const Tree& tree;
    ExprId next = {};

    Figured operator()(const ColumnRef& e) { return {e.name, true}; }
    Figured operator()(const Call& e) { return {e.name, true}; }
    Figured operator()(const SessionValue& e) { return {e.name, true}; }
    Figured operator()(const ArrayExpr&) { return {Symbol{"array"}, true}; }
    Figured operator()(const RowExpr&) { return {Symbol{"row"}, true}; }
    Figured operator()(const Opaque& e) { return {e.tag, true}; }
    Figured operator()(const Collate& e) { return look_at(e.arg); }
    Figured operator()(const Cast& e) {
        next = e.arg;
        return {tree.type(e.type).name, false};
    }
    Figured operator()(const Case& e) {
        next = e.otherwise;
        return {Symbol{"case"}, false};
    }
    Figured operator()(const Access& e) {
        if (!e.field.empty()) return {e.field, true};
        return look_at(e.base);
    }
    Figured operator()(const Conditional& e) {
        switch (e.kind) {
        case Conditional::Kind::coalesce: return {Symbol{"coalesce"}, true};
        case Conditional::Kind::nullif: return {Symbol{"nullif"}, true};
        case Conditional::Kind::greatest: return {Symbol{"greatest"}, true};
        case Conditional::Kind::least: return {Symbol{"least"}, true};
        }
        return {};
    }
    Figured operator()(const SubLink& e) {
        if (e.kind == SubLink::Kind::exists) return {Symbol{"exists"}, true};
        if (e.kind == SubLink::Kind::array) return {Symbol{"array"}, true};
        if (e.kind == SubLink::Kind::scalar) return {first_column_name(tree, e.query), true};
        return {};
    }
    template <class Other> Figured operator()(const Other&) { return {}; }

    Figured look_at(ExprId id) {
        next = id;
        return {};
    }
};

} // namespace

Symbol column_name(const Tree& tree, ExprId value) {
    Symbol weak;
    while (value.valid()) {
        Figure figure{tree};
        const Figured figured = std::visit(figure, tree[value].node);
        if (figured.strong) return figured.name;
        if (weak.empty()) weak = figured.name;
        value = figure.next;
    }
    return weak.empty() ? Symbol{"?column?"} : weak;
}

} // namespace rlslint::names

namespace rlslint {

Symbol figured_name(const Tree& tree, ExprId value) { return names::column_name(tree, value); }

} // namespace rlslint
