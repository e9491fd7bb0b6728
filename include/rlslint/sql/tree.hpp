#pragma once

#include <memory>
#include <span>
#include <vector>

#include "rlslint/sql/query.hpp"

namespace rlslint {

/// Owns the expressions and queries of one statement. Nodes refer to each other by index, so a
/// tree of any depth is copied and freed without recursion. Once the front end has built it, it
/// does not change, and is shared by the statement and by whatever of the catalog keeps a clause.
class Tree {
public:
    [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs_[id.value]; }
    [[nodiscard]] const Query& operator[](QueryId id) const { return queries_[id.value]; }
    [[nodiscard]] const FromItem& operator[](FromId id) const { return froms_[id.value]; }
    [[nodiscard]] std::span<const ExprId> list(ExprList list) const {
        return std::span{lists_}.subspan(list.first, list.count);
    }
    [[nodiscard]] std::span<const Symbol> names(NameList list) const {
        return std::span{names_}.subspan(list.first, list.count);
    }
    [[nodiscard]] const TypeName& type(std::uint32_t index) const { return types_[index]; }
    [[nodiscard]] std::size_t expr_count() const { return exprs_.size(); }
    [[nodiscard]] std::size_t query_count() const { return queries_.size(); }
    [[nodiscard]] std::size_t from_count() const { return froms_.size(); }

    template <class Node> ExprId add(Span span, const Node& node) {
        Expr& expr = exprs_.emplace_back();
        expr.span = span;
        expr.node.template emplace<Node>(node);
        return {static_cast<std::uint32_t>(exprs_.size() - 1)};
    }
    QueryId add(Query query);
    FromId add(FromItem item);
    ExprList add(std::span<const ExprId> items);
    NameList add(std::span<const Symbol> names);
    std::uint32_t add(TypeName type);

    /// The tree in just the memory that it needs. This one is empty then, but keeps its memory for
    /// the next.
    [[nodiscard]] Tree take();

private:
    std::vector<Expr> exprs_;
    std::vector<Query> queries_;
    std::vector<FromItem> froms_;
    std::vector<ExprId> lists_;
    std::vector<Symbol> names_;
    std::vector<TypeName> types_;
};

using TreePtr = std::shared_ptr<const Tree>;

} // namespace rlslint
