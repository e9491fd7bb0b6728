#include "rlslint/catalog/platform.hpp"

#include <algorithm>

namespace rlslint {
namespace {

bool contains(const std::vector<Symbol>& list, Symbol item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

bool is_system_schema(std::string_view name) {
    return name.starts_with("pg_") || name == "information_schema";
}

} // namespace

std::string_view to_string(Expectation::Access access) {
    switch (access) {
    case Expectation::Access::none: return "none";
    case Expectation::Access::own: return "own";
    case Expectation::Access::tenant: return "tenant";
    case Expectation::Access::all: break;
    }
    return "all";
}

bool Platform::is_api_role(Symbol role) const { return contains(api_roles, role); }

bool Platform::is_anonymous_role(Symbol role) const { return contains(anonymous_roles, role); }

bool Platform::is_exposed(Symbol schema) const {
    return exposed_schemas.empty() ? !is_system_schema(schema.text()) : contains(exposed_schemas, schema);
}

bool Platform::requires_rls(Symbol schema) const {
    return require_rls_everywhere ? !is_system_schema(schema.text()) : contains(require_rls, schema);
}

const SessionFunction* Platform::session_function(Symbol schema, Symbol name) const {
    const auto found =
        std::find_if(session_functions.begin(), session_functions.end(), [&](const SessionFunction& f) {
            if (f.name != name) return false;
            return f.schema == schema || (f.schema.empty() && schema.text() == "pg_catalog");
        });
    return found == session_functions.end() ? nullptr : &*found;
}

} // namespace rlslint
