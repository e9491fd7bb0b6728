#include <algorithm>
#include <memory>
#include <utility>

#include "rlslint/sql/parse.hpp"

#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {
namespace {

/// Left to the operands of a chain that is cut, so that these are not cut as well.
constexpr std::size_t spare_depth = 64;

bool begins_with_left(const ::A_Expr& node) { return node.kind != AEXPR_NULLIF; }

bool is_at_time_zone(const ::FuncCall& call) {
    return call.funcformat == COERCE_SQL_SYNTAX && string_of(items(call.funcname).back()) == "timezone";
}

/// What an operator of a chain holds besides its left operand.
const ::Node* right_operand(const ::Node* node) {
    switch (tag_of(node)) {
    case T_A_Expr: return as<::A_Expr>(node).rexpr;
    case T_FuncCall: {
        const auto args = items(as<::FuncCall>(node).args);
        return args.size() > 1 ? args.front() : nullptr;
    }
    default: return nullptr;
    }
}

int location_of(const ::Node* node) {
    switch (tag_of(node)) {
    case T_A_Expr: return as<::A_Expr>(node).location;
    case T_BoolExpr: return as<::BoolExpr>(node).location;
    case T_FuncCall: return as<::FuncCall>(node).location;
    case T_SubLink: return as<::SubLink>(node).location;
    case T_CaseExpr: return as<::CaseExpr>(node).location;
    case T_RowExpr: return as<::RowExpr>(node).location;
    case T_A_ArrayExpr: return as<::A_ArrayExpr>(node).location;
    default: return -1;
    }
}

/// These are never too deep: they hold nothing.
bool is_plain(const ::Node* node) {
    return is(node, T_A_Const) || is(node, T_ColumnRef) || is(node, T_ParamRef);
}

} // namespace

void Transform::begin(Extent range) {
    scope_ = range;
    depth_ = 0;
    too_deep_ = false;
    assigned_ = nullptr;
}

TreePtr Transform::finish() {
    static const TreePtr empty = std::make_shared<const Tree>();
    if (tree_.expr_count() + tree_.query_count() + tree_.from_count() == 0) return empty;
    return std::make_shared<const Tree>(tree_.take());
}

TokenIndex Transform::at(int location) const { return location < 0 ? scope_.first : tokens_->at(location); }

/// Where something was too deep, the tokens around it may not fit; they still are some.
Extent Transform::settle(Extent at) const {
    if (at == nowhere) return at;
    const TokenIndex last = std::min(std::max(at.first, at.last), tokens_->all().last);
    return {std::min(at.first, last), last};
}

ClauseRef Transform::clause(const ::Node* node, Extent clause) {
    if (node == nullptr) return {};
    return {expr(node).id, span(clause)};
}

ExprList Transform::exprs(const ::List* list) {
    if (list == nullptr) return {};
    ExprLister result{*this};
    result.add_all(list);
    return result.finish();
}

ExprList Transform::exprs(std::initializer_list<const ::Node*> nodes) {
    ExprLister result{*this};
    for (const auto* node : nodes)
        result.add(node);
    return result.finish();
}

void ExprLister::add_all(const ::List* list) {
    for (const auto* node : items(list))
        add(node);
}

ExprList ExprLister::finish() {
    if (size() == 0) return {};
    const std::span<const ExprId> all{transform_->pending_};
    return transform_->tree_.add(all.subspan(base_));
}

/// A chain a + b + c … leans to the left, and is as deep as it is long. It is walked down to its
/// first operand and built on the way back; the part that would be too deep becomes one flat node.
Part Transform::expr(const ::Node* node) {
    if (node == nullptr) return {};
    const Nesting nesting{*this};
    if (nesting.too_deep() && !is_plain(node)) return opaque_too_deep(location_of(node));
    const std::size_t base = spine_.size();
    const int outer = depth_;
    for (const ::Node* left = left_operand(node); left != nullptr; left = left_operand(node)) {
        spine_.push_back(node);
        node = left;
    }

    const std::size_t height = spine_.size() - base;
    const auto room = static_cast<std::size_t>(std::max(Parser::max_depth - outer, 0));
    const std::size_t kept = height <= room ? height : room - std::min(room, spare_depth);
    depth_ = outer + static_cast<int>(kept) + 1;
    const bool too_deep = depth_ > Parser::max_depth && !is_plain(node);
    Part part = too_deep ? opaque_too_deep(location_of(node)) : without_left(node);
    if (kept < height) part = flatten(base + kept, part);
    for (; spine_.size() > base; spine_.pop_back()) {
        depth_ = outer + static_cast<int>(spine_.size() - base);
        part = with_left(spine_.back(), part);
    }
    depth_ = outer;
    return part;
}

