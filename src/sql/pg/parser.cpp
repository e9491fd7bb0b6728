#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rlslint/sql/parse.hpp"

#include "pg.hpp"
#include "statements.hpp"
#include "tokens.hpp"
#include "transform.hpp"

namespace rlslint {
namespace pg {
namespace {

/// The parser library's memory, for as long as a tree is looked at. A thread's first use of the
/// library creates a key that all threads share, so it is serialised.
class MemoryScope {
public:
    MemoryScope() : context_(enter()) {}
    ~MemoryScope() { pg_query_exit_memory_context(context_); }
    MemoryScope(const MemoryScope&) = delete;
    MemoryScope& operator=(const MemoryScope&) = delete;

private:
    static ::MemoryContext enter() {
        thread_local bool known = false;
        if (known) return pg_query_enter_memory_context();
        static std::mutex first_uses;
        const std::lock_guard lock{first_uses};
        known = true;
        return pg_query_enter_memory_context();
    }

    ::MemoryContext context_;
};

/// What the grammar made of a text. The message is malloc'ed even where there is no error.
class RawParse {
public:
    RawParse(const std::string& input, int mode) : result_(pg_query_raw_parse(input.c_str(), mode)) {}
    ~RawParse() {
        if (result_.error != nullptr) pg_query_free_error(result_.error);
        std::free(result_.stderr_buffer);
    }
    RawParse(const RawParse&) = delete;
    RawParse& operator=(const RawParse&) = delete;

    [[nodiscard]] const ::PgQueryError* error() const { return result_.error; }
    [[nodiscard]] Items<::RawStmt> statements() const { return items<::RawStmt>(result_.tree); }

private:
    ::PgQueryInternalParsetreeAndError result_;
};

/// How many bytes the server takes for one character, judging by the first.
std::size_t character_size(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0xC0 || byte >= 0xF8) return 1;
    return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The byte at which the character with this number, counted from 1, begins.
std::size_t byte_offset(std::string_view text, int character) {
    std::size_t offset = 0;
    for (int i = 1; i < character && offset < text.size(); ++i)
        offset += character_size(text[offset]);
    return std::min(offset, text.size());
}

SyntaxError syntax_error(const ::PgQueryError& error, const Tokens& tokens, std::string_view text,
                         Span place) {
    SyntaxError result;
    result.message = error.message;
    result.too_deep = result.message.starts_with("memory exhausted");
    result.span = place;
    if (error.cursorpos <= 0) return result;
    const std::size_t offset = byte_offset(text, error.cursorpos);
    const TokenIndex token = tokens.at(static_cast<int>(offset));
    result.span =
        token < tokens.size() ? tokens.span({token, token}) : Span{place.source, place.end, place.end};
    return result;
}

/// The server takes no text with a NUL in it, and its grammar would see the text up to there alone.
std::optional<SyntaxError> nul_byte(std::string_view text, Span place) {
    const std::size_t found = text.find('\0');
    if (found == text.npos) return std::nullopt;
    const auto at = place.begin + static_cast<std::uint32_t>(found);
    return SyntaxError{
        "invalid byte sequence for encoding \"UTF8\": 0x00", {place.source, at, at + 1}, false};
}

/// Where the server's lexer finds a sign at the end of an operator it begins anew one character further on:
/// its time grows with the square of such a run (scan.l). Nobody writes a thousand.
std::optional<SyntaxError> endless_signs(std::span<const Token> tokens, Span place) {
    constexpr std::uint32_t most = 1000;
    std::uint32_t begin = 0, end = 0, count = 0;
    for (const Token& token : tokens) {
        if (token.kind != TokenKind::op) continue;
        if (token.begin != end) count = 0;
        if (count == 0) begin = token.begin;
        end = token.end;
        if (++count > most)
            return SyntaxError{
                "more than 1000 operators with no space between them", {place.source, begin, end}, true};
    }
    return std::nullopt;
}

/// The tokens of one statement of a piece, its terminator left out.
Extent statement_extent(const Tokens& tokens, const ::RawStmt& raw) {
    Extent range{tokens.at(raw.stmt_location), tokens.all().last};
    if (raw.stmt_len > 0) range.last = tokens.at(raw.stmt_location + raw.stmt_len) - 1;
    while (range.first < range.last && tokens.is(range.first, ';'))
        ++range.first;
    while (range.last > range.first && tokens.is(range.last, ';'))
        --range.last;
    return range;
}

/// `a = 1` comes as a SELECT list of one. More than that (`count(*) > 0 FROM t`) is what PL/pgSQL makes
/// of it as well: a query that returns a value.
ParsedExpression make_expression(Transform& t, const ::RawStmt& raw) {
    const Extent range = t.tokens().all();
    t.begin(range);
    const auto& select = as<::SelectStmt>(raw.stmt);
    const bool alone = select.op == SETOP_NONE && select.fromClause == nullptr &&
                       select.whereClause == nullptr && select.groupClause == nullptr &&
                       select.distinctClause == nullptr && select.sortClause == nullptr &&
                       select.limitCount == nullptr && items(select.targetList).size() == 1;
    const ExprId expr = alone ? t.expr(items(select.targetList).front()).id : t.scalar_query(raw.stmt, range);
    return {t.finish(), expr, t.too_deep()};
}

} // namespace
} // namespace pg

struct Parser::Impl {
    std::string text; ///< the statement at hand: the library wants it to end in NUL
    pg::Tokens tokens;
    pg::Transform transform{tokens};
    std::vector<Token> lexed; ///< of a text that is no script's piece

