#include "execution.hpp"

#include <algorithm>

#include "acl.hpp"
#include "describe.hpp"
#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

bool is_read_through(const Relation& relation) { return relation.is_view() && relation.query.present(); }

/// Views are replaced by their queries first of all.
void require_no_cycle(const Replayer& r, const Bindings& bindings, std::vector<RelationId>& open) {
    for (const auto& [from, id] : bindings.relations) {
        if (!id.valid() || !is_read_through(r.catalog[id])) continue;
        if (std::find(open.begin(), open.end(), id) != open.end())
            refuse(sqlstate::invalid_object_definition,
                   "infinite recursion detected in rules for relation \"{}\"", r.catalog[id].name.text());
        open.push_back(id);
        require_no_cycle(r, *r.catalog[id].query.bindings, open);
        open.pop_back();
    }
}

/// Whether the columns that a query uses of a relation may be read, by grants on them alone.
bool may_read_columns(const Replayer& r, RoleId user, RelationId id, const Bindings& bindings) {
    const Relation& relation = r.catalog[id];
    const auto may = [&](const Column& column) {
        return holds_privilege(r, user, column.acl, Privilege::select);
    };
    bool any = false;
    bool all = true;
    const auto use = [&](const BoundColumn& used) {
        if (used.relation != id) return;
        any = true;
        all = all && used.column < relation.columns.size() && may(relation.columns[used.column]);
    };
    for (const auto& [expr, column] : bindings.columns)
        use(column);
    for (const auto& [expr, star] : bindings.stars)
        for (const BoundColumn& column : star)
            use(column);
    return any ? all : std::any_of(relation.columns.begin(), relation.columns.end(), may);
}

void require_readable(const Replayer& r, RoleId user, RelationId id, const Bindings& bindings) {
    const Relation& relation = r.catalog[id];
    if (!shows_all_grants(relation) || r.catalog[user].superuser) return;
    if (has_privileges_of(r, user, relation.owner) && !relation.acl.owner_revoked.has(Privilege::select))
        return;
    if (holds_privilege(r, user, relation.acl, Privilege::select)) return;
    if (may_read_columns(r, user, id, bindings) || inherits(r, user, "pg_read_all_data")) return;
    refuse(sqlstate::insufficient_privilege, "permission denied for {} {}", kind_word(relation),
           relation.name.text());
}

/// What a view reads, its owner must be able to; with security_invoker whoever reads the view.
void require_all_readable(const Replayer& r, RoleId user, const Bindings& bindings) {
    for (const auto& [from, id] : bindings.relations) {
        if (!id.valid()) continue;
        const Relation& relation = r.catalog[id];
        require_readable(r, user, id, bindings);
        if (!is_read_through(relation)) continue;
        const RoleId reader = relation.option("security_invoker") ? user : relation.owner;
        require_all_readable(r, reader, *relation.query.bindings);
    }
}

} // namespace

void require_no_view_cycle(const Replayer& r, const BoundQuery& query) {
    std::vector<RelationId> open;
    if (query.present()) require_no_cycle(r, *query.bindings, open);
}

void require_runnable(const Replayer& r, const BoundQuery& query) {
    if (!query.present()) return;
    require_no_view_cycle(r, query);
    require_all_readable(r, r.session.current_user, *query.bindings);
}

} // namespace rlslint::replaying
