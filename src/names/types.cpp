#include "types.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <variant>

#include "rlslint/names/coercion.hpp"

#include "overloads.hpp"
#include "result_types.hpp"

namespace rlslint::names {
namespace {

/// The types that expressions have by their form. Made once: symbols are compared by number.
struct KnownTypes {
    TypeName boolean = *system_type("bool");
    TypeName integer = *system_type("int4");
    TypeName bigint = *system_type("int8");
    TypeName numeric = *system_type("numeric");
    TypeName bits = *system_type("bit");
    TypeName text = *system_type("text");
    TypeName unknown = *system_type("unknown");
    TypeName name = *system_type("name");
    TypeName date = *system_type("date");
    TypeName timestamptz = *system_type("timestamptz");
    TypeName timestamp = *system_type("timestamp");
};

const KnownTypes& known() {
    static const KnownTypes types;
    return types;
}

const TypeName* type_of_literal(const Literal& literal) {
    switch (literal.kind) {
    case Literal::Kind::boolean: return &known().boolean;
    case Literal::Kind::integer: return literal.value.text().size() < 10 ? &known().integer : nullptr;
    case Literal::Kind::numeric: return &known().numeric;
    case Literal::Kind::bits: return &known().bits;
    case Literal::Kind::null:
    case Literal::Kind::string: return &known().unknown;
    }
    return nullptr;
}

const TypeName* type_of_session_value(std::string_view name) {
    if (name == "current_date") return &known().date;
    if (name == "current_timestamp") return &known().timestamptz;
    if (name == "localtimestamp") return &known().timestamp;
    if (name.ends_with("_user") || name == "current_role" || name == "current_schema") return &known().name;
    return nullptr;
}

bool gives_boolean(std::string_view op) {
    constexpr std::string_view operators[] = {"=",   "<>",  "!=",   "<",  ">",  "<=", ">=",  "~~",
                                              "!~~", "~~*", "!~~*", "~",  "!~", "~*", "!~*", "@>",
                                              "<@",  "&&",  "?",    "?|", "?&", "@@"};
    return std::find(std::begin(operators), std::end(operators), op) != std::end(operators);
}

bool is_string(const TypeName& type) {
    const std::string_view name = type.name.text();
    return type.array_dimensions == 0 && (name == "text" || name == "varchar" || name == "bpchar");
}

bool same(const TypeName& a, const TypeName& b) {
    if (a.name != b.name || (a.array_dimensions > 0) != (b.array_dimensions > 0)) return false;
    return a.schema == b.schema || a.schema.empty() || b.schema.empty();
}

bool identical(const TypeName& a, const TypeName& b) {
    return a.name == b.name && a.schema == b.schema && a.array_dimensions == b.array_dimensions &&
           a.modifiers == b.modifiers;
}

} // namespace

const TypeName* text_type() { return &known().text; }

bool is_unknown(const TypeName& type) { return &type == &known().unknown; }

struct Types::Visitor {
    const Types& types;
    ExprId id;

