#include "path.hpp"

#include <algorithm>
#include <compare>
#include <filesystem>

namespace rlslint::path {
namespace {

namespace fs = std::filesystem;

/// Normal, and without a slash at the end.
std::string tidy(const fs::path& path) {
    std::string text = path.lexically_normal().generic_string();
    if (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits at the start off `text`; their value without leading zeros.
std::string_view take_number(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
    const auto by_length = a.size() <=> b.size();
    return std::is_neq(by_length) ? by_length : a <=> b;
}

/// A slash ends a name, so it comes before whatever might go on in it.
int weight(char c) { return c == '/' ? -1 : static_cast<unsigned char>(c); }

std::strong_ordering natural(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const auto order = compare_numbers(take_number(a), take_number(b));
            if (std::is_neq(order)) return order;
        } else {
            const auto order = weight(a.front()) <=> weight(b.front());
            if (std::is_neq(order)) return order;
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.size() <=> b.size();
}

} // namespace

std::string join(std::string_view folder, std::string_view name) {
    return tidy(fs::path(folder) / fs::path(name));
}

std::string name(std::string_view path) { return fs::path(tidy(fs::path(path))).filename().generic_string(); }

std::string absolute(const Files& files, std::string_view path) {
    return tidy(fs::path(files.working_folder()) / fs::path(path));
}

std::string shown(const Files& files, std::string_view path) {
    const fs::path from = files.working_folder();
    const fs::path relative = fs::path(absolute(files, path)).lexically_relative(from.lexically_normal());
    return relative.empty() ? std::string(path) : relative.generic_string();
}

std::string parent(std::string_view absolute) { return tidy(fs::path(absolute).parent_path()); }

std::string common(std::string_view a, std::string_view b) {
    const fs::path first(a), second(b);
    const auto [end, unused] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    fs::path shared;
    for (auto at = first.begin(); at != end; ++at)
        shared /= *at;
    return tidy(shared);
}

bool natural_less(std::string_view a, std::string_view b) {
    const auto order = natural(a, b);
    return std::is_neq(order) ? std::is_lt(order) : a < b;
}

} // namespace rlslint::path
