#include <utility>
#include <vector>

#include "rlslint/sql/parse.hpp"

#include "pg.hpp"
#include "transform.hpp"

// UNION, INTERSECT, EXCEPT. The parse tree holds the operators without places, so the operands' are
// found among the tokens: INTERSECT binds tighter than the other two, all lean to the left, and what
// is in parentheses is one operand.

namespace rlslint::pg {
namespace {

/// One operand, and whether the operator before it is INTERSECT.
struct Operand {
    Extent at;
    bool intersect = false;
};

/// An operator and its right operand [first, last] in the list of operands.
struct Link {
    const ::SelectStmt* node;
    std::size_t first;
    std::size_t last;
};

bool ends_operands(const Cursor& cursor) {
    return cursor.at("order") || cursor.at("limit") || cursor.at("offset") || cursor.at("fetch") ||
           cursor.at("for");
}

std::vector<Operand> split_operands(const Tokens& tokens, Extent range) {
    std::vector<Operand> result;
    Cursor cursor{tokens, range};
    TokenIndex first = cursor.here();
    bool intersect = false;
    for (; !cursor.done(); cursor.skip()) {
        const bool is_name = cursor.here() > range.first &&
                             (tokens.is(cursor.here() - 1, '.') || tokens.is(cursor.here() - 1, "as"));
        if (is_name || !tokens.is(cursor.here(), TokenKind::word)) continue;
        if (ends_operands(cursor)) break;
        const bool is_intersect = cursor.at("intersect");
        if (!is_intersect && !cursor.at("union") && !cursor.at("except")) continue;
        result.push_back({cursor.since(first), intersect});
        cursor.step();
        if (!cursor.accept("all")) cursor.accept("distinct");
        first = cursor.here();
        intersect = is_intersect;
        if (cursor.done()) break;
    }
    result.push_back({cursor.since(first), intersect});
    return result;
}

rlslint::SetOperation::Kind kind_of(::SetOperation op) {
    using enum rlslint::SetOperation::Kind;
    return op == SETOP_UNION ? union_ : op == SETOP_INTERSECT ? intersect : except;
}

/// The operators from the outermost one inwards, as long as the operands [first, last] last.
std::vector<Link> links_of(const ::SelectStmt*& node, const std::vector<Operand>& operands, std::size_t first,
                           std::size_t& last) {
    std::vector<Link> links;
    while (first < last && node->op != SETOP_NONE) {
        std::size_t right = last;
        while (right > first + 1 && operands[right].intersect != (node->op == SETOP_INTERSECT))
            --right;
        links.push_back({node, right, last});
        last = right - 1;
        node = node->larg;
    }
    return links;
}

} // namespace

/// Builds the operations over a query's operands.
class SetOperations {
public:
    SetOperations(Transform& transform, std::vector<Operand> operands)
        : transform_(transform), operands_(std::move(operands)) {}

    /// The operation over all of them, for the caller to finish.
    rlslint::SetOperation build(const ::SelectStmt& top) { return chain(&top, 0, operands_.size() - 1); }

private:
    /// Inwards along the left operands to the first one, then outwards again.
    rlslint::SetOperation chain(const ::SelectStmt* node, std::size_t first, std::size_t last) {
        const std::vector<Link> links = links_of(node, operands_, first, last);
        if (links.empty()) return unfit(range(first, last));
        rlslint::SetOperation result = start(*links.back().node);
        result.operands.push_back(operand(*node, first, last));
        std::size_t levels = 0;
        for (std::size_t i = links.size(); i-- > 0;) {
            const Link& link = links[i];
            if (!is_kind(result, *link.node)) {
                rlslint::SetOperation outer = start(*link.node);
                outer.operands.push_back(close(std::move(result), {first, link.first - 1}, ++levels));
                result = std::move(outer);
            }
            result.operands.push_back(operand(*link.node->rarg, link.first, link.last));
        }
        return result;
    }

    /// One operand is a query of its own; several are those of an INTERSECT inside a UNION.
    QueryId operand(const ::SelectStmt& node, std::size_t first, std::size_t last) {
        if (first == last)
            return transform_.query(reinterpret_cast<const ::Node*>(&node), operands_[first].at);
        return transform_.add(range(first, last), chain(&node, first, last));
    }

    /// Tokens and tree do not agree: nothing is known to bring this about.
    rlslint::SetOperation unfit(Extent at) {
        rlslint::SetOperation result;
        result.operands.push_back(transform_.empty_query(at));
        return result;
    }

    static rlslint::SetOperation start(const ::SelectStmt& node) {
        rlslint::SetOperation result;
        result.kind = kind_of(node.op);
        result.all = node.all;
        return result;
    }

    static bool is_kind(const rlslint::SetOperation& operation, const ::SelectStmt& node) {
        return operation.kind == kind_of(node.op) && operation.all == node.all;
    }

    /// Where kinds alternate without end, the tree would become as deep as the text is long.
    QueryId close(rlslint::SetOperation operation, std::pair<std::size_t, std::size_t> operands,
                  std::size_t levels) {
        constexpr std::size_t most_levels = 100;
        const Extent at = range(operands.first, operands.second);
        return levels % most_levels == 0 ? transform_.empty_query(at)
                                         : transform_.add(at, std::move(operation));
    }

    [[nodiscard]] Extent range(std::size_t first, std::size_t last) const {
        return {operands_[first].at.first, operands_[last].at.last};
    }

    Transform& transform_;
    std::vector<Operand> operands_;
};

QueryId Transform::set_operation(const ::SelectStmt& node, Extent range) {
    std::vector<Operand> operands = split_operands(*tokens_, without_with(node.withClause, range));
    while (operands.size() == 1) { // (select … union select …) order by …
        const Extent inside = tokens_->narrow(operands.front().at);
        if (inside.first == operands.front().at.first) return empty_query(range);
        operands = split_operands(*tokens_, without_with(node.withClause, inside));
    }
    rlslint::WithClause with_clause = with(node.withClause);
    rlslint::SetOperation result = SetOperations{*this, std::move(operands)}.build(node);
    result.with = std::move(with_clause);
    result.order_by = exprs(node.sortClause);
    result.limit = expr(node.limitCount).id;
    result.offset = expr(node.limitOffset).id;
    return add(range, std::move(result));
}

} // namespace rlslint::pg
