#include "output.hpp"

#include <cerrno>
#include <cstring>
#include <ostream>

#include <CLI/CLI.hpp>
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

void add_color_option(CLI::App& command, std::string& color) {
    command.add_option("--color", color, "Colours in text (default: auto, which heeds NO_COLOR)")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
}

} // namespace rlslint
