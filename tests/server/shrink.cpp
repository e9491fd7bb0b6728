#include "shrink.hpp"

#include <algorithm>

namespace rlslint::testing {

std::vector<std::string> shrink(std::vector<std::string> statements,
                                const std::function<bool(const std::vector<std::string>&)>& still_wrong) {
    for (std::size_t chunk = std::max<std::size_t>(1, statements.size() / 2);;) {
        bool shrunk = false;
        for (std::size_t begin = 0; begin < statements.size();) {
            const auto from = statements.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto to =
                statements.begin() + static_cast<std::ptrdiff_t>(std::min(begin + chunk, statements.size()));
            std::vector<std::string> fewer(statements.begin(), from);
            fewer.insert(fewer.end(), to, statements.end());
            if (still_wrong(fewer)) {
                statements = std::move(fewer);
                shrunk = true;
            } else {
                begin += chunk;
            }
        }
        if (chunk == 1 && !shrunk) return statements;
        chunk = std::max<std::size_t>(1, chunk / 2);
    }
}

} // namespace rlslint::testing
