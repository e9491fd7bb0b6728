#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "rlslint/predicate/circumstances.hpp"

namespace rlslint {

enum class Answer : std::uint8_t { no, yes, unknown };

/// Of an update, the row that it finds and the row that it leaves. A clause that is about one row
/// only is about the old one.
enum class RowVersion : std::uint8_t { old_row, new_row };

/// A demand on one row, or on the two of an update, and on the session: made by a Decider, for that
/// Decider. NULL counts as false, as it does in a policy.
class Demand {
public:
    /// A demand that is always met, and one that never is.
    [[nodiscard]] static Demand constant(bool met);
    [[nodiscard]] static Demand all(std::vector<Demand> parts);
    [[nodiscard]] static Demand any(std::vector<Demand> parts);

private:
    friend class Decider;
    struct Node;
    explicit Demand(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

    std::shared_ptr<const Node> node_;
};

/// Decides whether demands can be met, over conjunctions of literals with equality classes,
/// constants, order and null-ness. Sub-selects and functions are compared as wholes, up to the names
/// of their aliases. It works within a budget.
///
/// It refers to catalog and platform and must not outlive them, and belongs to one thread.
class Decider {
public:
    Decider(const Catalog& catalog, const Platform& platform, Circumstances circumstances = {});
    ~Decider();
    Decider(const Decider&) = delete;
    Decider& operator=(const Decider&) = delete;

    /// The clause comes to true; the other, to false or NULL. The clause must be the catalog's, and
    /// live on: its shape is kept.
    [[nodiscard]] Demand holds(const BoundExpr& clause, RowVersion row = RowVersion::old_row);
    [[nodiscard]] Demand does_not_hold(const BoundExpr& clause, RowVersion row = RowVersion::old_row);

    /// An update gives the column another value, NULL counted as one.
    [[nodiscard]] Demand changes(RelationId relation, ColumnNumber column);

    /// Whether some row, or pair of rows, and session meet it. `no` is proven. `yes` means that only
    /// values are in play that may be chosen freely: columns that no CHECK is about, constants, one session
    /// function.
    [[nodiscard]] Answer possible(const Demand& demand) const;

    /// Every row that passes the one passes the other, in every session. `false`: not proven.
    [[nodiscard]] bool implies(const BoundExpr& clause, const BoundExpr& other);
    [[nodiscard]] bool equivalent(const BoundExpr& clause, const BoundExpr& other);
    /// No row passes both in one session.
    [[nodiscard]] bool disjoint(const BoundExpr& clause, const BoundExpr& other);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace rlslint
