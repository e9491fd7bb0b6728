#include "reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rlslint::plpgsql {

namespace {

bool is_word(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

} // namespace

Reader::Reader(const Sources& sources, Span body)
    : source_(body.source), text_(sources[body.source].text), end_(body.end) {
    for (Lexer lexer{text_, body.begin, body.end}; !lexer.at_end();)
        if (const Token token = lexer.next(); !token.trivia()) tokens_.push_back(token);
}

bool Reader::is(std::string_view wanted, std::size_t ahead) const {
    if (at_ + ahead >= tokens_.size()) return false;
    const Token& token = tokens_[at_ + ahead];
    if (token.kind == TokenKind::word) return is_keyword(token.text(text_), wanted);
    const bool sign = token.kind == TokenKind::op || token.kind == TokenKind::punctuation;
    return sign && token.text(text_) == wanted;
}

bool Reader::is_any(std::initializer_list<std::string_view> wanted) const {
    return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view one) { return is(one); });
}

bool Reader::is_name(std::size_t ahead) const {
    return at_ + ahead < tokens_.size() && is_word(tokens_[at_ + ahead]);
}

bool Reader::is_string() const { return !at_end() && tokens_[at_].kind == TokenKind::string; }

bool Reader::accept(std::string_view wanted) {
    if (!is(wanted)) return false;
    ++at_;
    return true;
}

void Reader::expect(std::string_view wanted) {
    if (!accept(wanted)) fail(fmt::format("{} expected", wanted));
}

Name Reader::name() {
    if (!is_name()) fail("a name expected");
    const Name found{Symbol{identifier(tokens_[at_], text_)}, span()};
    ++at_;
    return found;
}

std::string Reader::string() {
    if (!is_string()) fail("a string expected");
    const std::string_view quoted = text(at_++);
    std::string value;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        value += quoted[i];
        if (quoted[i] == '\'') ++i;
    }
    return value;
}

std::int64_t Reader::integer() {
    std::int64_t value = 0;
    for (const char c : at_end() ? std::string_view{} : text(at_)) {
        if (c < '0' || c > '9' || value > 9) fail("a small number expected");
        value = value * 10 + (c - '0');
    }
    ++at_;
    return value;
}

Span Reader::until(std::initializer_list<std::string_view> ends) {
    const Span found = optional_until(ends);
    if (!found.valid()) fail("an expression expected");
    return found;
}

Span Reader::optional_until(std::initializer_list<std::string_view> ends) {
    const std::size_t first = at_;
    for (int depth = 0; !at_end(); ++at_) {
        if (depth == 0 && is_any(ends)) return first == at_ ? Span{} : span(first);
        if (is("(") || is("["))
            ++depth;
        else if (is(")") || is("]"))
            --depth;
        else if (is(";") && depth <= 0)
            break;
    }
    fail(fmt::format("{} expected", *ends.begin()));
}

std::vector<Span> Reader::list_until(std::initializer_list<std::string_view> ends) {
    std::vector<Span> list;
    std::size_t first = at_;
    for (int depth = 0; !at_end(); ++at_) {
        if (depth == 0 && (is(",") || is_any(ends))) {
            if (first == at_) fail("an expression expected");
            list.push_back(span(first));
            if (!is(",")) return list;
            first = at_ + 1;
        } else if (is("(") || is("[")) {
            ++depth;
        } else if (is(")") || is("]")) {
            --depth;
        }
    }
    fail(fmt::format("{} expected", *ends.begin()));
}

Span Reader::target() {
    const std::size_t first = at_;
    (void)name();
    while (is(".") || is("[")) {
        if (accept(".")) {
            (void)name();
        } else {
            step();
            (void)until({"]"});
            step();
        }
    }
    return span(first);
}

std::vector<Span> Reader::targets() {
    std::vector<Span> all{target()};
    while (accept(","))
        all.push_back(target());
    return all;
}

bool Reader::at_assignment() {
    if (!is_name() || (!is(".", 1) && !is("[", 1) && !is(":=", 1) && !is("=", 1))) return false;
    const std::size_t here = at_;
    (void)target();
    const bool found = is(":=") || is("=");
    at_ = here;
    return found;
}

Span Reader::span() const { return at_end() ? Span{source_, end_, end_} : span(at_, at_ + 1); }

Span Reader::span(std::size_t first) const { return span(first, at_); }

Span Reader::span(std::size_t first, std::size_t end) const {
    if (first >= end) return {};
    return {source_, tokens_[first].begin, tokens_[end - 1].end};
}

void Reader::fail(std::string message) const { throw Failure{std::move(message), span()}; }

} // namespace rlslint::plpgsql
