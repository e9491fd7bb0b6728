#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "support/server/connection.hpp"
#include "support/server/process.hpp"

namespace rlslint::testing {

/// Where PostgreSQL's server programs are: RLSLINT_POSTGRES_BIN, or the newest one that is installed
/// where packages put it. Empty where there is none.
[[nodiscard]] const std::filesystem::path& postgres_programs();

/// Whether tests that need a server can run. Where they cannot, says so, loudly; where CI or
/// RLSLINT_REQUIRE_SERVER is set, that fails the test.
[[nodiscard]] bool server_at_hand();

/// A PostgreSQL server of our own: in a temporary folder, on a socket in it, gone with this object,
/// whatever happens to us. It is started on a copy of a prepared one, which
/// takes a tenth of a second: roles belong to a whole server, so every history gets one of its own.
class PrivateServer {
public:
    /// One in whose database the SQL has been run by the bootstrap superuser. The same SQL is run
    /// once a process only.
    explicit PrivateServer(std::string_view schema_sql);
    ~PrivateServer();
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    /// A session in its database, which is called postgres. Needs no password.
    [[nodiscard]] Connection connect(std::string_view role) const;

    /// The bootstrap superuser. The replay calls it the same; no profile or history would.
    static constexpr std::string_view superuser = "bootstrap_superuser";

private:
    struct Empty {};
    PrivateServer(Empty, std::filesystem::path data);
    static std::filesystem::path prepared(std::string_view schema_sql);
    void start_server();
    void stop(int signal);

    std::filesystem::path data_;
    std::filesystem::path log_;
    pid_t process_ = -1;
};

} // namespace rlslint::testing
