#include "process.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rlslint {
namespace {

/// The ends of a pipe, which no other program inherits.
struct Pipe {
    int read_end = -1;
    int write_end = -1;

    Pipe() {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) return;
        read_end = ends[0];
        write_end = ends[1];
        for (const int end : ends)
            fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    [[nodiscard]] bool is_open() const { return read_end != -1; }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// 0, or why it could not be started.
int spawn(pid_t& id, const Pipe& in, const Pipe& out, std::vector<std::string> command,
          std::vector<std::string> environment) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read_end, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int error = posix_spawnp(&id, command.front().c_str(), &actions, nullptr, pointers(command).data(),
                                   pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

} // namespace

Result<std::unique_ptr<Process>> Process::start(const std::vector<std::string>& command,
                                                const std::vector<std::string>& environment) {
    const Pipe in, out;
    if (!in.is_open() || !out.is_open()) return Failure{std::strerror(errno)};
    pid_t id = 0;
    const int error = spawn(id, in, out, command, environment);
    close(in.read_end);
    close(out.write_end);
    Open to(fdopen(in.write_end, "wb")), from(fdopen(out.read_end, "rb"));
    if (error != 0) return Failure{std::strerror(error)};
    return std::unique_ptr<Process>(new Process(id, std::move(to), std::move(from)));
}

Process::~Process() { wait(); }

bool Process::write(std::string_view bytes) {
    return std::fwrite(bytes.data(), 1, bytes.size(), in_.get()) == bytes.size() &&
           std::fflush(in_.get()) == 0;
}

std::string Process::read_line() {
    std::string line;
    for (int c = std::fgetc(out_.get()); c != EOF && c != '\n'; c = std::fgetc(out_.get()))
        line += static_cast<char>(c);
    return line;
}

std::string Process::read(std::size_t count) {
    std::string bytes(count, '\0');
    bytes.resize(std::fread(bytes.data(), 1, count, out_.get()));
    return bytes;
}

std::string Process::read_to_end() {
    std::string bytes;
    constexpr std::size_t block = 1 << 16;
    for (std::string more = read(block); !more.empty(); more = read(block))
        bytes += more;
    return bytes;
}

int Process::wait() {
    in_.reset();
    if (id_ == 0) return -1;
    out_.reset();
    int status = 0;
    while (waitpid(id_, &status, 0) == -1 && errno == EINTR) {
    }
    id_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace rlslint
