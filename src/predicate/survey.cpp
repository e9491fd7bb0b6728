#include "survey.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <variant>
#include <vector>

#include "rlslint/sql/builtin.hpp"
#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "claims.hpp"

namespace rlslint::predicates {
namespace {

/// A query inside the clause. Depths count the queries around something; the policy's row is at 0.
struct InnerQuery {
    std::uint32_t parent;
    std::uint32_t depth;
    std::uint32_t reaches;   ///< the least depth that something inside refers to
    bool sub_link;           ///< stands in an expression, not in FROM or WITH
    bool reads_rows = false; ///< of a table or function: its expressions run for each

    [[nodiscard]] bool independent() const { return reaches >= depth; }
};

constexpr std::uint32_t clause_itself = std::numeric_limits<std::uint32_t>::max();

class Survey {
public:
    Survey(const Subject& subject, Facts& facts) : subject_(subject), tree_(subject.tree), facts_(facts) {}

    void run(ExprId root) {
        pending_.push({root, clause_itself});
        while (!pending_.empty()) {
            const ToDo next = pending_.pop();
            look_at(next.expr, next.query);
            for_each_operand(tree_, next.expr, [&](ExprId operand) { pending_.push({operand, next.query}); });
        }
        settle_calls();
    }

private:
    struct ToDo {
        ExprId expr;
        std::uint32_t query; ///< that it stands in
    };

    void look_at(ExprId id, std::uint32_t query) {
        const ExprNode& node = tree_[id].node;
        if (const auto* ref = std::get_if<ColumnRef>(&node))
            refer(id, *ref, query);
        else if (const auto* call = std::get_if<Call>(&node))
            note_call(id, *call, query);
        else if (const auto* link = std::get_if<SubLink>(&node))
            enter(link->query, query, true);
        else if (std::holds_alternative<SessionValue>(node))
            note_identity(subject_.session_function(id));
        if (auto claim = writable_claim(subject_, id)) facts_.writable_claims.push_back(*claim);
    }

    void enter(QueryId id, std::uint32_t parent, bool sub_link) {
        const auto number = static_cast<std::uint32_t>(queries_.size());
        const std::uint32_t depth = depth_of(parent) + 1;
        queries_.push_back({parent, depth, depth, sub_link});
        for_each_from(tree_, from_of(tree_[id]), [&](FromId from) {
            const FromNode& node = tree_[from].node;
            if (std::holds_alternative<FromRelation>(node) || std::holds_alternative<FromFunction>(node)) {
                queries_[number].reads_rows = true;
            }
        });
        for_each_expr(tree_, id, [&](ExprId expr) { pending_.push({expr, number}); });
        for_each_subquery(tree_, id, [&](QueryId inner) { enter(inner, number, false); });
    }

    [[nodiscard]] std::uint32_t depth_of(std::uint32_t query) const {
        return query == clause_itself ? 0 : queries_[query].depth;
    }

    // ---- columns

    void refer(ExprId id, const ColumnRef& ref, std::uint32_t query) {
        if (const BoundColumn* column = subject_.column(id)) return refer(*column, query);
        if (const auto* columns = subject_.bindings.stars.find(id)) {
            for (const BoundColumn& column : *columns)
                refer(column, query);
        } else if (!ref.star) {
            facts_.reads_row = true;
        }
    }

    void refer(const BoundColumn& column, std::uint32_t query) {
        const std::uint32_t depth = depth_of(query);
        const std::uint32_t target = depth - std::min<std::uint32_t>(depth, column.levels_up);
        if (target == 0) facts_.reads_row = true;
        for (; query != clause_itself; query = queries_[query].parent) {
            queries_[query].reaches = std::min(queries_[query].reaches, target);
        }
    }

    // ---- calls

    void note_identity(const SessionFunction* function) {
        if (function != nullptr && function->gives != SessionFunction::Gives::other)
            facts_.reads_identity = true;
    }

    void note_call(ExprId id, const Call& call, std::uint32_t query) {
        const SessionFunction* function = subject_.session_function(id);
        if (function == nullptr && !Subject::is_current_setting(call))
            return note_other_call(id, call, query);
        note_identity(function);
        const auto setting = subject_.setting(call);
        const bool who = setting && (subject_.is_identity_setting(*setting) || *setting == "role");
        if (who) facts_.reads_identity = true;
        if (depends_on_columns(id)) return; // no sub-select makes it once a statement
        facts_.session_calls.push_back({id, function, tree_[id].span});
        callers_.push_back(query);
    }

    void note_other_call(ExprId id, const Call& call, std::uint32_t query) {
        const BoundFunction* bound = subject_.bindings.functions.find(id);
        const FunctionId function = bound != nullptr ? bound->function : FunctionId{};
        if (!function.valid() && !is_volatile_builtin(call.name.text())) return;
        facts_.calls.push_back({function, tree_[id].span, depends_on_columns(id)});
        other_callers_.push_back(query);
    }

    /// current_setting('app.' || kind) is another setting in each row.
    [[nodiscard]] bool depends_on_columns(ExprId root) const {
        return any_within(tree_, root,
                          [&](ExprId id) { return std::holds_alternative<ColumnRef>(tree_[id].node); });
    }

    /// How often each call is made, when it is known what each query refers to. As tried on the
    /// server: an independent sub-select in an expression runs once a statement (as an InitPlan or a
    /// hashed SubPlan), whatever its kind; a dependent one once a row of what it depends on.
    void settle_calls() {
        for (std::size_t i = 0; i < callers_.size(); ++i)
            settle(facts_.session_calls[i], callers_[i]);
        for (std::size_t i = 0; i < other_callers_.size(); ++i)
            settle(facts_.calls[i], other_callers_[i]);
        const auto by_place = [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; };
        std::sort(facts_.session_calls.begin(), facts_.session_calls.end(), by_place);
        std::sort(facts_.calls.begin(), facts_.calls.end(), by_place);
        std::sort(facts_.writable_claims.begin(), facts_.writable_claims.end(), by_place);
    }

    template <class Made> void settle(Made& call, std::uint32_t caller) const {
        call.per_row = !runs_once(caller);
        call.once = !call.per_row && !queries_[caller].reads_rows && queries_[caller].independent();
    }

    [[nodiscard]] bool runs_once(std::uint32_t query) const {
        for (; query != clause_itself; query = queries_[query].parent) {
            if (queries_[query].sub_link && queries_[query].independent()) return true;
        }
        return false;
    }

    const Subject& subject_;
    const Tree& tree_;
    Facts& facts_;
    WorkList<ToDo> pending_;
    std::vector<InnerQuery> queries_;
    std::vector<std::uint32_t> callers_;       ///< for each session call, the query that it stands in
    std::vector<std::uint32_t> other_callers_; ///< for each other call
};

} // namespace

void survey(const Subject& subject, ExprId root, Facts& facts) { Survey{subject, facts}.run(root); }

} // namespace rlslint::predicates
