#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// One side of a comparison, with what keeps its value taken off: casts, `(select …)` around it, lower(),
/// coalesce() and the like.
struct Operand {
    enum class Kind : std::uint8_t {
        row_column,    ///< of the policy's row
        inner_column,  ///< of what a sub-select reads
        identity,      ///< who is asking: auth.uid(), the sub claim
        role,          ///< the claim role
        email,         ///< an e-mail claim
        claim,         ///< another claim: `text` is its key
        setting,       ///< another setting of the session: `text` is its name
        database_user, ///< CURRENT_USER, SESSION_USER and the like
        constant,      ///< `text` is its value
        null,
        other,
    };
    Kind kind = Kind::other;
    ExprId expr;
    const BoundColumn* column = nullptr; ///< of a column
    std::string_view text;
    /// It is, or is built of, a text of the session's that need not be a UUID: a claim, a setting, an
    /// e-mail address.
    bool reads_text_of_caller = false;

    [[nodiscard]] bool is_column() const { return kind == Kind::row_column || kind == Kind::inner_column; }

    /// The session tells it, and it says who is asking or for whom: an identity, claim or setting.
    [[nodiscard]] bool says_who() const {
        return kind == Kind::identity || kind == Kind::claim || kind == Kind::setting;
    }
};

/// Where a condition stands in its query, or in the clause.
struct Standing {
    bool positive = true; ///< under AND and OR alone: that it is true helps
    bool required = true; ///< under AND alone: without it nothing holds
    bool hurts = false;   ///< under NOT: that it is true shuts a row out
};

/// `a op b`; also `a in (select b …)`, `a = any (array(select b …))`, `a in (b, c)` for b and for c.
struct Comparison {
    static constexpr std::uint32_t no_query = std::numeric_limits<std::uint32_t>::max();

    ExprId expr;
    std::string_view op; ///< as PostgreSQL names it: "=", "<>", "~~" for LIKE
    Operand left, right;
    std::uint32_t query =
        no_query; ///< that it stands in, or that gives one of its sides: a place in `queries`
    Standing standing;

    [[nodiscard]] bool is_equality() const { return op == "="; }

    /// The side that is such, and the other one; null where neither is.
    [[nodiscard]] const Operand* side(Operand::Kind kind) const {
        return left.kind == kind ? &left : right.kind == kind ? &right : nullptr;
    }
    [[nodiscard]] const Operand& across(const Operand& side) const { return &side == &left ? right : left; }
};

/// A relation that a sub-select reads.
struct Lookup {
    FromId from;
    RelationId relation; ///< none where it is not known
};

/// A query inside a clause.
struct InnerQuery {
    QueryId id;
    std::uint32_t parent = Comparison::no_query; ///< no_query: it stands in the clause itself
    ExprId link;                                 ///< the sub-select; none for those of FROM and WITH
    Standing standing;                           ///< that it has a row, in its parent
    std::vector<Lookup> reads;
    bool refers_to_row = false; ///< it, or one inside it, names a column of the policy's row, or may
    bool tested_by_row = false; ///< what it gives is compared with something of the policy's row
};

/// A column of the policy's row or of what a sub-select reads, where it is named.
struct ColumnUse {
    ExprId expr;
    const BoundColumn* column = nullptr;
    std::uint32_t query = Comparison::no_query;
};

/// A column of the policy's row that a clause ties to who is asking: compared with an identity, claim or
/// setting, or with what a sub-select that asks who is asking gives.
struct Tie {
    ColumnNumber column = whole_row;
    ExprId comparison;
    bool to_identity = false; ///< to who is asking itself, not to a tenant or membership
};

/// A call of current_setting with a constant name.
struct SettingRead {
    ExprId call;
    std::string_view name;
    bool raises = false; ///< where it is not set; else it is NULL
    ExprId cast;         ///< of the bare value; none where it is not cast, or '' is taken care of
};

/// What a clause is made of: the queries inside it, and what is compared with what.
struct Anatomy {
    std::vector<InnerQuery> queries; ///< outer ones first
    std::vector<Comparison> comparisons;
    std::vector<ColumnUse> columns;
    std::vector<SettingRead> settings;

    /// The query, or one around it, is not such that a row of it helps.
    [[nodiscard]] bool stands_positive(std::uint32_t query) const;
    /// A row of the query can only shut out what would be let in: NOT EXISTS, NOT IN.
    [[nodiscard]] bool stands_negative(std::uint32_t query) const;
    /// The clause holds only if this query has a row.
    [[nodiscard]] bool stands_required(std::uint32_t query) const;
    /// Where it may help that the column is tied; not under NOT.
    [[nodiscard]] std::vector<Tie> ties() const;
    /// The clause names this column of the policy's row, or the row as a whole.
    [[nodiscard]] bool uses_row_column(ColumnNumber column) const;
    /// Some sub-select reads a relation; `(select auth.uid())` does not.
    [[nodiscard]] bool reads_relations() const;
    /// Whether `inner` is `outer` or inside it.
    [[nodiscard]] bool within(std::uint32_t inner, std::uint32_t outer) const;
};

/// A function whose body is looked at, and what it was called with: in the body its arguments' names and
/// $1, $2 stand for that.
struct Called {
    const Function* function = nullptr; ///< null: what is looked at is no body
    std::vector<Operand> given;         ///< by input argument; `other` where it is not known
};

[[nodiscard]] Anatomy anatomy_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr,
                                 const Called& called = {});

/// What a call in an expression gives to the function; the expression may itself be a body.
[[nodiscard]] Called called_by(const Catalog& catalog, const Platform& platform, const BoundExpr& expr,
                               ExprId call, const Function& function, const Called& outer);

} // namespace rlslint
