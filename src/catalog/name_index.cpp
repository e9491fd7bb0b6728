#include "rlslint/catalog/name_index.hpp"

#include <utility>

namespace rlslint {

std::size_t NameIndex::home(std::uint32_t scope, Symbol name) const {
    const std::uint64_t key = (std::uint64_t{scope} << 32) | name.id();
    const std::uint64_t mixed = key * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
}

/// The slot that has the name, else the empty one where it belongs.
std::size_t NameIndex::locate(std::uint32_t scope, Symbol name) const {
    std::size_t at = home(scope, name);
    while (!slots_[at].empty() && (slots_[at].scope != scope || slots_[at].name != name)) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return at;
}

std::uint32_t NameIndex::find(std::uint32_t scope, Symbol name) const {
    return slots_.empty() ? none : slots_[locate(scope, name)].object;
}

void NameIndex::set(std::uint32_t scope, Symbol name, std::uint32_t object) {
    if ((count_ + 1) * 4 > slots_.size() * 3) grow();
    Slot& slot = slots_[locate(scope, name)];
    if (slot.empty()) ++count_;
    slot = {scope, name, object};
}

void NameIndex::erase(std::uint32_t scope, Symbol name, std::uint32_t object) {
    if (slots_.empty()) return;
    std::size_t hole = locate(scope, name);
    if (slots_[hole].object != object || object == none) return;

    // Move back what follows in the same run, so that no search stops at the hole too early.
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = (hole + 1) & mask; !slots_[at].empty(); at = (at + 1) & mask) {
        const std::size_t wanted = home(slots_[at].scope, slots_[at].name);
        if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
        slots_[hole] = slots_[at];
        hole = at;
    }
    slots_[hole] = {};
    --count_;
}

void NameIndex::grow() {
    std::vector<Slot> old = std::exchange(slots_, {});
    slots_.resize(old.empty() ? 16 : old.size() * 2);
    for (const Slot& slot : old) {
        if (!slot.empty()) slots_[locate(slot.scope, slot.name)] = slot;
    }
}

} // namespace rlslint
