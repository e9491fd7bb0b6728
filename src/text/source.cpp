#include "rlslint/text/source.hpp"

#include <algorithm>
#include <utility>

namespace rlslint {

SourceId Sources::add(Source source) {
    const auto [chunk, index] = place(size_);
    if (index == 0) chunks_[chunk] = std::make_unique<Source[]>(first_chunk << chunk);
    chunks_[chunk][index] = std::move(source);
    return {size_++};
}

std::string_view Sources::text(Span span) const {
    if (!span.valid()) return {};
    return std::string_view{(*this)[span.source].text}.substr(span.begin, span.size());
}

Span Sources::written(Span span) const {
    if (!span.valid()) return span;
    std::int64_t begin = span.begin, end = span.end;
    for (const Filling& filling : (*this)[span.source].fillings) {
        const std::int64_t longer = static_cast<std::int64_t>(filling.written_end) - filling.end;
        if (span.begin >= filling.end) {
            begin = span.begin + longer;
        } else if (span.begin > filling.begin) {
            begin = filling.written_begin;
        }
        if (span.end >= filling.end) {
            end = span.end + longer;
        } else if (span.end > filling.begin) {
            end = filling.written_end;
        }
    }
    return {span.source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool Sources::was_filled(Span span) const {
    if (!span.valid()) return false;
    const auto& fillings = (*this)[span.source].fillings;
    return std::any_of(fillings.begin(), fillings.end(), [&](const Filling& filling) {
        return span.begin <= filling.begin && filling.end <= span.end;
    });
}

Span Sources::origin(Span span) const {
    while (span.valid() && (*this)[span.source].generated())
        span = (*this)[span.source].parent;
    return span;
}

} // namespace rlslint
