#include "references.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "constraint.hpp"
#include "contents.hpp"
#include "describe.hpp"
#include "lookup.hpp"
#include "trigger.hpp"
#include "type_use.hpp"

namespace rlslint::replaying {

namespace {

using Kind = Object::Kind;

// ---- do the names of a clause mean the object? ------------------------------------------------------

bool mentions_relation(const Bindings& bindings, RelationId relation) {
    const auto is_it = [&](const auto& entry) { return entry.second == relation; };
    const auto is_its = [&](const auto& entry) { return entry.second.relation == relation; };
    return std::any_of(bindings.relations.begin(), bindings.relations.end(), is_it) ||
           std::any_of(bindings.targets.begin(), bindings.targets.end(), is_it) ||
           std::any_of(bindings.named.begin(), bindings.named.end(), is_it) ||
           std::any_of(bindings.columns.begin(), bindings.columns.end(), is_its);
}

bool mentions_column(const Bindings& bindings, RelationId relation, ColumnNumber number) {
    const auto is_it = [&](const BoundColumn& c) { return c.relation == relation && c.column == number; };
    return std::any_of(bindings.columns.begin(), bindings.columns.end(),
                       [&](const auto& entry) { return is_it(entry.second); }) ||
           std::any_of(bindings.joined.begin(), bindings.joined.end(), is_it) ||
           std::any_of(bindings.stars.begin(), bindings.stars.end(), [&](const auto& entry) {
               return std::any_of(entry.second.begin(), entry.second.end(), is_it);
           });
}

bool mentions(const Bindings& bindings, const Object& on) {
    switch (on.kind) {
    case Kind::relation: return mentions_relation(bindings, {on.id});
    case Kind::column: return mentions_column(bindings, {on.id}, static_cast<ColumnNumber>(on.part));
    case Kind::function:
        return std::any_of(bindings.functions.begin(), bindings.functions.end(),
                           [&](const auto& entry) { return entry.second.function.value == on.id; });
    default: return false;
    }
}

bool mentions(const BoundExpr& expr, const Object& on) {
    return expr.present() && mentions(*expr.bindings, on);
}
bool mentions(const BoundQuery& query, const Object& on) {
    return query.present() && mentions(*query.bindings, on);
}

// ---- does one object refer to the other? ------------------------------------------------------------

bool contains(const std::vector<ColumnNumber>& columns, std::uint32_t number) {
    return std::find(columns.begin(), columns.end(), number) != columns.end();
}

struct Refers {
    const Replayer& r;
    const Object& on;

    bool policy(const Policy& p) const {
        return mentions(p.using_clause, on) || mentions(p.check_clause, on);
    }

    bool trigger(const Trigger& t) const {
        if (on.kind == Kind::function && t.function.value == on.id) return true;
        return mentions(t.when, on) ||
               (on.kind == Kind::column && t.table.value == on.id && contains(t.update_columns, on.part));
    }

    bool constraint(const Constraint& c) const {
        if (mentions(c.check, on)) return true;
        if (on.kind == Kind::relation) return c.references.value == on.id;
        return on.kind == Kind::column && c.references.value == on.id &&
               contains(c.referenced_columns, on.part);
    }

    bool rule(const RewriteRule& rule) const {
        const auto action = [&](const BoundQuery& query) { return mentions(query, on); };
        return mentions(rule.where, on) || std::any_of(rule.actions.begin(), rule.actions.end(), action);
    }

    bool function(const Function& f) const {
        const auto body = [&](const BoundQuery& query) { return mentions(query, on); };
        const auto arg = [&](const FunctionArg& a) { return is_type(r, a.type, on); };
        if (on.kind == Kind::type && f.constructs.value == on.id) return true;
        return std::any_of(f.sql_body.begin(), f.sql_body.end(), body) ||
               std::any_of(f.args.begin(), f.args.end(), arg) || (f.returns && is_type(r, *f.returns, on));
    }

    bool type(const Type& t) const {
        if (on.kind == Kind::type && t.range.value == on.id) return true;
        return is_type(r, t.base, on);
    }

    bool index(const Index& i) const {
        return mentions(i.predicate, on) ||
               std::any_of(i.keys.begin(), i.keys.end(),
                           [&](const Index::Key& key) { return mentions(key.expr, on); });
    }

    bool relation(RelationId id, const Relation& relation) const {
        if (relation.kind == 'S') return on.kind == Kind::relation && relation.owned_by.value == on.id;
        if (on.kind == Kind::type) return relation.of_type.value == on.id;
        return id.value != on.id && mentions(relation.query, on);
    }

