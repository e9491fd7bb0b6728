#pragma once

#include <functional>
#include <memory>

namespace rlslint {

/// A thread with a stack of 64 MB, whatever `ulimit -s` says: how deep statements may nest must not depend
/// on the shell, nor on which thread reads them.
class Thread {
public:
    /// Runs `work` beside the caller, who keeps what it refers to. Nothing runs where no such stack is to
    /// be had: see started().
    explicit Thread(std::function<void()> work);
    /// Waits for the end of it.
    ~Thread();
    Thread(Thread&&) noexcept;
    Thread& operator=(Thread&&) = delete;
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    [[nodiscard]] bool started() const { return running_ != nullptr; }

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

/// How many threads can run at once here: at least 1.
[[nodiscard]] unsigned cores();

} // namespace rlslint
