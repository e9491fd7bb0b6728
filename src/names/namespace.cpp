#include "namespace.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rlslint/names/binder.hpp"

namespace rlslint::names {
namespace {

/// Aliases rename the live columns from the left; those without one keep their names.
ColumnNumber aliased_column(const Relation& relation, std::span<const Symbol> aliases, Symbol name) {
    std::size_t live = 0;
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        const Column& column = relation.columns[i];
        if (column.dropped) continue;
        if ((live < aliases.size() ? aliases[live] : column.name) == name)
            return static_cast<ColumnNumber>(i);
        ++live;
    }
    return whole_row;
}

ColumnNumber derived_column(const Derived& derived, std::span<const Symbol> aliases, Symbol name) {
    for (std::size_t i = 0; i < derived.columns.size(); ++i) {
        if ((i < aliases.size() ? aliases[i] : derived.columns[i].name) == name)
            return static_cast<ColumnNumber>(i);
    }
    return whole_row;
}

} // namespace

void Namespace::open() { scopes_.push_back({next(), next(), true}); }

void Namespace::close() {
    entries_.resize(scopes_.back().first);
    scopes_.pop_back();
}

std::uint32_t Namespace::add(Entry entry) {
    entries_.push_back(std::move(entry));
    return next() - 1;
}

std::uint32_t Namespace::show_from(std::uint32_t entry) {
    return std::exchange(scopes_.back().visible, entry);
}

bool Namespace::show_inside(bool shown) { return std::exchange(scopes_.back().shown_inside, shown); }

Namespace::Range Namespace::visible_entries(std::size_t scope) const {
    const bool innermost = scope + 1 == scopes_.size();
    const std::uint32_t end = innermost ? next() : scopes_[scope + 1].first;
    if (!innermost && !scopes_[scope].shown_inside) return {end, end};
    return {scopes_[scope].visible, end};
}

ColumnNumber Namespace::column_of(const Entry& entry, Symbol name) const {
    if (entry.derived != nullptr) return derived_column(*entry.derived, entry.column_aliases, name);
    if (!entry.relation.valid()) return whole_row;
    if (entry.column_aliases.empty()) return catalog_->find_column(entry.relation, name);
    return aliased_column((*catalog_)[entry.relation], entry.column_aliases, name);
}

bool Namespace::complete(const Entry& entry) const {
    if (entry.derived != nullptr) return entry.derived->known && entry.derived->complete;
    return entry.relation.valid() && (*catalog_)[entry.relation].columns_known();
}

bool Namespace::has_system_column(const Entry& entry, Symbol name) const {
    return entry.relation.valid() && !(*catalog_)[entry.relation].is_view() && is_system_column(name);
}

ColumnNumber Namespace::visible_column(const Entry& entry, Symbol name) const {
    if (!entry.columns_visible) return whole_row;
    if (std::find(entry.merged.begin(), entry.merged.end(), name) != entry.merged.end()) return whole_row;
    return column_of(entry, name);
}

ColumnLookup Namespace::find_in(std::size_t scope, Symbol name) const {
    using enum ColumnLookup::Result;
    ColumnLookup lookup;
    bool in_doubt = false;
    const auto [begin, end] = visible_entries(scope);
    for (std::uint32_t i = begin; i < end; ++i) {
        const Entry& entry = entries_[i];
        const ColumnNumber column = visible_column(entry, name);
        if (column != whole_row) {
            if (lookup.result == found) return {ambiguous, {}, whole_row};
            lookup = {found, {i, static_cast<std::uint32_t>(scope)}, column};
        } else if (entry.columns_visible && (!complete(entry) || has_system_column(entry, name))) {
            in_doubt = true;
        }
    }
    // In a query that is valid, no other entry has a column that one is known to have.
    if (lookup.result == absent && in_doubt) lookup.result = unknown;
    return lookup;
}

ColumnLookup Namespace::find_column(Symbol name) const {
    for (std::size_t scope = scopes_.size(); scope-- > 0;) {
        const ColumnLookup lookup = find_in(scope, name);
        if (lookup.result != ColumnLookup::Result::absent) return lookup;
    }
    return {};
}

std::optional<Place> Namespace::find_entry(Symbol qualifier, RelationId relation) const {
    for (std::size_t scope = scopes_.size(); scope-- > 0;) {
        const auto [begin, end] = visible_entries(scope);
        for (std::uint32_t i = begin; i < end; ++i) {
            const Entry& entry = entries_[i];
            if (!entry.name_visible || entry.name != qualifier) continue;
            if (relation.valid() && (entry.aliased || entry.relation != relation)) continue;
            return Place{i, static_cast<std::uint32_t>(scope)};
        }
    }
    return std::nullopt;
}

bool Namespace::has_hidden_entry(Symbol qualifier, RelationId relation) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.name == qualifier || (relation.valid() && entry.relation == relation);
    });
}

BoundColumn Namespace::bound(Place place, ColumnNumber column) const {
    BoundColumn result;
    result.from = entries_[place.entry].from;
    result.relation = entries_[place.entry].relation;
    result.column = column;
    const Derived* derived = entries_[place.entry].derived;
    if (derived != nullptr && column < derived->columns.size()) {
        const DerivedColumn& inner = derived->columns[column];
        if (inner.from.valid()) {
            result.from = inner.from;
            result.relation = inner.relation;
            result.column = inner.number;
        }
    }
    result.levels_up = static_cast<std::uint16_t>(scopes_.size() - 1 - place.scope);
    return result;
}

std::vector<std::pair<FromId, RelationId>> Namespace::outer_entries(std::uint32_t scope, Symbol name) const {
    std::vector<std::pair<FromId, RelationId>> result;
    while (scope-- > 0) {
        const auto [begin, end] = visible_entries(scope);
        for (std::uint32_t i = begin; i < end; ++i) {
            const Entry& entry = entries_[i];
            if (visible_column(entry, name) != whole_row) result.emplace_back(entry.from, entry.relation);
        }
    }
    return result;
}

} // namespace rlslint::names
