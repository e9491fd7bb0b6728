#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace rlslint::testing {

/// Who PostgreSQL's programs run as: ourselves, or, since they refuse to run as root, somebody
/// harmless.
struct Runner {
    uid_t user = 0;
    gid_t group = 0;

    static const Runner& unprivileged();
};

struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path log; ///< gets its output
};

/// Starts a program as Runner::unprivileged(). Where the system can do it (Linux), the program is
/// told to quit when we die, however we die.
[[nodiscard]] pid_t start(const Command& command);

/// Waits for a program; its exit code, 128 + signal for one that was killed.
int wait_for(pid_t process);

/// Whether a process of this id is there (perhaps another's by now).
[[nodiscard]] bool alive(pid_t process);

} // namespace rlslint::testing
