#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "rlslint/cli/run.hpp"

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

} // namespace

int main(int count, char** values) {
    keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    std::ios::sync_with_stdio(false);
    const auto files = rlslint::disk();
    rlslint::Io io{*files, std::cout, std::cerr, wants_color(), terminal_width(), pipeline()};
    return rlslint::run({values + (count > 0 ? 1 : 0), values + count}, io);
}
