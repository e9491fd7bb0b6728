#include "regex.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "rlslint/text/ascii.hpp"

namespace rlslint::eval {

namespace {

constexpr std::size_t bytes = 256;
constexpr std::size_t no_end = SIZE_MAX;

using Set = std::vector<bool>;

/// What cannot be read here, thrown inside read() only.
struct Unread {};

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Set set_of(const std::function<bool(char)>& has) {
    Set set(bytes);
    for (std::size_t i = 0; i < bytes; ++i)
        set[i] = has(static_cast<char>(i));
    return set;
}

Set inverse(Set set) {
    set.flip();
    return set;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// \d \s \w and their opposites; none for another letter.
std::optional<Set> class_escape(char c) {
    switch (c) {
    case 'd': return set_of(is_digit);
    case 's': return set_of(is_space);
    case 'w': return set_of(is_word);
    case 'D': return inverse(set_of(is_digit));
    case 'S': return inverse(set_of(is_space));
    case 'W': return inverse(set_of(is_word));
    default: return std::nullopt;
    }
}

std::optional<Set> named_class(std::string_view name) {
    if (name == "alpha") return set_of([](char c) { return is_lower(c) || is_upper(c); });
    if (name == "alnum") return set_of([](char c) { return is_word(c) && c != '_'; });
    if (name == "digit") return set_of(is_digit);
    if (name == "space") return set_of(is_space);
    if (name == "lower") return set_of(is_lower);
    if (name == "upper") return set_of(is_upper);
    return std::nullopt;
}

} // namespace

/// By recursive descent (src/backend/regex/regcomp.c).
class RegexReader {
public:
    RegexReader(std::string_view pattern, bool any_case) : text_(pattern), any_case_(any_case) {}

    Regex whole() {
        made_.root_ = group(0);
        if (at_ < text_.size()) throw Unread{};
        return std::move(made_);
    }

private:
    using Node = Regex::Node;
    using Kind = Node::Kind;

    [[nodiscard]] bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool accept(char c) { return is(c) && (++at_, true); }
    char next() {
        if (at_ >= text_.size()) throw Unread{};
        return text_[at_++];
    }
    std::size_t add(Node node) {
        made_.nodes_.push_back(std::move(node));
        return made_.nodes_.size() - 1;
    }

    /// Branches with | between them, up to a `)` or the end.
    std::size_t group(std::size_t part) {
        constexpr int max_depth = 50;
        if (++depth_ > max_depth) throw Unread{};
        Node node;
        node.kind = Kind::group;
        node.part = part;
        do
            node.any.push_back(branch());
        while (accept('|'));
        --depth_;
        return add(std::move(node));
    }

    std::vector<std::size_t> branch() {
        std::vector<std::size_t> nodes;
        while (at_ < text_.size() && !is('|') && !is(')'))
            nodes.push_back(repeated(atom()));
        return nodes;
    }

    std::size_t atom() {
        const char c = next();
        Node node;
        switch (c) {
        case '^': node.kind = Kind::begin; return add(std::move(node));
        case '$': node.kind = Kind::end; return add(std::move(node));
        case '.': node.set = Set(bytes, true); return add(std::move(node));
        case '[': node.set = bracket(); return add(std::move(node));
        case '(': return parenthesis();
        case '\\': return escape();
        case '*':
        case '+':
        case '?': throw Unread{};
        default: return literal(c);
        }
    }

    std::size_t literal(char c) {
        Node node;
        node.set = Set(bytes);
        node.set[static_cast<unsigned char>(c)] = true;
        fold(node.set);
        return add(std::move(node));
    }

    void fold(Set& set) const {
        if (!any_case_) return;
        for (char c = 'a'; c <= 'z'; ++c) {
            const auto lower = static_cast<std::size_t>(c), upper = static_cast<std::size_t>(c - 'a' + 'A');
            set[lower] = set[upper] = set[lower] || set[upper];
        }
    }

