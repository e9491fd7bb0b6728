#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace rlslint {

/// What is still to do in a walk over a tree: a stack that needs no memory of its own for the short
/// lists that nearly all trees make.
template <class T> class WorkList {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] T& operator[](std::size_t i) { return i < near ? first_[i] : rest_[i - near]; }

    void push(T item) {
        if (size_ < near)
            first_[size_] = item;
        else
            rest_.push_back(item);
        ++size_;
    }

    T pop() {
        --size_;
        if (size_ < near) return first_[size_];
        const T item = rest_.back();
        rest_.pop_back();
        return item;
    }

    /// Turns round what was pushed since the list had `from` items, so that the first comes off first.
    void reverse_from(std::size_t from) {
        for (std::size_t end = size_; from + 1 < end; ++from)
            std::swap((*this)[from], (*this)[--end]);
    }

private:
    static constexpr std::size_t near = 24;
    std::array<T, near> first_;
    std::vector<T> rest_;
    std::size_t size_ = 0;
};

} // namespace rlslint
