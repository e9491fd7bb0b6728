#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "rlslint/catalog/bound.hpp"

namespace rlslint {

/// What was worked out about clauses, each once. Clauses are told apart by their place in the trees, which
/// must outlive this. What `of` returns stays where it is.
///
/// Every rule asks about every clause, so a question costs one look into a flat table: no more than half
/// of it is taken, and what is taken stays.
template <typename Value> class PerClause {
public:
    /// `make` works it out where it is not known yet; it may ask about other clauses.
    template <typename Make> const Value& of(const BoundExpr& clause, const Make& make) {
        const Key key{clause.tree.get(), clause.root};
        if (const Slot& slot = slots_[place_of(key)]; slot.key.tree != nullptr) return values_[slot.value];
        Value value = make();
        if (2 * values_.size() >= slots_.size()) grow();
        slots_[place_of(key)] = {key, static_cast<std::uint32_t>(values_.size())};
        return values_.emplace_back(std::move(value));
    }

private:
    struct Key {
        const Tree* tree = nullptr;
        ExprId root;
        bool operator==(const Key&) const = default;
    };
    struct Slot {
        Key key; ///< without a tree where the slot is free
        std::uint32_t value = 0;
    };

    [[nodiscard]] std::size_t place_of(const Key& key) const {
        const std::uint64_t mixed =
            (reinterpret_cast<std::uintptr_t>(key.tree) + key.root.value) * 0x9E3779B97F4A7C15ULL;
        std::size_t at = static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
        while (slots_[at].key.tree != nullptr && !(slots_[at].key == key))
            at = (at + 1) & (slots_.size() - 1);
        return at;
    }

    void grow() {
        std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
        for (const Slot& slot : before) {
            if (slot.key.tree != nullptr) slots_[place_of(slot.key)] = slot;
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(64);
    std::deque<Value> values_;
};

} // namespace rlslint
