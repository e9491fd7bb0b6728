#include "own_stack.hpp"

#include <cstddef>

#include <pthread.h>

namespace rlslint {
namespace {

constexpr std::size_t stack_size = std::size_t{64} << 20U;

struct Job {
    const std::function<int()>& work;
    int result = 0;
};

void* run(void* job) {
    auto& mine = *static_cast<Job*>(job);
    mine.result = mine.work();
    return nullptr;
}

bool run_on_thread(Job& job) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_t thread{};
    const bool started = pthread_attr_setstacksize(&attributes, stack_size) == 0 &&
                         pthread_create(&thread, &attributes, run, &job) == 0;
    pthread_attr_destroy(&attributes);
    return started && pthread_join(thread, nullptr) == 0;
}

} // namespace

int on_own_stack(const std::function<int()>& work) {
    Job job{work};
    return run_on_thread(job) ? job.result : work();
}

} // namespace rlslint
