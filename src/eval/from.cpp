#include <algorithm>
#include <utility>

#include "rlslint/sql/walk.hpp"

#include "select.hpp"

/// FROM and WHERE: one frame for each combination of rows. Conditions are applied as soon as the rows
/// that they speak of are there.
namespace rlslint::eval {

namespace {

constexpr std::size_t max_frames = 200'000;

Symbol name_of(const Tree& tree, const FromItem& item) {
    if (!item.alias.name.empty()) return item.alias.name.text;
    if (const auto* relation = std::get_if<FromRelation>(&item.node)) return relation->name.name;
    if (const auto* function = std::get_if<FromFunction>(&item.node)) {
        const auto calls = tree.list(function->calls);
        if (calls.size() == 1)
            if (const auto* call = std::get_if<Call>(&tree[calls.front()].node)) return call->name;
    }
    return {};
}

/// The names that an alias gives the columns; a function of one column has the alias itself.
void rename_columns(const FromItem& item, Rows& rows) {
    const AliasClause& alias = item.alias;
    if (std::holds_alternative<FromFunction>(item.node) && rows.columns.size() == 1 && rows.all_columns &&
        !alias.name.empty() && alias.columns.empty())
        rows.columns[0] = alias.name.text;
    for (std::size_t i = 0; i < std::min(alias.columns.size(), rows.columns.size()); ++i)
        rows.columns[i] = alias.columns[i];
}

} // namespace

void SelectRun::read_from() {
    frames_.push_back({});
    if (select_.where.valid()) split_condition(select_.where);
    for (const FromId id : select_.from)
        if (!failed()) add(id, {}, false);
    for (const ExprId condition : std::exchange(conditions_, {})) {
        std::vector<Frame> kept;
        for (Frame& frame : frames_) {
            bool keep = true;
            filter(frame, condition, keep);
            if (failed()) return;
            if (keep) kept.push_back(std::move(frame));
        }
        frames_ = std::move(kept);
    }
}

void SelectRun::split_condition(ExprId condition) {
    const auto* both = std::get_if<BoolOp>(&evaluator_.tree()[condition].node);
    if (both == nullptr || both->kind != BoolOp::Kind::and_) return conditions_.push_back(condition);
    for (const ExprId part : evaluator_.tree().list(both->args))
        split_condition(part);
}

void SelectRun::add(FromId id, ExprId on, bool outer_join) {
    const auto* join = std::get_if<FromJoin>(&evaluator_.tree()[id].node);
    if (join == nullptr) return add_leaf(id, on, outer_join);
    using Kind = FromJoin::Kind;
    const bool right_is_join = std::holds_alternative<FromJoin>(evaluator_.tree()[join->right].node);
    const bool alone = frames_.size() == 1 && frames_.front().rows.empty();
    const bool keeps_right = join->kind == Kind::right || join->kind == Kind::full;
    if (right_is_join || outer_join || (keeps_right && !alone))
        return fail(Value::unknown("a join of this kind"));
    add(join->left, {}, false);
    if (failed()) return;
    joining_ = {join->using_columns, join->natural, keeps_right};
    add_leaf(join->right, join->on, join->kind == Kind::left || join->kind == Kind::full);
    joining_ = {};
    if (on.valid()) conditions_.push_back(on);
}

/// USING and NATURAL: the columns of the same names, of the entries before and of the last one.
std::vector<SelectRun::Shared> SelectRun::shared_columns() {
    std::vector<Shared> shared;
    const Rows& right = *entries_.back().rows;
    for (std::size_t column = 0; column < right.columns.size(); ++column) {
        const Symbol name = right.columns[column];
        const auto& wanted = joining_.columns;
        if (!joining_.natural && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
        for (std::size_t entry = 0; entry + 1 < entries_.size(); ++entry) {
            const auto& columns = entries_[entry].rows->columns;
            const auto at = std::find(columns.begin(), columns.end(), name);
            if (at == columns.end()) continue;
            shared.push_back({entry, static_cast<std::size_t>(at - columns.begin()), column});
            entries_.back().hidden.push_back(column);
            break;
        }
    }
    return shared;
}

/// Functions and LATERAL sub-selects may use the entries before them.
bool SelectRun::needs_frame(const FromItem& item) const {
    return std::holds_alternative<FromFunction>(item.node) || item.lateral;
}

void SelectRun::add_leaf(FromId id, ExprId on, bool outer_join) {
    const FromItem& item = evaluator_.tree()[id];
    std::vector<const Rows*> by_frame;
    const bool each = needs_frame(item);
    for (std::size_t i = 0; i < (each ? frames_.size() : 1); ++i) {
        sources_.push_back(source(item, each ? &frames_[i] : nullptr));
        Rows& rows = sources_.back();
        if (rows.problem.failed()) return fail(rows.problem);
        rename_columns(item, rows);
        by_frame.push_back(&rows);
    }
    if (by_frame.empty()) { // there is nothing that it could be joined to
        sources_.emplace_back();
        sources_.back().all_columns = false;
        by_frame.push_back(&sources_.back());
    }
    entries_.push_back({name_of(evaluator_.tree(), item), by_frame.front(), {}});
    if (by_frame.size() != frames_.size()) by_frame.resize(frames_.size(), by_frame.front());
    join(by_frame, on, outer_join);
}

Rows SelectRun::source(const FromItem& item, const Frame* frame) {
    if (const auto* relation = std::get_if<FromRelation>(&item.node)) {
        if (!relation->sample.empty()) return Rows::unknown("TABLESAMPLE");
        if (relation->name.schema.empty() && with_ != nullptr)
            if (const Rows* table = with_->find(relation->name.name)) return *table;
        return evaluator_.environment().relation(relation->name);
    }
    if (const auto* query = std::get_if<FromQuery>(&item.node)) {
        const Scope scope{outer_, &entries_, frame, nullptr};
        return evaluator_.rows(query->query, frame != nullptr ? &scope : outer_, with_);
    }
    return function_rows(std::get<FromFunction>(item.node), frame);
}

Rows SelectRun::function_rows(const FromFunction& function, const Frame* frame) {
    const Tree& tree = evaluator_.tree();
    const auto calls = tree.list(function.calls);
    const auto* call = calls.size() == 1 ? std::get_if<Call>(&tree[calls.front()].node) : nullptr;
    if (call == nullptr || !function.column_names.empty()) return Rows::unknown("a function in FROM");
    const Scope scope{outer_, &entries_, frame, nullptr};
    std::vector<Value> args = evaluator_.values(call->args, &scope);
    auto rows = call_set_function(evaluator_.environment(), call->name.text(), args);
    Rows found = rows ? std::move(*rows) : evaluator_.environment().call_rows(tree, *call, std::move(args));
    if (!function.ordinality || found.problem.failed()) return found;
    found.columns.emplace_back("ordinality");
    std::int64_t number = 0;
    for (Row& row : found.rows)
        row.cells.push_back(Value::of(++number));
    return found;
}

/// Whether all names in a condition are those of entries that are there: no entry that is still to come
/// could have them.
bool SelectRun::is_ready(ExprId condition) const {
    return !has_sub_select(evaluator_.tree(), condition) && names_are_in_reach(condition);
}

bool SelectRun::names_are_in_reach(ExprId expr) const {
    bool reach = true;
    if (const auto* column = std::get_if<ColumnRef>(&evaluator_.tree()[expr].node)) {
        reach = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
            const auto& columns = entry.rows->columns;
            return column->qualifier.empty()
                       ? std::find(columns.begin(), columns.end(), column->name) != columns.end()
                       : entry.name == column->qualifier;
        });
    }
    for_each_operand(evaluator_.tree(), expr,
                     [&](ExprId operand) { reach = reach && names_are_in_reach(operand); });
    return reach;
}

