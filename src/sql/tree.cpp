#include "rlslint/sql/tree.hpp"

#include <iterator>
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

template <class T> void move_all(std::vector<T>& from, std::vector<T>& to) {
    to.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

} // namespace

QueryId Tree::add(Query query) { return {append(queries_, std::move(query))}; }

FromId Tree::add(FromItem item) { return {append(froms_, std::move(item))}; }

ExprList Tree::add(std::span<const ExprId> items) { return append<ExprList>(lists_, items); }

NameList Tree::add(std::span<const Symbol> names) { return append<NameList>(names_, names); }

std::uint32_t Tree::add(TypeName type) { return append(types_, std::move(type)); }

Tree Tree::take() {
    Tree result;
    move_all(exprs_, result.exprs_);
    move_all(queries_, result.queries_);
    move_all(froms_, result.froms_);
    move_all(lists_, result.lists_);
    move_all(names_, result.names_);
    move_all(types_, result.types_);
    return result;
}

} // namespace rlslint
