#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;

namespace rlslint::testing {

/// What the server says when it refuses.
struct ServerError {
    std::string sqlstate;
    std::string message;
};

using Field = std::optional<std::string>; ///< none: NULL
using Row = std::vector<Field>;

/// What came of one string of SQL.
struct Answer {
    std::optional<ServerError> error;
    std::vector<Row> rows;    ///< of its last statement
    std::size_t affected = 0; ///< rows that its last statement returned or changed

    [[nodiscard]] bool ok() const { return !error; }
};

/// A session on a server.
class Connection {
public:
    /// `where` is libpq's: "host=… port=… user=… dbname=…". Throws where there is no connection.
    explicit Connection(const std::string& where);

    /// Sends a string of SQL as psql would. `copy_data` is what a COPY … FROM stdin in it reads.
    Answer run(const std::string& sql, std::string_view copy_data = {});

    /// The same for SQL that must not fail: throws std::runtime_error.
    std::vector<Row> query(const std::string& sql);

    /// The one value that a query gives, "" for NULL.
    std::string value(const std::string& sql);

    /// From here on the session is what an API server makes of a request: `role`, and the claims of
    /// its token as a JSON document ("" for none). `run_as_owner` ends it.
    void become(std::string_view role, const std::string& claims);
    void reset();

private:
    struct Close {
        void operator()(pg_conn* connection) const;
    };
    std::unique_ptr<pg_conn, Close> connection_;
};

} // namespace rlslint::testing
