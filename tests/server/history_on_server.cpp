#include "history_on_server.hpp"

#include "rlslint/sql/psql.hpp"
#include "rlslint/sql/script.hpp"

namespace rlslint::testing {
namespace {

// Runs as the bootstrap superuser, when the profile's own SQL is done.
constexpr std::string_view platform_extras = R"sql(
do $$
declare
    name text;
begin
    for name in select rolname from pg_roles where rolname in ('postgres', 'neondb_owner') loop
        execute format('alter database postgres owner to %I', name);
    end loop;
    if exists (select from pg_namespace where nspname = 'extensions') then
        for name in select e.name from pg_available_extensions e where e.name in ('uuid-ossp', 'pgcrypto') loop
            execute format('create extension %I with schema extensions', name);
        end loop;
    end if;
end $$
)sql";

// What a COPY … FROM stdin at `statement` reads, without the closing \.
std::string_view copy_data_behind(const Script& script, std::size_t statement, const Sources& sources) {
    std::size_t next = statement + 1;
    while (next < script.pieces.size() && (script.pieces[next].kind == PieceKind::terminator ||
                                           script.pieces[next].kind == PieceKind::space)) {
        ++next;
    }
    if (next == script.pieces.size() || script.pieces[next].kind != PieceKind::copy_data) return {};
    const std::string_view data = sources.text(script.pieces[next].span);
    return data.substr(0, data.rfind("\\."));
}

} // namespace

std::string server_schema(const Profile& profile) {
    return profile.schema_sql + std::string{platform_extras};
}

ServerHistory::ServerHistory(const Profile& profile, const Sources& sources,
                             std::span<const Section> sections)
    : server_(server_schema(profile)) {
    // Object ids are handed out in ascending order.
    first_oid_ = server_.connect(PrivateServer::superuser).value("select lo_create(0)");
    std::optional<Connection> session;
    SourceId file;
    for (const Section& section : sections) {
        if (section.span.source != file) {
            if (session) end_file(*session);
            user_ = profile.platform.migration_role;
            variables_.clear();
            session.emplace(server_.connect(user_));
        }
        file = section.span.source;
        run_section(*session, sources, section);
    }
    if (session) end_file(*session);
}

// Tools that wrap files in a transaction commit it at the end, with whatever the file has left open.
void ServerHistory::end_file(Connection& session) { (void)session.run("commit"); }

void ServerHistory::run_section(Connection& session, const Sources& sources, const Section& section) {
    const Script script = split(sources, section);
    for (std::size_t i = 0; i < script.pieces.size(); ++i) {
        const Piece& piece = script.pieces[i];
        if (piece.kind == PieceKind::meta_command) run_meta_command(session, sources.text(piece.span));
        if (piece.kind != PieceKind::statement) continue;
        Answer answer = session.run(with_variables(sources.text(piece.span), variables_),
                                    copy_data_behind(script, i, sources));
        ran_.push_back({piece.span, std::move(answer.error)});
    }
}

void ServerHistory::run_meta_command(Connection& session, std::string_view text) {
    change_variables(variables_, text);
    const std::optional<std::string> user = user_to_connect_as(text);
    if (!user) return;
    if (!user->empty()) user_ = *user;
    session = server_.connect(user_);
}

int server_version() {
    static const int version = [] {
        const PrivateServer server{""};
        const std::string number = server.connect(PrivateServer::superuser).value("show server_version_num");
        return std::stoi(number) / 10000;
    }();
    return version;
}

} // namespace rlslint::testing
