#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rlslint/access/reach.hpp"
#include "rlslint/predicate/circumstances.hpp"

namespace rlslint {

/// Which rows.
enum class Verdict : std::uint8_t {
    none,    ///< no row, ever
    some,    ///< depends on the row or the session
    all,     ///< every row
    unknown, ///< not decided
};

enum class Why : std::uint8_t {
    no_privilege,   ///< the privilege is missing, or one that a policy needs
    no_usage,       ///< USAGE on the schema is missing
    no_policy,      ///< row security is on, and no permissive policy applies
    policy,         ///< the permissive policies say so
    restrictive,    ///< a restrictive policy says so
    contradiction,  ///< what the policies ask for excludes itself
    rls_off,        ///< row security is off, or there can be none
    owner,          ///< the table is the role's, and row security not forced
    exempt,         ///< a superuser, or BYPASSRLS
    budget,         ///< too much to decide
    unmodelled,     ///< something on the way is not understood
    data,           ///< it hangs on what a statement found in the data
    partial_object, ///< something on the way is known in part
};

[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] std::string_view to_string(Why why);

/// What a statement does to a relation's rows. UPDATE and DELETE read columns (in WHERE, RETURNING,
/// or SET x = x + 1), unless they are blind.
enum class Action : std::uint8_t {
    select,
    insert,
    update,     ///< the rows that it finds
    update_new, ///< the rows that it may turn them into
    blind_update,
    delete_,
    blind_delete,
};

/// What a table privilege by itself allows: of UPDATE and DELETE the blind forms, which read no column.
[[nodiscard]] Action action_of(Privilege privilege);

/// One policy's clause where it takes part; absent where it is left out.
struct PolicyClause {
    PolicyId policy;
    const BoundExpr* clause = nullptr;
    Truth truth = Truth::unknown;
    bool may_fail = false; ///< evaluating it may end the statement
};

/// What row security asks of a row, once: one of the permissive clauses and all restrictive ones.
struct Gate {
    std::vector<PolicyClause> permissive;
    std::vector<PolicyClause> restrictive;
};

/// What a role reaches by one action on one relation, addressed directly.
struct Cell {
    Verdict verdict = Verdict::unknown;
    Why why = Why::unmodelled;
    std::vector<Gate> gates;           ///< where row security decides; all must be passed
    std::vector<ColumnNumber> columns; ///< where only some are granted: those
};

/// Who can reach which rows: privileges, row security and policies put together, for the sessions in
/// which clients hold a role (see Caller). It refers to its parts, keeps what it has worked out, and
/// belongs to one thread.
class RowAccess {
public:
    RowAccess(const Catalog& catalog, const Platform& platform, const Reach& reach);

    [[nodiscard]] Cell cell(RoleId role, RelationId relation, Action action) const;

    /// The same where the relation is reached by way of something that is checked as another role: a
    /// view's owner, a SECURITY DEFINER function's.
    [[nodiscard]] Cell cell_as(RoleId as, RoleId role, RelationId relation, Action action) const;

    /// The sessions in which clients hold a role.
    [[nodiscard]] std::vector<Caller> callers(RoleId role) const;

    /// What a clause comes to in one such session, whoever the relations in it are read as.
    [[nodiscard]] Truth truth(const Caller& caller, const BoundExpr& clause) const;

    [[nodiscard]] const Bodies& bodies() const { return bodies_; }

private:
    friend class Decision;

    /// A session, and the role as which a relation is checked: a view's owner beneath a view.
    struct Asker {
        Caller caller;
        RoleId as;
    };
    struct Question {
        Caller::Kind kind;
        Symbol claim_role;
        RoleId role, as;
        RelationId relation;
        Action action;
        bool operator==(const Question&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Question& question) const noexcept;
    };

    [[nodiscard]] const Cell& decide(const Asker& asker, RelationId relation, Action action) const;
    [[nodiscard]] bool sees_nothing(const Asker& asker, RelationId relation) const;

    const Catalog& catalog_;
    const Platform& platform_;
    const Reach& reach_;
    Bodies bodies_;
    mutable std::unordered_map<Question, Cell, Hash> known_;
    mutable std::unordered_set<Question, Hash> deciding_;
};

} // namespace rlslint
