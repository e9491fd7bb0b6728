#include "type_use.hpp"

#include "references.hpp"

namespace rlslint::replaying {

namespace {

using Kind = Object::Kind;

TypeName name_of(const Replayer& r, const Object& type) {
    const bool relation = type.kind == Kind::relation;
    const SchemaId schema =
        relation ? r.catalog[RelationId{type.id}].schema : r.catalog[TypeId{type.id}].schema;
    TypeName name;
    name.schema = r.catalog[schema].name;
    name.name = relation ? r.catalog[RelationId{type.id}].name : r.catalog[TypeId{type.id}].name;
    return name;
}

bool same(const TypeName& a, const TypeName& b) {
    return a.name == b.name && a.schema == b.schema && !a.percent_type;
}

} // namespace

bool is_type(const Replayer& r, const TypeName& name, const Object& type) {
    const bool sequence = type.kind == Kind::relation && r.catalog[RelationId{type.id}].kind == 'S';
    if (sequence || (type.kind != Kind::relation && type.kind != Kind::type)) return false;
    return same(name, name_of(r, type));
}

TypeUse::TypeUse(const Replayer& r, const Object& type) : type_(type), old_(name_of(r, type)) {
    for (const Dependency& dependency : dependents_of(r, type))
        users_.push_back(dependency.dependent);
}

void TypeUse::update(Replayer& r) const {
    const TypeName now = name_of(r, type_);
    const auto mend = [&](TypeName& type) {
        if (!same(type, old_)) return;
        type.schema = now.schema;
        type.name = now.name;
    };
    for (const Object& user : users_) {
        if (user.kind == Kind::column) {
            mend(r.catalog.edit(RelationId{user.id}).columns[user.part].type);
        } else if (user.kind == Kind::function) {
            Function& function = r.catalog.edit(FunctionId{user.id});
            for (FunctionArg& arg : function.args)
                mend(arg.type);
            if (function.returns) mend(*function.returns);
        } else if (user.kind == Kind::attribute) {
            mend(r.catalog.edit(TypeId{user.id}).columns[user.part].type);
        } else if (user.kind == Kind::type) {
            Type& type = r.catalog.edit(TypeId{user.id});
            mend(type.base);
        }
    }
}

} // namespace rlslint::replaying
