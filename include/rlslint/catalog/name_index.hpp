#pragma once

#include <cstdint>
#include <vector>

#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// From a name within a scope (a schema's, a table's number; 0 for the database as a whole) to an
/// object's number. An open-addressing hash table: a catalog of many policies looks up and adds a
/// name for each, and a node for every one would cost more than all the rest.
class NameIndex {
public:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// `none` where the scope has no such name.
    [[nodiscard]] std::uint32_t find(std::uint32_t scope, Symbol name) const;

    /// Adds the name, or gives it a new object.
    void set(std::uint32_t scope, Symbol name, std::uint32_t object);

    /// Takes the name out if it stands for `object`; another object's is left alone.
    void erase(std::uint32_t scope, Symbol name, std::uint32_t object);

private:
    struct Slot {
        std::uint32_t scope = 0;
        Symbol name;
        std::uint32_t object = none;

        [[nodiscard]] bool empty() const { return object == none; }
    };

    [[nodiscard]] std::size_t home(std::uint32_t scope, Symbol name) const;
    [[nodiscard]] std::size_t locate(std::uint32_t scope, Symbol name) const;
    void grow();

    std::vector<Slot> slots_; ///< a power of two, at most three quarters full
    std::size_t count_ = 0;
};

} // namespace rlslint
