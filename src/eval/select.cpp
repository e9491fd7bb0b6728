#include "select.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/sql/walk.hpp"

#include "clauses.hpp"

namespace rlslint::eval {

namespace {

bool holds_aggregate(const Tree& tree, ExprId root) {
    return any_within(tree, root, [&](ExprId id) {
        const auto* call = std::get_if<Call>(&tree[id].node);
        return call != nullptr && is_aggregate(*call);
    });
}

/// The name that a column has when none is given (FigureColname in parse_target.c).
Symbol natural_name(const Tree& tree, ExprId expr) {
    static const Symbol none{"?column?"};
    const ExprNode& node = tree[expr].node;
    if (const auto* column = std::get_if<ColumnRef>(&node)) return column->name;
    if (const auto* call = std::get_if<Call>(&node)) return call->name;
    if (const auto* access = std::get_if<Access>(&node); access != nullptr && !access->field.empty())
        return access->field;
    if (std::holds_alternative<Conditional>(node)) return Symbol{"coalesce"};
    if (std::holds_alternative<ArrayExpr>(node)) return Symbol{"array"};
    if (std::holds_alternative<Case>(node)) return Symbol{"case"};
    if (const auto* cast = std::get_if<Cast>(&node)) {
        const Symbol inner = natural_name(tree, cast->arg);
        return inner == none ? tree.type(cast->type).name : inner;
    }
    if (const auto* link = std::get_if<SubLink>(&node);
        link != nullptr && link->kind == SubLink::Kind::exists)
        return Symbol{"exists"};
    return none;
}

/// Whether `*` or `t.*` stands for a column too.
bool shows(const ColumnRef& star, const Entry& entry, std::size_t column) {
    if (!star.qualifier.empty()) return entry.name == star.qualifier;
    return std::find(entry.hidden.begin(), entry.hidden.end(), column) == entry.hidden.end();
}

bool same_row(const Row& a, const Row& b) {
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), same);
}

} // namespace

Rows Rows::failed(Value problem) {
    Rows rows;
    rows.all_columns = false;
    rows.problem = std::move(problem);
    return rows;
}

const Rows* CommonTables::find(Symbol name) const {
    for (const CommonTables* level = this; level != nullptr; level = level->outer)
        for (const auto& [table, rows] : level->tables)
            if (table == name) return &rows;
    return nullptr;
}

void SelectRun::fail(Value problem) { result_ = Rows::failed(std::move(problem)); }

Rows SelectRun::run() {
    if (!select_.windows.empty()) return Rows::unknown("a window");
    read_from();
    if (failed()) return std::move(result_);
    if (!select_.group_by.empty() || has_aggregates() || select_.having.valid())
        group();
    else
        produce();
    if (!failed()) finish();
    return std::move(result_);
}

bool SelectRun::has_aggregates() const {
    return std::any_of(select_.targets.begin(), select_.targets.end(), [&](const Target& target) {
        return holds_aggregate(evaluator_.tree(), target.value);
    });
}

void SelectRun::group() {
    struct Group {
        std::vector<Value> keys;
        std::vector<Frame> frames;
    };
    std::vector<Group> groups;
    if (select_.group_by.empty())
        groups.push_back({{}, std::move(frames_)});
    else
        for (Frame& frame : frames_) {
            if (!frame.certain) return fail(Value::unknown("which rows there are"));
            const Scope scope{outer_, &entries_, &frame, nullptr};
            std::vector<Value> keys = evaluator_.values(select_.group_by, &scope);
            if (const Value* problem = first_failed(keys)) return fail(*problem);
            const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& other) {
                return std::equal(other.keys.begin(), other.keys.end(), keys.begin(), keys.end(), same);
            });
            if (found == groups.end())
                groups.push_back({std::move(keys), {frame}});
            else
                found->frames.push_back(frame);
        }
    const Frame none{std::vector<const Row*>(entries_.size(), nullptr), true};
    for (const Group& one : groups) {
        const Scope scope{outer_, &entries_, one.frames.empty() ? &none : &one.frames.front(), &one.frames};
        if (select_.having.valid()) {
            const Value having = evaluator_.value(select_.having, &scope);
            if (having.failed()) return fail(having);
            if (!having.is_true()) continue;
        }
        produce(scope, true);
        if (failed()) return;
    }
}

