#include "rlslint/sql/script.hpp"

#include <algorithm>
#include <optional>

#include "meta_command.hpp"
#include "recovery.hpp"
#include "statement_shape.hpp"

namespace rlslint {
namespace {

/// Cuts one section, in one pass over its tokens.
class Splitter {
public:
    Splitter(std::string_view text, const Section& section)
        : text_(text.substr(0, section.span.end)), lexer_(text, section.span.begin, section.span.end),
          psql_(section.terminator == Terminator::semicolon), covered_(section.span.begin) {
        script_.source = section.span.source;
        script_.tokens.reserve(std::min<std::size_t>(section.span.size() / 6, 1u << 20));
    }

    Script run() && {
        while (!lexer_.at_end())
            visit(lexer_.next());
        if (shape_) end_statement();
        add(PieceKind::space, static_cast<std::uint32_t>(text_.size()));
        return std::move(script_);
    }

    ReadSoFar read_so_far() && {
        while (!lexer_.at_end())
            visit(lexer_.next());
        return {covered_, awaits_data_};
    }

private:
    void visit(const Token& token) {
        if (token.trivia()) {
            trivia(token);
        } else if (at(token, ';')) {
            semicolon(token);
        } else if (psql_ && at(token, '\\') && !followed_by(token, ':')) {
            backslash(token);
        } else if (!shape_ && at(token, '\0')) {
            piece(PieceKind::stray, token.begin, token.end);
        } else {
            significant(token);
        }
    }

    void trivia(const Token& token) {
        if (!token.terminated) {
            if (!shape_) begin_statement(token);
            end_ = token.end;
            unterminated_ = true;
            resume_within(token);
        } else if (token.kind != TokenKind::space) {
            comment_ = shape_.has_value();
        } else if (copies_ != 0 && !shape_) {
            copy_data(token);
        }
    }

    void significant(const Token& token) {
        if (!shape_) begin_statement(token);
        if (comment_ || may_hold_comment(token)) has_comments_ = true;
        comment_ = false;
        unterminated_ = !token.terminated;
        end_ = token.end;
        script_.tokens.push_back(token);
        shape_->add(tokens());
        if (!token.terminated || shape_->hopeless()) resume_within(token);
    }

    void semicolon(const Token& token) {
        if (!shape_) return piece(PieceKind::stray, token.begin, token.end);
        const bool goes_on = shape_->inside() || shape_->hopeless();
        if (goes_on && !statement_follows(text_, token.end, covered_, *shape_)) return significant(token);
        send_statement();
        piece(PieceKind::terminator, token.begin, token.end);
    }

    /// psql's `\;`, which puts off the sending but ends a statement like any `;`, or a command of its.
    void backslash(const Token& token) {
        if (followed_by(token, ';')) {
            const Token both{.kind = TokenKind::punctuation, .begin = token.begin, .end = token.end + 1};
            lexer_.seek(both.end);
            semicolon(both);
        } else {
            meta_command(token.begin, read_meta_command(text_.substr(token.begin)));
        }
    }

    /// Ends the open statement: only some commands do so in psql, but the others, in the middle of a
    /// statement, are far rarer than a forgotten `;`.
    void meta_command(std::uint32_t begin, const MetaCommand& command) {
        if (shape_ && command.name == "g") send_statement();
        if (shape_) end_statement();
        if (command.reads_stdin) ++copies_;
        const auto size = static_cast<std::uint32_t>(command.size);
        piece(command.name == "." ? PieceKind::stray : PieceKind::meta_command, begin, begin + size);
        lexer_.seek(covered_);
    }

    /// The lines behind a COPY, from the next line on, up to one that is `\.` alone.
    void copy_data(const Token& space) {
        const std::size_t line_feed = space.text(text_).find('\n');
        if (line_feed == std::string_view::npos) return;
        const std::uint32_t begin = space.begin + static_cast<std::uint32_t>(line_feed) + 1;
        const std::optional<std::uint32_t> end = end_of_data(begin);
        awaits_data_ = !end;
        piece(PieceKind::copy_data, begin, end.value_or(static_cast<std::uint32_t>(text_.size())));
        if (script_.pieces.back().kind == PieceKind::copy_data) script_.pieces.back().unterminated = !end;
        --copies_;
        lexer_.seek(covered_);
    }

    [[nodiscard]] std::optional<std::uint32_t> end_of_data(std::size_t line) const {
        while (line < text_.size()) {
            const std::size_t line_feed = std::min(text_.find('\n', line), text_.size());
            const std::string_view content = text_.substr(line, line_feed - line);
            if (content == "\\." || content == "\\.\r") return static_cast<std::uint32_t>(line + 2);
            line = line_feed + 1;
        }
        return std::nullopt;
    }

