#include "object_kind.hpp"

#include <array>
#include <initializer_list>

#include "statements.hpp"

namespace rlslint::pg {
namespace {

/// Whether an object's list of names ends in the name of something that stands on the others.
bool stands_on_relation(::ObjectType type) {
    return type == OBJECT_POLICY || type == OBJECT_TRIGGER || type == OBJECT_RULE ||
           type == OBJECT_TABCONSTRAINT || type == OBJECT_DOMCONSTRAINT || type == OBJECT_COLUMN ||
           type == OBJECT_ATTRIBUTE;
}

QualifiedName without_last(const ::List* names, Span span) {
    const auto parts = items(names);
    QualifiedName result;
    result.span = span;
    if (parts.size() > 1) result.name = symbol_of(parts[parts.size() - 2]);
    if (parts.size() > 2) result.schema = symbol_of(parts[parts.size() - 3]);
    return result;
}

/// part ON relation
void read_part(Transform& t, ObjectRef& ref, const ::List* names, Extent at) {
    Cursor cursor{t.tokens(), at};
    ref.part = t.name(as<::String>(items(names).back()).sval, cursor.name());
    cursor.accept("on");
    ref.name = without_last(names, t.span(cursor.name()));
}

void read_routine(Transform& t, ObjectRef& ref, const ::ObjectWithArgs& object, Extent at) {
    Cursor cursor{t.tokens(), at};
    ref.name = t.name(object.objname, cursor.name());
    if (object.args_unspecified) return;
    const Extent group = cursor.group();
    if (object.objfuncargs != nullptr) {
        ref.args =
            function_args(t, object.objfuncargs, Cursor{t.tokens(), {group.first + 1, group.last - 1}});
        return;
    }
    ref.args.emplace();
    for (const auto* type : items<::TypeName>(object.objargs)) {
        ref.args->push_back({Name{}, FunctionArg::Mode::in, t.type(type), ExprId{}});
    }
}

} // namespace

ObjectKind object_kind(::ObjectType object_type) {
    using enum ObjectKind;
    switch (object_type) {
    case OBJECT_TABLE: return table;
    case OBJECT_VIEW: return view;
    case OBJECT_MATVIEW: return materialized_view;
    case OBJECT_FOREIGN_TABLE: return foreign_table;
    case OBJECT_SEQUENCE: return sequence;
    case OBJECT_INDEX: return index;
    case OBJECT_SCHEMA: return schema;
    case OBJECT_FUNCTION: return function;
    case OBJECT_PROCEDURE: return procedure;
    case OBJECT_ROUTINE: return routine;
    case OBJECT_AGGREGATE: return aggregate;
    case OBJECT_TYPE: return type;
    case OBJECT_DOMAIN: return domain;
    case OBJECT_EXTENSION: return extension;
    case OBJECT_POLICY: return policy;
    case OBJECT_TRIGGER: return trigger;
    case OBJECT_RULE: return rule;
    case OBJECT_ROLE: return role;
    case OBJECT_PUBLICATION: return publication;
    case OBJECT_COLUMN:
    case OBJECT_ATTRIBUTE: return column;
    case OBJECT_TABCONSTRAINT:
    case OBJECT_DOMCONSTRAINT: return constraint;
    case OBJECT_DATABASE: return database;
    case OBJECT_LANGUAGE: return language;
    case OBJECT_FOREIGN_SERVER: return server;
    case OBJECT_EVENT_TRIGGER: return event_trigger;
    default: return other;
    }
}

rlslint::DropBehavior drop_behavior(::DropBehavior behavior) {
    return behavior == DROP_CASCADE ? rlslint::DropBehavior::cascade : rlslint::DropBehavior::restrict;
}

void skip_kind(Cursor& cursor) {
    using Words = std::initializer_list<std::string_view>;
    for (const Words words :
         {Words{"materialized", "view"}, Words{"foreign", "table"}, Words{"event", "trigger"},
          Words{"foreign", "data", "wrapper"}, Words{"access", "method"}, Words{"procedural", "language"},
          Words{"large", "object"}}) {
        if (cursor.accept(words)) return;
    }
    cursor.step();
}

ObjectRef object_ref(Transform& t, ::ObjectType type, const ::Node* object, Extent at) {
    ObjectRef ref;
    ref.kind = object_kind(type);
    ref.span = t.span(at);
    switch (tag_of(object)) {
    case T_RangeVar: ref.name = t.name(&as<::RangeVar>(object)); break;
    case T_String: ref.name = {Symbol{}, symbol_of(object), ref.span}; break;
    case T_TypeName: ref.name = t.name(as<::TypeName>(object).names, at); break;
    case T_ObjectWithArgs: read_routine(t, ref, as<::ObjectWithArgs>(object), at); break;
    case T_List: {
        const auto* names = list_of(object);
        if (stands_on_relation(type)) {
            read_part(t, ref, names, at);
        } else {
            ref.name = t.name(names, at);
        }
        break;
    }
    default: break;
    }
    return ref;
}

} // namespace rlslint::pg
