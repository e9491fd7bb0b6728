#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rlslint {

/// By line from 0: the fingerprint that GitHub's code scanning computes for SARIF results without
/// one (`primaryLocationLineHash`), so that both agree: a rolling hash over the 100 characters from
/// the start of the line, blanks left out, and how often the same has been seen. `marked` says that
/// the file begins with a byte-order mark that is no longer in `text`.
[[nodiscard]] std::vector<std::string> line_hashes(std::string_view text, bool marked = false);

} // namespace rlslint
