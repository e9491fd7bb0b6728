#include <algorithm>
#include <utility>

#include "rlslint/sql/builtin.hpp"

#include "checks.hpp"
#include "claims.hpp"
#include "read_formula.hpp"
#include "types.hpp"

namespace rlslint::predicates {
namespace {

/// A CHECK constraint has a say in the column's values.
bool is_checked(const Relation& relation, ColumnNumber column) {
    return std::any_of(relation.constraints.begin(), relation.constraints.end(), [&](const Constraint& one) {
        if (!one.check.present()) return false;
        const auto& columns = one.check.bindings->columns;
        return std::any_of(columns.begin(), columns.end(),
                           [&](const auto& entry) { return entry.second.column == column; });
    });
}

/// Operators that take text out of a document.
bool gives_text(const ExprNode& node) {
    const auto* op = std::get_if<Operator>(&node);
    return op != nullptr && is_system(op->schema) && (op->name.text() == "->>" || op->name.text() == "#>>");
}

/// Casts from these to text give different texts for different values.
bool is_injective(Sort sort) { return sort == Sort::uuid || sort == Sort::text; }

} // namespace

/// Of the plain types, those that the user's schemas hold are enums.
Sort ReadFormula::sort_of(const TypeName& type) const {
    if (!is_plain(subject_.catalog, type)) return Sort::unknown;
    if (is_boolean(type)) return Sort::boolean;
    if (!is_system(type.schema)) return Sort::text;
    const std::string_view name = type.name.text();
    if (name == "text" || name == "varchar") return Sort::text;
    if (name == "uuid") return Sort::uuid;
    const bool number = name == "int2" || name == "int4" || name == "int8" || name == "numeric";
    return number ? Sort::number : Sort::other;
}

bool ReadFormula::is_session(ExprId id) const {
    if (subject_.session_function(id) != nullptr || claim_taken(subject_, id)) return true;
    const auto* call = std::get_if<Call>(&tree_[id].node);
    return call != nullptr && subject_.setting(*call).has_value();
}

bool ReadFormula::is_scalar_value(ExprId id) {
    id = unwrapped(tree_, id);
    if (const BoundColumn* column = subject_.column(id)) {
        const bool own = !column->from.valid() && column->column != whole_row;
        return own &&
               is_scalar(subject_.catalog, subject_.catalog[column->relation].columns[column->column].type);
    }
    if (const Function* function = subject_.function(id))
        return function->returns && is_scalar(subject_.catalog, *function->returns);
    return sort_of(id) != Sort::unknown || is_session(id);
}

Sort ReadFormula::sort_of(ExprId id) {
    const ExprNode& node = tree_[id].node;
    if (const auto* c = std::get_if<Cast>(&node)) return sort_of(tree_.type(c->type));
    if (const BoundColumn* column = subject_.column(id)) {
        const bool own = !column->from.valid() && column->column != whole_row;
        return own ? sort_of(subject_.catalog[column->relation].columns[column->column].type) : Sort::unknown;
    }
    if (const Function* function = subject_.function(id)) {
        return function->returns && !function->returns->setof ? sort_of(*function->returns) : Sort::unknown;
    }
    const auto* call = std::get_if<Call>(&node);
    const bool text = gives_text(node) || std::holds_alternative<SessionValue>(node) ||
                      (call != nullptr && Subject::is_current_setting(*call));
    return text ? Sort::text : Sort::unknown;
}

/// A constant takes its sort from what it meets.
ReadFormula::Operands ReadFormula::operands(ExprId a, ExprId b) {
    Operands result;
    a = unwrapped(tree_, a);
    b = unwrapped(tree_, b);
    const Value left = value(a);
    const Value right = value(b);
    const Sort sort = left.is_constant() ? sort_of(b) : sort_of(a);
    const auto read = [&](ExprId id, const Value& value) {
        return value.is_constant() ? terms_.constant(sort, value.constant().text) : term(id);
    };
    result.a = read(a, left);
    result.b = read(b, right);
    const Sort other = terms_[result.b].sort;
    result.known = terms_[result.a].sort == other && other != Sort::unknown && other != Sort::boolean;
    // `owner::text = auth.uid()::text` is `owner = auth.uid()`.
    const Term& x = terms_[result.a];
    const Term& y = terms_[result.b];
    const bool casts = !x.parts.empty() && !y.parts.empty() && x.head == y.head && x.head == "type text";
    if (result.known && casts) {
        const TermId inner = x.parts.front(), with = y.parts.front();
        const bool lose_nothing = is_injective(terms_[inner].sort) && terms_[inner].sort == terms_[with].sort;
        if (lose_nothing) return {inner, with, true};
    }
    return result;
}

std::string key_of(std::string_view row, ColumnNumber column) {
    return std::string{row} + '.' + std::to_string(column);
}

TermId ReadFormula::column(RelationId relation, ColumnNumber column) {
    const Column& of = subject_.catalog[relation].columns[column];
    Term term;
    term.key = key_of(row_, column);
    term.sort = sort_of(of.type);
    term.may_be_null = !of.not_null || !is_scalar(subject_.catalog, of.type);
    term.labels = labels_of(subject_.catalog, of.type);
    term.chosen =
        !of.generated && is_system(of.type.schema) && !is_checked(subject_.catalog[relation], column);
    return terms_.add(std::move(term));
}

TermId ReadFormula::term(ExprId id) {
    id = unwrapped(tree_, id);
    const BoundColumn* bound = subject_.column(id);
    if (bound != nullptr && !bound->from.valid() && bound->column != whole_row)
        return column(bound->relation, bound->column);
    const Value known = value(id);
    if (known.is_constant()) return terms_.constant(sort_of(id), known.constant().text);
    if (const auto* node = std::get_if<Cast>(&tree_[id].node)) return cast(id, *node, known);
    return keyed(id, known);
}

TermId ReadFormula::cast(ExprId id, const Cast& cast, const Value& value) {
    const TypeName& type = tree_.type(cast.type);
    const Sort sort = sort_of(type);
    if (sort == Sort::unknown || !type.modifiers.empty()) return keyed(id, value);
    const TermId arg = term(cast.arg);
    const bool same = terms_[arg].sort == sort && (sort == Sort::uuid || is_text(type));
    if (same) return arg;
    Term term;
    term.head = sort == Sort::text && is_text(type) ? "type text" : "type " + std::string{type.name.text()};
    term.key = '(' + term.head + ' ' + terms_[arg].key + ')';
    term.sort = sort;
    term.may_be_null = value.can_be_null();
    term.strict = terms_[arg].sort != Sort::unknown;
    term.parts = {arg};
    return terms_.add(std::move(term));
}

TermId ReadFormula::keyed(ExprId id, const Value& value) {
    auto key = Key{subject_, row_}.of(id);
    if (!key) return terms_.unlike();
    Term term;
    term.key = std::move(*key);
    term.sort = sort_of(id);
    term.may_be_null = value.can_be_null();
    term.session = is_session(id);
    return terms_.add(std::move(term));
}

} // namespace rlslint::predicates
