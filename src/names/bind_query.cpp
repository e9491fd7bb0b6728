#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"

#include "bind.hpp"
#include "column_name.hpp"

// Queries: src/backend/parser/analyze.c.

namespace rlslint::names {
namespace {

bool is_output_name(const Tree& tree, const Select& select, Symbol name) {
    return std::any_of(select.targets.begin(), select.targets.end(), [&](const Target& target) {
        const auto* ref = std::get_if<ColumnRef>(&tree[target.value].node);
        return (ref == nullptr || !ref->star) && column_name(tree, target) == name;
    });
}

/// The name of an expression that is nothing but a name; else empty.
Symbol bare_name(const Tree& tree, ExprId id) {
    const auto* ref = std::get_if<ColumnRef>(&tree[id].node);
    return ref != nullptr && ref->qualifier.empty() ? ref->name : Symbol{};
}

} // namespace

void Bind::bind_query(QueryId id, Derived* out) {
    const Query& query = tree_[id];
    const std::size_t ctes = ctes_.size();
    names_.open();
    bind_with(with_of(query));
    std::visit([&](const auto& node) { bind_node(id, node, out); }, query.node);
    names_.close();
    ctes_.resize(ctes);
}

/// A recursive WITH may name its tables before they are known; what is known of one is what the
/// first operand of its UNION has given it by then.
void Bind::bind_with(const WithClause& with) {
    std::vector<Derived*> made;
    for (const CommonTable& table : with.tables) {
        Derived* derived = made.emplace_back(new_derived());
        derived->names = table.columns;
        if (with.recursive) ctes_.emplace_back(table.name.text, derived);
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
        bind_query(with.tables[i].query, made[i]);
        made[i]->known = true;
        if (!with.recursive) ctes_.emplace_back(with.tables[i].name.text, made[i]);
    }
}

void Bind::bind_node(QueryId /*id*/, const Select& select, Derived* out) {
    bind_from(select.from);
    bind_targets(select.targets, select.from, out);
    bind(select.where);
    bind(select.having);
    bind_order(select.order_by, select);
    bind_groups(select.group_by, select);
    bind_order(select.distinct_on, select);
    bind(select.limit);
    bind(select.offset);
    bind(select.windows);
}

void Bind::bind_node(QueryId /*id*/, const Values& values, Derived* out) {
    for (const ExprList row : values.rows)
        bind(row);
    if (out == nullptr || values.rows.empty()) return;
    std::size_t number = 0;
    for (const ExprId value : tree_.list(values.rows.front())) {
        out->add({Symbol{"column" + std::to_string(++number)}, value, nullptr});
    }
}

/// The first operand names the columns. ORDER BY may only name these.
void Bind::bind_node(QueryId /*id*/, const SetOperation& operation, Derived* out) {
    for (const QueryId operand : operation.operands) {
        const bool first = operand == operation.operands.front();
        Derived* columns = first || out == nullptr ? out : new_derived();
        bind_query(operand, columns);
        if (out == nullptr) continue;
        if (!first) out->united.push_back(columns);
        out->known = true;
    }
    bind(operation.limit);
    bind(operation.offset);
}

void Bind::bind_node(QueryId id, const Insert& insert, Derived* out) {
    if (insert.source.valid()) bind_query(insert.source, nullptr);
    const std::uint32_t target = add_target(id, insert.target, insert.alias);
    if (insert.on_conflict) {
        Entry excluded = names_[target];
        excluded.name = Symbol{"excluded"};
        excluded.aliased = true;
        const std::uint32_t entry = names_.add(excluded);
        bind_assignments(insert.set);
        bind(insert.conflict_where);
        names_.set_visible(entry, false);
    }
    bind_targets(insert.returning, {}, out);
}

void Bind::bind_node(QueryId id, const Update& update, Derived* out) {
    const std::uint32_t target = add_target(id, update.target, update.alias);
    names_.set_visible(target, false);
    bind_from(update.from);
    names_.set_visible(target, true);
    bind_assignments(update.set);
    bind(update.where);
    bind_targets(update.returning, {}, out);
}

void Bind::bind_node(QueryId id, const Delete& del, Derived* out) {
    const std::uint32_t target = add_target(id, del.target, del.alias);
    names_.set_visible(target, false);
    bind_from(del.from);
    names_.set_visible(target, true);
    bind(del.where);
    bind_targets(del.returning, {}, out);
}

void Bind::bind_node(QueryId id, const Merge& merge, Derived* /*out*/) {
    add_target(id, merge.target, merge.alias);
    if (merge.source.valid()) bind_item(merge.source);
    bind(merge.on);
    bind(merge.actions);
}

std::uint32_t Bind::add_target(QueryId id, const QualifiedName& target, Symbol alias) {
    Entry entry;
    entry.name = alias.empty() ? target.name : alias;
    entry.aliased = !alias.empty();
    entry.relation = find_relation(target);
    if (entry.relation.valid()) result_.targets.set(id, entry.relation);
    return names_.add(std::move(entry));
}

void Bind::bind_assignments(std::span<const Target> set) {
    for (const Target& target : set)
        bind(target.value);
}

void Bind::bind_targets(std::span<const Target> targets, std::span<const FromId> from, Derived* out) {
    for (const Target& target : targets) {
        const auto* ref = std::get_if<ColumnRef>(&tree_[target.value].node);
        if (ref != nullptr && ref->star) {
            bind_star(target.value, *ref, from, out);
            continue;
        }
        bind(target.value);
        if (out != nullptr) out->add({column_name(tree_, target), target.value, nullptr});
    }
}

/// A bare name in ORDER BY and DISTINCT ON is first of all an output column's
/// (findTargetlistEntrySQL92 in parse_clause.c).
void Bind::bind_order(ExprList list, const Select& select) {
    for (const ExprId id : tree_.list(list)) {
        const Symbol name = bare_name(tree_, id);
        if (name.empty() || !is_output_name(tree_, select, name)) bind(id);
    }
}

/// In GROUP BY an input column comes first.
void Bind::bind_groups(ExprList list, const Select& select) {
    for (const ExprId id : tree_.list(list)) {
        const Symbol name = bare_name(tree_, id);
        const bool output = !name.empty() &&
                            names_.find_column(name).result == ColumnLookup::Result::absent &&
                            is_output_name(tree_, select, name);
        if (!output) bind(id);
    }
}

} // namespace rlslint::names
