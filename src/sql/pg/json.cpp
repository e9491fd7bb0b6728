#include <algorithm>
#include <array>
#include <string_view>

#include "pg.hpp"
#include "transform.hpp"

// SQL/JSON: constructors, queries and IS JSON, as opaque expressions with their operands.

namespace rlslint::pg {
namespace {

constexpr std::array predicate_words{"is",     "not",  "json",    "value",  "array", "object",
                                     "scalar", "with", "without", "unique", "keys"};

std::string_view function_tag(::JsonExprOp op) {
    switch (op) {
    case JSON_EXISTS_OP: return "json_exists";
    case JSON_QUERY_OP: return "json_query";
    case JSON_VALUE_OP: return "json_value";
    case JSON_TABLE_OP: return "json_table";
    }
    return "json";
}

template <class T> const ::Node* node_of(const T* node) { return reinterpret_cast<const ::Node*>(node); }

const ::Node* default_of(const ::JsonBehavior* behavior) {
    return behavior == nullptr ? nullptr : behavior->expr;
}

} // namespace

Part Transform::json(const ::Node* node) {
    switch (tag_of(node)) {
    case T_JsonIsPredicate: return json_predicate(as<::JsonIsPredicate>(node));
    case T_JsonFuncExpr: return json_function(as<::JsonFuncExpr>(node));
    case T_JsonObjectConstructor: return json_object(as<::JsonObjectConstructor>(node));
    case T_JsonArrayConstructor: {
        const auto& array = as<::JsonArrayConstructor>(node);
        return worded("json_array", array.location, exprs(array.exprs));
    }
    case T_JsonArrayQueryConstructor: return json_array_query(as<::JsonArrayQueryConstructor>(node));
    case T_JsonParseExpr: {
        const auto& parse = as<::JsonParseExpr>(node);
        return worded("json", parse.location, exprs({node_of(parse.expr)}));
    }
    case T_JsonScalarExpr: {
        const auto& scalar = as<::JsonScalarExpr>(node);
        return worded("json_scalar", scalar.location, exprs({node_of(scalar.expr)}));
    }
    case T_JsonSerializeExpr: {
        const auto& serialize = as<::JsonSerializeExpr>(node);
        return worded("json_serialize", serialize.location, exprs({node_of(serialize.expr)}));
    }
    case T_JsonObjectAgg: {
        const auto& aggregate = as<::JsonObjectAgg>(node);
        return json_aggregate("json_objectagg", *aggregate.constructor,
                              {node_of(aggregate.arg->key), node_of(aggregate.arg->value)});
    }
    case T_JsonArrayAgg: {
        const auto& aggregate = as<::JsonArrayAgg>(node);
        return json_aggregate("json_arrayagg", *aggregate.constructor, {node_of(aggregate.arg)});
    }
    default: return make(scope_, Opaque{Symbol{"unknown"}, {}});
    }
}

/// x IS [NOT] JSON …; the location is that of x.
Part Transform::json_predicate(const ::JsonIsPredicate& node) {
    ExprLister args{*this};
    Extent extent = tokens_->widen(args.add(node.expr).at);
    const auto is_word = [&](const char* word) { return tokens_->is(extent.last + 1, word); };
    while (std::any_of(predicate_words.begin(), predicate_words.end(), is_word))
        ++extent.last;
    return make(extent, Opaque{Symbol{"is json"}, args.finish()});
}

Part Transform::json_function(const ::JsonFuncExpr& node) {
    ExprLister args{*this};
    args.add(node_of(node.context_item));
    args.add(node.pathspec);
    args.add_all(node.passing);
    args.add(default_of(node.on_empty));
    args.add(default_of(node.on_error));
    return worded(function_tag(node.op), node.location, args.finish());
}

Part Transform::json_object(const ::JsonObjectConstructor& node) {
    ExprLister args{*this};
    for (const auto* pair : items<::JsonKeyValue>(node.exprs)) {
        args.add(node_of(pair->key));
        args.add(node_of(pair->value));
    }
    return worded("json_object", node.location, args.finish());
}

/// JSON_ARRAY(select …): the query becomes an ARRAY(select …) inside.
Part Transform::json_array_query(const ::JsonArrayQueryConstructor& node) {
    const TokenIndex opening = at(node.location) + 1;
    Extent inside{opening + 1, tokens_->partner(opening) - 1};
    if (Cursor cursor{*tokens_, inside}; node.output != nullptr && cursor.seek("returning")) {
        inside.last = cursor.since(0).last;
    }
    rlslint::SubLink list;
    list.kind = rlslint::SubLink::Kind::array;
    list.query = query(node.query, inside);
    ExprLister args{*this};
    args.add(make(inside, list).id);
    return worded("json_array", node.location, args.finish());
}

Part Transform::json_aggregate(std::string_view tag, const ::JsonAggConstructor& node,
                               std::initializer_list<const ::Node*> arguments) {
    ExprLister args{*this};
    for (const auto* argument : arguments)
        args.add(argument);
    args.add_all(node.agg_order);
    args.add(node.agg_filter);
    add_window(args, node.over);
    const TokenIndex first = at(node.location);
    TokenIndex last = tokens_->group_end(first + 1);
    if (node.agg_filter != nullptr) last = tokens_->group_end(last + 2);
    if (node.over != nullptr) last = tokens_->group_end(last + 2);
    return make({first, last}, Opaque{Symbol{tag}, args.finish()});
}

} // namespace rlslint::pg
