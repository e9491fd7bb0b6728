#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// A place in `Function::args`.
using ArgumentNumber = std::uint16_t;
using Arguments = std::set<ArgumentNumber>;

/// Which sessions a routine has turned away by the time it does something. What it asks and we cannot
/// follow counts as asked well.
struct Proof {
    bool anonymous = false; ///< those that bring no identity
    bool caller = false;    ///< of those that do, some: it depends on who they are

    friend bool operator==(const Proof&, const Proof&) = default;
};

/// A relation that a routine's body reads or writes, or that of one which it calls.
struct TableUse {
    RelationId relation;
    Privilege privilege = Privilege::select;
    Span span;             ///< the name, or the call
    Proof proof{};         ///< by then
    bool asks_who = false; ///< conditions of the statement itself ask who is asking
    bool returned = false; ///< columns of it are what the routine gives
    bool whole = false;    ///< of every row: an SQL function's statement without any condition
    FunctionId via{};      ///< the routine called that does it; none: the body itself
    RoleId as{};           ///< whose privileges it does it with; none: those of who runs the routine
};

/// `column = argument` in a condition, or an argument stored in a column.
struct ArgumentMatch {
    RelationId relation;
    ColumnNumber column = whole_row;
    ArgumentNumber argument = 0;
    Span span;
    Proof proof{};
    bool asks_who = false; ///< besides `with_caller`
    bool stored = false;
    bool with_caller = false; ///< stored: the row gets the caller's own id too, in another column
};

/// An EXECUTE whose text has arguments in it as they came, neither quoted nor tested.
struct Splice {
    Span span; ///< the text
    Arguments arguments;
    Proof proof{};
};

/// A part of a body that is not understood: SQL made at run time, or text that does not parse.
struct Unread {
    Span span;
    Proof proof{};
    bool dynamic = false;
};

/// What a routine does when it is called. Places are the user's; where quoting changed the body's text,
/// the whole body.
struct Routine {
    bool readable = true; ///< the body is there, in a language that we read
    std::vector<TableUse> uses;
    std::vector<ArgumentMatch> matches;
    std::vector<Splice> splices;
    std::vector<Unread> unread;
    std::vector<FunctionId> calls;
    std::vector<Unresolved> missing;  ///< relations and functions that are not found
    std::vector<Span> bare_relations; ///< names of relations without a schema
    Arguments checked;                ///< compared, in some way, with who is asking
    bool asks_who = false;            ///< it, or what it calls, tells sessions apart
    Proof proves;                     ///< whoever it turns away does not come back from it: it raises
};

/// The routines of a catalog, each studied when it is first asked for: one object belongs to one thread.
class Routines {
public:
    Routines(const Catalog& catalog, const Platform& platform);
    ~Routines();
    Routines(const Routines&) = delete;
    Routines& operator=(const Routines&) = delete;

    [[nodiscard]] const Routine& of(FunctionId function) const;

    /// Whether something in a view's query, or in a clause, tells who is asking, functions that it calls
    /// looked into.
    [[nodiscard]] bool asks_who(const BoundQuery& query) const;
    [[nodiscard]] bool asks_who(const BoundExpr& expr) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace rlslint
