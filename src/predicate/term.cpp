#include "term.hpp"

#include <utility>

#include "rlslint/text/ascii.hpp"

#include "value.hpp"

namespace rlslint::predicates {
namespace {

constexpr std::string_view name_of(Sort sort) {
    switch (sort) {
    case Sort::boolean: return "boolean";
    case Sort::number: return "number";
    case Sort::text: return "text";
    case Sort::uuid: return "uuid";
    case Sort::other: return "other";
    case Sort::unknown: break;
    }
    return "unknown";
}

/// 007, 7.0 and 7 are one number.
std::string plain_number(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    while (text.starts_with('0'))
        text.remove_prefix(1);
    if (text.find('.') != std::string_view::npos) {
        while (text.ends_with('0'))
            text.remove_suffix(1);
        if (text.ends_with('.')) text.remove_suffix(1);
    }
    if (text.empty()) return "0";
    return (negative ? "-" : "") + std::string{text};
}

/// uuid_in takes capitals, braces, and hyphens between groups of four digits.
std::string plain_uuid(std::string_view text) {
    std::string digits;
    for (const char c : lower_case(text)) {
        if (c != '-' && c != '{' && c != '}') digits += c;
    }
    return digits;
}

std::string canonical(Sort sort, std::string_view value) {
    if (sort == Sort::number && is_plain_number(value)) return plain_number(value);
    return sort == Sort::uuid ? plain_uuid(value) : std::string{value};
}

} // namespace

TermId Terms::add(Term term) {
    const auto [at, added] = by_key_.try_emplace(term.key, TermId{size()});
    if (added) terms_.push_back(std::move(term));
    return at->second;
}

TermId Terms::constant(Sort sort, std::string_view value) {
    Term term;
    term.key = "constant " + std::string{name_of(sort)} + ' ' + canonical(sort, value);
    term.sort = sort;
    term.may_be_null = false;
    term.constant = true;
    return add(std::move(term));
}

TermId Terms::unlike() {
    Term term;
    term.key = "unlike " + std::to_string(size());
    return add(std::move(term));
}

std::string_view value_of(const Term& constant) {
    const std::string_view key = constant.key;
    return key.substr(key.find(' ', key.find(' ') + 1) + 1);
}

} // namespace rlslint::predicates
