#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string_view>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include "rlslint/cli/run.hpp"
#include "rlslint/text/thread.hpp"

namespace {

/// Were one of the first three descriptors closed, the next file opened would take its place, and
/// messages would end up in it.
void keep_standard_descriptors() {
    for (int descriptor = 0; descriptor <= 2; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            // Opened the wrong way round, so that using it fails as it should.
            if (open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) != descriptor) std::_Exit(2);
        }
    }
}

bool is_set(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool wants_color() {
    const char* const terminal = std::getenv("TERM");
    const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
    return isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && !dumb;
}

rlslint::Pipeline pipeline() {
    using Service = rlslint::Pipeline::Service;
    if (is_set("GITHUB_ACTIONS")) {
        const char* const file = std::getenv("GITHUB_STEP_SUMMARY");
        return {Service::github, file != nullptr ? file : ""};
    }
    return {is_set("GITLAB_CI") ? Service::gitlab : Service::none, ""};
}

std::size_t terminal_width() {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 100;
}

volatile std::sig_atomic_t shown = 0;
const char* volatile stage = nullptr;

/// Only what a signal's handler may do.
void show_stage(int) {
    const char* const text = stage;
    if (text == nullptr) return;
    shown = 1;
    for (const std::string_view part :
         {std::string_view("\r\x1b[Krlslint: "), std::string_view(text), std::string_view(" …")})
        if (write(STDERR_FILENO, part.data(), part.size()) < 0) return;
}

/// From a second on, and once a second, what is being done is shown on a line that is wiped in the end.
void watch(const char* now) {
    stage = now;
    if (now == nullptr && shown != 0 && write(STDERR_FILENO, "\r\x1b[K", 4) > 0) shown = 0;
}

/// None where nobody watches.
std::function<void(const char*)> progress() {
    if (isatty(STDERR_FILENO) == 0) return {};
    struct sigaction action {};
    action.sa_handler = show_stage;
    action.sa_flags = SA_RESTART;
    constexpr itimerval each_second{{1, 0}, {1, 0}};
    if (sigaction(SIGALRM, &action, nullptr) != 0 || setitimer(ITIMER_REAL, &each_second, nullptr) != 0)
        return {};
    return watch;
}

} // namespace

int main(int count, char** values) {
    keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    std::ios::sync_with_stdio(false);
    const auto files = rlslint::looking_once(rlslint::disk());
    rlslint::Io io{*files,
                   std::cout,
                   std::cerr,
                   wants_color(),
                   terminal_width(),
                   pipeline(),
                   isatty(STDOUT_FILENO) != 0,
                   progress()};
    int code = 0;
    const auto work = [&] { code = rlslint::run({values + (count > 0 ? 1 : 0), values + count}, io); };
    if (!rlslint::Thread(work).started()) work();
    return code;
}