    const TypeName* operator()(const Literal& e) const { return type_of_literal(e); }
    const TypeName* operator()(const Cast& e) const { return types.of_cast(e); }
    const TypeName* operator()(const BoolOp&) const { return &known().boolean; }
    const TypeName* operator()(const NullTest&) const { return &known().boolean; }
    const TypeName* operator()(const BooleanTest&) const { return &known().boolean; }
    const TypeName* operator()(const DistinctTest&) const { return &known().boolean; }
    const TypeName* operator()(const InList&) const { return &known().boolean; }
    const TypeName* operator()(const Between&) const { return &known().boolean; }
    const TypeName* operator()(const ArrayCompare&) const { return &known().boolean; }
    const TypeName* operator()(const Collate& e) const { return types.of(e.arg); }
    const TypeName* operator()(const Conditional& e) const {
        const auto args = types.tree_->list(e.args);
        return e.kind == Conditional::Kind::nullif ? types.compared(types.of(args.front()))
                                                   : types.common(args);
    }
    const TypeName* operator()(const ArrayExpr& e) const {
        const TypeName* item = types.common(types.tree_->list(e.items));
        return item != nullptr ? types.array_of(*item) : nullptr;
    }
    /// Of tags[1] an item; of what is no array nothing is known.
    const TypeName* operator()(const Access& e) const {
        const bool item = e.field.empty() && !e.star && e.subscripts.count == 1;
        return item ? types.item_of(types.of(e.base)) : nullptr;
    }
    const TypeName* operator()(const SessionValue& e) const { return type_of_session_value(e.name.text()); }
    const TypeName* operator()(const ColumnRef&) const {
        const BoundColumn* column = types.bindings_->columns.find(id);
        return column != nullptr ? types.of(*column) : nullptr;
    }
    const TypeName* operator()(const Call& e) const {
        const BoundFunction* call = types.bindings_->functions.find(id);
        if (call == nullptr) return nullptr;
        if (!call->function.valid()) return types.of_builtin(e);
        const auto& returns = (*types.catalog_)[call->function].returns;
        return returns ? &*returns : nullptr;
    }
    const TypeName* operator()(const Case& e) const {
        const auto branches = types.tree_->list(e.branches);
        std::vector<ExprId> results;
        for (std::size_t i = 1; i < branches.size(); i += 2)
            results.push_back(branches[i]);
        if (e.otherwise.valid()) results.push_back(e.otherwise);
        const TypeName* type = types.common(results);
        if (type == nullptr || e.otherwise.valid()) return type;
        // It ends in a NULL, beside which a domain is what it is made of.
        return types.without_modifiers(base_type(*types.catalog_, *type));
    }
    const TypeName* operator()(const SubLink& e) const {
        if (e.kind == SubLink::Kind::scalar) return types.of_output(e.query);
        return e.kind == SubLink::Kind::array ? nullptr : &known().boolean;
    }
    const TypeName* operator()(const Operator& e) const {
        const std::string_view name = e.name.text();
        if (gives_boolean(name)) return &known().boolean;
        if (name == "->>" || name == "#>>") return &known().text;
        if (name == "->" || name == "#>") return e.left.valid() ? types.of(e.left) : nullptr;
        const TypeName* right = e.right.valid() ? types.of(e.right) : nullptr;
        if (!e.left.valid()) return name == "-" || name == "+" ? right : nullptr;
        return operator_result(name, types.of(e.left), right);
    }
    template <class Other> const TypeName* operator()(const Other&) const { return nullptr; }
};

const TypeName* Types::of(ExprId id) const { return std::visit(Visitor{*this, id}, (*tree_)[id].node); }

const TypeName* Types::of(const DerivedColumn& column) const {
    return column.value.valid() ? of(column.value) : column.type;
}

const TypeName* Types::of(const BoundColumn& column) const {
    if (column.column == whole_row) return column.relation.valid() ? row_type(column.relation) : nullptr;
    if (column.relation.valid()) return &(*catalog_)[column.relation].columns[column.column].type;
    const auto* derived = derived_->find(column.from);
    return derived != nullptr ? of((*derived)->columns[column.column]) : nullptr;
}

const TypeName* Types::of_output(QueryId id) const {
    const QueryNode* node = &(*tree_)[id].node;
    while (const auto* operation = std::get_if<SetOperation>(node))
        node = &(*tree_)[operation->operands.front()].node;
    const auto* select = std::get_if<Select>(node);
    return select != nullptr && !select->targets.empty() ? of(select->targets.front().value) : nullptr;
}

/// The type that two values get where they meet: numbers, strings and times are widened.
const TypeName* Types::meet(const TypeName* a, const TypeName* b) const {
    if (a == nullptr || b == nullptr) return nullptr;
    if (is_unknown(*a) && is_unknown(*b)) return a;
    if (identical(*a, *b)) return a;
    // A domain is what it is made of here, and the length of one is not that of a constant beside it.
    if (!is_unknown(*a)) a = keep(base_type(*catalog_, *a));
    if (!is_unknown(*b)) b = keep(base_type(*catalog_, *b));
    if (is_unknown(*a)) return without_modifiers(*b);
    if (is_unknown(*b)) return without_modifiers(*a);
    if (identical(*a, *b)) return a;
    if (a->name != b->name || a->array_dimensions != b->array_dimensions) return wider(*a, *b);
    return same(*a, *b) ? without_modifiers(*b) : nullptr;
}

/// The type that all of them get (select_common_type).
const TypeName* Types::common(std::span<const ExprId> list) const {
    if (list.empty()) return nullptr;
    const TypeName* result = of(list.front());
    for (const ExprId id : list.subspan(1))
        result = meet(result, of(id));
    return result != nullptr && is_unknown(*result) ? text_type() : result;
}

const TypeName* Types::keep(TypeName type) const {
    return made_.emplace_back(std::make_unique<TypeName>(std::move(type))).get();
}

const TypeName* Types::without_modifiers(TypeName type) const {
    type.modifiers.clear();
    return keep(std::move(type));
}

/// As what an operator compares it: a domain as what it is made of, and varchar has none of its own.
const TypeName* Types::compared(const TypeName* type) const {
    if (type == nullptr || type->array_dimensions > 0) return type;
    if (!is_unknown(*type)) type = keep(base_type(*catalog_, *type));
    return type->name.text() == "varchar" ? text_type() : type;
}

const TypeName* Types::row_type(RelationId id) const {
    const Relation& relation = (*catalog_)[id];
    TypeName type;
    type.schema = (*catalog_)[relation.schema].name;
    type.name = relation.name;
    return keep(std::move(type));
}

const TypeName* Types::item_of(const TypeName* array) const {
    if (array == nullptr || array->array_dimensions == 0) return nullptr;
    TypeName type = *array;
    type.array_dimensions = 0;
    return keep(std::move(type));
}

const TypeName* Types::array_of(TypeName type) const {
    type.array_dimensions = 1;
    return keep(std::move(type));
}

const TypeName* Types::of_cast(const Cast& cast) const {
    const TypeName& type = tree_->type(cast.type);
    if (!type.schema.empty() && !type.percent_type) return &type;
    return keep(resolve_type(*catalog_, *path_, type));
}

const TypeName* Types::of_builtin(const Call& call) const {
    const auto args = tree_->list(call.args).first(call.arg_count);
    if (call.name.text() == "unnest" && args.size() == 1) return item_of(of(args.front()));
    return builtin_result(call.name.text(), args.empty() ? nullptr : of(args.front()));
}

/// Two for an argument of just the parameter's type; one for a constant without type where a string
/// is wanted, which the server prefers.
int Types::fit(const Function& function, const Call& call) const {
    int points = 0;
    std::size_t next = 0;
    const auto args = tree_->list(call.args).first(call.arg_count);
    for (const FunctionArg& parameter : function.args) {
        if (!is_input(parameter) || next == args.size()) continue;
        const TypeName* type = of(args[next++]);
        if (type == nullptr) continue;
        if (is_unknown(*type))
            points += is_string(parameter.type) ? 1 : 0;
        else if (same(*type, parameter.type))
            points += 2;
    }
    return points;
}

FunctionId Types::best(std::span<const FunctionId> candidates, const Call& call) const {
    FunctionId best;
    int most = -1;
    bool tied = false;
    for (const FunctionId id : candidates) {
        const int points = fit((*catalog_)[id], call);
        tied = points == most || (tied && points < most);
        if (points > most) {
            most = points;
            best = id;
        }
    }
    return tied ? FunctionId{} : best;
}

} // namespace rlslint::names
