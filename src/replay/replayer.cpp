#include "replayer.hpp"

#include <charconv>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "apply.hpp"
#include "create.hpp"
#include "dynamic_table_rows.hpp"
#include "event_trigger.hpp"
#include "lookup.hpp"
#include "psql.hpp"
#include "session.hpp"
#include "temporary.hpp"

namespace rlslint::replaying {

namespace {

int server_version(const Platform& platform) {
    if (platform.server_version > 0) return platform.server_version;
    int version = 0;
    const std::string_view text = grammar_version();
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

/// What a failed block still runs: the statements that end it (tcop/postgres.c).
bool ends_block(const Statement& statement) {
    const auto* transaction = std::get_if<Transaction>(&statement.node);
    if (transaction == nullptr) return false;
    using enum Transaction::Kind;
    return transaction->kind == commit || transaction->kind == rollback || transaction->kind == rollback_to;
}

/// Those whose routine may end the transaction that they are in, outside of a block.
bool has_own_transaction(const Statement& statement) {
    return std::holds_alternative<Do>(statement.node) ||
           std::holds_alternative<CallProcedure>(statement.node);
}

/// The grammar refuses some names itself (RoleSpec in gram.y), which are no errors of syntax.
std::string grammar_sqlstate(const SyntaxError& error) {
    const std::string_view message = error.message;
    if (message.starts_with("role name ")) return sqlstate::reserved_name;
    const bool unsupported = message.ends_with("is not supported") ||
                             message.ends_with("not yet implemented") ||
                             message.find("constraints cannot be marked") != std::string_view::npos;
    return unsupported ? sqlstate::feature_not_supported : "";
}

} // namespace

Replayer::Replayer(Sources& all_sources, const Platform& its_platform)
    : sources(all_sources), platform(its_platform), database_owner(its_platform.migration_role),
      version_(server_version(its_platform)) {
    bootstrap();
}

/// What initdb makes: the superuser that runs the profile, the predefined roles, the first schemas.
void Replayer::bootstrap() {
    const auto add_role = [&](std::string_view name) {
        Role role;
        role.name = Symbol{name};
        role.origin.profile = true;
        roles.add(role.name);
        return catalog.add(std::move(role));
    };
    const RoleId superuser = add_role("bootstrap_superuser");
    catalog.edit(superuser).superuser = true;
    session.authenticated_user = session.session_user = session.current_user = superuser;
    for (const char* name :
         {"pg_database_owner", "pg_read_all_data", "pg_write_all_data", "pg_monitor", "pg_read_all_settings",
          "pg_read_all_stats", "pg_stat_scan_tables", "pg_read_server_files", "pg_write_server_files",
          "pg_execute_server_program", "pg_signal_backend", "pg_checkpoint", "pg_maintain",
          "pg_use_reserved_connections", "pg_create_subscription"})
        add_role(name);

    const auto add_schema = [&](std::string_view name, RoleId owner) {
        Schema schema;
        schema.name = Symbol{name};
        schema.owner = owner;
        schema.origin.profile = true;
        schema.acl.entries.push_back({public_role, owner, Privilege::usage, {}, GrantSource::built_in, {}});
        schemas.add(schema.name);
        catalog.add(std::move(schema));
    };
    add_schema("pg_catalog", superuser);
    add_schema("information_schema", superuser);
    add_schema("public", catalog.find_role(Symbol{"pg_database_owner"}));
}

/// Each file is run on a connection of its own, as psql and most migration tools do it.
void Replayer::start_session(Symbol user) {
    drop_temporary(*this); // of the session before
    dynamic::forget_rows(*this);
    session.authenticated_user = session.session_user = session.current_user = catalog.find_role(user);
    session.check_function_bodies = true;
    session.search_path = session.first_search_path = default_search_path(*this);
    session.settings = first_settings(*this);
    after_commit = session;
}

/// A block left open is taken as committed: tools that wrap files in a transaction do it at the end.
Checkpoint Replayer::checkpoint() {
    return {catalog.mark(), session, after_commit, defaults, database_acl, languages, table_rows};
}

void Replayer::go_back(const Checkpoint& to) {
    catalog.undo(to.mark);
    session = to.session;
    after_commit = to.after_commit;
    defaults = to.defaults;
    database_acl = to.database_acl;
    languages = to.languages;
    table_rows = to.table_rows;
    block_failed = false;
    std::erase_if(until_commit, [&](RelationId table) { return table.value >= catalog.relations().size(); });
}

void Replayer::end_session() {
    if (block_failed && !block.empty()) go_back(block.front().before);
    block.clear();
    block_failed = false;
    until_commit.clear();
    catalog.release(0);
}

void Replayer::reconnect(Symbol user) {
    if (!block.empty()) go_back(block.front().before);
    end_session();
    start_session(user);
}

void Replayer::run_profile(SourceId source) {
    profile = true;
    session.search_path = session.first_search_path = default_search_path(*this);
    after_commit = session;
    const auto size = static_cast<std::uint32_t>(sources[source].text.size());
    run_section({split(sources, {{source, 0, size}, Terminator::semicolon}), {}});
    end_session();
}

void Replayer::run(std::span<const Section> sections, unsigned jobs) {
    profile = false;
    const Symbol user = database_owner;
    if (!catalog.find_role(user).valid()) {
        Role role;
        role.name = user;
        role.superuser = role.login = true;
        role.origin.profile = true;
        roles.add(user);
        catalog.add(std::move(role));
    }
    ReadAhead ahead(sources, sections, jobs);
    SourceId at;
    for (const Section& section : sections) {
        if (section.span.source != at) {
            end_session();
            start_session(user);
            variables.clear();
            ++files_;
        }
        at = section.span.source;
        run_section(ahead.next());
    }
    end_session();
}

void Replayer::run_section(ReadSection read) {
    for (std::size_t i = 0; i < read.script.pieces.size(); ++i) {
        std::optional<ParseResult> parsed;
        if (i < read.parsed.size()) parsed.swap(read.parsed[i]);
        run_piece(read.script, read.script.pieces[i], std::move(parsed));
    }
}

void Replayer::run_piece(const Script& script, const Piece& piece, std::optional<ParseResult> parsed) {
    if (piece.kind == PieceKind::terminator || piece.kind == PieceKind::space) return;
    if (piece.kind != PieceKind::statement) {
        if (piece.kind == PieceKind::meta_command) run_meta_command(*this, sources.text(piece.span));
        if (!profile) other_.push_back({piece.kind, piece.span});
        return;
    }
    if (variables.empty() || !run_with_variables(piece.span))
        run_statement(script, piece, most_forgotten, std::move(parsed));
}

/// What psql sends is a text of its own, made where the statement stands. False where no variable is
/// in it.
bool Replayer::run_with_variables(Span piece) {
    std::string sql = with_variables(sources.text(piece), variables);
    if (sql == sources.text(piece)) return false;
    Source source;
    source.path = sources[piece.source].path;
    source.text = std::move(sql);
    source.parent = piece;
    source.profile = profile;
    const auto size = static_cast<std::uint32_t>(source.text.size());
    const SourceId id = sources.add(std::move(source));
    const Script script = split(sources, {{id, 0, size}, Terminator::semicolon});
    for (const Piece& part : script.pieces)
        if (part.kind == PieceKind::statement) run_statement(script, part, most_forgotten);
    return true;
}

/// Where a `;` was forgotten no server has run the file as it stands: what is told is what it says.
void Replayer::run_statement(const Script& script, const Piece& piece, int may_be_forgotten,
                             std::optional<ParseResult> parsed) {
    ParseResult result = parsed ? std::move(*parsed) : parser_.parse(sources, script, piece);
    if (const auto* error = std::get_if<SyntaxError>(&result)) {
        const auto parts =
            may_be_forgotten > 0 ? split_before(sources, script, piece, error->span.begin) : std::nullopt;
        ParseResult first = parts ? parser_.parse(sources, script, parts->first) : ParseResult{*error};
        const bool forgotten = parts && std::holds_alternative<std::vector<Statement>>(first);
        const std::string_view hint = forgotten ? ": is a semicolon missing before it?" : "";
        log({error->span,
             Outcome::syntax_error,
             {},
             fmt::format("{}{}", error->message, hint),
             grammar_sqlstate(*error)});
        if (!forgotten) {
            block_failed = !block.empty();
            return;
        }
        run_all(std::get<std::vector<Statement>>(first));
        return run_statement(script, parts->second, may_be_forgotten - 1);
    }
    run_all(std::get<std::vector<Statement>>(result));
}

void Replayer::run_all(const std::vector<Statement>& statements) {
    for (const Statement& parsed : statements)
        log(run(parsed));
}

ParseResult Replayer::parse(Span text) {
    const Script script = split(sources, {text, Terminator::semicolon});
    std::vector<Statement> statements;
    for (const Piece& piece : script.pieces) {
        if (piece.kind != PieceKind::statement) continue;
        ParseResult result = parser_.parse(sources, script, piece);
        if (std::holds_alternative<SyntaxError>(result)) return result;
        for (Statement& parsed : std::get<std::vector<Statement>>(result))
            statements.push_back(std::move(parsed));
    }
    return statements;
}

ExpressionResult Replayer::parse_expression(Span text) { return parser_.parse_expression(sources, text); }

Effect Replayer::run_inside(const Statement& inner) {
    const AtHand at_hand{*this, inner};
    if (std::holds_alternative<Transaction>(inner.node))
        throw Refused{sqlstate::feature_not_supported, "unsupported transaction command in a routine"};
    const Atomic no_end{*this, !std::holds_alternative<Do>(inner.node)};
    return own_transaction != nullptr ? run_node() : run_atomically();
}

LogEntry Replayer::run(const Statement& to_run) {
    LogEntry entry{to_run.span, Outcome::failed, to_run.tag, {}, {}};
    statement = &to_run;
    try {
        Effect effect =
            has_own_transaction(to_run) && block.empty() ? run_in_own_transaction() : run_atomically();
        entry.outcome = effect.outcome;
        entry.why = std::move(effect.why);
        if (effect.over_budget) entry.sqlstate = sqlstate::program_limit_exceeded;
    } catch (Refused& refused) {
        block_failed = !block.empty();
        entry.why = std::move(refused.message);
        entry.sqlstate = refused.sqlstate;
        entry.place = refused.place;
        entry.fails_block = block_failed;
    }
    statement = nullptr;
    if (to_run.too_deep && entry.outcome == Outcome::applied) {
        entry.outcome = Outcome::unmodelled;
        entry.why = "nested too deep";
    }
    return entry;
}

Effect Replayer::run_atomically() {
    if (block_failed && !ends_block(*statement))
        throw Refused{sqlstate::in_failed_sql_transaction,
                      "current transaction is aborted, commands ignored until end of transaction block"};
    // These set marks that outlive them.
    if (const auto* transaction = std::get_if<Transaction>(&statement->node))
        return apply(*this, *transaction);

    // No checkpoint: what is refused has set nothing of the session's.
    const std::size_t before = catalog.mark();
    const auto rows_before = table_rows;
    try {
        const auto run_it = [&] { return run_node(); };
        Effect effect = fires_event_triggers(*this) ? run_with_event_triggers(*this, run_it) : run_it();
        catalog.release(before);
        dynamic::note_statement(*this, effect);
        return effect;
    } catch (const Refused&) {
        catalog.undo(before);
        table_rows = rows_before;
        throw;
    }
}

Effect Replayer::run_in_own_transaction() {
    Checkpoint start = checkpoint();
    own_transaction = &start;
    try {
        Effect effect = run_node();
        own_transaction = nullptr;
        catalog.release(start.mark);
        dynamic::note_statement(*this, effect);
        return effect;
    } catch (const Refused&) {
        own_transaction = nullptr;
        go_back(start);
        throw;
    }
}

void Replayer::end_own_transaction(bool commit) {
    if (commit) {
        catalog.release(own_transaction->mark);
        session = after_commit;
    } else {
        go_back(*own_transaction);
    }
    *own_transaction = checkpoint();
}

Effect Replayer::run_node() {
    return std::visit([&](const auto& node) { return apply(*this, node); }, statement->node);
}

void Replayer::log(LogEntry entry) {
    if (!profile) log_.push_back(std::move(entry));
}

Origin Replayer::created() const {
    Origin origin;
    origin.introduced = statement->span;
    origin.profile = profile;
    return origin;
}

Origin Replayer::assumed() const {
    Origin origin = created();
    origin.assumed = true;
    return origin;
}

void Replayer::record(Event::Kind kind, Event::Subject subject, Span span) {
    catalog.record({kind, subject, span, static_cast<std::uint32_t>(log_.size())});
}

void Replayer::record(Event::Kind kind, Event::Subject subject, PrivilegeChange change) {
    const auto number = static_cast<std::uint32_t>(log_.size());
    catalog.record({kind, subject, statement->span, number, std::move(change)});
}

History Replayer::finish() {
    History history;
    static_cast<void>(catalog.memberships_of(RoleId{0})); // indexed: from now on it is only read
    history.catalog = std::move(catalog);
    history.log = std::move(log_);
    history.other = std::move(other_);
    history.files = files_;
    return history;
}

} // namespace rlslint::replaying
