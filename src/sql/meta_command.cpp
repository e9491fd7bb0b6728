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

/// From an opening quote to behind the closing one, or to the line's end: quotes do not span lines.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
    const char quote = text[at++];
    for (; at < text.size() && text[at] != '\n' && text[at] != '\r'; ++at) {
        if (text[at] == quote) return at + 1;
        if (quote == '\'' && text[at] == '\\') ++at;
    }
    return std::min(at, text.size());
}

/// Where the arguments end: at the next command's backslash, behind a separating `\\`, or with the line.
std::size_t arguments_end(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        switch (text[at]) {
        case '\'':
        case '"':
        case '`': at = skip_quoted(text, at); break;
        case '\\': return text.substr(at).starts_with("\\\\") ? at + 2 : at;
        case '\r':
        case '\n': return at;
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

MetaCommand read_meta_command(std::string_view text) {
    const std::size_t name_end = std::min(text.find_first_of(" \t\r\n\f\v\\", 1), text.size());
    MetaCommand command;
    command.name = text.substr(1, name_end - 1);
    command.size = takes_whole_line(command.name) ? std::min(text.find_first_of("\r\n"), text.size())
                                                  : arguments_end(text, name_end);
    command.reads_stdin = command.name == "copy" && copy_reads_stdin(text.substr(0, command.size));
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
