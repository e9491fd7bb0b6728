#include "rlslint/predicate/anatomy.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "operand.hpp"

namespace rlslint {
namespace predicates {
namespace {

constexpr std::uint32_t clause_itself = Comparison::no_query;
constexpr Standing helps_nothing{false, false};

/// What stands under a NOT helps where it is false.
Standing turned(const Standing& standing) { return {standing.hurts, false, standing.positive}; }

bool compares(const Operator& op) {
    constexpr std::string_view names[] = {"=",   "<>",  "!=",   "<", "<=", ">",  ">=",  "~~",
                                          "~~*", "!~~", "!~~*", "~", "~*", "!~", "!~*", "^@"};
    return op.left.valid() &&
           std::find(std::begin(names), std::end(names), op.name.text()) != std::end(names);
}

/// `x <> all (select …)`
bool excludes(const SubLink& link) {
    return link.kind == SubLink::Kind::all && (link.op.text() == "<>" || link.op.text() == "!=");
}

class Dissect {
public:
    Dissect(const Subject& subject, const Called& called)
        : subject_(subject), called_(called), tree_(subject.tree) {}

    Anatomy of(ExprId root) {
        pending_.push({root, clause_itself, {}});
        while (!pending_.empty())
            look_at(pending_.pop());
        const auto by_place = [&](const Comparison& a, const Comparison& b) {
            return tree_[a.expr].span.begin < tree_[b.expr].span.begin;
        };
        std::stable_sort(result_.comparisons.begin(), result_.comparisons.end(), by_place);
        settle_links();
        return std::move(result_);
    }

private:
    struct ToDo {
        ExprId expr;
        std::uint32_t query; ///< that it stands in
        Standing standing;
    };

    void look_at(const ToDo& item) {
        std::visit([&](const auto& node) { take(item, node); }, tree_[item.expr].node);
    }

    template <class Node> void take(const ToDo& item, const Node&) { operands(item, helps_nothing); }

    void operands(const ToDo& item, Standing standing) {
        for_each_operand(tree_, item.expr, [&](ExprId operand) {
            pending_.push({operand, item.query, standing});
        });
    }

    void take(const ToDo& item, const BoolOp& op) {
        Standing standing = item.standing;
        if (op.kind == BoolOp::Kind::not_) standing = turned(standing);
        if (op.kind == BoolOp::Kind::or_) standing.required = false;
        operands(item, standing);
    }

    void take(const ToDo& item, const Operator& op) {
        if (compares(op)) compare(item, op.name.text(), op.left, op.right);
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const InList& in) {
        Standing standing = item.standing;
        const auto items = tree_.list(in.items);
        if (items.size() > 1) standing.required = in.negated && standing.required;
        for (const ExprId value : items)
            compare({item.expr, item.query, standing}, in.negated ? "<>" : "=", in.arg, value);
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const DistinctTest& test) {
        compare(item, test.negated ? "=" : "<>", test.left, test.right);
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const ArrayCompare& test) {
        if (!test.all) compare(item, test.op.text(), test.left, test.array);
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const Cast& cast) {
        casts_.emplace_back(cast.arg, item.expr);
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const Call& call) {
        if (const auto name = subject_.setting(call)) {
            const auto cast = std::find_if(casts_.begin(), casts_.end(),
                                           [&](const auto& one) { return one.first == item.expr; });
            result_.settings.push_back(
                {item.expr, *name, may_raise(call), cast != casts_.end() ? cast->second : ExprId{}});
        }
        operands(item, helps_nothing);
    }

    /// current_setting(name) and current_setting(name, false).
    [[nodiscard]] bool may_raise(const Call& call) const {
        if (call.arg_count < 2) return true;
        const auto* missing_ok = std::get_if<Literal>(&tree_[tree_.list(call.args)[1]].node);
        return missing_ok != nullptr && missing_ok->is_false();
    }

    void take(const ToDo& item, const SubLink& link) {
        using Kind = SubLink::Kind;
        const bool helps = link.kind == Kind::exists || link.kind == Kind::any;
        const std::uint32_t number = enter(link.query, item.query, item.expr,
                                           helps            ? item.standing
                                           : excludes(link) ? turned(item.standing)
                                                            : helps_nothing);
        if (link.kind == Kind::any) {
            const ExprId output = only_output(tree_, link.query);
            if (output.valid()) add({item.expr, number, item.standing}, link.op.text(), link.test, output);
        }
        operands(item, helps_nothing);
    }

