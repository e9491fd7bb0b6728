#include <algorithm>
#include <iterator>
#include <variant>

#include "bind.hpp"

// What `*` stands for: ExpandColumnRefStar in src/backend/parser/parse_target.c.

namespace rlslint::names {
namespace {

template <class Columns> auto find_named(Columns& columns, Symbol name) {
    return std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.column.name == name; });
}

} // namespace

void Bind::bind_star(ExprId id, const ColumnRef& ref, std::span<const FromId> from, Derived* out) {
    std::vector<StarColumn> columns;
    bool complete = true;
    if (!ref.qualifier.empty()) {
        const auto place = find_qualifier(id, ref);
        complete = place && expand_entry(*place, columns);
    } else if (!from.empty()) {
        for (const FromId item : from)
            complete = expand(item, columns) && complete;
    } else {
        for (std::uint32_t i = names_.first(); i < names_.next(); ++i) {
            if (names_[i].columns_visible) complete = expand_entry(names_.place(i), columns) && complete;
        }
    }

    std::vector<BoundColumn> bound;
    for (StarColumn& column : columns) {
        if (out != nullptr) out->add(column.column);
        bound.push_back(std::move(column.bound));
    }
    if (out != nullptr && !complete) out->complete = false;
    result_.stars.set(id, std::move(bound));
}

/// The columns of a FROM item in their order. False where they are not all known.
bool Bind::expand(FromId id, std::vector<StarColumn>& out) const {
    for (std::uint32_t i = names_.first(); i < names_.next(); ++i) {
        if (names_[i].from == id && !names_[i].merged_only) return expand_entry(names_.place(i), out);
    }
    const auto* join = std::get_if<FromJoin>(&tree_[id].node);
    return join != nullptr && expand_join(*join, out);
}

/// Merged columns come first, then what is left of each side.
bool Bind::expand_join(const FromJoin& join, std::vector<StarColumn>& out) const {
    std::vector<StarColumn> left;
    std::vector<StarColumn> right;
    const bool left_complete = expand(join.left, left);
    const bool right_complete = expand(join.right, right);

    auto& first = join.kind == FromJoin::Kind::right ? right : left;
    auto& second = join.kind == FromJoin::Kind::right ? left : right;
    for (const Symbol name : merged_columns(join)) {
        const auto kept = find_named(first, name);
        if (kept == first.end()) continue;
        out.push_back(*kept);
        first.erase(kept);
        const auto hidden = find_named(second, name);
        if (hidden != second.end()) second.erase(hidden);
    }
    std::move(left.begin(), left.end(), std::back_inserter(out));
    std::move(right.begin(), right.end(), std::back_inserter(out));
    return left_complete && right_complete;
}

bool Bind::expand_entry(Place place, std::vector<StarColumn>& out) const {
    const Entry& entry = names_[place.entry];
    std::size_t live = 0;
    const auto add = [&](DerivedColumn column, std::size_t number) {
        if (live < entry.column_aliases.size()) column.name = entry.column_aliases[live];
        ++live;
        const BoundColumn bound = names_.bound(place, static_cast<ColumnNumber>(number));
        column.from = {}; // of the entry's own inside
        out.push_back({column, bound});
    };
    if (entry.derived != nullptr) {
        for (std::size_t i = 0; i < entry.derived->columns.size(); ++i)
            add(entry.derived->columns[i], i);
    } else if (entry.relation.valid()) {
        const std::vector<Column>& columns = catalog_[entry.relation].columns;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].dropped) add({columns[i].name, {}, &columns[i].type}, i);
        }
    }
    return names_.complete(entry);
}

} // namespace rlslint::names
