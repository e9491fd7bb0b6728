#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/project/layout.hpp"
#include "rlslint/text/section.hpp"

namespace rlslint {

/// Bytes of a file that its tool sends to the server.
struct Part {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    Terminator terminator = Terminator::semicolon;
};

/// Bytes that it does not, and why.
struct Omission {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string why;
};

struct Cut {
    std::vector<Part> parts;
    std::vector<Omission> omitted;
};

/// Cuts a file as the tool does that runs it: by lines, without reading the SQL.
[[nodiscard]] Cut cut(Layout layout, std::string_view text);

[[nodiscard]] Cut cut_goose(std::string_view text);
[[nodiscard]] Cut cut_dbmate(std::string_view text);
[[nodiscard]] Cut cut_liquibase(std::string_view text);
[[nodiscard]] Cut cut_drizzle(std::string_view text);

/// Whether a file is written for the tool: it has the marker without which the tool refuses it.
[[nodiscard]] bool is_goose(std::string_view text);
[[nodiscard]] bool is_dbmate(std::string_view text);
[[nodiscard]] bool is_liquibase(std::string_view text);
[[nodiscard]] bool is_dump(std::string_view text);

/// The layout that a file shows by itself; plain where it shows none.
[[nodiscard]] Layout layout_of(std::string_view text);

} // namespace rlslint
