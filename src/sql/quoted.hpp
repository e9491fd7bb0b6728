#pragma once

namespace rlslint::scan {

/// How the text between two quotes is read.
enum class Escapes {
    none,      ///< B'' and X'': the next quote ends it
    doubled,   ///< '' is a quote
    backslash, ///< that, and \ takes the next byte with it
};

/// Where a quoted or bracketed text ends.
struct Closing {
    const char* at;
    bool found = true; ///< false where it runs into the end of the text
};

/// From behind an opening `quote` to behind the closing one.
[[nodiscard]] Closing close_quote(const char* at, const char* end, char quote, Escapes escapes);

/// SQL continues a string where white space with a line end stands between two quotes; comments to
/// the end of the line count as white space. Behind a closing quote: the place of the quote that
/// reopens the string, or null.
[[nodiscard]] const char* continuation(const char* at, const char* end);

/// The end of a line comment's line: LF, CR or the end of the text.
[[nodiscard]] const char* line_end(const char* at, const char* end);

/// From behind `/*` to behind the `*/` that matches it.
[[nodiscard]] Closing close_comment(const char* at, const char* end);

} // namespace rlslint::scan
