#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint::names {

/// A column of something that a query makes: an expression's value, or, where there is none, a
/// column of which at most the type is known.
struct DerivedColumn {
    Symbol name;
    ExprId value;
    const TypeName* type = nullptr;
    FromId from{}; ///< of a join's alias: whose column it is
    RelationId relation{};
    ColumnNumber number = whole_row;
};

/// The columns of a sub-select, CTE, function or join with an alias.
struct Derived {
    std::vector<DerivedColumn> columns;
    std::span<const Symbol> names;      ///< those that a WITH clause gives the first ones
    std::vector<const Derived*> united; ///< the other operands of a UNION
    bool complete = true;               ///< these are all
    bool known = false;                 ///< they have been worked out: a CTE may be named before it is

    void add(DerivedColumn column) {
        if (columns.size() < names.size()) column.name = names[columns.size()];
        columns.push_back(column);
    }
};

/// What a FROM item, or the row that an expression is about, brings into reach: PostgreSQL's
/// ParseNamespaceItem.
struct Entry {
    FromId from;
    Symbol name;                            ///< the alias, else the relation's name
    RelationId relation;                    ///< none where it is derived, or not known
    const Derived* derived = nullptr;       ///< null for a relation, and where nothing is known
    std::span<const Symbol> column_aliases; ///< names of the first columns, instead of their own
    bool aliased = false;
    bool columns_visible = true; ///< to names without qualifier
    bool name_visible = true;    ///< to names with it
    bool merged_only = false;    ///< the alias of USING: the merged columns, and not what `*` stands for
    std::vector<Symbol> merged;  ///< by JOIN … USING with a column of another entry, which stands for both
};

/// Where a name was found: an entry in a scope.
struct Place {
    std::uint32_t entry = 0;
    std::uint32_t scope = 0;
};

struct ColumnLookup {
    enum class Result : std::uint8_t {
        absent,
        found,
        ambiguous,
        unknown, ///< something in reach might have the column: its columns are not all known
    };
    Result result = Result::absent;
    Place place;
    ColumnNumber column = whole_row;
};

/// The names in reach of an expression: a scope for each query around it, each with the entries of
/// its FROM list (src/backend/parser/parse_relation.c).
class Namespace {
public:
    explicit Namespace(const Catalog& catalog) : catalog_(&catalog) { scopes_.reserve(4); }

    // -- the innermost scope ----------------------------------------------------------------------
    void open();
    void close();
    std::uint32_t add(Entry entry);

    /// The number that the next entry will have.
    [[nodiscard]] std::uint32_t next() const { return static_cast<std::uint32_t>(entries_.size()); }
    [[nodiscard]] Entry& operator[](std::uint32_t entry) { return entries_[entry]; }
    [[nodiscard]] const Entry& operator[](std::uint32_t entry) const { return entries_[entry]; }

    /// The innermost scope's first entry.
    [[nodiscard]] std::uint32_t first() const { return scopes_.back().first; }

    [[nodiscard]] Place place(std::uint32_t entry) const {
        return {entry, static_cast<std::uint32_t>(scopes_.size() - 1)};
    }
    void set_visible(std::uint32_t entry, bool visible) {
        entries_[entry].columns_visible = visible;
        entries_[entry].name_visible = visible;
    }
    template <class Condition> [[nodiscard]] bool any_in_scope(const Condition& condition) const {
        return std::any_of(entries_.begin() + first(), entries_.end(), condition);
    }

    /// Hides the entries before `entry`: a join's ON sees its own two sides only. Returns what it was.
    std::uint32_t show_from(std::uint32_t entry);
    /// Whether queries inside see this scope's entries: those in its FROM list only with LATERAL.
    bool show_inside(bool shown);

    // -- look-ups ---------------------------------------------------------------------------------
    [[nodiscard]] ColumnLookup find_column(Symbol name) const;

    /// The entry that `qualifier.…` means, innermost first. With `relation` only the one that is
    /// this relation under its own name, for `schema.table.…`.
    [[nodiscard]] std::optional<Place> find_entry(Symbol qualifier, RelationId relation = {}) const;

    /// An entry of this name or relation that may not be named here.
    [[nodiscard]] bool has_hidden_entry(Symbol qualifier, RelationId relation) const;

    /// An entry's column, `whole_row` for none.
    [[nodiscard]] ColumnNumber column_of(const Entry& entry, Symbol name) const;
    /// The column as a name without qualifier finds it.
    [[nodiscard]] ColumnNumber visible_column(const Entry& entry, Symbol name) const;
    [[nodiscard]] bool complete(const Entry& entry) const;
    /// ctid, tableoid …, which every table has.
    [[nodiscard]] bool has_system_column(const Entry& entry, Symbol name) const;

    [[nodiscard]] BoundColumn bound(Place place, ColumnNumber column) const;
    /// The entries beyond `scope` that have a column of this name, nearest first.
    [[nodiscard]] std::vector<std::pair<FromId, RelationId>> outer_entries(std::uint32_t scope,
                                                                           Symbol name) const;

private:
    struct Scope {
        std::uint32_t first = 0;   ///< of its entries
        std::uint32_t visible = 0; ///< the first that is visible
        bool shown_inside = true;
    };
    struct Range {
        std::uint32_t begin;
        std::uint32_t end;
    };

    [[nodiscard]] Range visible_entries(std::size_t scope) const;
    [[nodiscard]] ColumnLookup find_in(std::size_t scope, Symbol name) const;

    const Catalog* catalog_;
    std::vector<Entry> entries_; ///< of all scopes, the innermost's last
    std::vector<Scope> scopes_;
};

} // namespace rlslint::names
