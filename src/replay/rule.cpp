#include <algorithm>

#include "apply.hpp"
#include "binding.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Rules of CREATE RULE (src/backend/rewrite/rewriteDefine.c).
namespace rlslint::replaying {

namespace {

RewriteRule new_rule(Replayer& r, const CreateRule& create, RelationId table) {
    RewriteRule rule;
    rule.name = create.name.text;
    rule.event = create.event;
    rule.instead = create.instead;
    rule.where = bind_old_and_new(r, table, create.where, r.statement->span);
    for (const QueryId action : create.actions)
        rule.actions.push_back(bind_old_and_new(r, table, action, r.tree()[action].span));
    rule.span = r.statement->span;
    return rule;
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
    RewriteRule rule = new_rule(r, create, table);
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
