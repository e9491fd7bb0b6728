#include <array>
#include <string_view>

#include "pg.hpp"
#include "transform.hpp"

// Expressions that nothing is concluded from. Their operands are kept, because they may read columns
// and call functions.

namespace rlslint::pg {
namespace {

std::string_view xml_tag(::XmlExprOp op) {
    switch (op) {
    case IS_XMLCONCAT: return "xmlconcat";
    case IS_XMLELEMENT: return "xmlelement";
    case IS_XMLFOREST: return "xmlforest";
    case IS_XMLPARSE: return "xmlparse";
    case IS_XMLPI: return "xmlpi";
    case IS_XMLROOT: return "xmlroot";
    case IS_XMLSERIALIZE: return "xmlserialize";
    case IS_DOCUMENT: return "is document";
    }
    return "xml";
}

} // namespace

Part Transform::special(const ::Node* node) {
    switch (tag_of(node)) {
    case T_SetToDefault: {
        const TokenIndex word = at(as<::SetToDefault>(node).location);
        return make({word, word}, Opaque{Symbol{"default"}, {}});
    }
    case T_GroupingFunc: {
        const auto& grouping = as<::GroupingFunc>(node);
        return worded("grouping", grouping.location, exprs(grouping.args));
    }
    case T_GroupingSet: {
        const auto& set = as<::GroupingSet>(node);
        return worded("grouping set", set.location, exprs(set.content));
    }
    case T_MergeSupportFunc: return worded("merge_action", as<::MergeSupportFunc>(node).location, {});
    case T_XmlExpr: return xml(as<::XmlExpr>(node));
    case T_XmlSerialize: {
        const auto& serialize = as<::XmlSerialize>(node);
        return worded("xmlserialize", serialize.location, exprs({serialize.expr}));
    }
    default: return json(node);
    }
}

/// WORD (…), WORD WORD (…), or parentheses alone.
Part Transform::worded(std::string_view tag, int location, ExprList args) {
    constexpr TokenIndex most_words = 2;
    const TokenIndex first = at(location);
    TokenIndex opening = first;
    while (opening < first + most_words && !tokens_->is(opening, '('))
        ++opening;
    return make({first, tokens_->group_end(opening)}, Opaque{Symbol{tag}, args});
}

Part Transform::xml(const ::XmlExpr& node) {
    if (node.op == IS_DOCUMENT) {
        ExprLister args{*this};
        const Extent tested = tokens_->widen(args.add(items(node.args).front()).at);
        const TokenIndex word = at(node.location);
        const TokenIndex last = tokens_->is(word + 1, "not") ? word + 2 : word + 1;
        return make({tested.first, last}, Opaque{Symbol{xml_tag(node.op)}, args.finish()});
    }
    ExprLister args{*this};
    args.add_all(node.named_args);
    args.add_all(node.args);
    return worded(xml_tag(node.op), node.location, args.finish());
}

} // namespace rlslint::pg
