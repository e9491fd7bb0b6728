#include "support/server/process.hpp"

#include <cerrno>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace rlslint::testing {
namespace {

Runner choose_runner() {
    if (geteuid() != 0) return {geteuid(), getegid()};
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* entry = getpwnam(name)) return {entry->pw_uid, entry->pw_gid};
    }
    throw std::runtime_error(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
}

bool become(const Runner& runner) {
    if (geteuid() != 0) return true;
    return setgroups(0, nullptr) == 0 && setgid(runner.group) == 0 && setuid(runner.user) == 0;
}

// SIGQUIT makes a PostgreSQL server end at once, its children too.
bool die_with(pid_t parent) {
#ifdef __linux__
    return prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0 && getppid() == parent;
#else
    return getppid() == parent;
#endif
}

bool write_output_to(const char* log) {
    const int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int nothing = open("/dev/null", O_RDONLY);
    return file >= 0 && nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(file, 1) >= 0 && dup2(file, 2) >= 0;
}

} // namespace

const Runner& Runner::unprivileged() {
    static const Runner runner = choose_runner();
    return runner;
}

pid_t start(const Command& command) {
    // All that needs memory comes before fork().
    const Runner& runner = Runner::unprivileged();
    const std::string log = command.log.string();
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("fork failed");
    if (child > 0) return child;
    if (become(runner) && die_with(parent) && chdir("/") == 0 && write_output_to(log.c_str())) {
        execv(argv[0], argv.data());
    }
    _exit(127);
}

int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool alive(pid_t process) { return kill(process, 0) == 0 || errno == EPERM; }

} // namespace rlslint::testing
