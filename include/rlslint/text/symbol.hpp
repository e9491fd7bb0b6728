#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace rlslint {

/// An interned name: equal texts give equal symbols, so names are compared and hashed as integers.
///
/// The table is one per process, safe to use from several threads, and never shrinks; a symbol's
/// text lives as long as the process. There is on purpose no operator<: the numbers depend on the
/// order of interning. Sort by `text()`.
class Symbol {
public:
    /// The symbol of the empty text; what a missing name is.
    constexpr Symbol() = default;

    /// Interns `text`, whose bytes are copied when they are new.
    explicit Symbol(std::string_view text);

    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] constexpr bool empty() const { return id_ == 0; }
    [[nodiscard]] constexpr std::uint32_t id() const { return id_; }

    friend constexpr bool operator==(Symbol, Symbol) = default;

private:
    std::uint32_t id_ = 0;
};

} // namespace rlslint

template <> struct std::hash<rlslint::Symbol> {
    std::size_t operator()(rlslint::Symbol s) const noexcept {
        return s.id() * std::size_t{0x9E3779B97F4A7C15};
    }
};
