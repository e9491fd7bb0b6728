#include "related.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace rlslint {
namespace {

auto place_of(Span span) { return std::tuple{span.source.value, span.begin, span.end}; }

} // namespace

void drop_repeats(std::vector<Note>& notes) {
    if (notes.size() < 2) return;
    const auto key = [&](std::size_t i) {
        const Span at = notes[i].span;
        return std::tuple{at.source.value, at.begin, at.end, std::string_view{notes[i].message}};
    };
    std::vector<std::size_t> order(notes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    std::vector<bool> again(notes.size());
    for (std::size_t i = 1; i < order.size(); ++i)
        again[order[i]] = key(order[i - 1]) == key(order[i]);
    std::size_t at = 0;
    std::erase_if(notes, [&](const Note&) { return again[at++]; });
}

void add_places(Finding& finding, std::vector<Note> notes) {
    std::set<decltype(place_of({}))> shown{place_of(finding.span)};
    for (const Note& known : finding.related)
        shown.insert(place_of(known.span));
    for (Note& note : notes) {
        const bool is_new = !note.span.valid() || shown.insert(place_of(note.span)).second;
        if (is_new) finding.related.push_back(std::move(note));
    }
}

} // namespace rlslint
