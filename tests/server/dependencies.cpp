#include "dependencies.hpp"

namespace rlslint::testing {
namespace {

// ---- ours -----------------------------------------------------------------------------------------

class Collector {
public:
    explicit Collector(const Catalog& catalog) : catalog_(catalog) {}

    void add(const BoundExpr& expr) {
        if (expr.present()) add(*expr.bindings);
    }
    void add(const BoundQuery& query) {
        if (query.present()) add(*query.bindings);
    }
    void add_relation(RelationId id) {
        if (id.valid() && !is_system(catalog_[id].schema)) relations_.insert(id.value);
    }

    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> names = names_;
        for (const std::uint32_t id : relations_) {
            if (!with_columns_.contains(id)) names.insert("relation " + catalog_.name_of(RelationId{id}));
        }
        return names;
    }

private:
    [[nodiscard]] bool is_system(SchemaId id) const {
        const std::string_view name = catalog_[id].name.text();
        return name == "pg_catalog" || name == "information_schema";
    }

    void add(const Bindings& bindings) {
        for (const auto& [id, column] : bindings.columns)
            add_column(column);
        for (const auto& [id, columns] : bindings.stars) {
            for (const BoundColumn& column : columns)
                add_column(column);
        }
        for (const BoundColumn& column : bindings.joined)
            add_column(column);
        for (const auto& [id, function] : bindings.functions) {
            if (function.function.valid()) add_function(function.function);
        }
        for (const auto& [id, relation] : bindings.relations)
            add_relation(relation);
        for (const auto& [id, relation] : bindings.targets)
            add_relation(relation);
        for (const auto& [id, relation] : bindings.named)
            add_relation(relation);
    }

    void add_column(const BoundColumn& column) {
        if (!column.relation.valid() || is_system(catalog_[column.relation].schema)) return;
        if (column.column == whole_row) return;
        const Relation& relation = catalog_[column.relation];
        with_columns_.insert(column.relation.value);
        names_.insert("column " + catalog_.name_of(column.relation) + "." +
                      std::string{relation.columns[column.column].name.text()});
    }

    void add_function(FunctionId id) {
        const Function& function = catalog_[id];
        names_.insert("function " + std::string{catalog_[function.schema].name.text()} + "." +
                      std::string{function.name.text()} + "(" + identity_arguments(function) + ")");
    }

    const Catalog& catalog_;
    std::set<std::string> names_;
    std::set<std::uint32_t> relations_, with_columns_;
};

bool of_history(const Origin& origin) { return origin.live() && !origin.profile && !origin.assumed; }

void add_columns(const Catalog& catalog, RelationId id, References& all) {
    const Relation& relation = catalog[id];
    for (const Column& column : relation.columns) {
        if (column.dropped || (!column.default_value.present() && !column.sequence.valid())) continue;
        if (column.identity != 0) continue;
        Collector collector{catalog};
        collector.add(column.default_value);
        collector.add_relation(column.sequence);
        all["default " + catalog.name_of(id) + "." + std::string{column.name.text()}] = collector.names();
    }
}

void add_relations(const Catalog& catalog, References& all) {
    for (std::uint32_t i = 0; i < catalog.relations().size(); ++i) {
        const Relation& relation = catalog.relations()[i];
        if (!of_history(relation.origin)) continue;
        if (relation.query.present()) {
            Collector collector{catalog};
            collector.add(relation.query);
            all["view " + catalog.name_of(RelationId{i})] = collector.names();
        }
        add_columns(catalog, RelationId{i}, all);
    }
}

void add_policies(const Catalog& catalog, References& all) {
    for (std::uint32_t i = 0; i < catalog.policies().size(); ++i) {
        const Policy& policy = catalog.policies()[i];
        if (!of_history(policy.origin)) continue;
        Collector collector{catalog};
        collector.add(policy.using_clause);
        collector.add(policy.check_clause);
        all["policy " + catalog.name_of(PolicyId{i})] = collector.names();
    }
}

void add_functions(const Catalog& catalog, References& all) {
    for (const Function& function : catalog.functions()) {
        if (!of_history(function.origin) || function.sql_body.empty()) continue;
        Collector collector{catalog};
        for (const BoundQuery& query : function.sql_body)
            collector.add(query);
        all["body " + std::string{catalog[function.schema].name.text()} + "." +
            std::string{function.name.text()} + "(" + identity_arguments(function) + ")"] = collector.names();
    }
}

// ---- the server's ---------------------------------------------------------------------------------

// pg_depend, without what belongs to an object for another reason than an expression: a policy to its
// table, a default to its column, a rule to its view; and without what extensions bring.
constexpr std::string_view query = R"sql(
with relations as (
    select c.oid, n.nspname || '.' || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
), functions as (
    select p.oid, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
), objects as (
    select 'pg_policy'::regclass as classid, p.oid as objid, 'policy ' || r.name || '/' || p.polname as name,
        p.polrelid as own, 0 as own_column
    from pg_policy p join relations r on r.oid = p.polrelid
    union all
    select 'pg_rewrite'::regclass, w.oid, 'view ' || r.name, w.ev_class, 0
    from pg_rewrite w join relations r on r.oid = w.ev_class where w.rulename = '_RETURN'
    union all
    select 'pg_attrdef'::regclass, d.oid, 'default ' || r.name || '.' || a.attname, d.adrelid, d.adnum
    from pg_attrdef d join relations r on r.oid = d.adrelid
        join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    union all
    select 'pg_proc'::regclass, p.oid, 'body ' || f.name, 0, 0
    from pg_proc p join functions f on f.oid = p.oid where p.prosqlbody is not null
)
select o.name, case when r.oid is not null
        then case d.refobjsubid when 0 then 'relation ' || r.name
            else 'column ' || r.name || '.' || (select attname from pg_attribute
                where attrelid = r.oid and attnum = d.refobjsubid) end
        else 'function ' || f.name end
from objects o
    left join pg_depend d on d.classid = o.classid and d.objid = o.objid
        and not (d.refclassid = 'pg_class'::regclass and d.refobjid = o.own and d.refobjsubid = o.own_column)
        and not exists (select from pg_depend e where e.classid = d.refclassid and e.objid = d.refobjid
            and e.deptype = 'e')
        and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass)
    left join relations r on d.refclassid = 'pg_class'::regclass and r.oid = d.refobjid
    left join functions f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid
)sql";

} // namespace

References references(const Catalog& catalog) {
    References all;
    add_relations(catalog, all);
    add_policies(catalog, all);
    add_functions(catalog, all);
    return all;
}

References references(const ServerHistory& server) {
    Connection session = server.server().connect(PrivateServer::superuser);
    session.query("set search_path = public");
    References all;
    for (const Row& row : session.query(std::string{query})) {
        std::set<std::string>& names = all[row.at(0).value_or("")];
        if (row.at(1)) names.insert(*row.at(1));
    }
    return all;
}

} // namespace rlslint::testing
