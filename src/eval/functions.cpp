#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/text/ascii.hpp"

#include "evaluator.hpp"

/// Functions of PostgreSQL's own that need nothing but their arguments.
namespace rlslint::eval {

namespace {

using Args = std::vector<Value>;

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Strings are measured in characters: of others than ASCII nothing is said.
Value not_ascii() { return Value::unknown("text that is not ASCII"); }

template <class Change> Value changed(const std::string& text, const Change& change) {
    if (!is_ascii(text)) return not_ascii();
    std::string result;
    for (const char c : text)
        result += change(c);
    return Value::of(std::move(result));
}

Value lower(const Args& a) { return changed(a[0].text, ascii_lower); }
Value upper(const Args& a) {
    return changed(a[0].text,
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}
Value length(const Args& a) {
    return is_ascii(a[0].text) ? Value::of(static_cast<std::int64_t>(a[0].text.size())) : not_ascii();
}

Value replace(const Args& a) {
    const std::string &text = a[0].text, &from = a[1].text;
    if (from.empty()) return a[0];
    std::string result;
    for (std::size_t at = 0;;) {
        const auto found = text.find(from, at);
        if (found == text.npos) return Value::of(result.append(text, at));
        result.append(text, at, found - at).append(a[2].text);
        at = found + from.size();
    }
}

Value substring(const Args& a) {
    if (!is_ascii(a[0].text)) return not_ascii();
    if (a[1].kind != Value::Kind::integer || (a.size() > 2 && a[2].kind != Value::Kind::integer))
        return Value::unknown("substring() by a pattern");
    const auto size = static_cast<std::int64_t>(a[0].text.size());
    const std::int64_t begin = a[1].integer - 1;
    const std::int64_t end = a.size() > 2 ? begin + a[2].integer : size;
    if (end < begin) return Value::error("22011", "negative substring length not allowed");
    const auto from = std::clamp<std::int64_t>(begin, 0, size), to = std::clamp<std::int64_t>(end, 0, size);
    return Value::of(a[0].text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
}

Value left(const Args& a) {
    if (!is_ascii(a[0].text)) return not_ascii();
    const auto size = static_cast<std::int64_t>(a[0].text.size());
    const auto count =
        std::clamp<std::int64_t>(a[1].integer < 0 ? size + a[1].integer : a[1].integer, 0, size);
    return Value::of(a[0].text.substr(0, static_cast<std::size_t>(count)));
}

Value right(const Args& a) {
    if (!is_ascii(a[0].text)) return not_ascii();
    const auto size = static_cast<std::int64_t>(a[0].text.size());
    const auto count =
        std::clamp<std::int64_t>(a[1].integer < 0 ? size + a[1].integer : a[1].integer, 0, size);
    return Value::of(a[0].text.substr(static_cast<std::size_t>(size - count)));
}

Value trim(const Args& a, bool begin, bool end) {
    const std::string characters = a.size() > 1 ? a[1].text : " ";
    if (!is_ascii(a[0].text)) return not_ascii();
    const auto first = begin ? a[0].text.find_first_not_of(characters) : 0;
    if (first == std::string::npos) return Value::of("");
    const auto last = end ? a[0].text.find_last_not_of(characters) : a[0].text.size() - 1;
    if (last == std::string::npos) return Value::of("");
    return Value::of(a[0].text.substr(first, last - first + 1));
}

Value split_part(const Args& a) {
    if (a[2].kind != Value::Kind::integer || a[2].integer < 1 || a[1].text.empty())
        return Value::unknown("split_part()");
    std::size_t at = 0;
    for (std::int64_t i = 1;; ++i) {
        const auto found = a[0].text.find(a[1].text, at);
        if (i == a[2].integer)
            return Value::of(a[0].text.substr(at, found == std::string::npos ? found : found - at));
        if (found == std::string::npos) return Value::of("");
        at = found + a[1].text.size();
    }
}

Value strpos(const Args& a) {
    if (!is_ascii(a[0].text)) return not_ascii();
    const auto found = a[0].text.find(a[1].text);
    return Value::of(found == std::string::npos ? std::int64_t{0} : static_cast<std::int64_t>(found + 1));
}

Value repeat(const Args& a) {
    constexpr std::int64_t limit = 1 << 16;
    if (a[1].integer > limit || static_cast<std::int64_t>(a[0].text.size()) * a[1].integer > limit)
        return Value::unknown("long text");
    std::string result;
    for (std::int64_t i = 0; i < a[1].integer; ++i)
        result += a[0].text;
    return Value::of(std::move(result));
}

Value initcap(const Args& a) {
    bool inside = false;
    return changed(a[0].text, [&](char c) {
        const char small = ascii_lower(c);
        const bool letter = small >= 'a' && small <= 'z';
        const char made = letter && !inside ? static_cast<char>(small - 'a' + 'A') : small;
        inside = letter || (c >= '0' && c <= '9');
        return made;
    });
}

Value reverse(const Args& a) {
    return is_ascii(a[0].text) ? Value::of(std::string{a[0].text.rbegin(), a[0].text.rend()}) : not_ascii();
}

Value translate(const Args& a) {
    if (!is_ascii(a[0].text) || !is_ascii(a[1].text) || !is_ascii(a[2].text)) return not_ascii();
    std::string result;
    for (const char c : a[0].text) {
        const auto at = a[1].text.find(c);
        if (at == std::string::npos)
            result += c;
        else if (at < a[2].text.size())
            result += a[2].text[at];
    }
    return Value::of(std::move(result));
}

/// lpad(), rpad().
Value padded(const Args& a, bool left_side) {
    const std::string fill = a.size() > 2 ? a[2].text : " ";
    constexpr std::int64_t limit = 1 << 16;
    if (!is_ascii(a[0].text) || !is_ascii(fill)) return not_ascii();
    if (a[1].integer > limit) return Value::unknown("long text");
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(a[1].integer, 0));
    if (a[0].text.size() >= size || fill.empty()) return Value::of(a[0].text.substr(0, size));
    std::string padding;
    while (padding.size() < size - a[0].text.size())
        padding += fill[padding.size() % fill.size()];
    return Value::of(left_side ? padding + a[0].text : a[0].text + padding);
}

struct Function {
    std::string_view name;
    std::size_t min, max;
    Value (*run)(const Args&);
    bool number = false; ///< the second argument is one
};

constexpr auto functions = std::to_array<Function>({
    {"lower", 1, 1, lower},
    {"upper", 1, 1, upper},
    {"length", 1, 1, length},
    {"char_length", 1, 1, length},
    {"character_length", 1, 1, length},
    {"replace", 3, 3, replace},
    {"substring", 2, 3, substring},
    {"substr", 2, 3, substring},
    {"left", 2, 2, left, true},
    {"right", 2, 2, right, true},
    {"btrim", 1, 2, [](const Args& a) { return trim(a, true, true); }},
    {"ltrim", 1, 2, [](const Args& a) { return trim(a, true, false); }},
    {"rtrim", 1, 2, [](const Args& a) { return trim(a, false, true); }},
    {"initcap", 1, 1, initcap},
    {"reverse", 1, 1, reverse},
    {"translate", 3, 3, translate},
    {"lpad", 2, 3, [](const Args& a) { return padded(a, true); }, true},
    {"rpad", 2, 3, [](const Args& a) { return padded(a, false); }, true},
    {"split_part", 3, 3, split_part},
    {"strpos", 2, 2, strpos},
    {"position", 2, 2, strpos},
    {"starts_with", 2, 2, [](const Args& a) { return Value::of(a[0].text.starts_with(a[1].text)); }},
    {"repeat", 2, 2, repeat, true},
    {"quote_ident", 1, 1, [](const Args& a) { return Value::of(rlslint::quote_ident(a[0].text)); }},
    {"quote_literal", 1, 1, [](const Args& a) { return Value::of(quote_literal(a[0].text)); }},
});

Value run(Environment& environment, const Function& function, Args args) {
    const bool of_meaning = function.name == "replace" && args.size() == 3 && args[0].sql() != nullptr;
    if (of_meaning && args[1].kind == Value::Kind::text && is_plain_call(args[1].text) &&
        args[2].kind == Value::Kind::text)
        return Value::meaning(args[0].text, replace({Value::of(*args[0].sql()), args[1], args[2]}).text);
    if (const Value* failed = first_failed(args)) return *failed;
    if (args.size() < function.min || args.size() > function.max)
        return Value::unknown(fmt::format("{}() with {} arguments", function.name, args.size()));
    for (const Value& arg : args)
        if (arg.is_null()) return {};
    args[0] = to_text(environment, args[0]);
    if (args[0].failed()) return args[0];
    if (function.number && args[1].kind != Value::Kind::integer) return Value::unknown("a number");
    return function.run(args);
}

/// concat(), concat_ws(): nulls are left out.
Value concat(Environment& environment, const Args& args, std::string_view separator) {
    std::string text;
    bool first = true;
    for (const Value& arg : args) {
        if (arg.is_null()) continue;
        Value part = written(environment, arg);
        if (part.failed()) return part;
        if (!first) text += separator;
        text += part.text;
        first = false;
    }
    return Value::of(std::move(text));
}

Value quote_nullable(Environment& environment, const Args& args) {
    if (args.size() != 1) return Value::unknown("quote_nullable()");
    if (args[0].is_null()) return Value::of("NULL");
    const Value text = to_text(environment, args[0]);
    return text.failed() ? text : Value::of(quote_literal(text.text));
}

} // namespace

std::optional<Value> call_builtin(Environment& environment, Symbol name, const std::vector<Value>& args) {
    const std::string_view text = name.text();
    if (auto result = call_regex_function(text, args)) return result;
    const auto found = std::find_if(functions.begin(), functions.end(),
                                    [&](const Function& function) { return function.name == text; });
    if (found != functions.end()) return run(environment, *found, args);
    if (text == "format") return format(environment, args);
    if (text == "concat") return concat(environment, args, "");
    if (text == "concat_ws" && !args.empty()) {
        if (args[0].is_null() || args[0].failed()) return args[0];
        return concat(environment, {args.begin() + 1, args.end()}, args[0].text);
    }
    if (text == "quote_nullable") return quote_nullable(environment, args);
    return call_array_function(environment, text, args);
}

} // namespace rlslint::eval
