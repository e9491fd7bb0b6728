#include "clauses.hpp"

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint::eval {

namespace {

/// The last word before an expression, or the comma; opening parentheses are passed over.
std::string_view last_word(std::string_view text) {
    const auto end = text.find_last_not_of(" \t\r\n(");
    if (end == text.npos) return {};
    text = text.substr(0, end + 1);
    if (text.back() == ',') return text.substr(end);
    std::size_t begin = text.size();
    while (begin > 0 && ascii_lower(text[begin - 1]) >= 'a' && ascii_lower(text[begin - 1]) <= 'z')
        --begin;
    return text.substr(begin);
}

bool ends_with_word(std::string_view text, std::string_view first, std::string_view second) {
    const std::string_view last = last_word(text);
    if (!is_keyword(last, second)) return false;
    return is_keyword(last_word(text.substr(0, static_cast<std::size_t>(last.data() - text.data()))), first);
}

bool bounds_a_frame(std::string_view behind) {
    const auto word = behind.find_first_not_of(" \t\r\n)");
    if (word == behind.npos) return false;
    behind.remove_prefix(word);
    return (behind.size() >= 9 && is_keyword(behind.substr(0, 9), "preceding")) ||
           (behind.size() >= 9 && is_keyword(behind.substr(0, 9), "following"));
}

} // namespace

bool descends(Environment& environment, Span span) {
    std::string_view text = environment.text_behind(span);
    const auto word = text.find_first_not_of(" \t\r\n)");
    return word != text.npos && text.size() >= word + 4 && is_keyword(text.substr(word, 4), "desc");
}

CallClauses clauses_of(Environment& environment, const Tree& tree, const Call& call) {
    enum class At { order, filter, partition, window_order };
    At at = At::order;
    CallClauses found;
    for (const ExprId id : tree.list(call.args).subspan(call.arg_count)) {
        const Span span = tree[id].span;
        const std::string_view before = environment.text_before(span);
        if (is_keyword(last_word(before), "where")) at = At::filter;
        if (ends_with_word(before, "partition", "by")) at = At::partition;
        if (ends_with_word(before, "order", "by")) at = call.window ? At::window_order : At::order;
        if (bounds_a_frame(environment.text_behind(span))) {
            found.frame = true;
            break;
        }
        if (at == At::filter)
            found.filter = id;
        else if (at == At::partition)
            found.partition.push_back(id);
        else
            (at == At::order ? found.order : found.window_order).push_back({id, descends(environment, span)});
    }
    return found;
}

bool sorts_before(const std::vector<Value>& a, const std::vector<Value>& b,
                  const std::vector<OrderKey>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (a[i].failed() || b[i].failed()) return false;
        int order = 0;
        if (a[i].is_null() || b[i].is_null())
            order = static_cast<int>(a[i].is_null()) - static_cast<int>(b[i].is_null());
        else
            order = compare(a[i], b[i]).value_or(0);
        if (order != 0) return keys[i].descending ? order > 0 : order < 0;
    }
    return false;
}

} // namespace rlslint::eval
