#include "rlslint/report/places.hpp"

#include <fmt/format.h>

namespace rlslint {

const LineIndex& Places::lines(Span span) {
    auto& index = lines_[span.source.value];
    if (!index) index = std::make_unique<LineIndex>(source(span).written());
    return *index;
}

std::optional<Place> Places::within(Span span) {
    if (!known(span)) return std::nullopt;
    const LineIndex& index = lines(span);
    const Span written = sources_->written(span);
    return Place{source(span).path, index.position(written.begin), index.position(written.end), written};
}

std::optional<Place> Places::of(Span span) {
    return known(span) ? within(sources_->origin(span)) : std::nullopt;
}

std::string Places::file_of(const Place& place) const {
    const std::string file(place.file);
    if (!is_profile(place.span)) return file;
    const std::size_t slash = file.find('/');
    return fmt::format("profile {}, {}", file.substr(0, slash), file.substr(slash + 1));
}

bool Places::is_profile(Span span) const { return known(span) && source(sources_->origin(span)).profile; }

std::optional<std::string_view> Places::generated(Span span) const {
    if (!known(span) || !source(span).generated()) return std::nullopt;
    return source(span).text;
}

} // namespace rlslint
