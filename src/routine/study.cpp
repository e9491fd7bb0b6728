#include "study.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/predicate/output.hpp"

#include "below.hpp"

namespace rlslint::routines {
namespace {

template <class Visit> void for_each_query(const Unit& unit, Visit&& visit) {
    const auto ignore = [](ExprId) {};
    if (unit.expr.valid()) for_each_below(*unit.tree, unit.expr, ignore, visit);
    if (unit.query.valid()) for_each_below(*unit.tree, unit.query, ignore, visit);
}

template <class Visit> void for_each_expr_of(const Unit& unit, Visit&& visit) {
    if (unit.expr.valid()) for_each_below(*unit.tree, unit.expr, visit);
    if (unit.query.valid()) for_each_below(*unit.tree, unit.query, visit);
}

Privilege privilege_of(const QueryNode& node) {
    if (std::holds_alternative<Insert>(node)) return Privilege::insert;
    if (std::holds_alternative<Delete>(node)) return Privilege::delete_;
    return Privilege::update;
}

/// Conditions of a query: WHERE, HAVING, ON.
std::vector<ExprId> conditions_of(const Tree& tree, const Query& query) {
    std::vector<ExprId> found;
    if (const auto* select = std::get_if<Select>(&query.node)) found = {select->where, select->having};
    if (const auto* update = std::get_if<Update>(&query.node)) found = {update->where};
    if (const auto* del = std::get_if<Delete>(&query.node)) found = {del->where};
    if (const auto* merge = std::get_if<Merge>(&query.node)) found = {merge->on};
    for_each_from(tree, from_of(query), [&](FromId from) {
        if (const auto* join = std::get_if<FromJoin>(&tree[from].node)) found.push_back(join->on);
    });
    return found;
}

bool is_whole_relation(const FromItem& from) {
    const auto* named = std::get_if<FromRelation>(&from.node);
    return named != nullptr && named->sample.empty();
}

/// Nothing in a statement leaves a row out.
bool takes_every_row(const Tree& tree, const Query& query) {
    if (const auto* select = std::get_if<Select>(&query.node))
        return select->from.size() == 1 && is_whole_relation(tree[select->from.front()]) &&
               select->with.empty() && !select->where.valid() && select->group_by.empty() &&
               !select->having.valid() && !select->limit.valid() && !select->offset.valid() &&
               !select->distinct && select->distinct_on.empty();
    if (const auto* update = std::get_if<Update>(&query.node))
        return update->from.empty() && update->with.empty() && !update->where.valid();
    const auto* del = std::get_if<Delete>(&query.node);
    return del != nullptr && del->from.empty() && del->with.empty() && !del->where.valid();
}

Span target_span(const Query& query) {
    if (const auto* insert = std::get_if<Insert>(&query.node)) return insert->target.span;
    if (const auto* update = std::get_if<Update>(&query.node)) return update->target.span;
    if (const auto* del = std::get_if<Delete>(&query.node)) return del->target.span;
    return query.span;
}

ExprId without_casts(const Tree& tree, ExprId id) {
    while (const auto* cast = std::get_if<Cast>(&tree[id].node))
        id = cast->arg;
    return id;
}

} // namespace

bool Study::conditions_ask(const Unit& unit) const {
    bool asks = false;
    for_each_query(unit, [&](QueryId id) {
        const Query& query = (*unit.tree)[id];
        for (const ExprId condition : conditions_of(*unit.tree, query))
            asks = asks || known_.asks_below(unit, condition);
        if (std::holds_alternative<Insert>(query.node)) asks = asks || known_.asks_below(unit, id);
    });
    for_each_expr_of(unit, [&](ExprId id) {
        const ExprNode& node = (*unit.tree)[id].node;
        const bool decides = std::holds_alternative<Case>(node) || std::holds_alternative<BoolOp>(node);
        if (decides) asks = asks || known_.asks_below(unit, id);
    });
    return asks;
}

void Study::note(const Unit& unit, const Proof& proof, bool returned) {
    const bool asks = conditions_ask(unit);
    if (known_.asks_anywhere(unit)) routine_.asks_who = true;
    const Guards guards{known_, bodies_, unit};
    routine_.checked.merge(guards.checked());
    note_relations(unit, proof, asks, returned);
    note_calls(unit, proof, asks);
    note_comparisons(unit, proof, guards);
    note_stored(unit, proof, guards);
    for (const Unresolved& name : unit.bindings->unresolved) {
        const bool relation = name.message.starts_with("relation \"");
        if (relation) routine_.missing.push_back({name.message, name.sqlstate, text_.place(name.span)});
    }
}

void Study::note_relations(const Unit& unit, const Proof& proof, bool asks, bool returned) {
    const Tree& tree = *unit.tree;
    const Bindings& bindings = *unit.bindings;
    const bool sql = known_.function.language.text() == "sql";
    const auto whole = [&](QueryId id) { return sql && id == unit.query && takes_every_row(tree, tree[id]); };
    for_each_query(unit, [&](QueryId id) {
        for_each_from(tree, from_of(tree[id]), [&](FromId from) {
            const auto* named = std::get_if<FromRelation>(&tree[from].node);
            if (named == nullptr) return;
            const RelationId* relation = bindings.relations.find(from);
            if (relation == nullptr || !relation->valid()) return;
            const Span span = text_.place(named->name.span);
            if (named->name.schema.empty()) routine_.bare_relations.push_back(span);
            const bool shown = returned && (shows_columns_of(tree, bindings, unit.query, *relation) ||
                                            shows_columns_of(tree, bindings, unit.expr, *relation));
            routine_.uses.push_back({*relation, Privilege::select, span, proof, asks, shown, whole(id)});
        });
        const RelationId* target = bindings.targets.find(id);
        if (target == nullptr || !target->valid()) return;
        const Span span = text_.place(target_span(tree[id]));
        routine_.uses.push_back({*target, privilege_of(tree[id].node), span, proof, asks, false, whole(id)});
    });
}

void Study::note_calls(const Unit& unit, const Proof& proof, bool asks) {
    for_each_expr_of(unit, [&](ExprId id) {
        const BoundFunction* called = unit.bindings->functions.find(id);
        if (called == nullptr || !called->function.valid()) return;
        const Function& function = known_.catalog[called->function];
        if (function.origin.profile) return;
        routine_.calls.push_back(called->function);
        const Routine& inside = of_(called->function);
        routine_.asks_who = routine_.asks_who || inside.asks_who;
        const Span span = text_.place((*unit.tree)[id].span);
        for (TableUse use : inside.uses) {
            use.span = span;
            use.proof.anonymous = use.proof.anonymous || proof.anonymous;
            use.proof.caller = use.proof.caller || proof.caller;
            use.asks_who = use.asks_who || asks;
            use.returned = use.whole = false;
            use.via = called->function;
            if (!use.as.valid() && function.security_definer) use.as = function.owner;
            routine_.uses.push_back(use);
        }
    });
}

/// `insert into notes (owner) values (auth.uid())`, where owner is NOT NULL.
bool Study::needs_identity(const Unit& unit, QueryId id) const {
    const Tree& tree = *unit.tree;
    const auto* insert = std::get_if<Insert>(&tree[id].node);
    const RelationId* target = unit.bindings->targets.find(id);
    if (insert == nullptr || !insert->source.valid() || target == nullptr || !target->valid()) return false;
    const auto* values = std::get_if<Values>(&tree[insert->source].node);
    if (values == nullptr || values->rows.empty()) return false;
    const auto items = tree.list(values->rows.front());
    for (std::size_t i = 0; i < std::min(items.size(), insert->columns.size()); ++i) {
        const ColumnNumber column = known_.catalog.find_column(*target, insert->columns[i]);
        const bool must = column != whole_row && known_.catalog[*target].columns[column].not_null;
        if (must && known_.is_identity(unit, items[i])) return true;
    }
    return false;
}

Proof Study::proven_by(const Unit& unit) const {
    Proof proof;
    if (unit.query.valid()) proof.anonymous = needs_identity(unit, unit.query);
    for_each_expr_of(unit, [&](ExprId id) {
        const BoundFunction* called = unit.bindings->functions.find(id);
        if (called == nullptr || !called->function.valid()) return;
        const Proof& inside = of_(called->function).proves;
        proof.anonymous = proof.anonymous || inside.anonymous;
        proof.caller = proof.caller || inside.caller;
    });
    return proof;
}

/// The argument that a value is, where it is given; also as a key of an argument: `payload ->> 'user_id'`.
std::optional<ArgumentNumber> Study::argument_in(const Unit& unit, ExprId value) const {
    const Tree& tree = *unit.tree;
    if (const ExprId first = taken_first(tree, value); first.valid()) value = first;
    value = without_casts(tree, value);
    for (const auto* op = std::get_if<Operator>(&tree[value].node);
         op != nullptr && op->left.valid() && (op->name.text() == "->" || op->name.text() == "->>");
         op = std::get_if<Operator>(&tree[value].node))
        value = without_casts(tree, op->left);
    return known_.argument(unit, value);
}

void Study::match(const Unit& unit, ExprId column, ExprId value, ArgumentMatch made) {
    const BoundColumn* bound = unit.bindings->columns.find(without_casts(*unit.tree, column));
    const auto argument = argument_in(unit, value);
    if (bound == nullptr || !bound->relation.valid() || bound->column == whole_row || !argument) return;
    made.relation = bound->relation;
    made.column = bound->column;
    made.argument = *argument;
    routine_.matches.push_back(made);
}

void Study::note_comparisons(const Unit& unit, const Proof& proof, const Guards& guards) {
    const Tree& tree = *unit.tree;
    for_each_expr_of(unit, [&](ExprId id) {
        ArgumentMatch made;
        made.proof = proof;
        made.asks_who = guards.guarded(id);
        made.span = text_.place(tree[id].span);
        if (const auto* op = std::get_if<Operator>(&tree[id].node);
            op != nullptr && op->name.text() == "=" && op->left.valid() && op->right.valid()) {
            match(unit, op->left, op->right, made);
            match(unit, op->right, op->left, made);
        }
        if (const auto* any = std::get_if<ArrayCompare>(&tree[id].node);
            any != nullptr && any->op.text() == "=" && !any->all)
            match(unit, any->left, any->array, made);
    });
}

void Study::store(const Unit& unit, RelationId relation, Symbol column, ExprId value, ArgumentMatch made) {
    if (!value.valid()) return;
    const auto argument = argument_in(unit, value);
    made.column = known_.catalog.find_column(relation, column);
    if (!argument || made.column == whole_row) return;
    made.relation = relation;
    made.argument = *argument;
    made.span = text_.place((*unit.tree)[value].span);
    made.stored = true;
    routine_.matches.push_back(made);
}

/// Nothing but who is calling: what is only stored tests nobody.
bool Study::is_caller(const Unit& unit, ExprId value) const {
    value = without_casts(*unit.tree, value);
    const Holding* holding = known_.variable(unit, value);
    return known_.is_identity(unit, value) || (holding != nullptr && holding->who_asks);
}

bool Study::has_caller(const Unit& unit, std::span<const ExprId> values) const {
    return std::any_of(values.begin(), values.end(), [&](ExprId value) { return is_caller(unit, value); });
}

bool Study::asks_more(const Unit& unit, std::span<const ExprId> values) const {
    return std::any_of(values.begin(), values.end(), [&](ExprId value) {
        return !is_caller(unit, value) && known_.asks_below(unit, value);
    });
}

void Study::note_stored(const Unit& unit, const Proof& proof, const Guards& guards) {
    const Tree& tree = *unit.tree;
    ArgumentMatch made;
    made.proof = proof;
    for_each_query(unit, [&](QueryId id) {
        const RelationId* target = unit.bindings->targets.find(id);
        if (target == nullptr || !target->valid()) return;
        if (const auto* update = std::get_if<Update>(&tree[id].node)) {
            for (const Target& set : update->set) {
                made.asks_who = set.value.valid() && guards.guarded(set.value);
                store(unit, *target, set.name, set.value, made);
            }
        }
        const auto* insert = std::get_if<Insert>(&tree[id].node);
        if (insert == nullptr || !insert->source.valid()) return;
        made.asks_who = known_.asks_below(unit, id);
        made.with_caller = false;
        const QueryNode& source = tree[insert->source].node;
        if (const auto* values = std::get_if<Values>(&source); values != nullptr) {
            for (const ExprList row : values->rows) {
                const auto items = tree.list(row);
                made.with_caller = has_caller(unit, items);
                made.asks_who = asks_more(unit, items);
                for (std::size_t i = 0; i < std::min(items.size(), insert->columns.size()); ++i)
                    store(unit, *target, insert->columns[i], items[i], made);
            }
        } else if (const auto* select = std::get_if<Select>(&source)) {
            for (std::size_t i = 0; i < std::min(select->targets.size(), insert->columns.size()); ++i)
                store(unit, *target, insert->columns[i], select->targets[i].value, made);
        }
    });
}

} // namespace rlslint::routines