void SelectRun::produce() {
    for (const Frame& frame : frames_) {
        produce({outer_, &entries_, &frame, nullptr, &frames_}, frame.certain);
        if (failed()) return;
    }
}

/// Values that are unknown may stay so in a row: whether it is there matters more often. Functions that
/// return sets make as many rows as the longest of them has; the others end in nulls.
void SelectRun::produce(const Scope& scope, bool certain) {
    std::vector<Row> rows{Row{{}, certain}};
    bool has_set = false;
    for (const Target& target : select_.targets) {
        const auto* column = std::get_if<ColumnRef>(&evaluator_.tree()[target.value].node);
        if (column != nullptr && column->star) {
            for (Row& row : rows)
                add_star(*column, scope, row);
            continue;
        }
        if (auto set = set_of(target.value, scope)) {
            if (set->problem.failed()) return fail(set->problem);
            // With more than one it would be told by their lengths.
            if (std::exchange(has_set, true)) return fail(Value::unknown("several sets in one list"));
            const Row before = rows.front();
            rows.assign(set->rows.size(), before);
            for (std::size_t i = 0; i < rows.size(); ++i)
                rows[i].cells.push_back(set->rows[i].cells.front());
            continue;
        }
        const Value value = evaluator_.value(target.value, &scope);
        if (value.is_error()) return fail(value);
        for (Row& row : rows)
            row.cells.push_back(value);
    }
    for (Row& row : rows) {
        Made made{std::move(row), {}};
        for (const ExprId key : evaluator_.tree().list(select_.order_by))
            made.keys.push_back(order_key(key, made.row, scope));
        made_.push_back(std::move(made));
    }
}

/// What unnest() and its like give; none for any other expression.
std::optional<Rows> SelectRun::set_of(ExprId expr, const Scope& scope) {
    const auto* call = std::get_if<Call>(&evaluator_.tree()[expr].node);
    if (call == nullptr) return std::nullopt;
    const bool builtin = call->schema.empty() || call->schema.text() == "pg_catalog";
    if (!builtin || !is_set_function(call->name.text())) return std::nullopt;
    return call_set_function(evaluator_.environment(), call->name.text(),
                             evaluator_.values(call->args, &scope));
}

void SelectRun::add_star(const ColumnRef& star, const Scope& scope, Row& row) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const Row* source = scope.frame->rows[i];
        for (std::size_t c = 0; c < entries_[i].rows->columns.size(); ++c)
            if (shows(star, entries_[i], c))
                row.cells.push_back(source == nullptr ? Value{} : source->cells[c]);
    }
}

std::vector<Symbol> SelectRun::column_names() const {
    std::vector<Symbol> names;
    for (const Target& target : select_.targets) {
        const auto* column = std::get_if<ColumnRef>(&evaluator_.tree()[target.value].node);
        if (column == nullptr || !column->star) {
            names.push_back(target.name.empty() ? natural_name(evaluator_.tree(), target.value)
                                                : target.name);
            continue;
        }
        for (const Entry& entry : entries_)
            for (std::size_t c = 0; c < entry.rows->columns.size(); ++c)
                if (shows(*column, entry, c)) names.push_back(entry.rows->columns[c]);
    }
    return names;
}

