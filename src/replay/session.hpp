#pragma once

#include <utility>

#include "replayer.hpp"

namespace rlslint::replaying {

/// search_path when a session starts: the role's own setting, else the database's, that of all roles,
/// the platform's.
[[nodiscard]] std::vector<Symbol> default_search_path(const Replayer& r);

/// What other settings have a value then.
[[nodiscard]] std::map<std::string, std::optional<std::string>> first_settings(const Replayer& r);

/// Sets a run-time setting that has a bearing on names or owners; false for any other.
bool set_setting(Replayer& r, const SetVariable& set);

/// One that has no bearing on these; a value that is not known is none.
void set_other_setting(Replayer& r, std::string_view name, const std::optional<std::string>& value,
                       bool local);

/// Gives the session what a function's SET says of names.
void use_settings(Replayer& r, const Function& function);

/// Puts the session back, also when something is refused.
class KeepSession {
public:
    explicit KeepSession(Replayer& r) : r_(r), session_(r.session) {}
    KeepSession(const KeepSession&) = delete;
    KeepSession& operator=(const KeepSession&) = delete;
    ~KeepSession() { r_.session = std::move(session_); }

private:
    Replayer& r_;
    Session session_;
};

/// SET and RESET in the settings of a role or function.
void change_setting(std::vector<SetVariable>& settings, const SetVariable& set);

} // namespace rlslint::replaying
