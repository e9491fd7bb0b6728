#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "rlslint/replay/history.hpp"
#include "rlslint/replay/session.hpp"
#include "rlslint/sql/psql.hpp"

#include "dependents.hpp"
#include "effect.hpp"
#include "read_ahead.hpp"
#include "seen.hpp"

namespace rlslint::replaying {

namespace dynamic {
struct Budget;
struct DdlStatement;
struct AllTableRows;
} // namespace dynamic

/// A place as a key.
[[nodiscard]] inline std::uint64_t place_key(Span span) {
    return (std::uint64_t{span.source.value} << 32) | span.begin;
}

/// What ALTER DATABASE … SET and ALTER ROLE ALL SET give to sessions to come.
struct SessionDefaults {
    std::vector<SetVariable> of_database;
    std::vector<SetVariable> of_all_roles;
};

/// Who may use a language, once that was said.
struct LanguagePrivileges {
    Symbol language;
    Acl acl;
};

/// All that a rollback takes back, as it stood when this was taken.
struct Checkpoint {
    std::size_t mark = 0; ///< the catalog's
    Session session;
    Session after_commit;
    SessionDefaults defaults;
    Acl database_acl;
    std::vector<LanguagePrivileges> languages;
    std::shared_ptr<const dynamic::AllTableRows> table_rows;
};

/// A point of an open transaction block that ROLLBACK goes back to: its BEGIN, or a SAVEPOINT.
struct Savepoint {
    Symbol name; ///< empty: BEGIN
    Checkpoint before;
};

/// The server that a history is run on, as far as it is modelled: catalog, session, transaction. The
/// statements themselves are in apply.hpp, one file a family.
class Replayer {
public:
    Replayer(Sources& sources, const Platform& platform);

    void run_profile(SourceId source);
    void run(std::span<const Section> sections, unsigned jobs);
    [[nodiscard]] History finish();

    // -- the state that statements change -------------------------------------------------------
    Sources& sources;
    const Platform& platform;
    Catalog catalog;
    Session session;
    Session after_commit; ///< what `session` is once the block's SET LOCALs have ended
    SessionDefaults defaults;
    PsqlVariables variables;      ///< of the file at hand
    std::vector<Savepoint> block; ///< of the open transaction block; empty outside of one
    bool block_failed = false;
    std::shared_ptr<const dynamic::AllTableRows> table_rows; ///< of tables whose rows are known
    /// Tables that are as empty as they were made, with the place of the statement that made them: a
    /// rollback gives a relation's number to another one.
    std::unordered_map<std::uint32_t, std::uint64_t> made_empty;
    std::vector<RelationId> until_commit; ///< ON COMMIT DROP, of the open block
    std::unordered_map<std::uint64_t, TreePtr>
        default_trees;          ///< of functions' defaults, by where their name is
    bool own_operators = false; ///< CREATE OPERATOR or CREATE CAST: what operators there are is not known

    Seen<RelationId> relations;
    Seen<FunctionId> functions;
    Seen<TypeId> types;
    Seen<IndexId> indexes;
    SeenNames roles, schemas, publications, event_triggers;
    Dependents dependents;

    Acl database_acl; ///< of the database that the history is run on
    std::vector<LanguagePrivileges> languages;
    const Symbol database_owner; ///< who owns the database: the platform's migration role

    // -- the statement at hand ------------------------------------------------------------------
    const Statement* statement = nullptr;
    bool profile = false;              ///< it is one of the profile's
    dynamic::Budget* budget = nullptr; ///< of dynamic SQL; none outside of it
    bool rows_noted = false;           ///< what it inserts has been seen to, with a routine's variables
    /// What the DO or CALL at hand goes back to, which may end its transaction; none where nothing may.
    Checkpoint* own_transaction = nullptr;
    const dynamic::DdlStatement* ddl = nullptr; ///< what fired the event trigger that is running

    [[nodiscard]] const Tree& tree() const { return *statement->tree; }
    /// The origin of what the statement creates.
    [[nodiscard]] Origin created() const;
    /// The origin of what the statement only names.
    [[nodiscard]] Origin assumed() const;
    void touch(Origin& origin) const { origin.changed = statement->span; }
    void record(Event::Kind kind, Event::Subject subject, Span span);
    void record(Event::Kind kind, Event::Subject subject) { record(kind, subject, statement->span); }
    void record(Event::Kind kind, Event::Subject subject, PrivilegeChange change);

    [[nodiscard]] int version() const { return version_; } ///< the server's major version

    /// The statements of a text, or the first error in them.
    [[nodiscard]] ParseResult parse(Span text);
    /// An expression of PL/pgSQL's.
    [[nodiscard]] ExpressionResult parse_expression(Span text);

    /// COMMIT or ROLLBACK in a routine: another transaction begins.
    void end_own_transaction(bool commit);

    /// Runs a statement inside the one at hand, as routines do, atomically.
    [[nodiscard]] Effect run_inside(const Statement& inner);

    /// Runs one statement, atomically: what a refused one has done is undone.
    [[nodiscard]] LogEntry run(const Statement& statement);

    [[nodiscard]] Checkpoint checkpoint();
    /// Takes back what has been done since.
    void go_back(const Checkpoint& to);

    /// Ends the session, an open block with it, and begins another one.
    void reconnect(Symbol user);

private:
    void bootstrap();
    void start_session(Symbol user);
    void end_session();
    void run_section(ReadSection read);
    void run_piece(const Script& script, const Piece& piece, std::optional<ParseResult> parsed);
    [[nodiscard]] bool run_with_variables(Span piece);
    void run_statement(const Script& script, const Piece& piece, int may_be_forgotten,
                       std::optional<ParseResult> parsed = std::nullopt);
    void run_all(const std::vector<Statement>& statements);

    /// Semicolons that one piece may lack: each costs another parse of what is left of it.
    static constexpr int most_forgotten = 16;
    [[nodiscard]] Effect run_atomically();
    [[nodiscard]] Effect run_in_own_transaction();
    [[nodiscard]] Effect run_node();
    void log(LogEntry entry);

    Parser parser_;
    int version_;
    std::vector<LogEntry> log_;
    std::vector<OtherText> other_;
    std::size_t files_ = 0;
};

/// Makes another statement the one at hand, for as long as this lives.
class AtHand {
public:
    AtHand(Replayer& r, const Statement& statement) : r_(r), outer_(r.statement) { r.statement = &statement; }
    AtHand(const AtHand&) = delete;
    AtHand& operator=(const AtHand&) = delete;
    ~AtHand() { r_.statement = outer_; }

private:
    Replayer& r_;
    const Statement* outer_;
};

/// What it covers cannot end the transaction: functions, what EXECUTE runs, a block with handlers.
class Atomic {
public:
    explicit Atomic(Replayer& r, bool atomic = true) : r_(r), outer_(r.own_transaction) {
        if (atomic) r.own_transaction = nullptr;
    }
    Atomic(const Atomic&) = delete;
    Atomic& operator=(const Atomic&) = delete;
    ~Atomic() { r_.own_transaction = outer_; }

private:
    Replayer& r_;
    Checkpoint* outer_;
};

} // namespace rlslint::replaying
