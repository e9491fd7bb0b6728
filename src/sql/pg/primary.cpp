#include <string>
#include <string_view>

#include "pg.hpp"
#include "transform.hpp"

// Expressions that begin with a token of their own.

namespace rlslint::pg {
namespace {

Literal literal(const ::A_Const& node) {
    using enum Literal::Kind;
    if (node.isnull) return {null, Symbol{}};
    switch (node.val.node.type) {
    case T_Integer: return {integer, Symbol{std::to_string(node.val.ival.ival)}};
    case T_Float: return {numeric, symbol(node.val.fval.fval)};
    case T_Boolean: return {boolean, Symbol{node.val.boolval.boolval ? "true" : "false"}};
    case T_BitString: return {bits, symbol(node.val.bsval.bsval)};
    default: return {string, symbol(node.val.sval.sval)};
    }
}

/// The grammar folds minus signs into a number, and looks through parentheses: -(-(1)) is one
/// constant, with the place of the first sign.
TokenIndex constant_end(const Tokens& tokens, TokenIndex first) {
    TokenIndex token = first;
    TokenIndex end = first;
    while (tokens.is(token, TokenKind::op) || tokens.is(token, '(')) {
        if (tokens.is(token, '(') && end == first) end = tokens.partner(token);
        ++token;
    }
    return end == first ? tokens.word_end(token) : end;
}

std::string_view value_name(::SQLValueFunctionOp op) {
    switch (op) {
    case SVFOP_CURRENT_DATE: return "current_date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N: return "current_time";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N: return "current_timestamp";
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N: return "localtime";
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N: return "localtimestamp";
    case SVFOP_CURRENT_ROLE: return "current_role";
    case SVFOP_CURRENT_USER:
    case SVFOP_USER: return "current_user";
    case SVFOP_SESSION_USER: return "session_user";
    case SVFOP_CURRENT_CATALOG: return "current_catalog";
    case SVFOP_CURRENT_SCHEMA: return "current_schema";
    }
    return "";
}

} // namespace

Part Transform::constant(const ::A_Const& node) {
    if (node.location < 0) return make(nowhere, literal(node));
    const TokenIndex first = at(node.location);
    return make({first, constant_end(*tokens_, first)}, literal(node));
}

/// Of four names the first is a database, and is left out.
Part Transform::column(const ::ColumnRef& node) {
    const auto fields = items(node.fields);
    rlslint::ColumnRef result;
    result.star = is(fields.back(), T_A_Star);
    if (!result.star) result.name = symbol_of(fields.back());
    if (fields.size() > 1) result.qualifier = symbol_of(fields[fields.size() - 2]);
    if (fields.size() > 2) result.schema = symbol_of(fields[fields.size() - 3]);
    const TokenIndex first = at(node.location);
    const TokenIndex name_end = tokens_->name_end(first);
    return make({first, result.star && fields.size() > 1 ? name_end + 2 : name_end}, result);
}

Part Transform::prefix(const ::A_Expr& node) {
    const Part right = expr(node.rexpr);
    const TokenIndex first = at(node.location);
    Operator result;
    const auto names = items(node.name);
    if (names.size() > 1) result.schema = symbol_of(names.front());
    result.name = symbol_of(names.back());
    result.right = right.id;
    result.name_span = span({first, tokens_->operator_end(first)});
    return make({first, tokens_->widen(right.at).last}, result);
}

Part Transform::null_if(const ::A_Expr& node) {
    ExprLister args{*this};
    args.add(node.lexpr);
    args.add(node.rexpr);
    const TokenIndex first = at(node.location);
    return make({first, tokens_->group_end(first + 1)},
                Conditional{Conditional::Kind::nullif, args.finish()});
}

/// The grammar makes one node of (a OR b) OR c, so parentheses may close between the operands.
Part Transform::bool_op(const ::BoolExpr& node) {
    if (node.boolop == NOT_EXPR) return negation(node);
    ExprLister args{*this};
    Extent extent;
    for (const auto* arg : items(node.args)) {
        while (args.size() > 0 && tokens_->is(extent.last + 1, ')'))
            extent.first = tokens_->partner(++extent.last);
        const Extent operand = tokens_->widen(args.add(arg).at);
        if (args.size() == 1) extent.first = operand.first;
        extent.last = operand.last;
    }
    const auto kind = node.boolop == AND_EXPR ? BoolOp::Kind::and_ : BoolOp::Kind::or_;
    return make(extent, BoolOp{kind, args.finish()});
}

/// NOT x; or x NOT IN (select …) and the like, where the word stands inside.
Part Transform::negation(const ::BoolExpr& node) {
    ExprLister args{*this};
    const Part arg = args.add(items(node.args).front());
    const TokenIndex word = at(node.location);
    const Extent extent = word < arg.at.first ? Extent{word, tokens_->widen(arg.at).last} : arg.at;
    return make(extent, BoolOp{BoolOp::Kind::not_, args.finish()});
}

Part Transform::case_expr(const ::CaseExpr& node) {
    Case result;
    result.arg = expr(reinterpret_cast<const ::Node*>(node.arg)).id;
    Extent last;
    ExprLister branches{*this};
    for (const auto* when : items<::CaseWhen>(node.args)) {
        branches.add(reinterpret_cast<const ::Node*>(when->expr));
        last = branches.add(reinterpret_cast<const ::Node*>(when->result)).at;
    }
    result.branches = branches.finish();
    if (node.defresult != nullptr) {
        const Part otherwise = expr(reinterpret_cast<const ::Node*>(node.defresult));
        result.otherwise = otherwise.id;
        last = otherwise.at;
    }
    return make({at(node.location), tokens_->widen(last).last + 1}, result);
}

Part Transform::conditional(Conditional::Kind kind, const ::List* args, int location) {
    const TokenIndex first = at(location);
    const ExprList list = exprs(args);
    return make({first, tokens_->group_end(first + 1)}, Conditional{kind, list});
}

/// ARRAY[…], and […] inside one.
Part Transform::array(const ::A_ArrayExpr& node) {
    const TokenIndex first = at(node.location);
    const ExprList list = exprs(node.elements);
    return make({first, tokens_->partner(tokens_->is(first, '[') ? first : first + 1)}, ArrayExpr{list});
}

Part Transform::row(const ::RowExpr& node) {
    const TokenIndex first = at(node.location);
    const ExprList list = exprs(node.args);
    return make({first, tokens_->group_end(tokens_->is(first, '(') ? first : first + 1)},
                rlslint::RowExpr{list});
}

/// (select …), EXISTS (select …), ARRAY(select …). Further parentheses are left out.
Part Transform::sub_link(const ::SubLink& node) {
    using Kind = rlslint::SubLink::Kind;
    rlslint::SubLink result;
    result.kind = node.subLinkType == EXISTS_SUBLINK  ? Kind::exists
                  : node.subLinkType == ARRAY_SUBLINK ? Kind::array
                                                      : Kind::scalar;
    Extent extent{at(node.location), 0};
    const TokenIndex opening = result.kind == Kind::scalar ? extent.first : extent.first + 1;
    Extent inside{opening + 1, tokens_->partner(opening) - 1};
    extent.last = inside.last + 1;
    if (result.kind == Kind::scalar) {
        inside = tokens_->narrow(inside);
        extent = {inside.first - 1, inside.last + 1};
    }
    result.query = query(node.subselect, inside);
    return make(extent, result);
}

/// CAST(x AS type); type 'x', where the cast has no location but its parts have; or a cast that the
/// grammar adds.
Part Transform::cast(const ::TypeCast& node) {
    const Part arg = expr(node.arg);
    const std::uint32_t type_index = tree_.add(type(node.typeName));
    Extent extent = arg.at;
    if (node.location >= 0) {
        extent.first = at(node.location);
        extent.last = tokens_->group_end(extent.first + 1);
    } else if (node.typeName->location >= 0) {
        extent.first = at(node.typeName->location);
        if (tokens_->is(extent.first, "interval")) extent.last = tokens_->interval_end(extent.last);
    }
    return make(extent, Cast{arg.id, type_index});
}

/// (x).field, x[i], x[a:b], (x).*: one node a step.
Part Transform::indirection(const ::A_Indirection& node) {
    constexpr std::size_t most_steps = 64;
    Part part = expr(node.arg);
    const auto steps = items(node.indirection);
    if (steps.size() > most_steps) {
        return opaque_too_deep(tokens_->widen(part.at), {});
    }
    Extent extent = tokens_->widen(part.at);
    for (const auto* step : steps) {
        rlslint::Access access;
        access.base = part.id;
        access.star = is(step, T_A_Star);
        access.field = symbol_of(step);
        if (is(step, T_A_Indices)) {
            ExprLister subscripts{*this};
            subscripts.add(as<::A_Indices>(step).lidx);
            subscripts.add(as<::A_Indices>(step).uidx);
            access.subscripts = subscripts.finish();
            extent.last = tokens_->partner(extent.last + 1);
        } else {
            extent.last = access.star ? extent.last + 2 : tokens_->word_end(extent.last + 2);
        }
        part = make(extent, access);
    }
    return part;
}

Part Transform::session_value(const ::SQLValueFunction& node) {
    const TokenIndex first = at(node.location);
    const bool precision = tokens_->is(first + 1, '(');
    return make({first, precision ? tokens_->partner(first + 1) : first},
                SessionValue{Symbol{value_name(node.op)}});
}

/// `SET (a, b) = source`: the grammar shares the source among the columns, and so do we.
Part Transform::assigned_source(const ::MultiAssignRef& node) {
    if (node.source != assigned_) {
        assigned_part_ = expr(node.source);
        assigned_ = node.source;
    }
    return assigned_part_;
}

} // namespace rlslint::pg
