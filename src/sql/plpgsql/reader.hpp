#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/plpgsql.hpp"
#include "rlslint/sql/token.hpp"

namespace rlslint::plpgsql {

/// Thrown where the text is not what it should be; does not leave parse().
struct Failure {
    std::string message;
    Span span;
};

/// The significant tokens of a body, one after the other.
class Reader {
public:
    Reader(const Sources& sources, Span body);

    [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
    [[nodiscard]] bool has(std::size_t ahead) const { return at_ + ahead < tokens_.size(); }
    [[nodiscard]] std::size_t position() const { return at_; }
    void step() { ++at_; }

    /// Whether the token, `ahead` of the one at hand, is this keyword, operator or sign.
    [[nodiscard]] bool is(std::string_view wanted, std::size_t ahead = 0) const;
    [[nodiscard]] bool is_any(std::initializer_list<std::string_view> wanted) const;
    [[nodiscard]] bool is_name(std::size_t ahead = 0) const;
    [[nodiscard]] bool is_string() const;
    bool accept(std::string_view wanted);
    void expect(std::string_view wanted);
    [[nodiscard]] Name name();
    /// A string constant's value, as far as it is a plain one.
    [[nodiscard]] std::string string();

    [[nodiscard]] std::int64_t integer();

    /// What stands from here up to one of the ends, which must be outside all brackets and is not
    /// taken.
    [[nodiscard]] Span until(std::initializer_list<std::string_view> ends);
    /// The same for something that may be missing: no place then.
    [[nodiscard]] Span optional_until(std::initializer_list<std::string_view> ends);
    /// Expressions with commas between them.
    [[nodiscard]] std::vector<Span> list_until(std::initializer_list<std::string_view> ends);

    /// `a`, `a.b`, `a[1].c`: something that can be assigned to.
    [[nodiscard]] Span target();
    [[nodiscard]] std::vector<Span> targets();
    /// Whether such a target and then := or = stand here.
    [[nodiscard]] bool at_assignment();

    [[nodiscard]] Span span() const;                  ///< of the token at hand
    [[nodiscard]] Span span(std::size_t first) const; ///< from that token to the last one taken
    [[nodiscard]] Span span(std::size_t first, std::size_t end) const;
    [[noreturn]] void fail(std::string message) const;

private:
    [[nodiscard]] std::string_view text(std::size_t i) const { return tokens_[i].text(text_); }

    SourceId source_;
    std::string_view text_;
    std::uint32_t end_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

} // namespace rlslint::plpgsql
