#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "rlslint/catalog/bound.hpp"

namespace rlslint {

/// What was worked out about clauses, each once. Clauses are told apart by their place in the trees, which
/// must outlive this. What `of` returns stays where it is.
template <typename Value> class PerClause {
public:
    /// `make` works it out where it is not known yet; it may ask about other clauses.
    template <typename Make> const Value& of(const BoundExpr& clause, const Make& make) {
        const Key key{clause.tree.get(), clause.root};
        const auto found = known_.find(key);
        return found != known_.end() ? found->second : known_.emplace(key, make()).first->second;
    }

private:
    struct Key {
        const Tree* tree = nullptr;
        ExprId root;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<const Tree*>{}(key.tree) ^ (std::size_t{key.root.value} << 48U);
        }
    };
    std::unordered_map<Key, Value, Hash> known_;
};

} // namespace rlslint
