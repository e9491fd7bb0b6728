#pragma once

#include <nlohmann/json.hpp>

#include "rlslint/report/places.hpp"
#include "rlslint/sql/script.hpp"

#include "workspace.hpp"

namespace rlslint {

/// Splits everything that was read, and hands each piece on with its script and place.
template <class Each> void for_each_piece(const Workspace& workspace, Each each) {
    Places places(&workspace.sources);
    for (const LoadedProject& loaded : workspace.projects) {
        for (const Section& section : loaded.sections) {
            const Script script = split(workspace.sources, section);
            for (const Piece& piece : script.pieces)
                each(script, piece, places.within(piece.span).value_or(Place{}));
        }
    }
}

using Json = nlohmann::ordered_json;

/// A place as the JSON reports have it.
[[nodiscard]] inline Json as_json(const Place& place) {
    const auto position = [](Position at) { return Json{{"line", at.line}, {"column", at.column}}; };
    return {{"file", place.file}, {"start", position(place.start)}, {"end", position(place.end)}};
}

/// A document of ours, whatever bytes are in its texts.
[[nodiscard]] inline std::string written(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
