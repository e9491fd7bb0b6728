#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/sql/tree.hpp"

namespace rlslint {

/// What the ids of one tree mean. A sorted vector: most trees have few names or none, and a catalog
/// holds many trees.
template <class Key, class Value> class IdMap {
public:
    using Entry = std::pair<Key, Value>;

    /// Null where there is none.
    [[nodiscard]] const Value* find(Key key) const {
        const auto at = position(key);
        return at != entries_.end() && at->first == key ? &at->second : nullptr;
    }
    [[nodiscard]] bool contains(Key key) const { return find(key) != nullptr; }

    /// Cheapest when the keys come in ascending order.
    void set(Key key, Value value) {
        if (entries_.empty() || entries_.back().first < key) {
            entries_.emplace_back(key, std::move(value));
            return;
        }
        const auto at = entries_.begin() + (position(key) - entries_.cbegin());
        if (at->first == key)
            at->second = std::move(value);
        else
            entries_.emplace(at, key, std::move(value));
    }

    /// All at once, in any order; no key twice.
    void assign(std::vector<Entry> entries) {
        entries_ = std::move(entries);
        const auto by_key = [](const Entry& a, const Entry& b) { return a.first < b.first; };
        if (!std::is_sorted(entries_.begin(), entries_.end(), by_key)) {
            std::sort(entries_.begin(), entries_.end(), by_key);
        }
    }

    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }

private:
    [[nodiscard]] auto position(Key key) const {
        return std::lower_bound(entries_.begin(), entries_.end(), key,
                                [](const Entry& entry, Key k) { return entry.first < k; });
    }

    std::vector<Entry> entries_;
};

/// What a column reference means: a column of one entry of a FROM list, or of the row that a policy,
/// default or trigger is about (`from` is none then).
struct BoundColumn {
    FromId from;
    RelationId relation; ///< none where the entry is a sub-select, a function or unknown
    ColumnNumber column = whole_row;
    std::uint16_t levels_up = 0; ///< how many queries outwards the entry stands
    /// Entries further out that have a column of this name too: what it would have meant, had the
    /// inner one not captured it. Nearest first.
    std::vector<std::pair<FromId, RelationId>> also;
};

/// What a function call means. A function of PostgreSQL's own has no id.
struct BoundFunction {
    FunctionId function;
    bool builtin = false; ///< known to live in pg_catalog
};

/// A name that was looked up and not found, in the server's words.
struct Unresolved {
    std::string message;
    std::string sqlstate;
    Span span;
};

/// An output column of a query. The type has no name where it is not known.
struct OutputColumn {
    Symbol name;
    TypeName type;
};

/// What the names in one tree meant at the moment when they were bound. Absent: not a name, or not
/// known. PostgreSQL stores policies, views and defaults in this form (pg_policy.polqual …).
struct Bindings {
    IdMap<ExprId, BoundColumn> columns;
    IdMap<ExprId, BoundFunction> functions;
    IdMap<FromId, RelationId> relations; ///< FROM entries that are relations, not CTEs
    IdMap<QueryId, RelationId> targets;  ///< of INSERT, UPDATE, DELETE, MERGE
    std::vector<Unresolved> unresolved;  ///< in the order in which the server would meet them
    /// String constants that name relations: 'seq'::regclass, nextval('seq').
    IdMap<ExprId, RelationId> named;
    /// What `*` and `t.*` in a SELECT or RETURNING list stood for, as far as known.
    IdMap<ExprId, std::vector<BoundColumn>> stars;
    std::vector<BoundColumn> joined; ///< the columns that USING and NATURAL compare

    /// Of a query: its output columns, as a view or table made of it has them. Of an expression: its
    /// value, as one column without a name.
    std::vector<OutputColumn> outputs;
    bool outputs_known = false; ///< they are all there
};

/// An expression of the catalog: shared and never changed, so copying it is cheap.
struct BoundExpr {
    TreePtr tree;
    ExprId root;
    std::shared_ptr<const Bindings> bindings;
    Span clause; ///< with its keyword: `USING (…)`; the expression's own span is in the tree

    [[nodiscard]] bool present() const { return tree != nullptr && root.valid(); }
    [[nodiscard]] Span span() const { return (*tree)[root].span; }
};

/// The same for a query: a view's, or one statement of an SQL-standard body.
struct BoundQuery {
    TreePtr tree;
    QueryId root;
    std::shared_ptr<const Bindings> bindings;
    Span span;

    [[nodiscard]] bool present() const { return tree != nullptr && root.valid(); }
};

} // namespace rlslint
