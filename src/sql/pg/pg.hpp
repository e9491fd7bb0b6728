#pragma once

// PostgreSQL's raw parse tree. The server's headers define macros such as ERROR, Min, foreach and
// printf, so this is included last, behind every standard and library header.

#include <cstddef>
#include <cstring>
#include <iterator>
#include <string_view>
#include <type_traits>

#include "symbols.hpp"

extern "C" {
// The order matters: pg_query_internal.h uses what pg_query.h declares.
// clang-format off
#include "pg_query.h"
#include "pg_query_internal.h"
#include "catalog/pg_trigger.h"
#include "nodes/parsenodes.h"
// clang-format on
}

#undef printf
#undef snprintf
#undef vsnprintf
#undef strerror
#undef restrict

namespace rlslint::pg {

/// The elements of a list of nodes, for range-for; a null list has none.
template <class T> class Items {
public:
    class Iterator {
    public:
        using value_type = const T*;
        using difference_type = std::ptrdiff_t;

        Iterator() = default;
        explicit Iterator(const ::ListCell* at) : at_(at) {}
        const T* operator*() const { return static_cast<const T*>(at_->ptr_value); }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(Iterator, Iterator) = default;

    private:
        const ::ListCell* at_ = nullptr;
    };

    explicit Items(const ::List* list) : list_(list) {}

    [[nodiscard]] std::size_t size() const {
        return list_ == nullptr ? 0 : static_cast<std::size_t>(list_->length);
    }
    [[nodiscard]] bool empty() const { return list_ == nullptr; }
    [[nodiscard]] const T* operator[](std::size_t i) const {
        return static_cast<const T*>(list_->elements[i].ptr_value);
    }
    [[nodiscard]] const T* front() const { return (*this)[0]; }
    [[nodiscard]] const T* back() const { return (*this)[size() - 1]; }
    [[nodiscard]] Iterator begin() const { return Iterator{list_ == nullptr ? nullptr : list_->elements}; }
    [[nodiscard]] Iterator end() const {
        return Iterator{list_ == nullptr ? nullptr : list_->elements + list_->length};
    }

private:
    const ::List* list_;
};

template <class T = ::Node> [[nodiscard]] Items<T> items(const ::List* list) { return Items<T>{list}; }

/// A node's fields, once its tag has been looked at.
template <class T, class From> [[nodiscard]] const T& as(const From* node) {
    return *reinterpret_cast<const T*>(node);
}

template <class From> [[nodiscard]] ::NodeTag tag_of(const From* node) {
    return node == nullptr ? T_Invalid : reinterpret_cast<const ::Node*>(node)->type;
}

template <class From> [[nodiscard]] bool is(const From* node, ::NodeTag tag) { return tag_of(node) == tag; }

/// A node that is a list, or null.
template <class From> [[nodiscard]] const ::List* list_of(const From* node) {
    return reinterpret_cast<const ::List*>(node);
}

/// A C string that may be null.
[[nodiscard]] inline std::string_view view(const char* string) {
    return string == nullptr ? std::string_view{} : std::string_view{string};
}

/// A String node's text; empty for any other node.
template <class From> [[nodiscard]] std::string_view string_of(const From* node) {
    return is(node, T_String) ? view(as<::String>(node).sval) : std::string_view{};
}

/// The same as symbols.
[[nodiscard]] inline Symbol symbol(const char* string) { return symbol(view(string)); }

template <class From> [[nodiscard]] Symbol symbol_of(const From* node) { return symbol(string_of(node)); }

} // namespace rlslint::pg
