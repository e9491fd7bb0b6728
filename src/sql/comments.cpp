#include <algorithm>
#include <string>

#include "rlslint/sql/script.hpp"

#include "quoted.hpp"

namespace rlslint {
namespace {

/// Takes the comments out of a copy of a text.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), blanked_(text) {}

    std::string run() && {
        for (Lexer lexer(text_, 0, static_cast<std::uint32_t>(text_.size())); !lexer.at_end();)
            visit(lexer.next());
        return std::move(blanked_);
    }

private:
    void visit(const Token& token) {
        switch (token.kind) {
        case TokenKind::line_comment:
        case TokenKind::block_comment:
            // Of one without an end its beginning stays: what is in it takes the server's lexer long.
            blank(token.terminated ? token.begin : token.begin + 2, token.end);
            break;
        case TokenKind::string:
        case TokenKind::unicode_string: blank_between_parts(token, scan::Escapes::doubled); break;
        case TokenKind::escape_string: blank_between_parts(token, scan::Escapes::backslash); break;
        case TokenKind::bit_string: blank_between_parts(token, scan::Escapes::none); break;
        default: break;
        }
    }

    /// Comments may stand between the parts of a string that goes on over lines.
    void blank_between_parts(const Token& token, scan::Escapes escapes) {
        if (token.text(text_).find("--") == std::string_view::npos) return;
        const char* const base = text_.data();
        const char* const end = base + token.end;
        for (const char* quote = std::find(base + token.begin, end, '\'');
             quote != nullptr && quote != end;) {
            const char* const closed = scan::close_quote(quote + 1, end, '\'', escapes).at;
            quote = scan::continuation(closed, end);
            if (quote != nullptr)
                blank(static_cast<std::size_t>(closed - base), static_cast<std::size_t>(quote - base));
        }
    }

    void blank(std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) {
            if (blanked_[at] != '\n' && blanked_[at] != '\r') blanked_[at] = ' ';
        }
    }

    std::string_view text_;
    std::string blanked_;
};

} // namespace

std::string blank_comments(std::string_view text) { return Blanker(text).run(); }

} // namespace rlslint
