#include "ignore_comments.hpp"

#include <algorithm>
#include <optional>

#include "rlslint/sql/script.hpp"

namespace rlslint {
namespace {

constexpr std::string_view mark = "rlslint-ignore";
constexpr std::string_view space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    return text.substr(0, text.find_last_not_of(space) + 1);
}

/// What is in a comment, without its marks.
std::string_view content(std::string_view comment) {
    const bool block = comment.starts_with("/*");
    comment.remove_prefix(2);
    if (block && comment.ends_with("*/")) comment.remove_suffix(2);
    return trimmed(comment);
}

std::optional<IgnoreComment> read(std::string_view comment) {
    std::string_view text = content(comment);
    if (!text.starts_with(mark)) return std::nullopt;
    text.remove_prefix(mark.size());
    IgnoreComment ignore;
    ignore.file = text.starts_with("-file");
    if (ignore.file) text.remove_prefix(5);
    if (!text.empty() && space.find(text.front()) == space.npos && text.front() != ':') return std::nullopt;
    const std::size_t colon = std::min(text.find(':'), text.size());
    ignore.reason = trimmed(text.substr(std::min(colon + 1, text.size())));
    const std::string_view rules = text.substr(0, colon);
    for (std::size_t at = 0; at < rules.size();) {
        const std::size_t begin = std::min(rules.find_first_not_of(", \t\r\n", at), rules.size());
        at = std::min(rules.find_first_of(", \t\r\n", begin), rules.size());
        if (at > begin) ignore.rules.push_back(rules.substr(begin, at - begin));
    }
    return ignore;
}

/// The statements of one file, in its order.
std::vector<Span> statements(const Sources& sources, std::span<const Section> sections, SourceId source) {
    std::vector<Span> all;
    for (const Section& section : sections) {
        if (section.span.source != source) continue;
        const Script script = split(sources, section);
        for (const Piece& piece : script.pieces) {
            if (piece.kind == PieceKind::statement) all.push_back(piece.span);
        }
    }
    std::sort(all.begin(), all.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    return all;
}

/// The statement that holds the comment, else the one that ends on its line, else the next one.
Span statement_for(const std::vector<Span>& statements, std::string_view text, Span comment) {
    const auto next = std::find_if(statements.begin(), statements.end(),
                                   [&](const Span& one) { return one.end > comment.begin; });
    if (next != statements.end() && next->begin < comment.begin) return *next;
    if (next != statements.begin()) {
        const Span before = *std::prev(next);
        const std::string_view between = text.substr(before.end, comment.begin - before.end);
        if (between.find('\n') == between.npos) return before;
    }
    return next == statements.end() ? Span{} : *next;
}

void read_file(const Sources& sources, std::span<const Section> sections, SourceId source,
               std::vector<IgnoreComment>& found) {
    const std::string_view text = sources[source].text;
    if (text.find(mark) == text.npos) return;
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::vector<Span> all = statements(sources, sections, source);
    for (Lexer lexer(text, 0, size); !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.kind != TokenKind::line_comment && token.kind != TokenKind::block_comment) continue;
        auto ignore = read(token.text(text));
        if (!ignore) continue;
        ignore->comment = {source, token.begin, token.end};
        ignore->scope = ignore->file ? Span{source, 0, size} : statement_for(all, text, ignore->comment);
        found.push_back(std::move(*ignore));
    }
}

} // namespace

std::vector<IgnoreComment> ignore_comments(const Sources& sources, std::span<const Section> sections) {
    std::vector<IgnoreComment> found;
    SourceId last;
    for (const Section& section : sections) {
        if (section.span.source == last) continue;
        last = section.span.source;
        read_file(sources, sections, last, found);
    }
    return found;
}

} // namespace rlslint
