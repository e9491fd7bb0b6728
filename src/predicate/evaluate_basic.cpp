#include <algorithm>

#include "evaluate.hpp"
#include "types.hpp"

namespace rlslint::predicates {

Value Evaluate::literal(const Literal& literal) {
    switch (literal.kind) {
    case Literal::Kind::null: return Value{Value::null};
    case Literal::Kind::boolean: return Value::boolean(literal.is_true());
    case Literal::Kind::string: return Value::of({Constant::Kind::untyped, literal.value.text()});
    case Literal::Kind::integer:
    case Literal::Kind::numeric:
        if (is_plain_number(literal.value.text()))
            return Value::of({Constant::Kind::number, literal.value.text()});
        return Value{Value::other}.as_plain(true);
    case Literal::Kind::bits: return Value{Value::other}.as_plain(true);
    }
    return Value{};
}

/// A column of the policy's row. NOT NULL holds for a new row too, though only after the policy has
/// been asked: a row that breaks it is refused in any case.
Value Evaluate::column(ExprId id) {
    const BoundColumn* column = subject_.column(id);
    if (column == nullptr) return argument(id);
    if (column->from.valid() || column->levels_up != depth_ || column->column == whole_row) return Value{};
    const Column& own = subject_.catalog[column->relation].columns[column->column];
    if (!is_scalar(subject_.catalog, own.type)) return Value{};
    return typed(own.type, Value{own.not_null ? Value::other : std::uint8_t{Value::other | Value::null}});
}

/// A value of which nothing is known but its type and whether it may be NULL.
Value Evaluate::typed(const TypeName& type, const Value& value) {
    if (is_boolean(type)) return Value::any_boolean(value.can_be_null());
    return value.as_plain(is_plain(subject_.catalog, type));
}

/// An integer as a boolean; other numbers have no such cast.
Value boolean_of(std::string_view number) {
    if (!is_plain_integer(number)) return Value::any_boolean(false);
    return Value::boolean(number.find_first_of("123456789") != std::string_view::npos);
}

Value Evaluate::cast(const Cast& cast) {
    const TypeName& type = tree_.type(cast.type);
    const Value from = value(cast.arg);
    const Constant& constant = from.constant();
    if (from.is(Value::null)) return from;
    if (!is_scalar(subject_.catalog, type)) return Value{};
    if (is_boolean(type)) {
        if (constant.kind == Constant::Kind::number) return boolean_of(constant.text);
        return from.is_constant() || !from.can_be(Value::other) ? from.as_condition() : Value::any_boolean();
    }
    const bool string = constant.kind == Constant::Kind::untyped || constant.kind == Constant::Kind::text;
    if (is_text(type) && string) return Value::of({Constant::Kind::text, constant.text});
    const bool number = string || constant.kind == Constant::Kind::number;
    if (is_integer(type) && number && is_plain_integer(constant.text)) {
        return Value::of({Constant::Kind::number, constant.text});
    }
    // Casts between these types give NULL for NULL alone.
    const bool keeps_null = from.plain() || from.is_constant();
    return typed(type, Value{keeps_null && !from.can_be_null() ? Value::other
                                                               : std::uint8_t{Value::other | Value::null}});
}

} // namespace rlslint::predicates
