#include "psql.hpp"

#include "rlslint/sql/psql.hpp"

#include "lookup.hpp"

namespace rlslint::replaying {

void run_meta_command(Replayer& r, std::string_view text) {
    change_variables(r.variables, text);
    const std::optional<std::string> user = user_to_connect_as(text);
    if (!user) return;
    const Symbol same = r.catalog[r.session.authenticated_user].name;
    const Symbol name = user->empty() ? same : Symbol{*user};
    // A connection as somebody unknown would not come about.
    if (r.catalog.find_role(name).valid()) r.reconnect(name);
}

} // namespace rlslint::replaying
