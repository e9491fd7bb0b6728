#pragma once

#include <string>
#include <utility>
#include <variant>

namespace rlslint {

/// Why something could not be done, in one sentence for people, without a full stop.
struct Failure {
    std::string message;
};

/// A value, or why there is none.
template <class T> class Result {
public:
    Result(T value) : held_(std::move(value)) {}
    Result(Failure failure) : held_(std::move(failure)) {}

    [[nodiscard]] bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Only of one that is ok.
    [[nodiscard]] T& operator*() { return std::get<0>(held_); }
    [[nodiscard]] const T& operator*() const { return std::get<0>(held_); }
    [[nodiscard]] T* operator->() { return &std::get<0>(held_); }
    [[nodiscard]] const T* operator->() const { return &std::get<0>(held_); }

    /// Only of one that is not.
    [[nodiscard]] const Failure& failure() const { return std::get<1>(held_); }

private:
    std::variant<T, Failure> held_;
};

} // namespace rlslint
