#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rlslint/project/profile.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/sql/psql.hpp"
#include "rlslint/text/source.hpp"
#include "support/server/server.hpp"

namespace rlslint::testing {

/// A profile's schema.sql with what the server needs besides to stand in for the platform: who owns
/// the database, and the extensions that the platform has installed.
[[nodiscard]] std::string server_schema(const Profile& profile);

/// What became of one statement on the server.
struct Ran {
    Span span;
    std::optional<ServerError> error;
};

/// A history on a real server, for as long as this object lives.
class ServerHistory {
public:
    /// Runs the sections' statements one by one, each file in a session of its own, as the profile's
    /// migration role. A statement that fails does not end the run.
    ServerHistory(const Profile& profile, const Sources& sources, std::span<const Section> sections);

    [[nodiscard]] const std::vector<Ran>& ran() const { return ran_; }

    /// What the history has made, in the form of `dump --stage catalog`, asked of pg_catalog.
    [[nodiscard]] std::string catalog() const;

    [[nodiscard]] const PrivateServer& server() const { return server_; }

private:
    void run_meta_command(Connection& session, std::string_view text);
    static void end_file(Connection& session);
    void run_section(Connection& session, const Sources& sources, const Section& section);

    PrivateServer server_;
    std::string first_oid_; ///< objects made by the history have higher ones
    std::string user_;      ///< whom the session logged in as
    PsqlVariables variables_;
    std::vector<Ran> ran_;
};

/// The server's major version.
[[nodiscard]] int server_version();

} // namespace rlslint::testing
