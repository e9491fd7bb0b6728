#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "evaluate.hpp"
#include "single_row.hpp"

namespace rlslint::predicates {

/// A function might return a set, which changes the number of rows, or be an aggregate, which gives
/// one row for none. Session functions are neither, and of the history's it is known.
bool Evaluate::has_calls(ExprId root) const {
    const auto gives_one_value = [&](ExprId id) {
        const Function* function = subject_.function(id);
        return function != nullptr && !function->aggregate && !function->origin.assumed &&
               function->returns && !function->returns->setof;
    };
    return any_within(tree_, root, [&](ExprId id) {
        const auto* call = std::get_if<Call>(&tree_[id].node);
        const bool known = call == nullptr || Subject::is_current_setting(*call) ||
                           subject_.session_function(id) != nullptr || gives_one_value(id);
        return !known || std::holds_alternative<Opaque>(tree_[id].node);
    });
}

Evaluate::Rows Evaluate::rows_of(QueryId query) {
    if (const auto* select = std::get_if<Select>(&tree_[query].node)) return rows_of(*select);
    if (const auto* values = std::get_if<Values>(&tree_[query].node)) {
        return values->with.empty() && values->row_count > 1 ? Rows::some : Rows::unknown;
    }
    return Rows::unknown;
}

/// LIMIT takes no row of none.
Evaluate::Rows Evaluate::rows_of(const Select& select) {
    const bool plain = is_simple_but_for_limit(select) &&
                       std::none_of(select.targets.begin(), select.targets.end(),
                                    [&](const Target& target) { return has_calls(target.value); });
    if (!plain) return Rows::unknown;
    for (const FromId from : select.from) {
        if (reads_nothing(from)) return Rows::none;
    }
    const Value where = select.where.valid() ? condition(select.where) : Value::boolean(true);
    if (!where.can_be(Value::yes)) return Rows::none;
    return is_simple(select) && select.from.empty() && where.is(Value::yes) ? Rows::one : Rows::unknown;
}

/// An item of a FROM list has no row, whatever is in the tables.
bool Evaluate::reads_nothing(FromId from) {
    const FromNode& node = tree_[from].node;
    if (const auto* query = std::get_if<FromQuery>(&node)) return rows_of(query->query) == Rows::none;
    if (const auto* join = std::get_if<FromJoin>(&node)) return reads_nothing(*join);
    const RelationId* relation = subject_.bindings.relations.find(from);
    const Circumstances& circumstances = subject_.circumstances;
    return relation != nullptr && relation->valid() && circumstances.sees_nothing &&
           circumstances.sees_nothing(circumstances.reads_as, *relation);
}

bool Evaluate::reads_nothing(const FromJoin& join) {
    switch (join.kind) {
    case FromJoin::Kind::inner: return reads_nothing(join.left) || reads_nothing(join.right);
    case FromJoin::Kind::left: return reads_nothing(join.left);
    case FromJoin::Kind::right: return reads_nothing(join.right);
    case FromJoin::Kind::full: break;
    }
    return reads_nothing(join.left) && reads_nothing(join.right);
}

/// Whether a query has no row where a table that it reads has none.
bool Evaluate::may_read_nothing(QueryId query) const {
    const auto* select = std::get_if<Select>(&tree_[query].node);
    return select != nullptr && is_simple_but_for_limit(*select) &&
           std::none_of(select->targets.begin(), select->targets.end(),
                        [&](const Target& target) { return has_calls(target.value); }) &&
           std::any_of(select->from.begin(), select->from.end(),
                       [&](FromId from) { return may_read_nothing(from); });
}

bool Evaluate::may_read_nothing(FromId from) const {
    const FromNode& node = tree_[from].node;
    if (const auto* query = std::get_if<FromQuery>(&node)) return may_read_nothing(query->query);
    const auto* join = std::get_if<FromJoin>(&node);
    if (join == nullptr) return std::holds_alternative<FromRelation>(node);
    if (join->kind == FromJoin::Kind::full) return false;
    return may_read_nothing(join->kind == FromJoin::Kind::right ? join->right : join->left);
}

Value Evaluate::only_output(QueryId query) {
    const auto& select = std::get<Select>(tree_[query].node);
    return select.targets.size() == 1 ? value(select.targets.front().value) : Value{};
}

bool Evaluate::may_give_two(QueryId query) const {
    const auto* select = std::get_if<Select>(&tree_[query].node);
    return select == nullptr || !gives_one_row_at_most(subject_, *select);
}

Value Evaluate::sub_link(const SubLink& link) {
    using Kind = SubLink::Kind;
    ++depth_;
    const Rows rows = rows_of(link.query);
    const Value output = rows == Rows::one ? only_output(link.query) : Value{};
    --depth_;
    switch (link.kind) {
    case Kind::array: return Value{Value::other};
    case Kind::exists:
        if (rows == Rows::unknown) return Value::any_boolean(false);
        return Value::boolean(rows != Rows::none);
    case Kind::scalar:
        if (rows == Rows::unknown && may_give_two(link.query)) may_raise_ = true;
        return rows == Rows::none ? Value{Value::null} : output;
    case Kind::any:
    case Kind::all: break;
    }
    if (rows == Rows::none) return Value::boolean(link.kind == Kind::all);
    const auto known = comparison(link.op.text());
    if (!known) return Value::any_boolean();
    const Value test = value(link.test);
    if (rows == Rows::one) return compare(*known, test, output);
    return test.is(Value::null) ? null_against_many(link.kind == Kind::all) : Value::any_boolean();
}

} // namespace rlslint::predicates
