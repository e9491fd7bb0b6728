#include "meta_command.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

/// Commands whose argument is the rest of the line, whatever is in it.
bool takes_whole_line(std::string_view name) {
    static constexpr std::array<std::string_view, 10> names{"!",    "copy", "ef",  "ev", "h",
                                                            "help", "sf",   "sf+", "sv", "sv+"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// From an opening quote to behind the closing one, or to the end: quotes do not span lines.
std::size_t skip_quoted(std::string_view line, std::size_t at) {
    const char quote = line[at++];
    while (at < line.size() && line[at] != quote)
        at += quote == '\'' && line[at] == '\\' ? 2 : 1;
    return std::min(at + 1, line.size());
}

/// Where the arguments end: at the next command's backslash, behind a separating `\\`, or with the line.
std::size_t arguments_end(std::string_view line, std::size_t at) {
    while (at < line.size()) {
        switch (line[at]) {
        case '\'':
        case '"':
        case '`': at = skip_quoted(line, at); break;
        case '\\': return line.substr(at).starts_with("\\\\") ? at + 2 : at;
        default: ++at;
        }
    }
    return at;
}

bool copy_reads_stdin(std::string_view command) {
    std::vector<Token> tokens;
    for (Lexer lexer(command, 1, static_cast<std::uint32_t>(command.size())); !lexer.at_end();) {
        const Token token = lexer.next();
        if (!token.trivia()) tokens.push_back(token);
    }
    return copies_from_stdin(tokens, command);
}

} // namespace

MetaCommand read_meta_command(std::string_view line) {
    const std::size_t name_end = std::min(line.find_first_of(" \t\r\f\v\\", 1), line.size());
    MetaCommand command;
    command.name = line.substr(1, name_end - 1);
    command.size = takes_whole_line(command.name) ? line.size() : arguments_end(line, name_end);
    command.reads_stdin = command.name == "copy" && copy_reads_stdin(line);
    return command;
}

bool copies_from_stdin(std::span<const Token> tokens, std::string_view source) {
    const auto is_word = [&](std::size_t at, std::string_view word) {
        return at < tokens.size() && tokens[at].kind == TokenKind::word &&
               equal_ignoring_case(tokens[at].text(source), word);
    };
    if (!is_word(0, "copy")) return false;
    int depth = 0;
    for (std::size_t at = 1; at < tokens.size(); ++at) {
        const char first = source[tokens[at].begin];
        if (first == '(') ++depth;
        if (first == ')') --depth;
        // The server takes STDOUT for STDIN here.
        if (depth == 0 && is_word(at, "from")) return is_word(at + 1, "stdin") || is_word(at + 1, "stdout");
    }
    return false;
}

} // namespace rlslint
