#include "updatable.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <variant>

#include "rlslint/names/binder.hpp"
#include "rlslint/sql/builtin.hpp"
#include "rlslint/sql/walk.hpp"

namespace rlslint {

namespace {

/// An aggregate, a window function, or one that gives a set.
bool is_no_plain_call(const Catalog& catalog, const BoundQuery& query, ExprId id) {
    const auto* call = std::get_if<Call>(&(*query.tree)[id].node);
    if (call == nullptr) return false;
    const BoundFunction* bound = query.bindings->functions.find(id);
    if (bound == nullptr || !bound->function.valid())
        return call->window || is_builtin_aggregate(call->name.text()) || is_set_function(call->name.text());
    const Function& function = catalog[bound->function];
    return call->window || function.aggregate || (function.returns && function.returns->setof);
}

bool gives_plain_values(const Catalog& catalog, const BoundQuery& query, ExprId root) {
    return !any_within(*query.tree, root, [&](ExprId id) { return is_no_plain_call(catalog, query, id); });
}

} // namespace

RelationId updated_through(const Catalog& catalog, const BoundQuery& query) {
    const auto* select = std::get_if<Select>(&(*query.tree)[query.root].node);
    const bool simple = select != nullptr && select->with.empty() && select->from.size() == 1 &&
                        select->group_by.empty() && !select->having.valid() && !select->limit.valid() &&
                        !select->offset.valid() && !select->distinct && select->distinct_on.empty();
    if (!simple) return {};
    const bool plain = std::all_of(select->targets.begin(), select->targets.end(), [&](const Target& target) {
        return gives_plain_values(catalog, query, target.value);
    });
    const FromId from = select->from.front();
    const auto* named = std::get_if<FromRelation>(&(*query.tree)[from].node);
    const RelationId* relation = query.bindings->relations.find(from);
    const bool whole = named != nullptr && named->sample.empty();
    return plain && whole && relation != nullptr ? *relation : RelationId{};
}

std::vector<ColumnNumber> columns_beneath(const BoundQuery& query) {
    std::vector<ColumnNumber> columns;
    const auto* select = std::get_if<Select>(&(*query.tree)[query.root].node);
    for (const Target& target : select != nullptr ? select->targets : std::vector<Target>{}) {
        if (const auto* star = query.bindings->stars.find(target.value)) {
            for (const BoundColumn& column : *star)
                columns.push_back(column.column);
            continue;
        }
        const bool plain = std::holds_alternative<ColumnRef>((*query.tree)[target.value].node);
        const BoundColumn* column = plain ? query.bindings->columns.find(target.value) : nullptr;
        columns.push_back(column != nullptr ? column->column : whole_row);
    }
    return columns;
}

bool is_rewritten(const Catalog& catalog, const Relation& view) {
    return !view.rules.empty() || std::any_of(view.triggers.begin(), view.triggers.end(),
                                              [&](TriggerId id) { return catalog[id].instead; });
}

} // namespace rlslint
