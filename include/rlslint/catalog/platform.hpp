#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rlslint/sql/statement.hpp"
#include "rlslint/text/span.hpp"
#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// A function that tells something of the session, such as auth.uid().
struct SessionFunction {
    enum class Gives : std::uint8_t {
        identity, ///< who is asking: a user or tenant id
        claims,   ///< a JSON document of claims
        role,     ///< the claim role
        email,
        other, ///< stable for the session, no identity: auth.session()'s expiry …
    };
    Symbol schema; ///< empty: pg_catalog
    Symbol name;
    Gives gives = Gives::identity;
    std::optional<std::string> anonymous; ///< what an anonymous session gets; none: NULL
};

/// What a role is meant to reach of a relation by a command (configuration).
struct Expectation {
    enum class Access : std::uint8_t {
        none,   ///< no row, ever
        own,    ///< rows of the user who asks
        tenant, ///< rows of the tenant that a claim, a setting or a membership names
        all,    ///< every row
    };
    Symbol role;
    Symbol relation; ///< schema.table
    PolicyCommand command = PolicyCommand::select;
    Access access = Access::none;
    Span span;                ///< where it is written
    bool for_several = false; ///< other projects share the configuration: the relation may be theirs
};

[[nodiscard]] std::string_view to_string(Expectation::Access access);

/// What SQL cannot say about a platform: which roles untrusted clients hold, what is served to
/// them, what the session functions give. Plain data, from a profile.toml and rlslint.toml.
struct Platform {
    std::string profile = "postgres";
    std::string era;                     ///< "" where the profile has no eras
    std::vector<Symbol> api_roles;       ///< roles that untrusted clients hold, in display order
    Symbol authenticator;                ///< what is granted to it are API roles too; empty for none
    std::vector<Symbol> anonymous_roles; ///< those among them that need no sign-in
    std::vector<Symbol> service_roles;   ///< trusted back ends: shown in the matrix, never a finding's victim
    std::vector<Symbol> exposed_schemas; ///< served by the API; empty: all but the system's
    std::vector<SessionFunction> session_functions;
    std::vector<Symbol> identity_settings;    ///< custom settings that say who is asking
    std::vector<Symbol> client_publications;  ///< publications served to clients
    Symbol users_schema, users_table;         ///< auth.users; empty for none
    std::vector<Symbol> user_writable_claims; ///< JSON keys that users can write: user_metadata …
    std::vector<Symbol> trusted_claims;       ///< app_metadata
    std::string migration_role = "postgres";  ///< who runs the migrations
    std::vector<std::string> search_path;     ///< of that session
    bool closed_roles = false;                ///< roles beyond the profile's must be created by the history
    bool default_grants = false;              ///< the era grants new tables to the API roles
    bool steps_in_time = true;                ///< files were run one after the other, not all at once
    int server_version = 0;                   ///< major version of the server; 0: the grammar's
    std::vector<Symbol> public_tables;        ///< schema.table, meant to be public (configuration)
    std::vector<Symbol> service_only;         ///< schema.table, meant for service roles only
    std::vector<Symbol> require_rls; ///< schemas whose tables must have row security, whoever reaches them
    bool require_rls_everywhere = false;  ///< so must those of every schema
    std::vector<Symbol> identity_columns; ///< columns that say whose a row is
    std::vector<Symbol> tenant_columns;   ///< columns that say which tenant's a row is
    std::vector<Symbol> sensitive_names;  ///< words in names of what not everyone may read
    std::vector<Expectation> expectations;
    bool anonymous_sign_ins = false; ///< anyone can become a signed-in user, unasked

    [[nodiscard]] bool is_api_role(Symbol role) const;
    [[nodiscard]] bool is_anonymous_role(Symbol role) const;
    [[nodiscard]] bool is_exposed(Symbol schema) const;
    /// Tables of this schema must have row security, whoever reaches them.
    [[nodiscard]] bool requires_rls(Symbol schema) const;

    /// The session function of this name, null where it is none. An unqualified name finds those
    /// of pg_catalog only.
    [[nodiscard]] const SessionFunction* session_function(Symbol schema, Symbol name) const;
};

} // namespace rlslint
