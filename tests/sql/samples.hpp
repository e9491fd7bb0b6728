#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace rlslint::test {

/// Pieces of SQL, whole and broken, that matter where tokens and statements begin and end.
inline constexpr std::string_view fragments[] = {
    "'",      "''",     "'a'",  "E'",       "e'\\'",     "\\",        "\\'",     "\"",   "\"a\"",
    "U&'",    "u&\"",   "U&",   "B'",       "x'1F'",     "N'",        "n",       "$",    "$$",
    "$a$",    "$1",     "$a",   "a$b",      "a$",        "--",        "-",       "/*",   "*/",
    "/",      "*",      "+",    "=",        "<",         ">",         "@",       "!",    "~",
    "|",      "%",      "^",    "&",        "#",         "`",         "?",       ":",    "::",
    ":=",     "=>",     "..",   ".",        ",",         ";",         "(",       ")",    "[",
    "]",      "{",      "}",    " ",        "\n",        "\r",        "\r\n",    "\t",   "\f",
    "\v",     "0",      "1",    "12",       "1_0",       "_",         "0x1F",    "0o17", "0b01",
    "0x",     "e",      "E5",   "1e5",      ".5",        "1.",        "e+",      "e-1",  "a",
    "Select", "é",      "\xFF", "\xC2\xA0", "\x01",      "select",    "case",    "end",  "begin",
    "atomic", "create", "or",   "replace",  "function",  "procedure", "rule",    "copy", "from",
    "stdin",  "table",  "as",   "-- c\n",   "/* c */",   "\\.",       "\n\\.\n", "\\g",  "\\copy",
    "\\;",    "\\\\",   "\\!",  "grant",    "\ncreate ", "\ninsert ", ";\n"};

using Random = std::mt19937;

inline std::size_t below(Random& random, std::size_t limit) {
    return static_cast<std::size_t>(random()) % limit; // the same on every platform, unlike the distributions
}

/// Fragments in a row, some with a space between.
inline std::string soup(Random& random, std::size_t most) {
    std::string text;
    for (std::size_t count = below(random, most) + 1; count > 0; --count) {
        text += fragments[below(random, std::size(fragments))];
        if (below(random, 3) == 0) text += ' ';
    }
    return text;
}

/// `text` with a few runs of bytes cut out, doubled or replaced by fragments.
inline std::string mutated(Random& random, std::string text) {
    for (std::size_t count = below(random, 6) + 1; count > 0; --count) {
        const std::size_t at = below(random, text.size() + 1);
        const std::size_t size = below(random, 12);
        switch (below(random, 3)) {
        case 0: text.erase(at, size); break;
        case 1: text.insert(at, text.substr(at, size)); break;
        default: text.insert(at, fragments[below(random, std::size(fragments))]); break;
        }
    }
    return text;
}

} // namespace rlslint::test
