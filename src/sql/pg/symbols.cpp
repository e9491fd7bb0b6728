#include "symbols.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace rlslint::pg {
namespace {

/// The names of one project are few and repeat, while the table of all symbols is large and its parts
/// lie far from each other. Each thread keeps what it met last; a symbol's text never moves.
struct Recent {
    std::string_view text;
    Symbol symbol;
};

constexpr std::size_t slots = 1024;

/// Of the first and last eight bytes: names that differ in the middle alone share a slot.
std::size_t slot_of(std::string_view text) {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    const std::size_t part = text.size() < sizeof head ? text.size() : sizeof head;
    std::memcpy(&head, text.data(), part);
    std::memcpy(&tail, text.data() + text.size() - part, part);
    const std::uint64_t mixed = (head ^ (tail * 31) ^ text.size()) * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(mixed >> 54) % slots;
}

} // namespace

Symbol symbol(std::string_view text) {
    if (text.empty()) return {};
    thread_local std::array<Recent, slots> recent;
    Recent& found = recent[slot_of(text)];
    if (found.text != text) {
        found.symbol = Symbol{text};
        found.text = found.symbol.text();
    }
    return found.symbol;
}

} // namespace rlslint::pg
