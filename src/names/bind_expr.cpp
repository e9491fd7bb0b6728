#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"

#include "bind.hpp"
#include "builtin_functions.hpp"
#include "operands.hpp"
#include "overloads.hpp"

// Expressions: src/backend/parser/parse_expr.c, above all transformColumnRef.

namespace rlslint::names {
namespace {

std::string quoted(std::string_view name) { return "\"" + std::string{name} + "\""; }

} // namespace

void Bind::bind(ExprList list) {
    for (const ExprId id : tree_.list(list))
        bind(id);
}

void Bind::bind(ExprId root) {
    if (!root.valid()) return;
    const std::size_t base = pending_.size();
    pending_.push(root);
    while (pending_.size() > base) {
        const ExprId id = pending_.pop();
        visit(id);
        const std::size_t first = pending_.size();
        for_each_operand(tree_, id, [&](ExprId operand) { pending_.push(operand); });
        pending_.reverse_from(first);
    }
}

void Bind::visit(ExprId id) {
    const ExprNode& node = tree_[id].node;
    if (has_typed_operands(node)) typed_.push_back(id);
    if (const auto* ref = std::get_if<ColumnRef>(&node))
        bind_column(id, *ref);
    else if (const auto* call = std::get_if<Call>(&node))
        bind_call(id, *call);
    else if (const auto* link = std::get_if<SubLink>(&node))
        bind_query(link->query, nullptr);
}

// ---- columns --------------------------------------------------------------------------------------

void Bind::bind_column(ExprId id, const ColumnRef& ref) {
    if (ref.qualifier.empty()) {
        if (!ref.star) bind_unqualified(id, ref.name);
    } else if (!ref.star) {
        bind_qualified(id, ref);
    } else if (const auto place = find_qualifier(id, ref)) {
        bind_row(id, *place);
    }
}

void Bind::bind_row(ExprId id, Place place) { columns_.emplace_back(id, names_.bound(place, whole_row)); }

void Bind::bind_unqualified(ExprId id, Symbol name) {
    const ColumnLookup lookup = names_.find_column(name);
    switch (lookup.result) {
    case ColumnLookup::Result::found: {
        BoundColumn& column = columns_.emplace_back(id, names_.bound(lookup.place, lookup.column)).second;
        if (lookup.place.scope > 0) column.also = names_.outer_entries(lookup.place.scope, name);
        return;
    }
    case ColumnLookup::Result::unknown: return;
    case ColumnLookup::Result::ambiguous:
        return complain(tree_[id].span, "42702", "column reference " + quoted(name.text()) + " is ambiguous");
    case ColumnLookup::Result::absent: break;
    }
    if (const auto row = names_.find_entry(name)) return bind_row(id, *row);
    if (may_be_argument(name)) return;
    complain(tree_[id].span, "42703", "column " + quoted(name.text()) + " does not exist");
}

void Bind::bind_qualified(ExprId id, const ColumnRef& ref) {
    const auto place = find_qualifier(id, ref);
    if (!place) return;
    const Entry& entry = names_[place->entry];
    const ColumnNumber column = names_.column_of(entry, ref.name);
    if (column != whole_row) {
        columns_.emplace_back(id, names_.bound(*place, column));
        return;
    }
    // `t.f` is also how a function of the row may be called.
    const bool may_exist = !names_.complete(entry) || names_.has_system_column(entry, ref.name) ||
                           catalog_.ever_had_function(ref.name);
    if (may_exist) return;
    complain(tree_[id].span, "42703",
             "column " + std::string{ref.qualifier.text()} + "." + std::string{ref.name.text()} +
                 " does not exist");
}

std::optional<Place> Bind::find_qualifier(ExprId id, const ColumnRef& ref) {
    const RelationId relation = resolve_relation(catalog_, context_.path, {ref.schema, ref.qualifier, {}});
    if (ref.schema.empty()) {
        if (const auto place = names_.find_entry(ref.qualifier)) return place;
        if (may_be_argument(ref.qualifier) || ref.qualifier == context_.routine) return std::nullopt;
    } else if (relation.valid()) {
        if (const auto place = names_.find_entry(ref.qualifier, relation)) return place;
    }
    const bool hidden = names_.has_hidden_entry(ref.qualifier, relation);
    complain(tree_[id].span, "42P01",
             (hidden ? "invalid reference to FROM-clause entry for table "
                     : "missing FROM-clause entry for table ") +
                 quoted(ref.qualifier.text()));
    return std::nullopt;
}

/// A function's argument, or the value that a domain's CHECK is about.
bool Bind::may_be_argument(Symbol name) const {
    if (!context_.row.valid() && name.text() == "value") return true;
    return std::any_of(context_.arguments.begin(), context_.arguments.end(),
                       [&](const FunctionArg& arg) { return arg.name.text == name; });
}

// ---- calls ----------------------------------------------------------------------------------------

void Bind::bind_call(ExprId id, const Call& call) {
    if (call.sql_syntax || call.schema.text() == "pg_catalog") {
        result_.functions.set(id, {{}, true});
        return;
    }
    candidates_.clear();
    find_candidates(context_, tree_, call, candidates_);
    if (candidates_.size() == 1)
        result_.functions.set(id, {candidates_.front(), false});
    else if (candidates_.size() > 1)
        overloaded_.push_back(id);
    else if (call.schema.empty() && !catalog_.ever_had_function(call.name) &&
             is_builtin_function(call.name.text()))
        result_.functions.set(id, {{}, true});
}

} // namespace rlslint::names
