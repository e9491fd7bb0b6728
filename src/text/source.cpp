#include "rlslint/text/source.hpp"

#include <utility>

namespace rlslint {

SourceId Sources::add(Source source) {
    all_.push_back(std::move(source));
    return {static_cast<std::uint32_t>(all_.size() - 1)};
}

std::string_view Sources::text(Span span) const {
    if (!span.valid()) return {};
    return std::string_view{(*this)[span.source].text}.substr(span.begin, span.size());
}

Span Sources::origin(Span span) const {
    while (span.valid() && (*this)[span.source].generated())
        span = (*this)[span.source].parent;
    return span;
}

} // namespace rlslint