    void take(const ToDo& item, const ColumnRef& ref) {
        const BoundColumn* column = subject_.column(item.expr);
        if (column != nullptr) {
            use(item, column);
        } else if (const auto* star = subject_.bindings.stars.find(item.expr)) {
            for (const BoundColumn& one : *star)
                use(item, &one);
        } else if (!ref.star) {
            use_argument(item);
        }
    }

    void take(const ToDo& item, const ParamRef&) { use_argument(item); }

    /// In a function's body; elsewhere a name that is not bound may be a column of the row.
    void use_argument(const ToDo& item) {
        const Operand* given = given_for(subject_, item.expr, called_);
        if (given != nullptr && given->kind == Operand::Kind::row_column)
            use(item, given->column);
        else if (given == nullptr || given->kind == Operand::Kind::other)
            refer_to_row(item.query);
    }

    void use(const ToDo& item, const BoundColumn* column) {
        result_.columns.push_back({item.expr, column, item.query});
        if (!column->from.valid()) refer_to_row(item.query);
    }

    void refer_to_row(std::uint32_t query) {
        for (; query != clause_itself; query = result_.queries[query].parent)
            result_.queries[query].refers_to_row = true;
    }

    // ---- comparisons

    /// A side may be a sub-select: then it is that query's condition too.
    void compare(const ToDo& item, std::string_view op, ExprId left, ExprId right) {
        ToDo at = item;
        for (const ExprId side : {left, right}) {
            const SubLink* link = link_of(tree_, side);
            if (link != nullptr && op == "=") {
                const auto number = enter(link->query, item.query, {}, item.standing);
                if (!result_.queries[number].reads.empty()) at.query = number;
            }
        }
        add(at, op, left, right);
    }

    void add(const ToDo& item, std::string_view op, ExprId left, ExprId right) {
        result_.comparisons.push_back({item.expr, op, operand_of(subject_, left, called_),
                                       operand_of(subject_, right, called_), item.query, item.standing});
        if (item.query == clause_itself) return;
        tests_.push_back({left, item.query});
        tests_.push_back({right, item.query});
    }

    /// What a query gives is compared with something of the row, beside what it refers to itself.
    void settle_links() {
        for (const auto& [side, query] : tests_) {
            if (reads_row(side)) result_.queries[query].tested_by_row = true;
        }
    }

    [[nodiscard]] bool reads_row(ExprId root) const {
        return any_within(tree_, root, [&](ExprId id) {
            if (const Operand* given = given_for(subject_, id, called_))
                return given->kind == Operand::Kind::row_column || given->kind == Operand::Kind::other;
            const auto* ref = std::get_if<ColumnRef>(&tree_[id].node);
            if (ref == nullptr) return false;
            const BoundColumn* column = subject_.column(id);
            return column == nullptr ? !ref->star : !column->from.valid();
        });
    }

    // ---- queries

    std::uint32_t enter(QueryId id, std::uint32_t parent, ExprId link, Standing standing) {
        const auto& known = result_.queries;
        const auto found =
            std::find_if(known.begin(), known.end(), [&](const InnerQuery& q) { return q.id == id; });
        const auto number = static_cast<std::uint32_t>(found - known.begin());
        if (found != known.end()) {
            if (link.valid()) result_.queries[number].link = link;
            return number;
        }
        result_.queries.push_back({id, parent, link, standing, {}, false, false});
        note_reads(number);
        for_each_expr(tree_, id, [&](ExprId expr) { pending_.push({expr, number, standing_in(id, expr)}); });
        for_each_subquery(tree_, id, [&](QueryId inner) {
            enter(inner, number, {}, {standing.positive, false});
        });
        return number;
    }

    void note_reads(std::uint32_t number) {
        for_each_from(tree_, from_of(tree_[result_.queries[number].id]), [&](FromId from) {
            if (!std::holds_alternative<FromRelation>(tree_[from].node)) return;
            const RelationId* relation = subject_.bindings.relations.find(from);
            result_.queries[number].reads.push_back({from, relation != nullptr ? *relation : RelationId{}});
        });
    }

    /// WHERE, and ON of inner joins, decide which rows there are.
    [[nodiscard]] Standing standing_in(QueryId query, ExprId expr) const {
        const auto* select = std::get_if<Select>(&tree_[query].node);
        if (select == nullptr) return helps_nothing;
        bool decides = expr == select->where;
        for_each_from(tree_, select->from, [&](FromId from) {
            const auto* join = std::get_if<FromJoin>(&tree_[from].node);
            decides = decides || (join != nullptr && join->kind == FromJoin::Kind::inner && join->on == expr);
        });
        return decides ? Standing{} : helps_nothing;
    }

