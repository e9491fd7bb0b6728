#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "evaluator.hpp"

namespace rlslint::eval {

/// Runs one SELECT: FROM and WHERE to frames, GROUP BY, the list, DISTINCT, ORDER BY, LIMIT.
class SelectRun {
public:
    SelectRun(Evaluator& evaluator, const Select& select, const Scope* outer, const CommonTables* with)
        : evaluator_(evaluator), select_(select), outer_(outer), with_(with) {}

    [[nodiscard]] Rows run();

private:
    /// A column of an earlier entry, and the one of its name in the last.
    struct Shared {
        std::size_t entry, column, in_last;
    };

    // ---- from.cpp
    void read_from();
    void add(FromId id, ExprId on, bool outer_join);
    void add_leaf(FromId id, ExprId on, bool outer_join);
    [[nodiscard]] Rows source(const FromItem& item, const Frame* frame);
    [[nodiscard]] Rows function_rows(const FromFunction& function, const Frame* frame);
    [[nodiscard]] bool needs_frame(const FromItem& item) const;
    void join(const std::vector<const Rows*>& rows, ExprId on, bool outer_join);
    [[nodiscard]] std::vector<Shared> shared_columns();
    [[nodiscard]] bool fits(Frame& frame, const std::vector<ExprId>& conditions,
                            const std::vector<Shared>& shared);
    void add_unmet(const std::vector<const Rows*>& rows, const std::vector<bool>& met,
                   std::vector<Frame>& joined);
    void split_condition(ExprId condition);
    void filter(Frame& frame, ExprId condition, bool& keep);
    [[nodiscard]] bool is_ready(ExprId condition) const;
    [[nodiscard]] bool names_are_in_reach(ExprId expr) const;

    // ---- select.cpp
    [[nodiscard]] bool has_aggregates() const;
    void group();
    void produce();
    void produce(const Scope& scope, bool certain);
    [[nodiscard]] std::optional<Rows> set_of(ExprId expr, const Scope& scope);
    void add_star(const ColumnRef& star, const Scope& scope, Row& row);
    [[nodiscard]] std::vector<Symbol> column_names() const;
    void finish();
    void make_distinct();
    void sort();
    void limit();
    void fail(Value problem);
    [[nodiscard]] bool failed() const { return result_.problem.failed(); }
    [[nodiscard]] Value order_key(ExprId expr, const Row& row, const Scope& scope);

    /// The join whose right side is being added.
    struct Joining {
        std::vector<Symbol> columns;
        bool natural = false;
        bool keeps_right = false;
    };
    struct Made {
        Row row;
        std::vector<Value> keys;
    };

    Evaluator& evaluator_;
    const Select& select_;
    const Scope* outer_;
    const CommonTables* with_;

    std::deque<Rows> sources_; ///< what the entries and frames point into
    std::vector<Entry> entries_;
    std::vector<Frame> frames_;
    std::vector<ExprId> conditions_; ///< of WHERE, not yet applied
    std::vector<Made> made_;
    Joining joining_;
    std::string why_uncertain_;
    Rows result_;
};

} // namespace rlslint::eval