    /// The significant tokens of a text that is no script's piece.
    std::span<const Token> lex(std::string_view source, Span place) {
        lexed.clear();
        for (Lexer lexer{source, place.begin, place.end}; !lexer.at_end();) {
            if (const Token token = lexer.next(); !token.trivia()) lexed.push_back(token);
        }
        return lexed;
    }

    void read(std::string_view source, Span place, bool has_comments) {
        text = source.substr(place.begin, place.size());
        if (has_comments) text = blank_comments(text);
    }
};

Parser::Parser() : impl_(std::make_unique<Impl>()) {}

Parser::~Parser() = default;

std::string_view grammar_version() { return PG_MAJORVERSION; }

ParseResult Parser::parse(const Sources& sources, const Script& script, const Piece& piece) {
    const std::string_view source = sources[piece.span.source].text;
    impl_->read(source, piece.span, piece.has_comments || piece.unterminated);
    impl_->tokens.reset(piece.span.source, source, script.tokens_of(piece), piece.span.begin);

    if (const auto error = pg::nul_byte(impl_->text, piece.span)) return *error;
    if (const auto error = pg::endless_signs(script.tokens_of(piece), piece.span)) return *error;

    const pg::MemoryScope memory;
    const pg::RawParse raw{impl_->text, PG_QUERY_PARSE_DEFAULT};
    if (raw.error() != nullptr) return pg::syntax_error(*raw.error(), impl_->tokens, impl_->text, piece.span);
    std::vector<Statement> statements;
    statements.reserve(raw.statements().size());
    for (const auto* statement : raw.statements()) {
        const pg::Extent range = pg::statement_extent(impl_->tokens, *statement);
        statements.push_back(pg::make_statement(impl_->transform, statement->stmt, range));
    }
    return statements;
}

ExpressionResult Parser::parse_expression(const Sources& sources, Span place) {
    const std::string_view source = sources[place.source].text;
    impl_->read(source, place, true);
    impl_->tokens.reset(place.source, source, impl_->lex(source, place), place.begin);

    if (const auto error = pg::nul_byte(impl_->text, place)) return *error;
    if (const auto error = pg::endless_signs(impl_->lexed, place)) return *error;

    const pg::MemoryScope memory;
    const pg::RawParse raw{impl_->text, PG_QUERY_PARSE_PLPGSQL_EXPR};
    if (raw.error() != nullptr) return pg::syntax_error(*raw.error(), impl_->tokens, impl_->text, place);
    return pg::make_expression(impl_->transform, *raw.statements().front());
}

} // namespace rlslint