void SelectRun::filter(Frame& frame, ExprId condition, bool& keep) {
    const Scope scope{outer_, &entries_, &frame, nullptr};
    const Value truth = evaluator_.value(condition, &scope);
    if (truth.is_error()) return fail(truth);
    if (truth.is_unknown())
        frame.certain = false;
    else
        keep = keep && truth.is_true();
    if (truth.is_unknown() && why_uncertain_.empty()) why_uncertain_ = truth.text;
}

/// Whether a frame whose last row has just been added stays.
bool SelectRun::fits(Frame& frame, const std::vector<ExprId>& conditions, const std::vector<Shared>& shared) {
    bool keep = true;
    for (const Shared& pair : shared) {
        const Row* left = frame.rows[pair.entry];
        const Value equal = left == nullptr
                                ? Value{}
                                : apply_operator(evaluator_.environment(), "=", left->cells[pair.column],
                                                 frame.rows.back()->cells[pair.in_last]);
        if (equal.is_error()) return fail(equal), false;
        if (equal.is_unknown()) frame.certain = false;
        keep = keep && (equal.is_unknown() || equal.is_true());
    }
    for (const ExprId condition : conditions)
        if (keep) filter(frame, condition, keep);
    return keep;
}

void SelectRun::join(const std::vector<const Rows*>& rows, ExprId on, bool outer_join) {
    const bool by_name = joining_.natural || !joining_.columns.empty();
    const std::vector<Shared> shared = by_name ? shared_columns() : std::vector<Shared>{};
    const bool known = shared.size() >= joining_.columns.size() && entries_.back().rows->all_columns;
    if (by_name &&
        (joining_.keeps_right || (joining_.natural && !known) || shared.size() < joining_.columns.size()))
        return fail(Value::unknown("a join of this kind"));
    std::vector<ExprId> ready;
    for (const ExprId condition : conditions_)
        if (!outer_join && !joining_.keeps_right && is_ready(condition)) ready.push_back(condition);
    std::erase_if(conditions_, [&](ExprId condition) {
        return std::find(ready.begin(), ready.end(), condition) != ready.end();
    });
    if (on.valid()) ready.push_back(on);

    std::vector<Frame> joined;
    std::vector<bool> met(joining_.keeps_right && !rows.empty() ? rows.front()->rows.size() : 0);
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        bool matched = false;
        for (std::size_t n = 0; n < rows[i]->rows.size(); ++n) {
            const Row& row = rows[i]->rows[n];
            Frame frame = frames_[i];
            frame.rows.push_back(&row);
            frame.certain = frame.certain && row.certain;
            const bool keep = fits(frame, ready, shared);
            if (failed()) return;
            if (!keep) continue;
            if ((outer_join || joining_.keeps_right) && !frame.certain)
                return fail(Value::unknown("an outer join"));
            matched = true;
            if (!met.empty()) met[n] = true;
            joined.push_back(std::move(frame));
            if (joined.size() > max_frames) return fail(Value::unknown("too many rows"));
        }
        if (outer_join && !matched) {
            Frame frame = frames_[i];
            frame.rows.push_back(nullptr);
            joined.push_back(std::move(frame));
        }
    }
    add_unmet(rows, met, joined);
    frames_ = std::move(joined);
}

/// Of a RIGHT or FULL JOIN the rows that nothing on the left belongs to.
void SelectRun::add_unmet(const std::vector<const Rows*>& rows, const std::vector<bool>& met,
                          std::vector<Frame>& joined) {
    for (std::size_t n = 0; n < met.size(); ++n) {
        if (met[n]) continue;
        const Row& row = rows.front()->rows[n];
        Frame frame;
        frame.rows.assign(entries_.size() - 1, nullptr);
        frame.rows.push_back(&row);
        frame.certain = row.certain;
        joined.push_back(std::move(frame));
    }
}

} // namespace rlslint::eval
