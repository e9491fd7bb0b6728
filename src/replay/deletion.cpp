#include "deletion.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "describe.hpp"
#include "event_trigger.hpp"
#include "references.hpp"
#include "whole.hpp"

namespace rlslint::replaying {

namespace {

using Kind = Object::Kind;

/// All that a drop takes along, in the order of discovery.
class Deletion {
public:
    Deletion(Replayer& replayer, const std::vector<Object>& targets) : r_(replayer), targets_(targets) {
        for (const Object& target : targets)
            add(target);
    }

    void run(DropBehavior behavior) {
        collect(behavior == DropBehavior::cascade);
        if (behavior == DropBehavior::restrict) require_nothing_else();
        for (const Object& object : all_)
            if (object.kind == Kind::function) drop_event_triggers_of(r_, {object.id}, behavior);
        // What depends goes before what it depends on.
        for (auto object = all_.rbegin(); object != all_.rend(); ++object)
            drop(*object);
    }

private:
    void add(const Object& object) {
        if (seen_.insert(object).second) all_.push_back(object);
    }

    void collect(bool cascade) {
        for (std::size_t i = 0; i < all_.size(); ++i)
            for (const Dependency& dependency : dependents_of(r_, all_[i]))
                if (cascade || dependency.automatic) add_with_whole(dependency.dependent);
    }

    /// What makes up a range type takes it along, from whatever schema it is dropped with.
    void add_with_whole(const Object& object) {
        const bool of_range = object.kind == Kind::function || object.kind == Kind::type;
        if (const auto whole = of_range ? whole_of(r_, object) : std::nullopt) add_with_whole(*whole);
        add(object);
    }

    /// Parts of a table go with it, and a column's default with the column.
    [[nodiscard]] bool covered(const Object& object) const {
        const auto gone = [&](const Object& other) { return seen_.contains(other); };
        const RelationId table{object.id};
        switch (object.kind) {
        case Kind::default_value:
            return gone(object) || gone(table) ||
                   gone(Object::column(table, static_cast<ColumnNumber>(object.part)));
        case Kind::column:
        case Kind::constraint:
        case Kind::rule: return gone(object) || gone(table);
        case Kind::attribute: return gone(object) || gone(TypeId{object.id});
        default: return gone(object);
        }
    }

    void require_nothing_else() const {
        for (const Object& object : all_)
            for (const Dependency& dependency : dependents_of(r_, object))
                if (!covered(dependency.dependent)) refuse();
    }

    [[noreturn]] void refuse() const {
        throw Refused{sqlstate::dependent_objects_still_exist,
                      targets_.size() > 1
                          ? "cannot drop desired object(s) because other objects depend on them"
                          : fmt::format("cannot drop {} because other objects depend on it",
                                        description(r_, targets_.front()))};
    }

    void drop(const Object& object) {
        const Span at = r_.statement->span;
        switch (object.kind) {
        case Kind::relation: return drop_relation({object.id});
        case Kind::column: return drop_one_column({object.id}, static_cast<ColumnNumber>(object.part));
        case Kind::default_value: return drop_default({object.id}, static_cast<ColumnNumber>(object.part));
        case Kind::attribute: r_.catalog.edit(TypeId{object.id}).columns[object.part].dropped = true; return;
        case Kind::constraint: return drop_constraint({object.id}, object.part);
        case Kind::rule: return drop_rule({object.id}, object.part);
        case Kind::policy:
            r_.catalog.drop(PolicyId{object.id}, at);
            return r_.record(Event::Kind::dropped, PolicyId{object.id});
        case Kind::function:
            r_.catalog.drop(FunctionId{object.id}, at);
            return r_.record(Event::Kind::dropped, FunctionId{object.id});
        case Kind::schema: return drop_schema({object.id});
        case Kind::index: return r_.catalog.drop(IndexId{object.id}, at);
        case Kind::trigger: return r_.catalog.drop(TriggerId{object.id}, at);
        case Kind::type: return r_.catalog.drop(TypeId{object.id}, at);
        }
    }

    void drop_relation(RelationId id) {
        const std::vector<RelationId> parents = r_.catalog[id].parents;
        for (const RelationId parent : parents)
            std::erase(r_.catalog.edit(parent).children, id);
        leave_publications(id);
        r_.catalog.drop(id, r_.statement->span);
        r_.record(Event::Kind::dropped, id);
    }

