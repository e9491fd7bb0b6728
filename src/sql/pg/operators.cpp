#include "pg.hpp"
#include "transform.hpp"

// Expressions that begin with their first operand: binary operators and the words that act as such.
// Their location is the operator's.

namespace rlslint::pg {
namespace {

/// [NOT] LIKE, ILIKE, SIMILAR TO from its first word to its last.
TokenIndex words_end(const Tokens& tokens, TokenIndex first) {
    const TokenIndex word = tokens.is(first, "not") ? first + 1 : first;
    return tokens.is(word, "similar") ? word + 1 : word;
}

/// The parenthesis that opens behind an operator and ANY, SOME, ALL, or behind [NOT] IN.
TokenIndex opening_behind(const Tokens& tokens, TokenIndex first) {
    constexpr TokenIndex most_words = 4;
    TokenIndex token = tokens.operator_end(first) + 1;
    const TokenIndex limit = token + most_words;
    while (token < limit && !tokens.is(token, '('))
        ++token;
    return token;
}

Symbol operator_name(const ::List* name) { return symbol_of(items(name).back()); }

} // namespace

Part Transform::operation(const ::A_Expr& node, Part left) {
    switch (node.kind) {
    case AEXPR_OP_ANY:
    case AEXPR_OP_ALL: return array_compare(node, left);
    case AEXPR_DISTINCT:
    case AEXPR_NOT_DISTINCT: return distinct_test(node, left);
    case AEXPR_IN: return in_list(node, left);
    case AEXPR_BETWEEN:
    case AEXPR_NOT_BETWEEN:
    case AEXPR_BETWEEN_SYM:
    case AEXPR_NOT_BETWEEN_SYM: return between(node, left);
    case AEXPR_LIKE:
    case AEXPR_ILIKE:
    case AEXPR_SIMILAR: return binary(node, left, true);
    default: return binary(node, left, false);
    }
}

Part Transform::binary(const ::A_Expr& node, Part left, bool sql_words) {
    const Part right = expr(node.rexpr);
    const TokenIndex first = at(node.location);
    Operator result;
    const auto names = items(node.name);
    if (names.size() > 1) result.schema = symbol_of(names.front());
    result.name = operator_name(node.name);
    result.left = left.id;
    result.right = right.id;
    result.sql_words = sql_words;
    result.name_span = span({first, sql_words ? words_end(*tokens_, first) : tokens_->operator_end(first)});
    return make({tokens_->widen(left.at).first, tokens_->widen(right.at).last}, result);
}

Part Transform::distinct_test(const ::A_Expr& node, Part left) {
    const Part right = expr(node.rexpr);
    return make({tokens_->widen(left.at).first, tokens_->widen(right.at).last},
                DistinctTest{left.id, right.id, node.kind == AEXPR_NOT_DISTINCT});
}

Part Transform::array_compare(const ::A_Expr& node, Part left) {
    const Part array = expr(node.rexpr);
    return make({tokens_->widen(left.at).first, tokens_->widen(array.at).last},
                ArrayCompare{operator_name(node.name), left.id, array.id, node.kind == AEXPR_OP_ALL});
}

Part Transform::in_list(const ::A_Expr& node, Part left) {
    const ExprList list = exprs(list_of(node.rexpr));
    const TokenIndex closing = tokens_->partner(opening_behind(*tokens_, at(node.location)));
    const bool negated = string_of(items(node.name).back()) == "<>";
    return make({tokens_->widen(left.at).first, closing}, InList{left.id, list, negated});
}

Part Transform::between(const ::A_Expr& node, Part left) {
    const auto bounds = items(list_of(node.rexpr));
    const Part low = expr(bounds.front());
    const Part high = expr(bounds.back());
    const bool negated = node.kind == AEXPR_NOT_BETWEEN || node.kind == AEXPR_NOT_BETWEEN_SYM;
    const bool symmetric = node.kind == AEXPR_BETWEEN_SYM || node.kind == AEXPR_NOT_BETWEEN_SYM;
    return make({tokens_->widen(left.at).first, tokens_->widen(high.at).last},
                Between{left.id, low.id, high.id, negated, symmetric});
}

/// IS [NOT] NULL, or ISNULL and NOTNULL in one word.
Part Transform::null_test(const ::NullTest& node, Part arg) {
    const TokenIndex word = at(node.location);
    const bool negated = node.nulltesttype == IS_NOT_NULL;
    const TokenIndex last = tokens_->is(word, "is") ? word + (negated ? 2 : 1) : word;
    return make({tokens_->widen(arg.at).first, last}, rlslint::NullTest{arg.id, negated});
}

Part Transform::boolean_test(const ::BooleanTest& node, Part arg) {
    using Value = rlslint::BooleanTest::Value;
    rlslint::BooleanTest test{arg.id, Value::true_, false};
    switch (node.booltesttype) {
    case IS_NOT_TRUE: test.negated = true; break;
    case IS_NOT_FALSE: test.negated = true; [[fallthrough]];
    case IS_FALSE: test.value = Value::false_; break;
    case IS_NOT_UNKNOWN: test.negated = true; [[fallthrough]];
    case IS_UNKNOWN: test.value = Value::unknown; break;
    default: break;
    }
    return make({tokens_->widen(arg.at).first, at(node.location) + (test.negated ? 2 : 1)}, test);
}

Part Transform::collate(const ::CollateClause& node, Part arg) {
    const Extent extent{tokens_->widen(arg.at).first, tokens_->name_end(at(node.location) + 1)};
    return make(extent, Collate{arg.id, symbol_of(items(node.collname).back())});
}

/// x::type.
Part Transform::cast_behind(const ::TypeCast& node, Part arg) {
    const Extent extent{tokens_->widen(arg.at).first, type_end(*node.typeName)};
    return make(extent, Cast{arg.id, tree_.add(type(node.typeName))});
}

/// x AT TIME ZONE zone, x AT LOCAL (which has no location): calls of timezone([zone,] x).
Part Transform::at_time_zone(const ::FuncCall& node, Part arg) {
    const Extent operand = tokens_->widen(arg.at);
    const auto given = items(node.args);
    ExprLister args{*this};
    Extent name{operand.last + 1, operand.last + 2};
    TokenIndex last = name.last;
    if (given.size() > 1) {
        last = tokens_->widen(args.add(given.front()).at).last;
        name.last = name.first + 2;
    }
    args.add(arg.id);

    Call result;
    result.schema = Symbol{"pg_catalog"};
    result.name = Symbol{"timezone"};
    result.args = args.finish();
    result.arg_count = result.args.count;
    result.sql_syntax = true;
    result.name_span = span(name);
    return make({operand.first, last}, result);
}

/// x IN (select …), x op ANY (select …), x op ALL (select …).
Part Transform::compared_query(const ::SubLink& node, Part test) {
    const TokenIndex opening = opening_behind(*tokens_, at(node.location));
    const TokenIndex closing = tokens_->partner(opening);
    rlslint::SubLink result;
    result.kind = node.subLinkType == ALL_SUBLINK ? rlslint::SubLink::Kind::all : rlslint::SubLink::Kind::any;
    result.test = test.id;
    result.op = node.operName == nullptr ? Symbol{"="} : operator_name(node.operName);
    result.query = query(node.subselect, {opening + 1, closing - 1});
    return make({tokens_->widen(test.at).first, closing}, result);
}

} // namespace rlslint::pg
