#include "rlslint/text/glob.hpp"

#include <algorithm>

namespace rlslint::glob {
namespace {

/// The set at the start of `pattern`, as in `[!a-z]`; its size, or 0 where it does not end.
std::size_t set_size(std::string_view pattern) {
    const std::size_t first = pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^') ? 2 : 1;
    const std::size_t end = pattern.find(']', first + 1);
    return end == pattern.npos ? 0 : end + 1;
}

bool in_set(std::string_view set, char c) {
    set = set.substr(1, set.size() - 2);
    const bool negated = set.front() == '!' || set.front() == '^';
    if (negated) set.remove_prefix(1);
    bool found = false;
    for (std::size_t at = 0; at < set.size(); ++at) {
        if (at + 2 < set.size() && set[at + 1] == '-') {
            found |= set[at] <= c && c <= set[at + 2];
            at += 2;
        } else {
            found |= set[at] == c;
        }
    }
    return found != negated;
}

/// How many bytes of `pattern` stand for the letter `c`; 0 if its start does not.
std::size_t one_letter(std::string_view pattern, char c) {
    if (pattern.empty() || c == '/') return !pattern.empty() && pattern.front() == c ? 1 : 0;
    if (pattern.front() == '?') return 1;
    if (pattern.front() == '[') {
        const std::size_t size = set_size(pattern);
        if (size > 0) return in_set(pattern.substr(0, size), c) ? size : 0;
    }
    return pattern.front() == c ? 1 : 0;
}

/// A star to which matching comes back when what follows it does not fit.
struct Star {
    std::string_view rest;
    std::size_t at = 0;
    bool set = false;
};

/// Takes a star off the pattern, and says whether it crosses folders.
bool take_star(std::string_view& pattern, Star& narrow, Star& wide, std::size_t at) {
    if (pattern.starts_with("**")) {
        pattern.remove_prefix(pattern.starts_with("**/") ? 3 : 2);
        wide = {pattern, at, true};
        narrow.set = false;
        return true;
    }
    if (!pattern.starts_with('*')) return false;
    pattern.remove_prefix(1);
    narrow = {pattern, at, true};
    return true;
}

} // namespace

bool matches(std::string_view pattern, std::string_view path) {
    Star narrow, wide;
    std::size_t at = 0;
    while (at < path.size() || !pattern.empty()) {
        if (take_star(pattern, narrow, wide, at)) continue;
        const std::size_t taken = at < path.size() ? one_letter(pattern, path[at]) : 0;
        if (taken > 0) {
            pattern.remove_prefix(taken);
            ++at;
        } else if (narrow.set && narrow.at < path.size() && path[narrow.at] != '/') {
            at = ++narrow.at;
            pattern = narrow.rest;
        } else if (wide.set && wide.at < path.size()) {
            // `**/x` fits at the beginning of a name only.
            const std::size_t slash = wide.rest.empty() ? path.size() - 1 : path.find('/', wide.at);
            if (slash >= path.size()) return false;
            at = wide.at = slash + 1;
            pattern = wide.rest;
            narrow.set = false;
        } else {
            return false;
        }
    }
    return true;
}

bool covers(std::string_view pattern, std::string_view path) {
    while (pattern.ends_with('/'))
        pattern.remove_suffix(1);
    if (pattern.starts_with("./")) pattern.remove_prefix(2);
    const bool any_name = pattern.find('/') == pattern.npos;
    for (std::size_t begin = 0, end = 0; end < path.size(); begin = end + 1) {
        end = std::min(path.find('/', begin), path.size());
        const std::string_view tried = any_name ? path.substr(begin, end - begin) : path.substr(0, end);
        if (matches(pattern, tried)) return true;
    }
    return false;
}

bool is_pattern(std::string_view text) { return text.find_first_of("*?[") != text.npos; }

std::string_view fixed_part(std::string_view pattern) {
    const std::size_t slash = pattern.rfind('/', pattern.find_first_of("*?["));
    return slash == pattern.npos ? std::string_view() : pattern.substr(0, std::max<std::size_t>(slash, 1));
}

} // namespace rlslint::glob
