#include "support/server/connection.hpp"

#include <stdexcept>

#include <libpq-fe.h>

namespace rlslint::testing {
namespace {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? text : "";
}

std::vector<Row> rows_of(const PGresult* result) {
    std::vector<Row> rows(static_cast<std::size_t>(PQntuples(result)));
    for (int r = 0; r < PQntuples(result); ++r) {
        for (int c = 0; c < PQnfields(result); ++c) {
            Row& row = rows[static_cast<std::size_t>(r)];
            if (PQgetisnull(result, r, c) != 0)
                row.emplace_back();
            else
                row.emplace_back(PQgetvalue(result, r, c));
        }
    }
    return rows;
}

void send_copy_data(pg_conn* connection, std::string_view data) {
    PQputCopyData(connection, data.data(), static_cast<int>(data.size()));
    PQputCopyEnd(connection, nullptr);
}

void discard_copy_data(pg_conn* connection) {
    char* line = nullptr;
    while (PQgetCopyData(connection, &line, 0) > 0)
        PQfreemem(line);
}

void take(Answer& answer, pg_conn* connection, PGresult* result, std::string_view copy_data) {
    switch (PQresultStatus(result)) {
    case PGRES_COPY_IN: send_copy_data(connection, copy_data); break;
    case PGRES_COPY_OUT: discard_copy_data(connection); break;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY: {
        const std::string affected = PQcmdTuples(result);
        answer.affected = affected.empty() ? 0 : std::stoul(affected);
        answer.rows = rows_of(result);
        break;
    }
    default:
        answer.error = ServerError{field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY)};
    }
}

} // namespace

void Connection::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Connection::Connection(const std::string& where) : connection_(PQconnectdb(where.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
}

Answer Connection::run(const std::string& sql, std::string_view copy_data) {
    Answer answer;
    if (PQsendQuery(connection_.get(), sql.c_str()) == 0) {
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    }
    while (const Result result{PQgetResult(connection_.get())}) {
        take(answer, connection_.get(), result.get(), copy_data);
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw std::runtime_error("the server went away: " + sql);
    return answer;
}

std::vector<Row> Connection::query(const std::string& sql) {
    Answer answer = run(sql);
    if (answer.error)
        throw std::runtime_error(answer.error->sqlstate + " " + answer.error->message + ": " + sql);
    return std::move(answer.rows);
}

std::string Connection::value(const std::string& sql) {
    const std::vector<Row> rows = query(sql);
    if (rows.size() != 1 || rows[0].size() != 1) throw std::runtime_error("not one value: " + sql);
    return rows[0][0].value_or("");
}

void Connection::become(std::string_view role, const std::string& claims) {
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted{
        PQescapeLiteral(connection_.get(), claims.data(), claims.size()), &PQfreemem};
    query("select set_config('request.jwt.claims', " + std::string{quoted.get()} + ", false)");
    query("set role " + std::string{role});
}

void Connection::reset() {
    query("reset role");
    query("reset request.jwt.claims");
}

} // namespace rlslint::testing
