#include "rlslint/text/thread.hpp"

#include <algorithm>
#include <cstddef>
#include <thread>
#include <utility>

#include <pthread.h>

namespace rlslint {
namespace {

constexpr std::size_t stack_size = std::size_t{64} << 20U;

void* run(void* work) {
    (*static_cast<std::function<void()>*>(work))();
    return nullptr;
}

bool start(pthread_t& thread, std::function<void()>& work) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    const bool started = pthread_attr_setstacksize(&attributes, stack_size) == 0 &&
                         pthread_create(&thread, &attributes, run, &work) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

} // namespace

struct Thread::Running {
    std::function<void()> work;
    pthread_t thread{};
};

Thread::Thread(std::function<void()> work) : running_(std::make_unique<Running>(Running{std::move(work)})) {
    if (!start(running_->thread, running_->work)) running_.reset();
}

Thread::Thread(Thread&&) noexcept = default;

Thread::~Thread() {
    if (running_) pthread_join(running_->thread, nullptr);
}

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

} // namespace rlslint
