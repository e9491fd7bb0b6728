#include <algorithm>
#include <string>
#include <vector>

#include "rlslint/sql/reference_scanner.hpp"

extern "C" {
// The order matters: pg_query_internal.h uses what pg_query.h declares.
// clang-format off
#include "pg_query.h"
#include "pg_query_internal.h"
#include "parser/scanner.h"
// clang-format on
}

namespace rlslint {
namespace {

/// The scanner's codes for what is not one character, in the order and from the number that
/// parser/scanner.h promises. Keywords have larger ones.
enum Code : int {
    code_ident = 258,
    code_uident,
    code_fconst,
    code_sconst,
    code_usconst,
    code_bconst,
    code_xconst,
    code_op,
    code_iconst,
    code_param,
    code_typecast,
    code_dot_dot,
    code_colon_equals,
    code_equals_greater,
    code_less_equals,
    code_greater_equals,
    code_not_equals,
    code_sql_comment,
    code_c_comment,
};

/// The kinds of token that one code stands for are told apart by their first character.
TokenKind kind_of(int code, char first) {
    switch (code) {
    case code_ident: return first == '"' ? TokenKind::quoted_word : TokenKind::word;
    case code_uident: return TokenKind::unicode_word;
    case code_iconst:
    case code_fconst: return TokenKind::number;
    case code_sconst:
        if (first == '$') return TokenKind::dollar_string;
        return first == '\'' ? TokenKind::string : TokenKind::escape_string;
    case code_usconst: return TokenKind::unicode_string;
    case code_bconst:
    case code_xconst: return TokenKind::bit_string;
    case code_param: return TokenKind::parameter;
    case code_sql_comment: return TokenKind::line_comment;
    case code_c_comment: return TokenKind::block_comment;
    default: break;
    }
    if (code > code_c_comment) return TokenKind::word;
    if (code > 255) return TokenKind::op;
    if (std::string_view{",()[].;:"}.find(first) != std::string_view::npos) return TokenKind::punctuation;
    return std::string_view{"+-*/%^<>="}.find(first) != std::string_view::npos ? TokenKind::op
                                                                               : TokenKind::unknown;
}

/// Reads tokens into `scan`, without their ends. Leaves by longjmp where the server finds an error,
/// so nothing here may need a destructor while the scanner runs.
void read_tokens(const char* text, ReferenceScan& scan) {
    core_yy_extra_type extra;
    core_yyscan_t scanner = scanner_init(text, &extra, &ScanKeywords, ScanKeywordTokens);
    core_YYSTYPE value;
    YYLTYPE location = 0;
    while (const int code = core_yylex(&value, &location, scanner)) {
        const auto begin = static_cast<std::uint32_t>(location);
        scan.tokens.push_back({.kind = kind_of(code, text[begin]), .begin = begin, .end = begin});
        const bool named = code == code_ident || code == code_uident;
        scan.names.emplace_back(named ? value.str : "");
    }
    scanner_finish(scanner);
}

/// The server's scanner says where tokens begin, not where they end. Comments being tokens, there is
/// only white space between the end of one and the beginning of the next; but a line comment has its
/// line's trailing spaces.
void add_ends(ReferenceScan& scan, std::string_view text) {
    std::size_t next = text.size();
    for (std::size_t i = scan.tokens.size(); i-- > 0;) {
        Token& token = scan.tokens[i];
        const std::size_t end = token.kind == TokenKind::line_comment
                                    ? std::min(text.find_first_of("\r\n", token.begin), next)
                                    : text.find_last_not_of(" \t\n\r\f\v", next - 1) + 1;
        token.end = static_cast<std::uint32_t>(end);
        next = token.begin;
    }
}

} // namespace

ReferenceScan reference_scan(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    const std::string terminated(text);
    ReferenceScan scan;
    MemoryContext context = pg_query_enter_memory_context();
    PG_TRY();
    { read_tokens(terminated.c_str(), scan); }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        scan.error = CopyErrorData()->message;
        FlushErrorState();
    }
    PG_END_TRY();
    pg_query_exit_memory_context(context);
    add_ends(scan, text);
    if (scan.error && !scan.tokens.empty()) {
        scan.tokens.pop_back();
        scan.names.pop_back();
    }
    return scan;
}

} // namespace rlslint
