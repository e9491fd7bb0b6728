#include "rlslint/lint/public_names.hpp"

#include <algorithm>
#include <iterator>

#include "name_words.hpp"

namespace rlslint {
namespace {

template <std::size_t n> bool has_one_of(std::string_view name, const std::string_view (&wanted)[n]) {
    const Words words = words_of(name);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(std::begin(wanted), std::end(wanted), word) != std::end(wanted);
    });
}

} // namespace

bool names_everyone(std::string_view policy) {
    const Words words = words_of(policy);
    const auto all = std::find(words.begin(), words.end(), "all");
    const bool all_users = all != words.end() && (all + 1 == words.end() || *(all + 1) == "users");
    return all_users ||
           has_one_of(policy, {"public", "publicly", "publica", "publico", "pública", "públicas", "público",
                               "públicos", "anyone", "anybody", "everyone", "everybody", "anon", "anonymous",
                               "guest", "guests", "visitor", "visitors", "unauthenticated"});
}

bool names_invitation(std::string_view name) {
    return has_one_of(name,
                      {"invite", "invites", "invited", "invitee", "invitees", "invitation", "invitations"});
}

bool names_publicity(std::string_view column) {
    return has_one_of(column,
                      {"public", "published", "visible", "visibility", "shared", "sharing", "listed"});
}

} // namespace rlslint
