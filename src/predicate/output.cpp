#include "rlslint/predicate/output.hpp"

#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

namespace rlslint {
namespace {

class Output {
public:
    Output(const Tree& tree, const Bindings& bindings, RelationId relation)
        : tree_(tree), bindings_(bindings), relation_(relation) {}

    bool shows(QueryId query, ExprId value) {
        if (query.valid()) queries_.push(query);
        if (value.valid()) values_.push(value);
        while (!found_ && (!queries_.empty() || !values_.empty())) {
            if (!values_.empty())
                look_at(values_.pop());
            else
                enter(queries_.pop());
        }
        return found_;
    }

private:
    void enter(QueryId id) {
        const QueryNode& node = tree_[id].node;
        const std::vector<Target>* targets = nullptr;
        if (const auto* select = std::get_if<Select>(&node)) targets = &select->targets;
        if (const auto* insert = std::get_if<Insert>(&node)) targets = &insert->returning;
        if (const auto* update = std::get_if<Update>(&node)) targets = &update->returning;
        if (const auto* del = std::get_if<Delete>(&node)) targets = &del->returning;
        for (const Target& target : targets != nullptr ? *targets : std::vector<Target>{})
            if (target.value.valid()) values_.push(target.value);
        if (!std::holds_alternative<Insert>(node))
            for_each_subquery(tree_, id, [&](QueryId inner) { queries_.push(inner); });
    }

    void look_at(ExprId id) {
        if (const BoundColumn* column = bindings_.columns.find(id))
            found_ = found_ || column->relation == relation_;
        if (const auto* columns = bindings_.stars.find(id)) {
            for (const BoundColumn& column : *columns)
                found_ = found_ || column.relation == relation_;
        }
        const auto* link = std::get_if<SubLink>(&tree_[id].node);
        const bool gives_rows =
            link != nullptr && (link->kind == SubLink::Kind::scalar || link->kind == SubLink::Kind::array);
        if (gives_rows) queries_.push(link->query);
        if (link == nullptr) for_each_operand(tree_, id, [&](ExprId operand) { values_.push(operand); });
    }

    const Tree& tree_;
    const Bindings& bindings_;
    RelationId relation_;
    WorkList<QueryId> queries_;
    WorkList<ExprId> values_;
    bool found_ = false;
};

} // namespace

bool shows_columns_of(const Tree& tree, const Bindings& bindings, QueryId query, RelationId relation) {
    return Output{tree, bindings, relation}.shows(query, {});
}

bool shows_columns_of(const Tree& tree, const Bindings& bindings, ExprId value, RelationId relation) {
    return Output{tree, bindings, relation}.shows({}, value);
}

} // namespace rlslint
