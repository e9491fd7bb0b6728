#include "output.hpp"

#include <cerrno>
#include <cstring>
#include <ostream>

#include <fmt/format.h>

#include "command.hpp"

namespace rlslint {
namespace {

bool put_out(const std::string& text, Io& io) {
    errno = 0;
    io.out << text << std::flush;
    if (io.out) return true;
    if (errno == EPIPE) return true;
    complain(io, fmt::format("cannot write to standard output: {}",
                             errno == 0 ? "unknown error" : std::strerror(errno)));
    return false;
}

} // namespace

bool put(const std::string& text, const std::string& file, Io& io) {
    if (file.empty()) return put_out(text, io);
    const auto failure = io.files.write(file, text);
    if (failure) complain(io, fmt::format("cannot write {}: {}", file, failure->message));
    return !failure;
}

} // namespace rlslint
