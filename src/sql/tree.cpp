#include "rlslint/sql/tree.hpp"

#include <utility>

namespace rlslint {
namespace {

template <class T> std::uint32_t append(std::vector<T>& to, T item) {
    to.push_back(std::move(item));
    return static_cast<std::uint32_t>(to.size() - 1);
}

template <class List, class T> List append(std::vector<T>& to, std::span<const T> items) {
    const List list{static_cast<std::uint32_t>(to.size()), static_cast<std::uint32_t>(items.size())};
    to.insert(to.end(), items.begin(), items.end());
    return list;
}

} // namespace

ExprId Tree::add(Expr expr) { return {append(exprs_, std::move(expr))}; }

QueryId Tree::add(Query query) { return {append(queries_, std::move(query))}; }

FromId Tree::add(FromItem item) { return {append(froms_, std::move(item))}; }

ExprList Tree::add(std::span<const ExprId> items) { return append<ExprList>(lists_, items); }

NameList Tree::add(std::span<const Symbol> names) { return append<NameList>(names_, names); }

std::uint32_t Tree::add(TypeName type) { return append(types_, std::move(type)); }

} // namespace rlslint
