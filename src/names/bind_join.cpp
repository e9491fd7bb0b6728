#include <algorithm>
#include <variant>

#include "bind.hpp"

// Joins: transformFromClauseItem's JoinExpr in src/backend/parser/parse_clause.c.

namespace rlslint::names {

void Bind::bind_item(FromId id, const FromItem& item, const FromJoin& join) {
    const std::uint32_t begin = names_.next();
    bind_item(join.left);
    const Side left{begin, names_.next()};
    bind_item(join.right);
    const Side right{left.end, names_.next()};

    for (const Symbol column : join.using_columns) {
        require_column(column, left, "left", item.span);
        require_column(column, right, "right", item.span);
    }
    for (const Symbol column : merged_columns(join))
        merge(column, join, left, right);

    // ON sees the two sides of its join, not what stands before them in the list.
    const std::uint32_t before = names_.show_from(begin);
    bind(join.on);
    names_.show_from(before);
    if (!join.using_alias.empty()) add_using_alias(id, item, join);
    if (!item.alias.name.empty()) add_join_alias(id, item, {begin, right.end});
}

bool Bind::has_column(Side side, Symbol column) const {
    for (std::uint32_t i = side.begin; i < side.end; ++i) {
        if (names_.visible_column(names_[i], column) != whole_row) return true;
    }
    return false;
}

void Bind::require_column(Symbol column, Side side, std::string_view which, Span span) {
    if (has_column(side, column)) return;
    for (std::uint32_t i = side.begin; i < side.end; ++i) {
        if (!names_.complete(names_[i])) return;
    }
    complain(span, "42703",
             "column \"" + std::string{column.text()} + "\" specified in USING clause does not exist in " +
                 std::string{which} + " table");
}

/// The columns of USING, or those of one name that NATURAL takes together.
std::vector<Symbol> Bind::merged_columns(const FromJoin& join) const {
    if (!join.natural) return join.using_columns;
    std::vector<StarColumn> left;
    std::vector<StarColumn> right;
    expand(join.left, left);
    expand(join.right, right);
    std::vector<Symbol> common;
    for (const StarColumn& column : left) {
        const bool both = std::any_of(right.begin(), right.end(), [&](const StarColumn& other) {
            return other.column.name == column.column.name;
        });
        if (both) common.push_back(column.column.name);
    }
    return common;
}

/// A merged column is the left side's, of a right join the right side's: a name without qualifier
/// finds that one only. (Of a full join it is either; the left one stands for it here.)
void Bind::merge(Symbol column, const FromJoin& join, Side left, Side right) {
    const bool from_right = join.kind == FromJoin::Kind::right;
    if (!has_column(from_right ? right : left, column)) return;
    note_joined(column, left);
    note_joined(column, right);
    const Side hidden = from_right ? left : right;
    for (std::uint32_t i = hidden.begin; i < hidden.end; ++i)
        names_[i].merged.push_back(column);
}

/// What the two sides are joined by is read, whether it is named or not.
void Bind::note_joined(Symbol column, Side side) {
    for (std::uint32_t i = side.begin; i < side.end; ++i) {
        const ColumnNumber number = names_.visible_column(names_[i], column);
        if (number == whole_row) continue;
        BoundColumn bound = names_.bound(names_.place(i), number);
        if (bound.relation.valid()) result_.joined.push_back(std::move(bound));
    }
}

namespace {

/// Named by a join's alias, a column is still the one that it is inside.
DerivedColumn as_named(DerivedColumn column, const BoundColumn& bound) {
    column.from = bound.from;
    column.relation = bound.relation;
    column.number = bound.column;
    return column;
}

} // namespace

/// It stands beside what is inside the join.
void Bind::add_using_alias(FromId id, const FromItem& item, const FromJoin& join) {
    std::vector<StarColumn> columns;
    const bool complete = expand_join(join, columns);
    Derived* derived = new_derived();
    derived->known = true;
    derived->complete = complete;
    for (const StarColumn& column : columns)
        if (std::find(join.using_columns.begin(), join.using_columns.end(), column.column.name) !=
            join.using_columns.end())
            derived->add(as_named(column.column, column.bound));
    derived_of_.set(id, derived);
    Entry entry;
    entry.from = id;
    entry.name = join.using_alias;
    entry.derived = derived;
    entry.aliased = true;
    entry.columns_visible = false;
    entry.merged_only = true;
    add_entry(std::move(entry), item.span);
}

/// An alias hides what is inside the join.
void Bind::add_join_alias(FromId id, const FromItem& item, Side sides) {
    Derived* derived = new_derived();
    std::vector<StarColumn> columns;
    const auto& join = std::get<FromJoin>(item.node);
    derived->complete = expand_join(join, columns);
    for (const StarColumn& column : columns)
        derived->add(as_named(column.column, column.bound));
    for (std::uint32_t i = sides.begin; i < sides.end; ++i) {
        names_[i].columns_visible = false;
        names_[i].name_visible = false;
    }
    add_derived(id, item, derived);
}

} // namespace rlslint::names