    std::size_t parenthesis() {
        std::size_t part = 0;
        if (accept('?')) {
            if (!accept(':')) throw Unread{};
        } else {
            part = ++made_.parts_;
        }
        const std::size_t made = group(part);
        if (!accept(')')) throw Unread{};
        return made;
    }

    std::size_t escape() {
        const char c = next();
        Node node;
        if (auto set = class_escape(c)) {
            node.set = std::move(*set);
            return add(std::move(node));
        }
        switch (c) {
        case 'm': node.kind = Kind::word_begin; return add(std::move(node));
        case 'M': node.kind = Kind::word_end; return add(std::move(node));
        case 'y': node.kind = Kind::word_edge; return add(std::move(node));
        case 'A': node.kind = Kind::begin; return add(std::move(node));
        case 'Z': node.kind = Kind::end; return add(std::move(node));
        case 'n': return literal('\n');
        case 't': return literal('\t');
        default:
            if (is_word(c)) throw Unread{};
            return literal(c);
        }
    }

    Set bracket() {
        Set set(bytes);
        const bool negated = accept('^');
        bool first = true;
        while (!is(']') || first) {
            add_to(set);
            first = false;
        }
        ++at_;
        fold(set);
        return negated ? inverse(std::move(set)) : set;
    }

    /// One item of a bracket expression: [:class:], a-b, \d or a character.
    void add_to(Set& set) {
        char from = next();
        if (from == '[' && (is(':') || is('.') || is('='))) {
            const auto end = text_.find(":]", at_ + 1);
            const auto named = is(':') && end != text_.npos
                                   ? named_class(text_.substr(at_ + 1, end - at_ - 1))
                                   : std::nullopt;
            if (!named) throw Unread{};
            at_ = end + 2;
            return join(set, *named);
        }
        if (from == '\\') {
            from = next();
            if (const auto named = class_escape(from)) return join(set, *named);
            if (from == 'n')
                from = '\n';
            else if (from == 't')
                from = '\t';
            else if (is_word(from))
                throw Unread{};
        }
        char to = from;
        if (is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
            ++at_;
            to = next();
        }
        for (int c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
            set[static_cast<std::size_t>(c)] = true;
    }

    static void join(Set& set, const Set& other) {
        for (std::size_t i = 0; i < bytes; ++i)
            set[i] = set[i] || other[i];
    }

    std::size_t number() {
        constexpr std::size_t limit = 255;
        std::size_t value = 0;
        if (at_ >= text_.size() || !is_digit(text_[at_])) throw Unread{};
        while (at_ < text_.size() && is_digit(text_[at_]))
            value = std::min(value * 10 + static_cast<std::size_t>(text_[at_++] - '0'), limit + 1);
        if (value > limit) throw Unread{};
        return value;
    }

    std::size_t repeated(std::size_t operand) {
        Node node;
        node.kind = Kind::repeat;
        node.operand = operand;
        node.most = no_end;
        if (accept('+')) {
            node.least = 1;
        } else if (accept('?')) {
            node.most = 1;
        } else if (accept('{')) {
            node.least = node.most = number();
            if (accept(',')) node.most = is('}') ? no_end : number();
            if (!accept('}')) throw Unread{};
        } else if (!accept('*')) {
            return operand;
        }
        node.greedy = !accept('?');
        // The first one decides for the whole; of a mixture nothing is said.
        if (any_quantifier_ && node.greedy != made_.longest_) throw Unread{};
        made_.longest_ = node.greedy;
        any_quantifier_ = true;
        if (is('*') || is('+') || is('?')) throw Unread{};
        return add(std::move(node));
    }

    std::string_view text_;
    bool any_case_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool any_quantifier_ = false;
    Regex made_;
};

/// Tries every way at a place.
class RegexRun {
public:
    RegexRun(const Regex& regex, std::string_view text) : regex_(regex), text_(text) {}

