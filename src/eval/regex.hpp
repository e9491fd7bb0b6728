#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rlslint::eval {

/// A match: where it begins and ends, and the same of the parts in parentheses; npos where a part took
/// no part in it.
struct Match {
    struct Part {
        std::size_t begin = std::string_view::npos, end = std::string_view::npos;
    };
    std::size_t begin = 0, end = 0;
    std::vector<Part> parts;
};

/// A regular expression as PostgreSQL's advanced ones are, so far as people use them in migrations.
/// Back references, look-around and collating elements are not among it.
class Regex {
public:
    /// None where something in it is not known here.
    [[nodiscard]] static std::optional<Regex> read(std::string_view pattern, bool any_case);

    /// The first match at or behind a place, the longest one there; `lost` where it took too many steps
    /// to tell.
    [[nodiscard]] std::optional<Match> find(std::string_view text, std::size_t from, bool& lost) const;

private:
    friend class RegexReader;
    friend class RegexRun;

    struct Node {
        enum class Kind : std::uint8_t { set, begin, end, word_begin, word_end, word_edge, group, repeat };
        Kind kind = Kind::set;
        std::vector<bool> set;                     ///< of bytes
        std::vector<std::vector<std::size_t>> any; ///< of a group: the branches, each a list of nodes
        std::size_t part = 0;                      ///< of a group that captures, from 1
        std::size_t operand = 0;                   ///< of a repeat
        std::size_t least = 0, most = 0;
        bool greedy = true;
    };

    std::vector<Node> nodes_;
    std::size_t root_ = 0;
    std::size_t parts_ = 0;
    bool longest_ = true; ///< what it matches is as long as can be; else as short
};

} // namespace rlslint::eval
