#include "language.hpp"

#include <algorithm>
#include <array>

#include "permission.hpp"

namespace rlslint::replaying {

namespace {

/// They came with the database, and cannot go.
bool is_built_in(Symbol language) {
    constexpr auto names = std::to_array<std::string_view>({"internal", "c", "sql", "plpgsql"});
    return std::find(names.begin(), names.end(), language.text()) != names.end();
}

[[noreturn]] void deny(Symbol language) {
    refuse(sqlstate::insufficient_privilege, "permission denied for language {}", language.text());
}

} // namespace

bool is_untrusted(Symbol language) { return language.text() == "c" || language.text() == "internal"; }

Acl language_acl(const Replayer& r, Symbol language) {
    for (const LanguagePrivileges& known : r.languages)
        if (known.language == language) return known.acl;
    Acl acl;
    acl.entries.push_back({public_role, {}, Privilege::usage, {}, GrantSource::built_in, {}});
    return acl;
}

void require_language_usage(const Replayer& r, Symbol language) {
    const RoleId user = r.session.current_user;
    if (r.catalog[user].superuser) return;
    if (is_untrusted(language) || !holds_privilege(r, user, language_acl(r, language), Privilege::usage))
        deny(language);
}

Effect drop_languages(Replayer&, const Drop& drop) {
    for (const ObjectRef& ref : drop.objects)
        if (is_built_in(ref.name.name))
            refuse(sqlstate::dependent_objects_still_exist,
                   "cannot drop language {} because the database system or an extension requires it",
                   ref.name.name.text());
    return inert();
}

} // namespace rlslint::replaying
