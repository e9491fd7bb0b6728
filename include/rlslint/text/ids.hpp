#pragma once

#include <cstdint>
#include <functional>

namespace rlslint {

/// An index with a type of its own, so that a role's number is never taken for a relation's.
/// The default is "none".
template <class Tag> struct Id {
    std::uint32_t value = UINT32_MAX;

    [[nodiscard]] constexpr bool valid() const { return value != UINT32_MAX; }
    friend constexpr bool operator==(Id, Id) = default;
    friend constexpr auto
    operator<=>(Id, Id) = default; // NOLINT(modernize-use-nullptr): a false alarm of clang-tidy 14
};

} // namespace rlslint

template <class Tag> struct std::hash<rlslint::Id<Tag>> {
    std::size_t operator()(rlslint::Id<Tag> id) const noexcept { return id.value; }
};
