#include <string_view>
#include <vector>

#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {
namespace {

std::string_view last_name(const ::FuncCall& node) { return string_of(items(node.funcname).back()); }

/// The named arguments' names, an empty one for each argument without; empty if all are positional.
std::vector<Symbol> argument_names(const ::List* args) {
    std::vector<Symbol> names;
    std::size_t position = 0;
    for (const auto* arg : items(args)) {
        ++position;
        if (!is(arg, T_NamedArgExpr)) continue;
        names.resize(items(args).size());
        names[position - 1] = symbol(as<::NamedArgExpr>(arg).name);
    }
    return names;
}

/// The end of what may follow a call's parentheses, as far as the call has it.
TokenIndex suffix_end(const Tokens& tokens, TokenIndex end, bool within_group, bool filter, bool over) {
    if (within_group && tokens.is(end + 1, "within")) end = tokens.group_end(end + 3);
    if (filter && tokens.is(end + 1, "filter")) end = tokens.group_end(end + 2);
    if (over && tokens.is(end + 1, "over")) {
        end = tokens.is(end + 2, '(') ? tokens.partner(end + 2) : tokens.word_end(end + 2);
    }
    return end;
}

/// LIKE … ESCAPE and SIMILAR TO call functions that nobody wrote; the call has the word's place.
bool is_written(const Tokens& tokens, TokenIndex first) {
    return !tokens.is(first, "like") && !tokens.is(first, "ilike") && !tokens.is(first, "similar") &&
           !tokens.is(first, "not");
}

} // namespace

/// The arguments first, what stands in the parts behind them after these.
Call Transform::call_parts(const ::FuncCall& node) {
    ExprLister args{*this};
    args.add_all(node.args);
    Call result;
    result.arg_count = args.size();
    args.add_all(node.agg_order);
    args.add(node.agg_filter);
    add_window(args, node.over);
    result.args = args.finish();

    const auto names = items(node.funcname);
    if (names.size() > 1) result.schema = symbol_of(names[names.size() - 2]);
    result.name = symbol_of(names.back());
    result.star = node.agg_star;
    result.distinct = node.agg_distinct;
    result.variadic = node.func_variadic;
    result.window = node.over != nullptr;
    result.sql_syntax = node.funcformat == COERCE_SQL_SYNTAX;
    if (const auto arg_names = argument_names(node.args); !arg_names.empty()) {
        result.arg_names = tree_.add(std::span<const Symbol>{arg_names});
    }
    return result;
}

void Transform::add_window(ExprLister& args, const ::WindowDef* window) {
    if (window == nullptr) return;
    args.add_all(window->partitionClause);
    args.add_all(window->orderClause);
    args.add(window->startOffset);
    args.add(window->endOffset);
}

Part Transform::call(const ::FuncCall& node) {
    const TokenIndex first = at(node.location);
    if (!is_written(*tokens_, first)) return implicit_call(node);
    if (tokens_->is(first, "overlaps") && node.funcformat == COERCE_SQL_SYNTAX) return overlaps(node);
    if (tokens_->is(first, "is") && node.funcformat == COERCE_SQL_SYNTAX) return normalized_test(node);

    Call result = call_parts(node);
    TokenIndex name_end = tokens_->name_end(first);
    if (last_name(node) == "pg_collation_for" && tokens_->is(name_end + 1, "for")) ++name_end;
    result.name_span = span({first, name_end});
    TokenIndex end = name_end;
    if (tokens_->is(name_end + 1, '(')) {
        end = suffix_end(*tokens_, tokens_->partner(name_end + 1), node.agg_within_group,
                         node.agg_filter != nullptr, node.over != nullptr);
    }
    return make({first, end}, result);
}

/// The pattern of LIKE 'a' ESCAPE '\' and of SIMILAR TO.
Part Transform::implicit_call(const ::FuncCall& node) {
    ExprLister args{*this};
    Extent extent;
    for (const auto* arg : items(node.args)) {
        const Part part = args.add(arg);
        extent =
            args.size() == 1 ? part.at : Extent{tokens_->widen(extent).first, tokens_->widen(part.at).last};
    }
    Call result;
    result.schema = Symbol{"pg_catalog"};
    result.name = Symbol{last_name(node)};
    result.args = args.finish();
    result.arg_count = result.args.count;
    result.sql_syntax = true;
    return make(extent, result);
}

/// (a, b) OVERLAPS (c, d): the rows are gone from the tree, their parentheses are found around the word.
Part Transform::overlaps(const ::FuncCall& node) {
    const TokenIndex word = at(node.location);
    Extent extent{tokens_->partner(word - 1), 0};
    if (extent.first > 0 && tokens_->is(extent.first - 1, "row")) --extent.first;
    extent.last = tokens_->group_end(tokens_->is(word + 1, "row") ? word + 2 : word + 1);
    Call result = call_parts(node);
    result.name_span = span({word, word});
    return make(extent, result);
}

/// x IS [NOT] [NFC] NORMALIZED.
Part Transform::normalized_test(const ::FuncCall& node) {
    constexpr TokenIndex most_words = 4;
    ExprLister args{*this};
    const Extent tested = tokens_->widen(args.add(items(node.args).front()).at);
    if (items(node.args).size() > 1) args.add(items(node.args).back());
    const TokenIndex word = at(node.location);
    TokenIndex last = word;
    while (last < word + most_words && !tokens_->is(last, "normalized"))
        ++last;
    Call result;
    result.schema = Symbol{"pg_catalog"};
    result.name = Symbol{last_name(node)};
    result.args = args.finish();
    result.arg_count = result.args.count;
    result.sql_syntax = true;
    result.name_span = span({word, last});
    return make({tested.first, last}, result);
}

} // namespace rlslint::pg