    void leave_publications(RelationId id) {
        const auto is_it = [&](const auto& member) { return member.first == id; };
        for (std::uint32_t i = 0; i < r_.catalog.publications().size(); ++i) {
            const auto& tables = r_.catalog[PublicationId{i}].tables;
            if (std::any_of(tables.begin(), tables.end(), is_it))
                std::erase_if(r_.catalog.edit(PublicationId{i}).tables, is_it);
        }
    }

    void drop_one_column(RelationId id, ColumnNumber number) {
        Column& column = r_.catalog.edit(id).columns[number];
        column.dropped = true;
        column.acl = {};
        column.default_value = {};
        column.sequence = {};
        column.identity = 0;
    }

    void drop_default(RelationId id, ColumnNumber number) {
        Column& column = r_.catalog.edit(id).columns[number];
        column.default_value = {};
        column.sequence = {};
    }

    void drop_constraint(RelationId id, std::uint32_t name) {
        std::erase_if(r_.catalog.edit(id).constraints,
                      [&](const Constraint& c) { return c.name.id() == name; });
    }

    void drop_rule(RelationId id, std::uint32_t name) {
        std::erase_if(r_.catalog.edit(id).rules,
                      [&](const RewriteRule& rule) { return rule.name.id() == name; });
    }

    void drop_schema(SchemaId id) {
        std::erase_if(r_.catalog.edit_default_privileges(),
                      [&](const DefaultPrivileges& d) { return d.schema == id; });
        r_.catalog.drop(id, r_.statement->span);
        r_.record(Event::Kind::dropped, id);
    }

    Replayer& r_;
    std::vector<Object> targets_;
    std::vector<Object> all_;
    std::unordered_set<Object, ObjectHash> seen_;
};

/// The same column of the tables below; those that define it themselves or have it from another
/// parent too keep it (ATExecDropColumn).
void drop_in_children(Replayer& r, RelationId table, Symbol name, bool only, std::vector<Object>& targets) {
    std::vector<RelationId> parents{table};
    while (!parents.empty()) {
        const std::vector<RelationId> children = r.catalog[parents.back()].children;
        parents.pop_back();
        for (const RelationId child : children) {
            const ColumnNumber number = r.catalog.find_column(child, name);
            if (number == whole_row) continue;
            Column& column = r.catalog.edit(child).columns[number];
            if (column.inherited > 0) --column.inherited;
            if (only) column.local = true;
            if (only || column.inherited > 0 || column.local) continue;
            targets.push_back(Object::column(child, number));
            parents.push_back(child);
        }
    }
}

} // namespace

void drop_objects(Replayer& r, const std::vector<Object>& targets, DropBehavior behavior) {
    if (!targets.empty()) Deletion{r, targets}.run(behavior);
}

void drop_column(Replayer& r, RelationId table, ColumnNumber number, bool only, DropBehavior behavior) {
    std::vector<Object> targets{Object::column(table, number)};
    drop_in_children(r, table, r.catalog[table].columns[number].name, only, targets);
    drop_objects(r, targets, behavior);
}

void drop_owned_sequences(Replayer& r, RelationId table, ColumnNumber number) {
    for (const RelationId sequence : owned_sequences(r, table))
        if (r.catalog[sequence].owned_by_column == number)
            drop_objects(r, {sequence}, DropBehavior::restrict);
}

void require_type_change(const Replayer& r, RelationId table, ColumnNumber number) {
    for (const Dependency& dependency : dependents_of(r, Object::column(table, number))) {
        if (dependency.dependent.kind == Kind::policy)
            throw Refused{sqlstate::feature_not_supported,
                          "cannot alter type of a column used in a policy definition"};
        const bool relation = dependency.dependent.kind == Kind::relation && !dependency.automatic;
        if (relation)
            throw Refused{sqlstate::feature_not_supported,
                          "cannot alter type of a column used by a view or rule"};
        if (dependency.dependent.kind == Kind::trigger)
            throw Refused{sqlstate::feature_not_supported,
                          "cannot alter type of a column used in a trigger definition"};
        if (dependency.dependent.kind == Kind::column)
            throw Refused{sqlstate::feature_not_supported,
                          "cannot alter type of a column used by a generated column"};
    }
}

} // namespace rlslint::replaying
