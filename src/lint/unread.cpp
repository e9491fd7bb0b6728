#include "unread.hpp"

#include <algorithm>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

/// Calls `each` with the words behind every place where `phrase` stands.
template <class Each> void for_each_behind(const std::string& words, std::string_view phrase, Each each) {
    for (auto at = words.find(phrase); at != std::string::npos; at = words.find(phrase, at + 1))
        each(at, Words{words, at + phrase.size()});
}

/// The table that ALTER TABLE names in the statement whose `at`-th byte is given.
std::string altered_table(const std::string& words, std::size_t at) {
    constexpr std::string_view alter = "alter table ";
    const auto begin = words.rfind(alter, at);
    if (begin == std::string::npos || words.find(';', begin) < at) return {};
    Words behind{words, begin + alter.size()};
    behind.take("if exists ");
    behind.take("only ");
    return behind.name();
}

void add_row_security(const std::string& words, std::string_view phrase, Aspect aspect,
                      std::vector<Effect>& effects) {
    for_each_behind(words, phrase, [&](std::size_t at, const Words&) {
        effects.push_back({aspect, altered_table(words, at), {}});
    });
}

/// CREATE, ALTER or DROP POLICY name ON table.
void add_policies(const std::string& words, std::string_view phrase, Aspect aspect,
                  std::vector<Effect>& effects) {
    for_each_behind(words, phrase, [&](std::size_t, Words behind) {
        behind.take("if exists ");
        std::string policy = behind.name();
        std::string table = behind.take("on ") || behind.skip_behind(" on ") ? behind.name() : std::string{};
        effects.push_back({aspect, std::move(table), std::move(policy)});
    });
}

/// ALTER VIEW name SET (security_invoker = on).
void add_invokers(const std::string& words, std::vector<Effect>& effects) {
    if (words.find("security_invoker") == std::string::npos) return;
    for (const std::string_view phrase : {"alter view ", "create view ", "create or replace view "}) {
        for_each_behind(words, phrase, [&](std::size_t, Words behind) {
            behind.take("if exists ");
            effects.push_back({Aspect::invoker, behind.name(), {}});
        });
    }
}

/// ALTER FUNCTION name(…) SET …, and the REVOKE of EXECUTE on it.
void add_functions(const std::string& words, std::vector<Effect>& effects) {
    for (const std::string_view phrase : {"alter function ", "alter procedure ", "alter routine "}) {
        for_each_behind(words, phrase, [&](std::size_t, Words behind) {
            effects.push_back({Aspect::settings, behind.name(), {}});
        });
    }
    for_each_behind(words, "revoke ", [&](std::size_t, Words behind) {
        if (!behind.skip_behind(" on ")) return;
        const bool all =
            behind.take("all functions ") || behind.take("all routines ") || behind.take("all procedures ");
        const bool one = behind.take("function ") || behind.take("routine ") || behind.take("procedure ");
        if (all || one) effects.push_back({Aspect::execute, all ? std::string{} : behind.name(), {}});
    });
}

/// Of a GRANT or REVOKE that names several tables, or none by name, any. One on something else than a
/// table or its schema has no effect here; nor has one of a role.
void add_privileges(Words behind, Aspect aspect, std::string_view before_roles,
                    std::vector<Effect>& effects) {
    if (!behind.skip_behind(" on ")) return;
    for (const std::string_view other :
         {"function ", "procedure ", "routine ", "sequence ", "type ", "domain ", "database ", "language ",
          "all functions ", "all procedures ", "all routines ", "all sequences ", "functions ",
          "sequences "}) {
        if (behind.take(other)) return;
    }
    behind.take("table ");
    std::string table = behind.name();
    if (!behind.take(before_roles)) table.clear();
    effects.push_back({aspect, std::move(table), {}});
}

} // namespace

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string plain_words(std::string_view text) { return lower_case(in_one_line(text)); }

bool Words::take(std::string_view phrase) {
    if (text_.substr(at_, phrase.size()) != phrase) return false;
    at_ += phrase.size();
    return true;
}

std::string Words::part() {
    if (at_ < text_.size() && text_[at_] == '"') {
        const auto end = text_.find('"', at_ + 1);
        if (end == std::string_view::npos) return {};
        std::string name{text_.substr(at_ + 1, end - at_ - 1)};
        at_ = end + 1;
        return name.find_first_of("%'") == std::string::npos ? name : std::string{}; // "%s", "' || x || '"
    }
    const auto end =
        std::find_if_not(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(), is_name_byte);
    std::string name{text_.begin() + static_cast<std::ptrdiff_t>(at_), end};
    at_ = static_cast<std::size_t>(end - text_.begin());
    return name;
}

std::string Words::name() {
    const std::size_t begin = at_;
    std::string last = part();
    while (!last.empty() && take("."))
        last = part();
    const std::size_t end = at_;
    const bool goes_on = take("' ||") || take("'||") || take("%") || take("\"");
    at_ = end;
    if (goes_on || last.empty()) {
        at_ = begin;
        return {};
    }
    take(" ");
    return last;
}

bool Words::skip_behind(std::string_view phrase) {
    const auto end = text_.find(';', at_);
    const auto found = text_.find(phrase, at_);
    if (found == std::string_view::npos || found > end) return false;
    at_ = found + phrase.size();
    return true;
}

bool may_create_roles(const std::string& words) {
    return words.find("create role ") != std::string::npos || words.find("create user ") != std::string::npos;
}

bool may_revoke_from_functions(const std::string& words) {
    bool found = false;
    for_each_behind(words, "revoke ", [&](std::size_t, Words behind) {
        found = found || behind.skip_behind(" on function") || behind.skip_behind(" on all function") ||
                behind.skip_behind(" on procedure") || behind.skip_behind(" on routine") ||
                behind.skip_behind(" on %");
    });
    return found;
}

std::vector<Effect> possible_effects(const std::string& words) {
    std::vector<Effect> effects;
    add_row_security(words, "enable row level security", Aspect::rls_on, effects);
    add_row_security(words, "disable row level security", Aspect::rls_off, effects);
    add_policies(words, "create policy ", Aspect::more_policies, effects);
    if (words.find("restrictive") != std::string::npos)
        add_policies(words, "create policy ", Aspect::restrictions, effects);
    add_policies(words, "drop policy ", Aspect::fewer_policies, effects);
    add_policies(words, "alter policy ", Aspect::fewer_policies, effects);
    for_each_behind(words, "revoke ", [&](std::size_t, const Words& behind) {
        add_privileges(behind, Aspect::privileges, "from ", effects);
    });
    for_each_behind(words, "grant ", [&](std::size_t, const Words& behind) {
        add_privileges(behind, Aspect::grants, "to ", effects);
    });
    add_invokers(words, effects);
    add_functions(words, effects);
    return effects;
}

} // namespace rlslint