    bool column(const Column& c) const { return !c.dropped && is_type(r, c.type, on); }
    bool default_value(const Column& c) const {
        const bool draws = on.kind == Kind::relation && c.sequence.value == on.id && c.identity == 0;
        return !c.dropped && (draws || mentions(c.default_value, on));
    }
};

template <class IdType> bool live(const Replayer& r, const Object& object, std::size_t count) {
    return object.id < count && r.catalog[IdType{object.id}].origin.live();
}

/// The column of an object that is one, or a column's default; null where it is gone.
const Column* column_of(const Replayer& r, const Object& object) {
    if (!live<RelationId>(r, object, r.catalog.relations().size())) return nullptr;
    const auto& columns = r.catalog[RelationId{object.id}].columns;
    return object.part < columns.size() ? &columns[object.part] : nullptr;
}

const Column* attribute_of(const Replayer& r, const Object& object) {
    if (!live<TypeId>(r, object, r.catalog.types().size())) return nullptr;
    const auto& columns = r.catalog[TypeId{object.id}].columns;
    return object.part < columns.size() ? &columns[object.part] : nullptr;
}

const RewriteRule* rule_of(const Replayer& r, const Object& object) {
    if (!live<RelationId>(r, object, r.catalog.relations().size())) return nullptr;
    for (const RewriteRule& rule : r.catalog[RelationId{object.id}].rules)
        if (rule.name.id() == object.part) return &rule;
    return nullptr;
}

const Constraint* constraint_of(const Replayer& r, const Object& object) {
    if (!live<RelationId>(r, object, r.catalog.relations().size())) return nullptr;
    for (const Constraint& constraint : r.catalog[RelationId{object.id}].constraints)
        if (constraint.name.id() == object.part) return &constraint;
    return nullptr;
}

/// Whether an object that once referred to `on` still does.
bool still_refers(const Replayer& r, const Object& object, const Object& on) {
    const Refers refers{r, on};
    const Catalog& catalog = r.catalog;
    switch (object.kind) {
    case Kind::policy:
        return live<PolicyId>(r, object, catalog.policies().size()) &&
               refers.policy(catalog[PolicyId{object.id}]);
    case Kind::index:
        return live<IndexId>(r, object, catalog.indexes().size()) &&
               refers.index(catalog[IndexId{object.id}]);
    case Kind::function:
        return live<FunctionId>(r, object, catalog.functions().size()) &&
               refers.function(catalog[FunctionId{object.id}]);
    case Kind::relation:
        return live<RelationId>(r, object, catalog.relations().size()) &&
               refers.relation({object.id}, catalog[RelationId{object.id}]);
    case Kind::trigger:
        return live<TriggerId>(r, object, catalog.triggers().size()) &&
               refers.trigger(catalog[TriggerId{object.id}]);
    case Kind::column: {
        const Column* column = column_of(r, object);
        return column != nullptr && refers.column(*column);
    }
    case Kind::default_value: {
        const Column* column = column_of(r, object);
        return column != nullptr && refers.default_value(*column);
    }
    case Kind::constraint: {
        const Constraint* constraint = constraint_of(r, object);
        return constraint != nullptr && refers.constraint(*constraint);
    }
    case Kind::rule: {
        const RewriteRule* rule = rule_of(r, object);
        const bool own = on.kind == Kind::relation && on.id == object.id;
        return rule != nullptr && !own && refers.rule(*rule);
    }
    case Kind::type:
        return live<TypeId>(r, object, catalog.types().size()) && refers.type(catalog[TypeId{object.id}]);
    case Kind::attribute: {
        const Column* attribute = attribute_of(r, object);
        return attribute != nullptr && refers.column(*attribute);
    }
    case Kind::schema: return false;
    }
    return false;
}

// ---- what depends on each kind of object ------------------------------------------------------------

using Dependencies = std::vector<Dependency>;

/// An owned sequence, and what a range type was made with.
bool is_part_of(const Replayer& r, const Object& object, const Object& on) {
    switch (object.kind) {
    case Kind::relation: return r.catalog[RelationId{object.id}].kind == 'S';
    case Kind::function:
        return on.kind == Kind::type && r.catalog[FunctionId{object.id}].constructs.value == on.id;
    case Kind::type: return on.kind == Kind::type && r.catalog[TypeId{object.id}].range.value == on.id;
    default: return false;
    }
}

void add_references(const Replayer& r, const Object& index_key, const Object& on, Dependencies& out) {
    for (const Object& object : r.dependents.of(index_key)) {
        if (!still_refers(r, object, on)) continue;
        out.push_back({object, is_part_of(r, object, on)});
    }
}

void add_of_relation(const Replayer& r, RelationId id, Dependencies& out) {
    const Relation& relation = r.catalog[id];
    for (const PolicyId policy : relation.policies)
        out.push_back({policy, true});
    for (const IndexId index : relation.indexes)
        out.push_back({index, true});
    for (const TriggerId trigger : relation.triggers)
        out.push_back({trigger, true});
    for (const RelationId child : relation.children)
        out.push_back({child, r.catalog[child].partition});
    add_references(r, id, id, out);
}

bool has_key(const Index& index, ColumnNumber number) {
    const auto is_it = [&](const Index::Key& key) { return key.column == number; };
    return std::any_of(index.keys.begin(), index.keys.end(), is_it) ||
           std::any_of(index.include.begin(), index.include.end(), is_it);
}

void add_of_column(const Replayer& r, const Object& on, Dependencies& out) {
    const RelationId id{on.id};
    const auto number = static_cast<ColumnNumber>(on.part);
    const Relation& relation = r.catalog[id];
    for (const IndexId id_of_index : relation.indexes) {
        const Index& index = r.catalog[id_of_index];
        const bool by_expression = Refers{r, on}.index(index);
        // An exclusion constraint's: the index is part of it, and the constraint is in the way.
        if (by_expression && find_constraint(relation, index.name) != nullptr)
            out.push_back({Object::constraint(id, index.name), false});
        else if (by_expression || has_key(index, number))
            out.push_back({id_of_index, true});
    }
    for (const Constraint& constraint : relation.constraints)
        if (contains(constraint.columns, number))
            out.push_back({Object::constraint(id, constraint.name), true});
    for (const PolicyId policy : relation.policies)
        if (Refers{r, on}.policy(r.catalog[policy])) out.push_back({policy, false});
    for (const TriggerId trigger : relation.triggers)
        if (Refers{r, on}.trigger(r.catalog[trigger])) out.push_back({trigger, false});
    for (std::size_t i = 0; i < relation.columns.size(); ++i)
        if (i != number && Refers{r, on}.default_value(relation.columns[i]))
            out.push_back({Object::column(id, static_cast<ColumnNumber>(i)), false});
    add_references(r, id, on, out);
    for (const Object& object : r.dependents.of(id))
        if (still_refers(r, object, Object{id}) && object.kind == Kind::relation &&
            r.catalog[RelationId{object.id}].kind == 'S' &&
            r.catalog[RelationId{object.id}].owned_by_column == number)
            out.push_back({object, true});
}

/// Foreign keys stand on the key that they refer to.
void add_of_key(const Replayer& r, RelationId table, const std::vector<ColumnNumber>& columns,
                Dependencies& out) {
    for (const Object& object : r.dependents.of(table)) {
        if (object.kind != Kind::constraint) continue;
        const Constraint* constraint = constraint_of(r, object);
        if (constraint != nullptr && constraint->references == table &&
            constraint->referenced_columns == columns)
            out.push_back({object, false});
    }
}

/// Several may do; foreign keys take the one that was made first.
bool is_first_of_its_kind(const Replayer& r, IndexId id) {
    const auto columns = [&](IndexId of) {
        std::vector<ColumnNumber> numbers;
        for (const Index::Key& key : r.catalog[of].keys)
            numbers.push_back(key.column);
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    };
    const auto& indexes = r.catalog[r.catalog[id].table].indexes;
    return std::none_of(indexes.begin(), indexes.end(), [&](IndexId other) {
        return other.value < id.value && r.catalog[other].unique && !r.catalog[other].partial() &&
               columns(other) == columns(id);
    });
}

void add_of_constraint(const Replayer& r, const Object& on, Dependencies& out) {
    const RelationId table{on.id};
    const Constraint* constraint = constraint_of(r, on);
    if (constraint == nullptr) return;
    const IndexId index = r.catalog.find_index(r.catalog[table].schema, constraint->name);
    if (!index.valid() || r.catalog[index].table != table) return;
    out.push_back({index, true});
    if (is_first_of_its_kind(r, index)) add_of_key(r, table, constraint->columns, out);
}

void add_of_index(const Replayer& r, IndexId id, Dependencies& out) {
    const Index& index = r.catalog[id];
    for (const RelationId child : r.catalog[index.table].children)
        for (const IndexId below : r.catalog[child].indexes)
            if (r.catalog[below].parent == id) out.push_back({below, true});
    if (const Constraint* constraint = find_constraint(r.catalog[index.table], index.name))
        out.push_back({Object::constraint(index.table, constraint->name), true});
    std::vector<ColumnNumber> columns;
    for (const Index::Key& key : index.keys)
        columns.push_back(key.column);
    if (index.unique && is_first_of_its_kind(r, id)) add_of_key(r, index.table, columns, out);
}

void add_of_trigger(const Replayer& r, TriggerId id, Dependencies& out) {
    for (const TriggerId clone : with_clones(r, id))
        if (clone != id) out.push_back({clone, true});
}

void add_of_schema(const Replayer& r, SchemaId id, Dependencies& out) {
    for (const RelationId relation : relations_in(r, id))
        out.push_back({relation, false});
    for (const FunctionId function : functions_in(r, id))
        out.push_back({function, false});
    for (const TypeId type : types_in(r, id))
        out.push_back({type, false});
}

} // namespace

std::vector<Dependency> dependents_of(const Replayer& r, const Object& on) {
    Dependencies out;
    switch (on.kind) {
    case Kind::relation: add_of_relation(r, {on.id}, out); break;
    case Kind::column: add_of_column(r, on, out); break;
    case Kind::constraint: add_of_constraint(r, on, out); break;
    case Kind::index: add_of_index(r, {on.id}, out); break;
    case Kind::function:
    case Kind::type: add_references(r, on, on, out); break;
    case Kind::schema: add_of_schema(r, {on.id}, out); break;
    case Kind::trigger: add_of_trigger(r, {on.id}, out); break;
    case Kind::default_value:
    case Kind::policy:
    case Kind::rule:
    case Kind::attribute: break;
    }
    return out;
}

} // namespace rlslint::replaying
