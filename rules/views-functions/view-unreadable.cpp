#include <algorithm>
#include <map>
#include <utility>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients may read a view, but not what it is made of",
    .why =
        R"(A view with `security_invoker` is checked as whoever asks, down to its tables: whoever has SELECT on the view and
not on a table beneath, or not on a column that the view uses, gets "permission denied" (42501) for every query. USAGE on the
table's schema is not needed.)",
    .when_fine = R"(Never, for those who have the privilege on the view: revoke it from them.)",
    .fix =
        R"(Grant SELECT on the tables beneath, or on the columns that the view uses, and let policies say which rows; or
take `security_invoker` off, where clients are meant to see all that the view shows.)",
    .bad = R"(create schema internal;
create table internal.orders (id bigint primary key, user_id uuid not null, total numeric);
alter table internal.orders enable row level security;
create view public.my_orders with (security_invoker = true) as
    select id, total from internal.orders where user_id = (select auth.uid());)",
    .good = R"(create schema internal;
create table internal.orders (id bigint primary key, user_id uuid not null, total numeric);
alter table internal.orders enable row level security;
grant select on internal.orders to authenticated;
create policy "read own orders" on internal.orders
    for select to authenticated
    using (user_id = (select auth.uid()));
create view public.my_orders with (security_invoker = true) as
    select id, total from internal.orders;
revoke all on public.my_orders from anon;)",
};

constexpr RuleInfo info{
    .id = "view-unreadable",
    .group = RuleGroup::views_functions,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

struct ById {
    bool operator()(RelationId a, RelationId b) const { return a.value < b.value; }
};

/// The columns of a relation that a view's query names, anywhere in it.
std::vector<ColumnNumber> used_columns(const BoundQuery& query, RelationId relation) {
    std::vector<ColumnNumber> used;
    const auto add = [&](const BoundColumn& column) {
        if (column.relation == relation && column.column != whole_row) used.push_back(column.column);
    };
    for (const auto& [expr, column] : query.bindings->columns)
        add(column);
    for (const auto& [expr, columns] : query.bindings->stars)
        std::for_each(columns.begin(), columns.end(), add);
    return used;
}

/// The role may read what a view takes from a relation.
bool may_read(const Model& model, RoleId role, const BoundQuery& query, RelationId relation) {
    if (!model.reach.privileges(role, relation).has(Privilege::select)) return false;
    const auto used = used_columns(query, relation);
    return std::all_of(used.begin(), used.end(), [&](ColumnNumber column) {
        return model.reach.holds_on_column(role, relation, column, Privilege::select);
    });
}

/// The first relation on the way that is checked as the role and that it may not read.
RelationId unreadable(const Model& model, RoleId role, const Beneath& door) {
    for (std::size_t i = 0; i < door.path.size(); ++i) {
        const Relation& view = model.catalog[door.path[i]];
        const RelationId next = i + 1 < door.path.size() ? door.path[i + 1] : door.relation;
        const bool known = !model.catalog[next].origin.assumed;
        if (view.option("security_invoker") && known && !may_read(model, role, view.query, next)) return next;
    }
    return {};
}

void report(const Model& model, RelationId view, Span place, RelationId lacking,
            std::span<const RoleId> roles, Sink& sink) {
    const Catalog& catalog = model.catalog;
    Finding finding =
        sink.finding(catalog.name_of(view), place,
                     in_prose(catalog, roles) + " may read " + catalog.name_of(view) + " but not " +
                         catalog.name_of(lacking) +
                         " beneath it: every query on it fails with \"permission denied\" (42501)");
    relate(finding, {{"what is beneath", catalog[lacking].name_span}});
    std::string to;
    for (const RoleId role : roles)
        to += (to.empty() ? "" : ", ") + sql_name(catalog, role);
    finding.help = with_sql("Grant what the view uses, and let policies say which rows",
                            "grant select on " + sql_name(catalog, lacking) + " to " + to + ";");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId view : model.views()) {
        std::map<RelationId, std::pair<Span, std::vector<RoleId>>, ById> lacking;
        const auto readers = clients_reaching(model, view, Privilege::select);
        for (const Beneath& door : beneath(model.catalog, view)) {
            for (const Holder& reader : readers) {
                const RelationId missing = unreadable(model, reader.role, door);
                if (!missing.valid()) continue;
                auto& [place, roles] = lacking[missing];
                place = door.place;
                if (std::find(roles.begin(), roles.end(), reader.role) == roles.end())
                    roles.push_back(reader.role);
            }
        }
        for (const auto& [relation, of_relation] : lacking)
            report(model, view, of_relation.first, relation, of_relation.second, sink);
    }
}

} // namespace

Rule view_unreadable() { return {&info, check}; }

} // namespace rlslint::rules
