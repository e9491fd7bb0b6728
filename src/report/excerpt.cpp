#include "excerpt.hpp"

#include <algorithm>

#include "rlslint/report/printable.hpp"
#include "rlslint/text/utf8.hpp"

namespace rlslint {
namespace {

constexpr std::size_t tab_width = 4;
constexpr std::string_view cut_mark = "…";

/// A part of a line, in bytes.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// What of a very long line has to be looked at: enough before and behind the marked part.
Part neighbourhood(std::string_view line, Part marked, std::size_t width) {
    const std::size_t reach = width * 4; // a character takes four bytes at most
    Part near{marked.begin > reach ? marked.begin - reach : 0,
              std::min(line.size(), marked.begin + 2 * reach)};
    while (near.begin > 0 && (line[near.begin] & 0xC0) == 0x80)
        --near.begin;
    return near;
}

struct Cell {
    std::size_t at = 0; ///< byte in the line
    std::string shown;
    std::size_t width = 1;
};

std::vector<Cell> cells_of(std::string_view line, Part near) {
    std::vector<Cell> cells;
    std::size_t column = 0;
    for (std::size_t at = near.begin; at < near.end;) {
        Glyph glyph = first_glyph(line.substr(at));
        if (line[at] == '\t') {
            glyph.width = tab_width - column % tab_width;
            glyph.shown.assign(glyph.width, ' ');
        }
        column += glyph.width;
        cells.push_back({at, std::move(glyph.shown), glyph.width});
        at += glyph.bytes;
    }
    return cells;
}

using At = std::vector<Cell>::const_iterator;

std::size_t width_of(At begin, At end) {
    std::size_t width = 0;
    for (; begin != end; ++begin)
        width += begin->width;
    return width;
}

/// The first cell shown, so that the mark is in sight with some of what stands before it.
At window_begin(const std::vector<Cell>& cells, At mark, At mark_end, std::size_t width) {
    if (width_of(cells.begin(), mark_end) <= width) return cells.begin();
    At begin = mark;
    for (std::size_t before = 0; begin != cells.begin() && before < width / 3; before += begin->width)
        --begin;
    return begin;
}

ExcerptLine excerpt_line(std::string_view line, Part marked, std::size_t width) {
    const Part near = neighbourhood(line, marked, width);
    const std::vector<Cell> cells = cells_of(line, near);
    const auto cell_at = [&](std::size_t byte) {
        return std::partition_point(cells.begin(), cells.end(),
                                    [&](const Cell& cell) { return cell.at < byte; });
    };
    const At mark = cell_at(marked.begin), mark_end = cell_at(marked.end);
    At begin = cells.begin(), end = cells.end();
    ExcerptLine shown;
    if (near.begin > 0 || near.end < line.size() || width_of(begin, end) > width) {
        begin = window_begin(cells, mark, mark_end, width - 2);
        end = begin;
        for (std::size_t used = 0; end != cells.end() && used + end->width <= width - 2; ++end)
            used += end->width;
    }
    const bool cut_before = begin != cells.begin() || near.begin > 0;
    const bool cut_behind = end != cells.end() || near.end < line.size();
    if (cut_before) shown.text = cut_mark;
    for (At at = begin; at != end; ++at)
        shown.text += at->shown;
    if (cut_behind) shown.text += cut_mark;
    shown.column = width_of(begin, mark) + (cut_before ? 1 : 0);
    shown.marked = std::max<std::size_t>(1, width_of(mark, std::max(mark, std::min(mark_end, end))));
    return shown;
}

/// What a place covers of one of its lines: white space at the ends of a line is not marked.
Part covered(const LineIndex& lines, const Place& place, std::uint32_t number) {
    const std::string_view line = lines.line(number);
    const std::uint32_t start = lines.offset({number, 1});
    Part part{0, line.size()};
    if (number == place.end.line) part.end = std::min<std::size_t>(line.size(), place.span.end - start);
    if (number == place.start.line) {
        part.begin = std::min<std::size_t>(line.size(), place.span.begin - start);
    } else {
        part.begin = std::min(line.find_first_not_of(" \t"), part.end);
    }
    while (part.end > part.begin && (line[part.end - 1] == ' ' || line[part.end - 1] == '\t'))
        --part.end;
    return part;
}

} // namespace

std::vector<ExcerptLine> excerpt(Places& places, const Place& place, std::size_t width, std::size_t most) {
    constexpr std::size_t narrowest = 20;
    const LineIndex& lines = places.lines(place.span);
    std::vector<ExcerptLine> shown;
    for (std::uint32_t number = place.start.line; number <= place.end.line && shown.size() < most; ++number) {
        const Part part = covered(lines, place, number);
        if (number != place.start.line && part.begin == part.end) continue;
        shown.push_back(excerpt_line(lines.line(number), part, std::max(width, narrowest)));
        shown.back().number = number;
    }
    return shown;
}

} // namespace rlslint
