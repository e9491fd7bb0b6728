#include <algorithm>
#include <utility>
#include <variant>

#include "bind.hpp"
#include "function_columns.hpp"

// FROM lists: transformFromClauseItem in src/backend/parser/parse_clause.c.

namespace rlslint::names {
namespace {

/// Relations of PostgreSQL's own are not in the catalog, and stand in front of every search_path.
bool is_system(const QualifiedName& name) {
    if (name.schema.empty()) return name.name.text().starts_with("pg_");
    return name.schema.text().starts_with("pg_") || name.schema.text() == "information_schema";
}

std::string shown(const QualifiedName& name) {
    std::string text = "\"";
    if (!name.schema.empty()) text.append(name.schema.text()) += '.';
    return text.append(name.name.text()) += '"';
}

/// What a function without an alias is known by.
Symbol function_name(const Tree& tree, const FromItem& item) {
    const auto* function = std::get_if<FromFunction>(&item.node);
    if (function == nullptr || function->calls.count != 1) return {};
    const auto* call = std::get_if<Call>(&tree[tree.list(function->calls).front()].node);
    return call != nullptr ? call->name : Symbol{};
}

} // namespace

RelationId Bind::find_relation(const QualifiedName& name) {
    const RelationId relation = resolve_relation(catalog_, context_.path, name);
    if (!relation.valid() && !is_system(name)) {
        complain(name.span, "42P01", "relation " + shown(name) + " does not exist");
    }
    return relation;
}

void Bind::bind_from(std::span<const FromId> list) {
    for (const FromId id : list)
        bind_item(id);
}

void Bind::bind_item(FromId id) {
    const FromItem& item = tree_[id];
    std::visit([&](const auto& node) { bind_item(id, item, node); }, item.node);
}

/// Two entries of one query may not have the same name, unless they are relations of different
/// schemas without aliases (checkNameSpaceConflicts in parse_relation.c).
void Bind::add_entry(Entry entry, Span span) {
    const auto conflicts = [&](const Entry& other) {
        if (!other.name_visible || other.name != entry.name) return false;
        return entry.aliased || other.aliased || entry.relation == other.relation;
    };
    if (!entry.name.empty() && names_.any_in_scope(conflicts)) {
        complain(span, "42712",
                 "table name \"" + std::string{entry.name.text()} + "\" specified more than once");
    }
    names_.add(std::move(entry));
}

const Derived* Bind::find_cte(Symbol name) const {
    const auto found =
        std::find_if(ctes_.rbegin(), ctes_.rend(), [&](const auto& cte) { return cte.first == name; });
    return found == ctes_.rend() ? nullptr : found->second;
}

void Bind::bind_item(FromId id, const FromItem& item, const FromRelation& relation) {
    Entry entry;
    entry.from = id;
    entry.aliased = !item.alias.name.empty();
    entry.name = entry.aliased ? item.alias.name.text : relation.name.name;
    entry.column_aliases = item.alias.columns;
    if (relation.name.schema.empty()) entry.derived = find_cte(relation.name.name);
    if (entry.derived != nullptr) {
        derived_of_.set(id, entry.derived);
    } else if ((entry.relation = find_relation(relation.name)).valid()) {
        result_.relations.set(id, entry.relation);
    }
    bind(relation.sample);
    add_entry(std::move(entry), item.span);
}

void Bind::bind_item(FromId id, const FromItem& item, const FromQuery& query) {
    Derived* derived = new_derived();
    const bool before = names_.show_inside(item.lateral);
    bind_query(query.query, derived);
    names_.show_inside(before);
    add_derived(id, item, derived);
}

/// Functions see the entries before them, LATERAL or not.
void Bind::bind_item(FromId id, const FromItem& item, const FromFunction& function) {
    bind(function.calls);
    Derived* derived = new_derived();
    add_function_columns(*derived, context_, tree_, result_, item, function);
    add_derived(id, item, derived);
}

void Bind::add_derived(FromId id, const FromItem& item, Derived* derived) {
    derived->known = true;
    derived_of_.set(id, derived);
    Entry entry;
    entry.from = id;
    entry.name = item.alias.name.empty() ? function_name(tree_, item) : item.alias.name.text;
    entry.derived = derived;
    entry.column_aliases = item.alias.columns;
    entry.aliased = true;
    add_entry(std::move(entry), item.span);
}

} // namespace rlslint::names
