#include "read_formula.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/sql/builtin.hpp"

namespace rlslint::predicates {
namespace {

constexpr std::uint8_t yes = Value::yes, no = Value::no, null = Value::null;

/// A clause that comes to more is not followed further: see atom.
constexpr std::uint32_t most_steps = 4096;

std::uint8_t negated(std::uint8_t outcomes) {
    std::uint8_t result = outcomes & null;
    if ((outcomes & yes) != 0) result |= no;
    if ((outcomes & no) != 0) result |= yes;
    return result;
}

} // namespace

struct ReadFormula::Visitor {
    ReadFormula& to;
    ExprId id;
    std::uint8_t outcomes;

    FormulaPtr operator()(const BoolOp& e) const { return to.logic(e, outcomes); }
    FormulaPtr operator()(const Operator& e) const { return to.operation(id, e, outcomes); }
    FormulaPtr operator()(const NullTest& e) const { return to.null_test(id, e, outcomes); }
    FormulaPtr operator()(const BooleanTest& e) const {
        std::uint8_t wanted = null;
        if (e.value == BooleanTest::Value::true_) wanted = yes;
        if (e.value == BooleanTest::Value::false_) wanted = no;
        if (e.negated) wanted = static_cast<std::uint8_t>((yes | no | null) & ~wanted);
        std::vector<FormulaPtr> either;
        if ((outcomes & yes) != 0) either.push_back(to.comes_to(e.arg, wanted));
        if ((outcomes & no) != 0)
            either.push_back(to.comes_to(e.arg, static_cast<std::uint8_t>((yes | no | null) & ~wanted)));
        return any(std::move(either));
    }
    FormulaPtr operator()(const DistinctTest& e) const { return to.distinct_test(id, e, outcomes); }
    FormulaPtr operator()(const InList& e) const { return to.in_list(id, e, outcomes); }
    FormulaPtr operator()(const Between& e) const { return to.between(id, e, outcomes); }
    FormulaPtr operator()(const ArrayCompare& e) const { return to.array_compare(id, e, outcomes); }
    FormulaPtr operator()(const Case& e) const { return to.case_of(id, e, outcomes); }
    FormulaPtr operator()(const Conditional& e) const {
        return e.kind == Conditional::Kind::coalesce ? to.coalesce(e, outcomes) : to.atom(id, outcomes);
    }
    template <class Node> FormulaPtr operator()(const Node&) const { return to.atom(id, outcomes); }
};

FormulaPtr ReadFormula::comes_to(ExprId id, std::uint8_t outcomes) {
    id = unwrapped(tree_, id);
    const std::uint8_t possible = value(id).as_condition().outcomes();
    if ((possible & outcomes) == 0) return constant(false);
    if ((possible & ~outcomes) == 0) return constant(true);
    if (++steps_ > most_steps) return atom(id, outcomes);
    return std::visit(Visitor{*this, id, outcomes}, tree_[id].node);
}

/// A condition that is looked at as a whole.
FormulaPtr ReadFormula::atom(ExprId id, std::uint8_t outcomes) {
    Literal result;
    result.kind = Literal::Kind::comes_to;
    result.a = term(id);
    result.outcomes = outcomes;
    return literal(result);
}

/// AND is true where all are, false where one is; else NULL, where one is. OR the other way about.
template <class Each>
FormulaPtr ReadFormula::folded(bool conjunction, std::size_t count, std::uint8_t outcomes, Each&& each) {
    const std::uint8_t decides = conjunction ? no : yes;
    const std::uint8_t rest = conjunction ? yes : no;
    const auto gather = [&](std::uint8_t wanted) {
        std::vector<FormulaPtr> parts;
        for (std::size_t i = 0; i < count; ++i)
            parts.push_back(each(i, wanted));
        return parts;
    };
    const auto undecided = [&] { return static_cast<std::uint8_t>(rest | null); };
    const bool wants_null = (outcomes & null) != 0;
    if ((outcomes & decides) != 0) {
        const auto some = static_cast<std::uint8_t>(wants_null ? decides | null : decides);
        FormulaPtr decided = any(gather(some));
        if ((outcomes & rest) == 0) return decided;
        return any({std::move(decided), all(gather(rest))});
    }
    if (!wants_null) return all(gather(rest));
    if ((outcomes & rest) != 0) return all(gather(undecided()));
    return all({all(gather(undecided())), any(gather(null))});
}

FormulaPtr ReadFormula::logic(const BoolOp& op, std::uint8_t outcomes) {
    const auto args = tree_.list(op.args);
    if (op.kind == BoolOp::Kind::not_) return comes_to(args.front(), negated(outcomes));
    return folded(op.kind == BoolOp::Kind::and_, args.size(), outcomes,
                  [&](std::size_t i, std::uint8_t wanted) { return comes_to(args[i], wanted); });
}

FormulaPtr ReadFormula::operation(ExprId id, const Operator& op, std::uint8_t outcomes) {
    const auto known = comparison(op.name.text());
    if (!known || !is_system(op.schema) || !op.left.valid()) return atom(id, outcomes);
    return compared(id, *known, op.left, op.right, outcomes);
}

/// `id` is looked at as a whole where the comparison is not known to be PostgreSQL's own.
FormulaPtr ReadFormula::compared(ExprId id, Comparison comparison, ExprId a, ExprId b,
                                 std::uint8_t outcomes) {
    FormulaPtr of_conditions;
    if (compare_conditions(comparison, a, b, outcomes, of_conditions)) return of_conditions;
    const Operands both = operands(a, b);
    if (!both.known) return atom(id, outcomes);
    std::vector<FormulaPtr> either;
    if ((outcomes & yes) != 0) either.push_back(compares(comparison, both.a, both.b));
    if ((outcomes & no) != 0) either.push_back(compares(predicates::negated(comparison), both.a, both.b));
    if ((outcomes & null) != 0) {
        either.push_back(is_null(both.a));
        either.push_back(is_null(both.b));
    }
    return any(std::move(either));
}

/// `done = true`, `false <> done`.
bool ReadFormula::compare_conditions(Comparison comparison, ExprId a, ExprId b, std::uint8_t outcomes,
                                     FormulaPtr& result) {
    const bool equality = comparison == Comparison::equal || comparison == Comparison::not_equal;
    if (!equality) return false;
    for (int turn = 0; turn < 2; ++turn, std::swap(a, b)) {
        const std::uint8_t fixed = value(b).as_condition().outcomes();
        const bool condition = !value(a).can_be(Value::other);
        if (!condition || (fixed != yes && fixed != no)) continue;
        const bool as_it_is = (fixed == yes) == (comparison == Comparison::equal);
        result = comes_to(a, as_it_is ? outcomes : negated(outcomes));
        return true;
    }
    return false;
}

FormulaPtr ReadFormula::null_test(ExprId id, const NullTest& test, std::uint8_t outcomes) {
    const bool wants_null = test.negated ? (outcomes & no) != 0 : (outcomes & yes) != 0;
    const bool wants_value = test.negated ? (outcomes & yes) != 0 : (outcomes & no) != 0;
    if (!value(test.arg).can_be(Value::other)) {
        const auto wanted = static_cast<std::uint8_t>((wants_null ? null : 0) | (wants_value ? yes | no : 0));
        return comes_to(test.arg, wanted);
    }
    // A row of which some columns are NULL is neither.
    if (!is_scalar_value(test.arg)) return atom(id, outcomes);
    const TermId arg = term(test.arg);
    std::vector<FormulaPtr> either;
    if (wants_null) either.push_back(is_null(arg));
    if (wants_value) either.push_back(is_not_null(arg));
    return any(std::move(either));
}

FormulaPtr ReadFormula::distinct_test(ExprId id, const DistinctTest& test, std::uint8_t outcomes) {
    const Operands both = operands(test.left, test.right);
    if (!both.known) return atom(id, outcomes);
    std::vector<FormulaPtr> either;
    const std::uint8_t distinct = test.negated ? no : yes;
    if ((outcomes & distinct) != 0) {
        either.push_back(compares(Comparison::not_equal, both.a, both.b));
        either.push_back(all({is_null(both.a), is_not_null(both.b)}));
        either.push_back(all({is_not_null(both.a), is_null(both.b)}));
    }
    if ((outcomes & negated(distinct)) != 0) {
        either.push_back(compares(Comparison::equal, both.a, both.b));
        either.push_back(all({is_null(both.a), is_null(both.b)}));
    }
    return any(std::move(either));
}

FormulaPtr ReadFormula::in_list(ExprId id, const InList& in, std::uint8_t outcomes) {
    const auto items = tree_.list(in.items);
    const bool understood =
        std::all_of(items.begin(), items.end(), [&](ExprId item) { return operands(in.arg, item).known; });
    if (!understood) return atom(id, outcomes);
    return folded(false, items.size(), in.negated ? negated(outcomes) : outcomes,
                  [&](std::size_t i, std::uint8_t wanted) {
                      return compared(id, Comparison::equal, in.arg, items[i], wanted);
                  });
}

FormulaPtr ReadFormula::between(ExprId id, const Between& between, std::uint8_t outcomes) {
    const bool understood = !between.symmetric && operands(between.arg, between.low).known &&
                            operands(between.arg, between.high).known;
    if (!understood) return atom(id, outcomes);
    return folded(true, 2, between.negated ? negated(outcomes) : outcomes,
                  [&](std::size_t i, std::uint8_t wanted) {
                      const Comparison bound = i == 0 ? Comparison::greater_equal : Comparison::less_equal;
                      return compared(id, bound, between.arg, i == 0 ? between.low : between.high, wanted);
                  });
}

FormulaPtr ReadFormula::array_compare(ExprId id, const ArrayCompare& compare, std::uint8_t outcomes) {
    const auto* array = std::get_if<ArrayExpr>(&tree_[compare.array].node);
    const auto known = comparison(compare.op.text());
    if (array == nullptr || !known) return atom(id, outcomes);
    const auto items = tree_.list(array->items);
    const bool understood = std::all_of(items.begin(), items.end(),
                                        [&](ExprId item) { return operands(compare.left, item).known; });
    if (!understood) return atom(id, outcomes);
    return folded(compare.all, items.size(), outcomes, [&](std::size_t i, std::uint8_t wanted) {
        return compared(id, *known, compare.left, items[i], wanted);
    });
}

/// The first branch whose condition is true.
FormulaPtr ReadFormula::case_of(ExprId id, const Case& c, std::uint8_t outcomes) {
    const auto branches = tree_.list(c.branches);
    const auto taken = [&](std::size_t i, std::uint8_t wanted) {
        return c.arg.valid() ? compared(id, Comparison::equal, c.arg, branches[i], wanted)
                             : comes_to(branches[i], wanted);
    };
    for (std::size_t i = 0; c.arg.valid() && i + 1 < branches.size(); i += 2) {
        if (!operands(c.arg, branches[i]).known) return atom(id, outcomes);
    }
    std::vector<FormulaPtr> either;
    std::vector<FormulaPtr> passed_over;
    for (std::size_t i = 0; i + 1 < branches.size(); i += 2) {
        std::vector<FormulaPtr> this_one = passed_over;
        this_one.push_back(taken(i, yes));
        this_one.push_back(comes_to(branches[i + 1], outcomes));
        either.push_back(all(std::move(this_one)));
        passed_over.push_back(taken(i, no | null));
    }
    passed_over.push_back(c.otherwise.valid() ? comes_to(c.otherwise, outcomes)
                                              : constant((outcomes & null) != 0));
    either.push_back(all(std::move(passed_over)));
    return any(std::move(either));
}

/// The first that is not NULL.
FormulaPtr ReadFormula::coalesce(const Conditional& conditional, std::uint8_t outcomes) {
    const auto args = tree_.list(conditional.args);
    const auto values = static_cast<std::uint8_t>(outcomes & (yes | no));
    std::vector<FormulaPtr> either;
    std::vector<FormulaPtr> passed_over;
    for (const ExprId arg : args) {
        std::vector<FormulaPtr> this_one = passed_over;
        this_one.push_back(comes_to(arg, values));
        either.push_back(all(std::move(this_one)));
        passed_over.push_back(comes_to(arg, null));
    }
    if ((outcomes & null) != 0) either.push_back(all(std::move(passed_over)));
    return any(std::move(either));
}

} // namespace rlslint::predicates