/// ORDER BY 1, ORDER BY the name of an output, or an expression.
Value SelectRun::order_key(ExprId expr, const Row& row, const Scope& scope) {
    const ExprNode& node = evaluator_.tree()[expr].node;
    if (const auto* literal = std::get_if<Literal>(&node)) {
        const auto number = parse_integer(literal->value.text());
        if (number && *number >= 1 && *number <= static_cast<std::int64_t>(row.cells.size()))
            return row.cells[static_cast<std::size_t>(*number - 1)];
    }
    if (const auto* column = std::get_if<ColumnRef>(&node); column != nullptr && column->qualifier.empty()) {
        const auto names = column_names();
        const auto at = std::find(names.begin(), names.end(), column->name);
        if (at != names.end()) return row.cells[static_cast<std::size_t>(at - names.begin())];
    }
    return evaluator_.value(expr, &scope);
}

void SelectRun::finish() {
    result_.columns = column_names();
    for (const Target& target : select_.targets) {
        const auto* column = std::get_if<ColumnRef>(&evaluator_.tree()[target.value].node);
        if (column == nullptr || !column->star) continue;
        for (const Entry& entry : entries_)
            result_.all_columns = result_.all_columns && entry.rows->all_columns;
    }
    if (select_.distinct) make_distinct();
    if (!failed() && !select_.order_by.empty()) sort();
    for (Made& made : made_)
        result_.rows.push_back(std::move(made.row));
    if (!failed()) limit();
}

void SelectRun::make_distinct() {
    if (!select_.distinct_on.empty()) return fail(Value::unknown("DISTINCT ON"));
    std::vector<Made> kept;
    for (Made& made : made_) {
        if (const Value* problem = first_failed(made.row.cells)) return fail(*problem);
        const auto found = std::find_if(kept.begin(), kept.end(),
                                        [&](const Made& other) { return same_row(other.row, made.row); });
        if (found == kept.end())
            kept.push_back(std::move(made));
        else
            found->row.certain = found->row.certain || made.row.certain;
    }
    made_ = std::move(kept);
}

void SelectRun::sort() {
    std::vector<OrderKey> keys;
    for (const ExprId key : evaluator_.tree().list(select_.order_by))
        keys.push_back({key, descends(evaluator_.environment(), evaluator_.tree()[key].span)});
    std::stable_sort(made_.begin(), made_.end(),
                     [&](const Made& a, const Made& b) { return sorts_before(a.keys, b.keys, keys); });
}

/// Which rows a LIMIT leaves is only known where it leaves all, or where their order is.
void SelectRun::limit() {
    const auto number = [&](ExprId expr) { return expr.valid() ? evaluator_.value(expr, outer_) : Value{}; };
    const Value most = number(select_.limit), skipped = number(select_.offset);
    for (const Value* value : {&most, &skipped}) {
        if (value->failed()) return fail(*value);
        if (!value->is_null() && value->kind != Value::Kind::integer) return fail(Value::unknown("LIMIT"));
    }
    auto& rows = result_.rows;
    if (!skipped.is_null() && skipped.integer != 0) {
        const bool told = !select_.order_by.empty() &&
                          std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.certain; });
        if (!told || skipped.integer < 0) return fail(Value::unknown("OFFSET"));
        const auto count = std::min(static_cast<std::size_t>(skipped.integer), rows.size());
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
    }
    if (most.is_null() || static_cast<std::int64_t>(rows.size()) <= most.integer) return;
    if (most.integer <= 0) return rows.clear();
    const auto kept = static_cast<std::size_t>(most.integer);
    // All alike, as the 1 of SELECT 1 … LIMIT 1: it does not matter which.
    const bool alike = std::all_of(
        rows.begin(), rows.end(), [&](const Row& row) { return row.certain && same_row(row, rows.front()); });
    if (!alike && select_.order_by.empty()) return fail(Value::unknown("which rows LIMIT leaves"));
    const bool certain = std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.certain; });
    if (!certain) return fail(Value::unknown("which rows LIMIT leaves"));
    rows.resize(kept);
}

