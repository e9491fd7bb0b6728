#include "session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/text/ascii.hpp"

#include "apply.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "temporary.hpp"

namespace rlslint::replaying {

namespace {

/// SET holds beyond the open block, SET LOCAL until its end. (Outside of a block SET LOCAL does
/// nothing in psql; migration tools run a file as one transaction, so there it holds to the file's
/// end.)
template <class Change> void change_session(Replayer& r, bool local, const Change& change) {
    change(r.session);
    if (!local) change(r.after_commit);
}

bool resets(const SetVariable& set) {
    return set.kind == SetVariable::Kind::default_ || set.kind == SetVariable::Kind::reset;
}

std::vector<Symbol> symbols(const std::vector<std::string>& items) {
    std::vector<Symbol> names;
    for (const std::string& item : items)
        if (!item.empty()) names.emplace_back(item);
    return names;
}

void set_search_path(Replayer& r, const SetVariable& set) {
    const auto path = resets(set) ? r.session.first_search_path : symbols(set.values);
    change_session(r, set.local, [&](Session& s) { s.search_path = path; });
}

/// To SET one that is gone is a bad value.
RoleId role_named(Replayer& r, Symbol name) {
    if (!r.catalog.find_role(name).valid() && r.roles.has(name))
        refuse(sqlstate::invalid_parameter_value, "role \"{}\" does not exist", name.text());
    return require_role(r, name);
}

void set_role(Replayer& r, const SetVariable& set) {
    const bool none = resets(set) || set.values.empty() || set.values.front() == "none";
    const RoleId role = none ? RoleId{} : role_named(r, Symbol{set.values.front()});
    if (!none) require_set_role(r, role);
    change_session(r, set.local, [&](Session& s) { s.current_user = none ? s.session_user : role; });
}

void set_session_authorization(Replayer& r, const SetVariable& set) {
    const bool back = resets(set) || set.values.empty();
    const RoleId login = r.session.authenticated_user;
    const RoleId role = back ? login : role_named(r, Symbol{set.values.front()});
    if (role != login && !r.catalog[login].superuser)
        throw Refused{sqlstate::insufficient_privilege, "permission denied to set session authorization"};
    change_session(r, set.local, [&](Session& s) { s.session_user = s.current_user = role; });
}

void set_check_function_bodies(Replayer& r, const SetVariable& set) {
    const bool off =
        !resets(set) && !set.values.empty() &&
        (set.values.front() == "off" || set.values.front() == "false" || set.values.front() == "0");
    change_session(r, set.local, [&](Session& s) { s.check_function_bodies = !off; });
}

void reset_all(Replayer& r) {
    // Role and session authorization stay (GUC_NO_RESET_ALL).
    const auto path = r.session.first_search_path;
    change_session(r, false, [&](Session& s) {
        s.search_path = path;
        s.settings.clear();
        s.check_function_bodies = true;
    });
}

const SetVariable* search_path_setting(const std::vector<SetVariable>& settings) {
    static const Symbol search_path{"search_path"};
    for (const SetVariable& setting : settings)
        if (setting.name == search_path) return &setting;
    return nullptr;
}

} // namespace

std::vector<Symbol> default_search_path(const Replayer& r) {
    const RoleId login = r.session.authenticated_user;
    for (const auto* settings :
         {&r.catalog[login].settings, &r.defaults.of_database, &r.defaults.of_all_roles})
        if (const SetVariable* own = search_path_setting(*settings)) return symbols(own->values);
    const bool migrates = r.catalog[login].name.text() == r.platform.migration_role;
    if (!r.profile && migrates && !r.platform.search_path.empty()) return symbols(r.platform.search_path);
    return {Symbol{"$user"}, Symbol{"public"}};
}

void set_other_setting(Replayer& r, std::string_view name, const std::optional<std::string>& value,
                       bool local) {
    change_session(r, local, [&](Session& s) { s.settings[lower_case(name)] = value; });
}

bool set_setting(Replayer& r, const SetVariable& set) {
    if (set.kind == SetVariable::Kind::reset_all) return reset_all(r), true;
    if (set.kind == SetVariable::Kind::from_current) return false;
    const std::string_view name = set.name.text();
    if (name == "search_path") return set_search_path(r, set), true;
    if (name == "check_function_bodies") return set_check_function_bodies(r, set), true;
    if (name == "role") return set_role(r, set), true;
    if (name == "session_authorization") return set_session_authorization(r, set), true;
    const auto value = fmt::format("{}", fmt::join(set.values, ", "));
    if (resets(set))
        change_session(r, set.local, [&](Session& s) { s.settings.erase(lower_case(name)); });
    else
        set_other_setting(r, name, value, set.local);
    return false;
}

std::map<std::string, std::optional<std::string>> first_settings(const Replayer& r) {
    std::map<std::string, std::optional<std::string>> settings;
    for (const auto* given : {&r.defaults.of_all_roles, &r.defaults.of_database,
                              &r.catalog[r.session.authenticated_user].settings})
        for (const SetVariable& set : *given)
            if (set.kind == SetVariable::Kind::value)
                settings[lower_case(set.name.text())] = fmt::format("{}", fmt::join(set.values, ", "));
    return settings;
}

void change_setting(std::vector<SetVariable>& settings, const SetVariable& set) {
    std::erase_if(settings, [&](const SetVariable& old) {
        return set.kind == SetVariable::Kind::reset_all || old.name == set.name;
    });
    if (set.kind == SetVariable::Kind::value || set.kind == SetVariable::Kind::from_current)
        settings.push_back(set);
}

void use_settings(Replayer& r, const Function& function) {
    const SetVariable* path = search_path_setting(function.settings);
    if (path != nullptr && path->kind == SetVariable::Kind::value)
        r.session.search_path = symbols(path->values);
}

/// DISCARD ALL is SET SESSION AUTHORIZATION DEFAULT, RESET ALL, DISCARD TEMPORARY, and more
/// (src/backend/commands/discard.c).
Effect apply(Replayer& r, const Discard& discard) {
    if (discard.all) {
        if (!r.block.empty())
            refuse(sqlstate::active_sql_transaction, "DISCARD ALL cannot run inside a transaction block");
        r.session.session_user = r.session.current_user = r.session.authenticated_user;
        reset_all(r);
        r.after_commit = r.session;
    }
    drop_temporary(r);
    return {};
}

Effect apply(Replayer& r, const SetVariable& set) { return set_setting(r, set) ? Effect{} : inert(); }

} // namespace rlslint::replaying
