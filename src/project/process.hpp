#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "rlslint/project/result.hpp"

namespace rlslint {

/// Another program, started without a shell and without its standard error; we hold both ends of its
/// standard input and output.
class Process {
public:
    /// `command` begins with the program's name, which is looked for in PATH. `environment` is all that
    /// the program gets of one.
    [[nodiscard]] static Result<std::unique_ptr<Process>> start(const std::vector<std::string>& command,
                                                                const std::vector<std::string>& environment);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] bool write(std::string_view bytes);

    /// A line without its end; empty at the end of the output.
    [[nodiscard]] std::string read_line();
    /// Fewer bytes only at the end of the output.
    [[nodiscard]] std::string read(std::size_t count);
    [[nodiscard]] std::string read_to_end();

    /// Ends its input and waits for it; its exit code, -1 if it was ended by a signal.
    int wait();

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using Open = std::unique_ptr<std::FILE, Close>;

    Process(pid_t id, Open in, Open out) : id_(id), in_(std::move(in)), out_(std::move(out)) {}

    pid_t id_;
    Open in_;  ///< what it reads
    Open out_; ///< what it writes
};

} // namespace rlslint