    std::optional<Match> at(std::size_t begin) {
        best_.reset();
        found_.assign(regex_.parts_, {});
        node(regex_.root_, begin, [&](std::size_t end) {
            const bool better = !best_ || (regex_.longest_ ? end > best_->end : end < best_->end);
            if (better) best_ = Match{begin, end, found_};
            return false;
        });
        return best_;
    }
    [[nodiscard]] bool lost() const { return steps_ == 0; }

private:
    using Node = Regex::Node;
    using Kind = Node::Kind;
    using Then = std::function<bool(std::size_t)>;

    [[nodiscard]] bool word_at(std::size_t i) const { return i < text_.size() && is_word(text_[i]); }
    [[nodiscard]] bool word_before(std::size_t i) const { return i > 0 && is_word(text_[i - 1]); }

    /// Calls `then` with each place that a node can match up to, until it says that it is enough.
    bool node(std::size_t id, std::size_t place, const Then& then) {
        if (steps_ == 0 || --steps_ == 0) return true;
        const Node& n = regex_.nodes_[id];
        switch (n.kind) {
        case Kind::set:
            return place < text_.size() && n.set[static_cast<unsigned char>(text_[place])] && then(place + 1);
        case Kind::begin: return place == 0 && then(place);
        case Kind::end: return place == text_.size() && then(place);
        case Kind::word_begin: return !word_before(place) && word_at(place) && then(place);
        case Kind::word_end: return word_before(place) && !word_at(place) && then(place);
        case Kind::word_edge: return word_before(place) != word_at(place) && then(place);
        case Kind::group: return group(n, place, then);
        default: return repeat(n, place, 0, then);
        }
    }

    bool group(const Node& n, std::size_t place, const Then& then) {
        for (const auto& branch : n.any) {
            const bool enough = sequence(branch, 0, place, [&](std::size_t end) {
                if (n.part == 0) return then(end);
                const Match::Part before = std::exchange(found_[n.part - 1], {place, end});
                const bool stop = then(end);
                found_[n.part - 1] = before;
                return stop;
            });
            if (enough) return true;
        }
        return false;
    }

    bool sequence(const std::vector<std::size_t>& nodes, std::size_t i, std::size_t place, const Then& then) {
        if (i == nodes.size()) return then(place);
        return node(nodes[i], place, [&](std::size_t end) { return sequence(nodes, i + 1, end, then); });
    }

    bool repeat(const Node& n, std::size_t place, std::size_t times, const Then& then) {
        constexpr std::size_t max_depth = 2000;
        if (times > max_depth) return steps_ = 0, true;
        const auto more = [&] {
            if (times >= n.most) return false;
            return node(n.operand, place, [&](std::size_t end) {
                return (end > place || times < n.least) && repeat(n, end, times + 1, then);
            });
        };
        if (n.greedy) return more() || (times >= n.least && then(place));
        return (times >= n.least && then(place)) || more();
    }

    const Regex& regex_;
    std::string_view text_;
    std::size_t steps_ = 50'000;
    std::optional<Match> best_;
    std::vector<Match::Part> found_;
};

std::optional<Regex> Regex::read(std::string_view pattern, bool any_case) {
    // ***, (?i) and the like change what the rest means.
    if (pattern.starts_with("***") || pattern.starts_with("(?")) {
        if (!pattern.starts_with("(?:")) return std::nullopt;
    }
    try {
        return RegexReader{pattern, any_case}.whole();
    } catch (const Unread&) {
        return std::nullopt;
    }
}

std::optional<Match> Regex::find(std::string_view text, std::size_t from, bool& lost) const {
    RegexRun run{*this, text};
    for (std::size_t begin = from; begin <= text.size(); ++begin) {
        auto match = run.at(begin);
        lost = run.lost();
        if (lost) return std::nullopt;
        if (match) return match;
    }
    return std::nullopt;
}

} // namespace rlslint::eval