    void begin_statement(const Token& token) {
        add(PieceKind::space, token.begin);
        shape_.emplace(text_);
        first_token_ = static_cast<std::uint32_t>(script_.tokens.size());
        has_comments_ = comment_ = unterminated_ = false;
    }

    /// Ends the open statement, which goes to the server and may ask for data.
    void send_statement() {
        if (psql_ && copies_from_stdin(tokens(), text_)) ++copies_;
        end_statement();
    }

    void end_statement() {
        const auto count = static_cast<std::uint32_t>(script_.tokens.size()) - first_token_;
        const bool unterminated = unterminated_ || shape_->in_body();
        add(PieceKind::statement, end_);
        Piece& statement = script_.pieces.back();
        statement.first_token = first_token_;
        statement.token_count = count;
        statement.unterminated = unterminated;
        statement.has_comments = has_comments_;
        shape_.reset();
    }

    /// Where a token runs through what must be several statements, ends the open one before the next.
    void resume_within(const Token& broken) {
        if (resumptions_ == max_resumptions) return;
        const std::optional<std::uint32_t> next = statement_within(text_, broken, covered_);
        if (!next) return;
        ++resumptions_;
        end_ = static_cast<std::uint32_t>(text_.find_last_not_of(" \t\r\n\f\v", *next - 1) + 1);
        unterminated_ = true;
        if (!broken.trivia()) script_.tokens.back().end = end_;
        if (!broken.trivia()) script_.tokens.back().terminated = false;
        end_statement();
        lexer_.seek(*next);
    }

    /// Adds the bytes up to `end` that no piece has yet, if there are any.
    void add(PieceKind kind, std::uint32_t end) {
        if (end <= covered_) return;
        script_.pieces.push_back({.kind = kind, .span = {script_.source, covered_, end}});
        covered_ = end;
    }

    /// Adds [begin, end), and the space before it.
    void piece(PieceKind kind, std::uint32_t begin, std::uint32_t end) {
        add(PieceKind::space, begin);
        add(kind, end);
    }

    [[nodiscard]] bool at(const Token& token, char c) const { return text_[token.begin] == c; }
    [[nodiscard]] bool followed_by(const Token& token, char c) const {
        return token.end < text_.size() && text_[token.end] == c;
    }

    /// Strings that go on over lines may have comments between their parts.
    [[nodiscard]] bool may_hold_comment(const Token& token) const {
        return token.kind >= TokenKind::string && token.kind <= TokenKind::bit_string &&
               token.text(text_).find("--") != std::string_view::npos;
    }

    /// The open statement's tokens so far.
    [[nodiscard]] std::span<const Token> tokens() const {
        return std::span{script_.tokens}.subspan(first_token_);
    }

    /// Each resumption reads bytes a second time, so their number is limited.
    static constexpr int max_resumptions = 64;

    std::string_view text_;
    Lexer lexer_;
    bool psql_;
    std::uint32_t covered_;    ///< all bytes before this are in pieces; an open statement begins here
    std::uint32_t copies_ = 0; ///< COPY statements whose data have not come yet
    bool awaits_data_ = false; ///< the text ends in the data of a COPY
    int resumptions_ = 0;

    // Of the open statement; there is one when `shape_` is set.
    std::optional<StatementShape> shape_;
    std::uint32_t first_token_ = 0;
    std::uint32_t end_ = 0;
    bool comment_ = false; ///< comments since the last token
    bool has_comments_ = false;
    bool unterminated_ = false;

    Script script_;
};

} // namespace

std::string_view to_string(PieceKind kind) {
    switch (kind) {
    case PieceKind::statement: return "statement";
    case PieceKind::terminator: return "terminator";
    case PieceKind::space: return "space";
    case PieceKind::meta_command: return "meta-command";
    case PieceKind::copy_data: return "copy-data";
    case PieceKind::stray: return "stray";
    }
    return "";
}

std::span<const Token> Script::tokens_of(const Piece& piece) const {
    return std::span{tokens}.subspan(piece.first_token, piece.token_count);
}

ReadSoFar read_so_far(std::string_view text) {
    const Section whole{{{}, 0, static_cast<std::uint32_t>(text.size())}, Terminator::semicolon};
    return Splitter(text, whole).read_so_far();
}

Script split(const Sources& sources, const Section& section) {
    return Splitter(sources[section.span.source].text, section).run();
}

} // namespace rlslint
