#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "rlslint/sql/name.hpp"
#include "rlslint/text/source.hpp"

/// PL/pgSQL as people write it: the statements of a DO block or a function's body, named as in the
/// manual's chapter on it. SQL inside it is kept by its place, and parsed by whoever runs it.
///
/// We read it ourselves. The tree that libpg_query offers has lines only, lacks the variables of inner
/// blocks, and cannot be had for some valid bodies; the language's own part is small and regular.
namespace rlslint::plpgsql {

struct Statement;
using Statements = std::vector<Statement>;

/// Variables that take a result: each `name`, `name.field` or `name[i]` as written.
struct Into {
    std::vector<Span> targets;
    bool strict = false;
    Span span; ///< with its keyword; no place where there is no INTO

    [[nodiscard]] bool present() const { return span.valid(); }
};

struct Declaration {
    enum class Kind : std::uint8_t { variable, alias, cursor };
    Kind kind = Kind::variable;
    Name name;
    Span type; ///< of an alias: what it stands for
    bool constant = false;
    bool not_null = false;
    Span default_value;               ///< no place where there is none
    Span query{};                     ///< of a cursor
    std::vector<Symbol> parameters{}; ///< of a cursor
};

/// WHEN a OR b THEN …
struct Handler {
    std::vector<std::string> conditions; ///< names in lower case, or five characters of an SQLSTATE
    Statements body;
};

struct Block {
    Symbol label;
    std::vector<Declaration> declarations;
    Statements body;
    std::vector<Handler> handlers;
};

struct Assignment {
    Span target;
    Span value;
};

struct Branch {
    Span condition;
    Statements body;
};

struct If {
    std::vector<Branch> branches;
    Statements otherwise;
};

/// Without a selector the WHENs hold conditions, else values.
struct CaseOf {
    Span selector;
    std::vector<Branch> branches;
    Statements otherwise;
    bool has_else = false;
};

struct Loop {
    Symbol label;
    Statements body;
};

struct While {
    Symbol label;
    Span condition;
    Statements body;
};

struct ForInteger {
    Symbol label;
    Span variable;
    bool reverse = false;
    Span low, high;
    Span step; ///< no place: 1
    Statements body;
};

struct ForQuery {
    Symbol label;
    std::vector<Span> targets;
    Span query;
    Statements body;
};

struct ForDynamic {
    Symbol label;
    std::vector<Span> targets;
    Span text;
    std::vector<Span> arguments;
    Statements body;
};

struct Foreach {
    Symbol label;
    std::vector<Span> targets;
    bool slice = false;
    std::int64_t slice_depth = 0;
    Span array;
    Statements body;
};

/// EXIT, CONTINUE.
struct Exit {
    bool again = false; ///< CONTINUE
    Symbol label;
    Span when;
};

struct Return {
    enum class Kind : std::uint8_t { value, next, query, dynamic_query };
    Kind kind = Kind::value;
    Span value; ///< no place where there is none
    std::vector<Span> arguments;
};

struct Raise {
    bool exception = true;       ///< else a message of a lower level
    bool again = false;          ///< RAISE alone: the exception that is being handled
    std::string condition;       ///< its name, or the five characters of an SQLSTATE
    Span format;                 ///< the message's string
    std::vector<Span> arguments; ///< for its %
    Span message, errcode;       ///< of USING
};

struct Assert {
    Span condition;
};

struct Execute {
    Span text;
    Into into;
    std::vector<Span> arguments;
};

/// A statement of SQL. Its INTO is no part of what is run.
struct Sql {
    Into into;
};

struct Perform {
    Span query; ///< what stands behind the keyword
};

/// OPEN, FETCH, MOVE and CLOSE.
struct CursorStatement {
    enum class Kind : std::uint8_t { open, fetch, move, close };
    Kind kind = Kind::open;
    Symbol cursor;
    std::string direction;       ///< of FETCH and MOVE, in lower case: empty for the next one
    std::vector<Span> arguments; ///< of a bound cursor, or of EXECUTE … USING
    Span query;                  ///< of OPEN … FOR
    bool dynamic = false;        ///< OPEN … FOR EXECUTE
    std::vector<Span> targets;   ///< of FETCH
};

struct GetDiagnostics {
    struct Item {
        Span target;
        Symbol name; ///< row_count …
    };
    std::vector<Item> items;
};

struct Null {};

/// COMMIT or ROLLBACK.
struct EndTransaction {
    bool commit = true;
};

using Node = std::variant<Null, EndTransaction, Block, Assignment, If, CaseOf, Loop, While, ForInteger,
                          ForQuery, ForDynamic, Foreach, Exit, Return, Raise, Assert, Execute, Sql, Perform,
                          CursorStatement, GetDiagnostics>;

struct Statement {
    Span span; ///< without its `;`
    Node node;
};

/// Why a body could not be read.
struct Unreadable {
    std::string message;
    Span span;
};

/// The block that is a routine's body.
[[nodiscard]] std::variant<Block, Unreadable> parse(const Sources& sources, Span body);

} // namespace rlslint::plpgsql
