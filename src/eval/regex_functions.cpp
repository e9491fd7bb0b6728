#include <algorithm>

#include <fmt/format.h>

#include "evaluator.hpp"
#include "regex.hpp"

/// Operators and functions of regular expressions.
namespace rlslint::eval {

namespace {

using Args = std::vector<Value>;

Value not_known() { return Value::unknown("a regular expression that is not evaluated"); }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// All matches, or the first one alone; none where it cannot be told.
std::optional<std::vector<Match>> matches(std::string_view text, std::string_view pattern,
                                          std::string_view flags, bool all) {
    constexpr std::size_t limit = 20'000;
    const auto regex = Regex::read(pattern, flags.find('i') != flags.npos);
    const bool known = flags.find_first_not_of("gi") == flags.npos;
    if (!regex || !known || text.size() > limit || !is_ascii(text) || !is_ascii(pattern)) return std::nullopt;
    std::vector<Match> found;
    bool lost = false;
    for (std::size_t at = 0; at <= text.size();) {
        const auto match = regex->find(text, at, lost);
        if (lost) return std::nullopt;
        if (!match) break;
        found.push_back(*match);
        if (!all) break;
        at = match->end > match->begin ? match->end : match->end + 1;
    }
    return found;
}

/// \1 … and \& of a replacement.
std::string replaced(std::string_view text, const Match& match, std::string_view by) {
    std::string made;
    for (std::size_t i = 0; i < by.size(); ++i) {
        if (by[i] != '\\' || i + 1 == by.size()) {
            made += by[i];
            continue;
        }
        const char c = by[++i];
        if (c == '&') {
            made += text.substr(match.begin, match.end - match.begin);
        } else if (c >= '1' && c <= '9') {
            const auto part = static_cast<std::size_t>(c - '1');
            if (part < match.parts.size() && match.parts[part].begin != text.npos)
                made += text.substr(match.parts[part].begin, match.parts[part].end - match.parts[part].begin);
        } else if (c == '\\') {
            made += c;
        } else {
            made.append("\\").append(1, c);
        }
    }
    return made;
}

Value replace(const Args& a) {
    const std::string_view text = a[0].text;
    const std::string_view flags = a.size() > 3 ? std::string_view{a[3].text} : "";
    const auto found = matches(text, a[1].text, flags, flags.find('g') != flags.npos);
    if (!found) return not_known();
    std::string made;
    std::size_t at = 0;
    for (const Match& match : *found) {
        made += text.substr(at, match.begin - at);
        made += replaced(text, match, a[2].text);
        at = match.end;
    }
    return Value::of(made.append(text.substr(at)));
}

/// The parts in parentheses, or all of it where there are none.
Value parts_of(std::string_view text, const Match& match) {
    std::vector<Value> parts;
    for (const Match::Part& part : match.parts)
        parts.push_back(part.begin == text.npos ? Value{}
                                                : Value::of(text.substr(part.begin, part.end - part.begin)));
    if (parts.empty()) parts.push_back(Value::of(text.substr(match.begin, match.end - match.begin)));
    return Value::array(std::move(parts));
}

std::optional<std::vector<Value>> split(const Args& a) {
    const std::string_view text = a[0].text;
    const auto found = matches(text, a[1].text, a.size() > 2 ? std::string_view{a[2].text} : "", true);
    if (!found) return std::nullopt;
    std::vector<Value> pieces;
    std::size_t at = 0;
    for (const Match& match : *found) {
        // Nothing at an end, or right behind a match, is no separator.
        if (match.begin == match.end && (match.end >= text.size() || match.begin == at)) continue;
        pieces.push_back(Value::of(text.substr(at, match.begin - at)));
        at = match.end;
    }
    pieces.push_back(Value::of(text.substr(at)));
    return pieces;
}

bool is_regex_function(std::string_view name) {
    return name == "regexp_replace" || name == "regexp_match" || name == "regexp_like" ||
           name == "regexp_split_to_array" || name == "regexp_matches" || name == "regexp_split_to_table";
}

bool fits(std::string_view name, const Args& args) {
    const std::size_t least = name == "regexp_replace" ? 3 : 2;
    return args.size() >= least && args.size() <= least + 1 &&
           std::all_of(args.begin(), args.end(), [](const Value& v) { return v.kind == Value::Kind::text; });
}

} // namespace

std::optional<Value> regex_match(std::string_view name, const Value& text, const Value& pattern) {
    const bool negated = name.starts_with('!');
    if (negated) name.remove_prefix(1);
    if (name != "~" && name != "~*") return std::nullopt;
    const auto found = matches(text.text, pattern.text, name == "~*" ? "i" : "", false);
    return found ? Value::of(found->empty() == negated) : not_known();
}

/// substring(text from pattern): the first part in parentheses, or all that matches.
std::optional<Value> substring_by_pattern(const std::vector<Value>& args) {
    const bool texts =
        args.size() == 2 && args[0].kind == Value::Kind::text && args[1].kind == Value::Kind::text;
    if (!texts) return std::nullopt;
    const auto found = matches(args[0].text, args[1].text, "", false);
    if (!found) return not_known();
    return found->empty() ? Value{} : parts_of(args[0].text, found->front()).items.front();
}

std::optional<Value> call_regex_function(std::string_view name, const std::vector<Value>& args) {
    if (name == "substring") return substring_by_pattern(args);
    if (!is_regex_function(name) || name == "regexp_matches" || name == "regexp_split_to_table")
        return std::nullopt;
    if (const Value* failed = first_failed(args)) return *failed;
    if (std::any_of(args.begin(), args.end(), [](const Value& v) { return v.is_null(); })) return Value{};
    if (!fits(name, args)) return not_known();
    if (name == "regexp_replace") return replace(args);
    if (name == "regexp_split_to_array") {
        auto pieces = split(args);
        return pieces ? Value::array(std::move(*pieces)) : not_known();
    }
    const auto found =
        matches(args[0].text, args[1].text, args.size() > 2 ? std::string_view{args[2].text} : "", false);
    if (!found) return not_known();
    if (name == "regexp_like") return Value::of(!found->empty());
    return found->empty() ? Value{} : parts_of(args[0].text, found->front());
}

std::optional<Rows> call_regex_set(std::string_view name, const std::vector<Value>& args) {
    if (name != "regexp_matches" && name != "regexp_split_to_table") return std::nullopt;
    if (const Value* failed = first_failed(args)) return Rows::failed(*failed);
    Rows rows;
    rows.columns.emplace_back(name);
    if (std::any_of(args.begin(), args.end(), [](const Value& v) { return v.is_null(); })) return rows;
    if (!fits(name, args)) return Rows::failed(not_known());
    if (name == "regexp_split_to_table") {
        auto pieces = split(args);
        if (!pieces) return Rows::failed(not_known());
        for (Value& piece : *pieces)
            rows.rows.push_back({{std::move(piece)}, true});
        return rows;
    }
    const std::string_view flags = args.size() > 2 ? std::string_view{args[2].text} : "";
    const auto found = matches(args[0].text, args[1].text, flags, flags.find('g') != flags.npos);
    if (!found) return Rows::failed(not_known());
    for (const Match& match : *found)
        rows.rows.push_back({{parts_of(args[0].text, match)}, true});
    return rows;
}

} // namespace rlslint::eval