    const Subject& subject_;
    const Called& called_;
    const Tree& tree_;
    WorkList<ToDo> pending_;
    std::vector<std::pair<ExprId, std::uint32_t>> tests_; ///< sides of comparisons, with the query of these
    std::vector<std::pair<ExprId, ExprId>> casts_;        ///< of what, and the cast
    Anatomy result_;
};

} // namespace
} // namespace predicates

bool Anatomy::stands_positive(std::uint32_t query) const {
    for (; query != Comparison::no_query; query = queries[query].parent) {
        if (!queries[query].standing.positive) return false;
    }
    return true;
}

bool Anatomy::stands_required(std::uint32_t query) const {
    for (; query != Comparison::no_query; query = queries[query].parent) {
        if (!queries[query].standing.required) return false;
    }
    return true;
}

bool Anatomy::stands_negative(std::uint32_t query) const {
    bool hurts = false;
    for (; query != Comparison::no_query; query = queries[query].parent) {
        const Standing& standing = queries[query].standing;
        if (standing.positive == standing.hurts) return false;
        hurts = hurts != standing.hurts;
    }
    return hurts;
}

bool Anatomy::within(std::uint32_t inner, std::uint32_t outer) const {
    if (outer == Comparison::no_query) return true;
    for (; inner != Comparison::no_query; inner = queries[inner].parent) {
        if (inner == outer) return true;
    }
    return false;
}

namespace {

/// A sub-select, or one around it, compares something of its own with who is asking.
bool asks_who(const Anatomy& anatomy, std::uint32_t query) {
    return std::any_of(
        anatomy.comparisons.begin(), anatomy.comparisons.end(), [&](const Comparison& comparison) {
            return comparison.query != Comparison::no_query && anatomy.within(comparison.query, query) &&
                   comparison.is_equality() && (comparison.left.says_who() || comparison.right.says_who());
        });
}

} // namespace

std::vector<Tie> Anatomy::ties() const {
    std::vector<Tie> result;
    for (const Comparison& comparison : comparisons) {
        const Operand* row = comparison.side(Operand::Kind::row_column);
        if (row == nullptr || !comparison.is_equality() || !comparison.standing.positive) continue;
        const Operand& other = comparison.across(*row);
        const bool looked_up = other.kind == Operand::Kind::inner_column &&
                               comparison.query != Comparison::no_query &&
                               stands_positive(comparison.query) && asks_who(*this, comparison.query);
        if (other.says_who() || looked_up)
            result.push_back({row->column->column, comparison.expr, other.kind == Operand::Kind::identity});
    }
    return result;
}

bool Anatomy::reads_relations() const {
    return std::any_of(queries.begin(), queries.end(),
                       [](const InnerQuery& query) { return !query.reads.empty(); });
}

bool Anatomy::uses_row_column(ColumnNumber column) const {
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnUse& use) {
        return !use.column->from.valid() && (use.column->column == column || use.column->column == whole_row);
    });
}

Anatomy anatomy_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr,
                   const Called& called) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, any};
    return predicates::Dissect{subject, called}.of(expr.root);
}

Called called_by(const Catalog& catalog, const Platform& platform, const BoundExpr& expr, ExprId call,
                 const Function& function, const Called& outer) {
    Called called{&function, {}};
    const auto* made = std::get_if<Call>(&(*expr.tree)[call].node);
    if (made == nullptr || made->variadic) return called;
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, any};
    const auto inputs = std::count_if(function.args.begin(), function.args.end(), predicates::is_input);
    called.given.resize(static_cast<std::size_t>(inputs));
    const auto names = expr.tree->names(made->arg_names);
    for (std::size_t i = 0; i < made->arg_count; ++i) {
        const bool named = i < names.size() && !names[i].empty();
        const auto place = named ? predicates::input_called(function, names[i]) : std::optional{i};
        if (!place || *place >= called.given.size()) continue;
        Operand& given = called.given[*place];
        given = predicates::operand_of(subject, expr.tree->list(made->args)[i], outer);
        // A column of what the caller's sub-select reads is none of the body's.
        if (given.kind == Operand::Kind::inner_column) given = Operand{};
    }
    return called;
}

} // namespace rlslint
