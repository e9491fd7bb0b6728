#include <algorithm>

#include "apply.hpp"
#include "binding.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Rules of CREATE RULE (src/backend/rewrite/rewriteDefine.c).
namespace rlslint::replaying {

namespace {

/// Before an INSERT there is no old row, after a DELETE no new one.
BoundExpr bind_where(Replayer& r, RelationId table, const CreateRule& create) {
    const Span clause = r.statement->span;
    if (create.event == PolicyCommand::insert) return bind_as(r, table, Symbol{"new"}, create.where, clause);
    if (create.event == PolicyCommand::delete_) return bind_as(r, table, Symbol{"old"}, create.where, clause);
    return bind_old_and_new(r, table, create.where, clause);
}

RewriteRule new_rule(Replayer& r, const CreateRule& create, RelationId table) {
    RewriteRule rule;
    rule.name = create.name.text;
    rule.event = create.event;
    rule.instead = create.instead;
    rule.where = bind_where(r, table, create);
    for (const QueryId action : create.actions)
        rule.actions.push_back(bind_old_and_new(r, table, action, r.tree()[action].span));
    rule.span = r.statement->span;
    return rule;
}

/// The same for what it does.
void require_rows(const Tree& tree, const CreateRule& create, const Bindings& bindings) {
    for (const auto& [id, column] : bindings.columns) {
        const auto* ref = std::get_if<ColumnRef>(&tree[id].node);
        if (ref == nullptr || column.from.valid()) continue;
        const std::string_view row = ref->qualifier.text();
        if (row == "old" && create.event == PolicyCommand::insert)
            refuse(sqlstate::invalid_object_definition, "ON INSERT rule cannot use OLD");
        if (row == "new" && create.event == PolicyCommand::delete_)
            refuse(sqlstate::invalid_object_definition, "ON DELETE rule cannot use NEW");
    }
}

/// What a view is, is a rule as well; CREATE VIEW is how one says it.
void require_view_rule(const Replayer& r, const CreateRule& create, RelationId table) {
    if (!create.instead || create.actions.size() != 1)
        refuse(sqlstate::feature_not_supported, "rules on SELECT must have action INSTEAD SELECT");
    if (create.name.text.text() != "_RETURN")
        refuse(sqlstate::invalid_object_definition, "view rule for \"{}\" must be named \"_RETURN\"",
               r.catalog[table].name.text());
}

void require_rules_allowed(const Relation& table) {
    if (table.origin.assumed) return;
    if (table.kind == 'm')
        refuse(sqlstate::feature_not_supported, "rules on materialized views are not supported");
    if (!table.is_table() && !table.is_view())
        refuse(sqlstate::wrong_object_type, "relation \"{}\" cannot have rules", table.name.text());
}

void depend(Replayer& r, const RewriteRule& rule, const Object& dependent) {
    if (rule.where.present()) r.dependents.add(*rule.where.bindings, dependent);
    for (const BoundQuery& action : rule.actions)
        r.dependents.add(*action.bindings, dependent);
}

} // namespace

Effect apply(Replayer& r, const CreateRule& create) {
    const RelationId table = require_relation(r, create.table);
    require_owner(r, table);
    require_rules_allowed(r.catalog[table]);
    if (create.event == PolicyCommand::select) {
        require_view_rule(r, create, table);
        return unmodelled("CREATE RULE ON SELECT");
    }
    RewriteRule rule = new_rule(r, create, table);
    for (const BoundQuery& action : rule.actions)
        if (action.present()) require_rows(r.tree(), create, *action.bindings);
    depend(r, rule, Object::rule(table, rule.name));
    std::vector<RewriteRule>& rules = r.catalog.edit(table).rules;
    const auto same = std::find_if(rules.begin(), rules.end(),
                                   [&](const RewriteRule& old) { return old.name == rule.name; });
    if (same == rules.end()) {
        rules.push_back(std::move(rule));
    } else if (create.or_replace) {
        *same = std::move(rule);
    } else {
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("rule \"{}\" for relation \"{}\" already exists", rule.name.text(),
                                  r.catalog[table].name.text())};
    }
    return {};
}

} // namespace rlslint::replaying
