#include "session_functions.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace rlslint {
namespace {

std::optional<SessionFunction::Gives> parse_gives(std::string_view word) {
    using Gives = SessionFunction::Gives;
    constexpr std::array<std::pair<std::string_view, Gives>, 5> all{{{"identity", Gives::identity},
                                                                     {"claims", Gives::claims},
                                                                     {"role", Gives::role},
                                                                     {"email", Gives::email},
                                                                     {"other", Gives::other}}};
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == word; });
    return found == all.end() ? std::nullopt : std::optional{found->second};
}

} // namespace

std::pair<Symbol, Symbol> split_qualified(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == name.npos) return {Symbol(), Symbol(name)};
    return {Symbol(name.substr(0, dot)), Symbol(name.substr(dot + 1))};
}

SessionFunction read_session_function(TomlTable& table) {
    SessionFunction function;
    std::string name, gives = "identity";
    table.read("name", name);
    table.read("gives", gives);
    table.read("anonymous", function.anonymous);
    table.refuse_others();
    if (name.empty()) table.refuse("name", "a session function needs a \"name\"");
    std::tie(function.schema, function.name) = split_qualified(name);
    const auto known = parse_gives(gives);
    if (!known) table.refuse("gives", "\"gives\" must be identity, claims, role, email or other");
    function.gives = known.value_or(SessionFunction::Gives::other);
    return function;
}

} // namespace rlslint
