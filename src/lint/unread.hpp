#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/lint/doubts.hpp"

/// What SQL that the replay could not follow may have done, told by its words alone: those of a
/// statement, or of the strings that it builds statements from.
namespace rlslint {

/// Lower case, with each run of white space as one space: so that words are found however a
/// statement is laid out, inside strings too.
[[nodiscard]] std::string plain_words(std::string_view text);

/// Of an unquoted name in plain words.
[[nodiscard]] bool is_name_byte(char c);

/// Something that may have been done to a table, or to one policy. Names are in lower case and
/// without schema; empty where they are not written out, as in format('… %I …', name): any.
struct Effect {
    Aspect aspect = Aspect::rls_on;
    std::string table;
    std::string policy;
};

[[nodiscard]] std::vector<Effect> possible_effects(const std::string& plain_words);

/// CREATE ROLE or USER; REVOKE on functions.
[[nodiscard]] bool may_create_roles(const std::string& plain_words);
[[nodiscard]] bool may_revoke_from_functions(const std::string& plain_words);

/// Reads plain words from left to right.
class Words {
public:
    explicit Words(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    /// Takes the phrase, and the space after it, if it stands here.
    bool take(std::string_view phrase);

    /// Takes a name, which may be quoted and qualified, and gives its last part; empty, and nothing
    /// taken, where none is written out here: `%I`, or `app_' || suffix`.
    std::string name();

    /// Goes to behind the next `phrase`, at most a statement away; false, and no move, where there
    /// is none.
    bool skip_behind(std::string_view phrase);

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

private:
    std::string part();

    std::string_view text_;
    std::size_t at_;
};

} // namespace rlslint