namespace {

/// UNION: rows that are alike are one, unless ALL.
void add_all(Rows& all, Rows part, bool keep_all) {
    for (Row& row : part.rows) {
        const auto found = std::find_if(all.rows.begin(), all.rows.end(),
                                        [&](const Row& other) { return !keep_all && same_row(other, row); });
        if (found == all.rows.end())
            all.rows.push_back(std::move(row));
        else
            found->certain = found->certain || row.certain;
    }
}

/// INTERSECT and EXCEPT: the rows that are there too, or are not.
void keep(Rows& all, const Rows& part, bool common) {
    std::erase_if(all.rows, [&](const Row& row) {
        const bool there = std::any_of(part.rows.begin(), part.rows.end(),
                                       [&](const Row& other) { return same_row(other, row); });
        return there != common;
    });
}

Rows set_operation(Evaluator& evaluator, const SetOperation& operation, const Scope* scope,
                   const CommonTables* with) {
    using Kind = SetOperation::Kind;
    const bool unites = operation.kind == Kind::union_;
    if ((operation.all && !unites) || operation.limit.valid() || operation.offset.valid())
        return Rows::unknown("LIMIT of a UNION, INTERSECT ALL or EXCEPT ALL");
    Rows all;
    bool first = true;
    for (const QueryId operand : operation.operands) {
        Rows part = evaluator.rows(operand, scope, with);
        if (part.problem.failed()) return part;
        for (const Row& row : part.rows) {
            if (!operation.all && first_failed(row.cells) != nullptr)
                return Rows::failed(*first_failed(row.cells));
            if (!unites && !row.certain) return Rows::unknown("which rows there are");
        }
        if (all.columns.empty()) all.columns = part.columns;
        if (unites || std::exchange(first, false))
            add_all(all, std::move(part), operation.all);
        else
            keep(all, part, operation.kind == Kind::intersect);
    }
    return all;
}

Rows values_rows(Evaluator& evaluator, const Values& values, const Scope* scope) {
    if (values.row_count != values.rows.size()) return Rows::unknown("a long list of VALUES");
    Rows all;
    for (const ExprList list : values.rows) {
        Row row;
        row.cells = evaluator.values(list, scope);
        for (std::size_t i = all.columns.size(); i < row.cells.size(); ++i)
            all.columns.emplace_back("column" + std::to_string(i + 1));
        if (row.cells.size() != all.columns.size()) return Rows::unknown("VALUES of different lengths");
        all.rows.push_back(std::move(row));
    }
    return all;
}

} // namespace

Rows Evaluator::rows(QueryId query, const Scope* scope, const CommonTables* outer_with) {
    constexpr int max_depth = 1500;
    if (++env_.depth > max_depth) return --env_.depth, Rows::unknown("a query nested too deep");
    const CommonTables* const around = with_;
    CommonTables tables{outer_with, {}};
    Rows result;
    const WithClause& with = with_of(tree_[query]);
    if (with.recursive) result = Rows::unknown("WITH RECURSIVE");
    for (const CommonTable& table : with.tables) {
        if (result.problem.failed()) break;
        with_ = &tables;
        Rows made = rows(table.query, scope, &tables);
        // What is wrong with it shows when it is read.
        for (std::size_t i = 0; i < std::min(table.columns.size(), made.columns.size()); ++i)
            made.columns[i] = table.columns[i];
        if (made.problem.failed()) result = made;
        tables.tables.emplace_back(table.name.text, std::move(made));
    }
    with_ = &tables;
    const QueryNode& node = tree_[query].node;
    if (result.problem.failed()) {
    } else if (const auto* select = std::get_if<Select>(&node)) {
        result = SelectRun{*this, *select, scope, &tables}.run();
    } else if (const auto* operation = std::get_if<SetOperation>(&node)) {
        result = set_operation(*this, *operation, scope, &tables);
    } else if (const auto* values = std::get_if<Values>(&node)) {
        result = values_rows(*this, *values, scope);
    } else {
        result = Rows::unknown("a query that changes rows");
    }
    with_ = around;
    --env_.depth;
    return result;
}

Rows run(Environment& environment, const Tree& tree, QueryId query) {
    return Evaluator{environment, tree}.rows(query, nullptr, nullptr);
}

} // namespace rlslint::eval
