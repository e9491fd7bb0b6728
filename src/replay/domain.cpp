#include <algorithm>

#include "apply.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// CREATE and ALTER DOMAIN (src/backend/commands/typecmds.c).
namespace rlslint::replaying {

namespace {

bool has_constraint(const Type& domain, Symbol name) {
    return std::any_of(domain.constraints.begin(), domain.constraints.end(),
                       [&](const Constraint& c) { return c.name == name; });
}

/// ChooseConstraintName: email_check, email_check1 …
Symbol free_name(const Type& domain) {
    const std::string stem = fmt::format("{}_check", domain.name.text());
    Symbol name{stem};
    for (int i = 1; has_constraint(domain, name); ++i)
        name = Symbol{fmt::format("{}{}", stem, i)};
    return name;
}

void add_constraint(Type& domain, Symbol name, Span span) {
    if (!name.empty() && has_constraint(domain, name))
        refuse(sqlstate::duplicate_object, "constraint \"{}\" for domain \"{}\" already exists", name.text(),
               domain.name.text());
    Constraint check;
    check.name = name.empty() ? free_name(domain) : name;
    check.span = span;
    domain.constraints.push_back(std::move(check));
}

void require_constraint(const Type& domain, Symbol name) {
    if (!has_constraint(domain, name))
        refuse(sqlstate::undefined_object, "constraint \"{}\" of domain \"{}\" does not exist", name.text(),
               domain.name.text());
}

void change(Type& domain, const AlterDomain& alter, Span span) {
    using enum AlterDomain::Action;
    switch (alter.action) {
    case default_: return;
    case set_not_null:
    case drop_not_null: domain.not_null = alter.action == set_not_null; return;
    case add_constraint: return replaying::add_constraint(domain, alter.constraint, span);
    case validate_constraint: return require_constraint(domain, alter.constraint);
    case drop_constraint: break;
    }
    if (!alter.if_exists) require_constraint(domain, alter.constraint);
    std::erase_if(domain.constraints, [&](const Constraint& c) { return c.name == alter.constraint; });
}

} // namespace

Effect apply(Replayer& r, const CreateDomain& statement) {
    Type type = new_type(r, statement.name);
    require_free_type_name(r, type.schema, type.name);
    type.kind = Type::Kind::domain;
    type.base = require_type_name(r, statement.type);
    require_type_usage(r, type.base);
    type.not_null = statement.not_null;
    for (const TableConstraint& check : statement.constraints)
        add_constraint(type, check.name.text, check.span);
    const TypeName base = type.base;
    depend_on_type(r, base, create(r, std::move(type)));
    return {};
}

Effect apply(Replayer& r, const AlterDomain& alter) {
    const TypeId id = find_known_type(r, alter.name);
    if (!id.valid() && find_relation(r, alter.name).valid())
        refuse(sqlstate::wrong_object_type, "{} is not a domain", shown(alter.name));
    if (!id.valid()) return {}; // made elsewhere
    require_domain(r, id, ObjectKind::domain);
    require_owner(r, id);
    Type& domain = r.catalog.edit(id);
    change(domain, alter, r.statement->span);
    r.touch(domain.origin);
    return {};
}

} // namespace rlslint::replaying
