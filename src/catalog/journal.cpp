#include "rlslint/catalog/journal.hpp"

#include <algorithm>
#include <type_traits>

namespace rlslint::detail {

namespace {

template <class Change> constexpr bool is_list = false;
template <class Item> constexpr bool is_list<std::vector<Item>> = true;

/// The stamp that an object had when it was saved; of a list none.
std::uint32_t stamp_of(const Journal::Change& change) {
    return std::visit(
        [](const auto& saved) -> std::uint32_t {
            if constexpr (is_list<std::decay_t<decltype(saved)>>)
                return 0;
            else
                return saved.stamp;
        },
        change);
}

} // namespace

std::size_t Journal::mark(const Sizes& sizes) {
    marks_.push_back({sizes, changes_.size(), ++last_number_});
    return marks_.size() - 1;
}

void Journal::release(std::size_t mark) {
    if (mark >= marks_.size()) return;
    const std::size_t first = marks_[mark].changes;
    marks_.resize(mark);
    if (marks_.empty()) {
        changes_.clear();
        return;
    }
    // An object that the mark before has saved already need not be kept again.
    const std::uint32_t outer = marks_.back().number;
    const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(first);
    changes_.erase(
        std::remove_if(begin, changes_.end(), [&](const Change& c) { return stamp_of(c) >= outer; }),
        changes_.end());
}

void Journal::unstamp(const Change& change) {
    std::visit(
        [this](const auto& saved) {
            if constexpr (!is_list<std::decay_t<decltype(saved)>>)
                stamps_[place(saved.id)][saved.id.value] = saved.stamp;
        },
        change);
}

} // namespace rlslint::detail