/// Pops the innermost operators of a chain down to `keep`; `part` is their first operand.
Part Transform::flatten(std::size_t keep, Part part) {
    ExprLister operands{*this};
    operands.add(part.id);
    Extent extent = tokens_->widen(part.at);
    for (; spine_.size() > keep; spine_.pop_back()) {
        const ::Node* const node = spine_.back();
        if (const ::Node* right = right_operand(node); is(right, T_List)) {
            operands.add_all(list_of(right));
        } else if (right != nullptr) {
            extent.last = tokens_->widen(operands.add(right).at).last;
        } else if (is(node, T_TypeCast)) {
            extent.last = type_end(*as<::TypeCast>(node).typeName);
        } else if (is(node, T_CollateClause)) {
            extent.last = tokens_->name_end(at(as<::CollateClause>(node).location) + 1);
        }
        extent = tokens_->widen(extent);
    }
    return opaque_too_deep(extent, operands.finish());
}

Part Transform::opaque_too_deep(int location) {
    const TokenIndex token = at(location);
    return opaque_too_deep({token, token}, {});
}

Part Transform::opaque_too_deep(Extent at, ExprList args) {
    too_deep_ = true;
    return make(at, Opaque{Symbol{"too deep"}, args});
}

/// The operand that an expression's text begins with; null where it begins with a token of its own.
const ::Node* Transform::left_operand(const ::Node* node) const {
    switch (tag_of(node)) {
    case T_A_Expr: return begins_with_left(as<::A_Expr>(node)) ? as<::A_Expr>(node).lexpr : nullptr;
    case T_NullTest: return reinterpret_cast<const ::Node*>(as<::NullTest>(node).arg);
    case T_BooleanTest: return reinterpret_cast<const ::Node*>(as<::BooleanTest>(node).arg);
    case T_CollateClause: return as<::CollateClause>(node).arg;
    case T_SubLink: return as<::SubLink>(node).testexpr;
    case T_TypeCast: {
        const auto& cast = as<::TypeCast>(node);
        const bool behind = cast.location >= 0 && tokens_->is(at(cast.location), TokenKind::op);
        return behind ? cast.arg : nullptr;
    }
    case T_FuncCall: {
        const auto& call = as<::FuncCall>(node);
        return is_at_time_zone(call) ? items(call.args).back() : nullptr;
    }
    default: return nullptr;
    }
}

Part Transform::with_left(const ::Node* node, Part left) {
    switch (tag_of(node)) {
    case T_A_Expr: return operation(as<::A_Expr>(node), left);
    case T_NullTest: return null_test(as<::NullTest>(node), left);
    case T_BooleanTest: return boolean_test(as<::BooleanTest>(node), left);
    case T_CollateClause: return collate(as<::CollateClause>(node), left);
    case T_SubLink: return compared_query(as<::SubLink>(node), left);
    case T_TypeCast: return cast_behind(as<::TypeCast>(node), left);
    case T_FuncCall: return at_time_zone(as<::FuncCall>(node), left);
    default: return left;
    }
}

Part Transform::without_left(const ::Node* node) {
    switch (tag_of(node)) {
    case T_A_Const: return constant(as<::A_Const>(node));
    case T_ColumnRef: return column(as<::ColumnRef>(node));
    case T_ParamRef: {
        const TokenIndex token = at(as<::ParamRef>(node).location);
        return make({token, token}, rlslint::ParamRef{as<::ParamRef>(node).number});
    }
    case T_A_Expr:
        return as<::A_Expr>(node).kind == AEXPR_NULLIF ? null_if(as<::A_Expr>(node))
                                                       : prefix(as<::A_Expr>(node));
    case T_BoolExpr: return bool_op(as<::BoolExpr>(node));
    case T_FuncCall: return call(as<::FuncCall>(node));
    case T_SubLink: return sub_link(as<::SubLink>(node));
    case T_TypeCast: return cast(as<::TypeCast>(node));
    case T_CaseExpr: return case_expr(as<::CaseExpr>(node));
    case T_CoalesceExpr: {
        const auto& coalesce = as<::CoalesceExpr>(node);
        return conditional(Conditional::Kind::coalesce, coalesce.args, coalesce.location);
    }
    case T_MinMaxExpr: {
        const auto& extreme = as<::MinMaxExpr>(node);
        const auto kind = extreme.op == IS_GREATEST ? Conditional::Kind::greatest : Conditional::Kind::least;
        return conditional(kind, extreme.args, extreme.location);
    }
    case T_A_ArrayExpr: return array(as<::A_ArrayExpr>(node));
    case T_RowExpr: return row(as<::RowExpr>(node));
    case T_A_Indirection: return indirection(as<::A_Indirection>(node));
    case T_SQLValueFunction: return session_value(as<::SQLValueFunction>(node));
    case T_MultiAssignRef: return assigned_source(as<::MultiAssignRef>(node));
    // What wraps an expression and adds nothing that is kept.
    case T_ResTarget: return expr(as<::ResTarget>(node).val);
    case T_SortBy: return expr(as<::SortBy>(node).node);
    case T_NamedArgExpr: return expr(reinterpret_cast<const ::Node*>(as<::NamedArgExpr>(node).arg));
    case T_JsonValueExpr: return expr(reinterpret_cast<const ::Node*>(as<::JsonValueExpr>(node).raw_expr));
    case T_JsonArgument: return expr(reinterpret_cast<const ::Node*>(as<::JsonArgument>(node).val));
    default: return special(node);
    }
}

} // namespace rlslint::pg
