#include "rlslint/eval/value.hpp"

#include <algorithm>
#include <charconv>

#include "rlslint/sql/boolean.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint::eval {

namespace {

/// What is longer is not followed: doubling something takes few steps.
constexpr std::size_t most_text = 8'000'000;
constexpr std::size_t most_items = 100'000;

} // namespace

Value Value::of(bool value) {
    Value made;
    made.kind = Kind::boolean;
    made.integer = value ? 1 : 0;
    return made;
}

Value Value::of(std::int64_t value) {
    Value made;
    made.kind = Kind::integer;
    made.integer = value;
    return made;
}

Value Value::of(std::string value) {
    if (value.size() > most_text) return too_large("a text of more than 8 MB");
    Value made;
    made.kind = Kind::text;
    made.text = std::move(value);
    return made;
}

Value Value::object(std::int64_t oid, std::string_view type) {
    Value made;
    made.kind = Kind::object;
    made.integer = oid;
    made.type = Symbol{type};
    return made;
}

Value Value::array(std::vector<Value> items) {
    if (items.size() > most_items) return too_large("an array of more than 100,000 items");
    Value made;
    made.kind = Kind::array;
    made.items = std::move(items);
    return made;
}

Value Value::unknown(std::string why) {
    Value made;
    made.kind = Kind::unknown;
    made.text = std::move(why);
    return made;
}

Value Value::meaning(std::string why, std::string sql) {
    Value made = unknown(std::move(why));
    made.items.push_back(of(std::move(sql)));
    return made;
}

Value Value::too_large(std::string why) {
    Value made = unknown(std::move(why));
    made.sqlstate = "54000";
    return made;
}

Value Value::error(std::string sqlstate, std::string message) {
    Value made;
    made.kind = Kind::error;
    made.sqlstate = std::move(sqlstate);
    made.text = std::move(message);
    return made;
}

const Value* Value::field(Symbol name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

namespace {

bool needs_quotes(std::string_view text) {
    if (text.empty()) return true;
    return equal_ignoring_case(text, "null") || text.find_first_of("{}\",\\ \t\n\r\v\f") != text.npos;
}

std::string array_item(const Value& item) {
    if (item.is_null()) return "NULL";
    std::string text = output(item);
    if (item.kind == Value::Kind::array || !needs_quotes(text)) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

/// Reads what stands between the braces.
class ArrayText {
public:
    explicit ArrayText(std::string_view text) : text_(text) {}

    std::optional<Value> read() {
        std::vector<Value> items;
        if (text_.empty()) return Value::array({});
        do {
            std::optional<Value> item = text_.substr(at_, 1) == "\""  ? quoted()
                                        : text_.substr(at_, 1) == "{" ? nested()
                                                                      : plain();
            if (!item) return std::nullopt;
            items.push_back(std::move(*item));
        } while (at_ < text_.size() && text_[at_++] == ',');
        if (at_ != text_.size()) return std::nullopt;
        return Value::array(std::move(items));
    }

private:
    std::optional<Value> quoted() {
        std::string item;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
            if (at_ < text_.size()) item += text_[at_];
        }
        if (at_ >= text_.size()) return std::nullopt;
        ++at_;
        return Value::of(std::move(item));
    }

    /// An array of one more dimension.
    std::optional<Value> nested() {
        const std::size_t begin = at_ + 1;
        int depth = 0;
        bool in_quotes = false;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\\')
                ++at_;
            else if (c == '"')
                in_quotes = !in_quotes;
            else if (c == '{' && !in_quotes && ++depth > most_dimensions)
                return std::nullopt;
            else if (c == '}' && !in_quotes && --depth == 0)
                break;
        }
        if (at_ >= text_.size()) return std::nullopt;
        return ArrayText{text_.substr(begin, at_++ - begin)}.read();
    }

    std::optional<Value> plain() {
        const auto end = std::min(text_.find(',', at_), text_.size());
        std::string_view item = text_.substr(at_, end - at_);
        while (item.starts_with(' '))
            item.remove_prefix(1);
        while (item.ends_with(' '))
            item.remove_suffix(1);
        at_ = end;
        if (item.empty() || item.find_first_of("{}\"\\") != item.npos) return std::nullopt;
        return item == "NULL" || item == "null" ? Value{} : Value::of(item);
    }

    static constexpr int most_dimensions = 6;

    std::string_view text_;
    std::size_t at_ = 0;
};

template <class T> int order(const T& a, const T& b) { return a < b ? -1 : b < a ? 1 : 0; }

/// A string constant takes the other side's type.
std::optional<int> compare_with_text(const Value& value, std::string_view text) {
    if (value.kind == Value::Kind::integer) {
        const auto number = parse_integer(text);
        return number ? std::optional{order(value.integer, *number)} : std::nullopt;
    }
    if (value.kind == Value::Kind::boolean) {
        const auto truth = parse_boolean(text);
        return truth ? std::optional{order(value.integer != 0, *truth)} : std::nullopt;
    }
    if (value.kind == Value::Kind::array) {
        const auto array = parse_array(text);
        return array ? compare(value, *array) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<int> compare_items(const Value& a, const Value& b) {
    for (std::size_t i = 0; i < std::min(a.items.size(), b.items.size()); ++i) {
        if (a.items[i].is_null() || b.items[i].is_null()) {
            if (a.items[i].is_null() != b.items[i].is_null()) return a.items[i].is_null() ? 1 : -1;
            continue;
        }
        const auto item = compare(a.items[i], b.items[i]);
        if (!item || *item != 0) return item;
    }
    return order(a.items.size(), b.items.size());
}

} // namespace

std::string output(const Value& value) {
    switch (value.kind) {
    case Value::Kind::boolean: return value.integer != 0 ? "t" : "f";
    case Value::Kind::integer:
    case Value::Kind::object: return std::to_string(value.integer);
    case Value::Kind::text: return value.text;
    case Value::Kind::array:
    case Value::Kind::record: break;
    default: return {};
    }
    const bool array = value.kind == Value::Kind::array;
    std::string text = array ? "{" : "(";
    for (const Value& item : value.items) {
        if (text.size() > 1) text += ',';
        if (array || !item.is_null()) text += array_item(item);
    }
    return text + (array ? '}' : ')');
}

std::optional<Value> parse_array(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    return ArrayText{trimmed(text.substr(1, text.size() - 2))}.read();
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return number;
}

std::string quote_literal(std::string_view text) {
    const bool escaped = text.find('\\') != text.npos;
    std::string quoted = escaped ? "E'" : "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') quoted += c;
        quoted += c;
    }
    return quoted + '\'';
}

std::optional<int> compare(const Value& a, const Value& b) {
    using Kind = Value::Kind;
    if (a.kind == Kind::text && b.kind == Kind::text) return order(a.text, b.text);
    if (b.kind == Kind::text) return compare_with_text(a, b.text);
    if (a.kind == Kind::text) {
        const auto reversed = compare_with_text(b, a.text);
        return reversed ? std::optional{-*reversed} : std::nullopt;
    }
    const bool numbers = (a.kind == Kind::integer || a.kind == Kind::object) &&
                         (b.kind == Kind::integer || b.kind == Kind::object);
    if (numbers || (a.kind == Kind::boolean && b.kind == Kind::boolean)) return order(a.integer, b.integer);
    if (a.kind == b.kind && (a.kind == Kind::array || a.kind == Kind::record)) return compare_items(a, b);
    return std::nullopt;
}

bool same(const Value& a, const Value& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    const auto result = compare(a, b);
    return result && *result == 0;
}

} // namespace rlslint::eval
