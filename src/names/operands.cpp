#include "operands.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "rlslint/names/coercion.hpp"

#include "result_types.hpp"

// Operators by the types of their operands: src/backend/parser/parse_oper.c. Only comparisons, patterns and
// the access to JSON, and only where nothing but PostgreSQL's own types is involved.

namespace rlslint::names {
namespace {

constexpr auto comparisons = std::to_array<std::string_view>({"=", "<>", "!=", "<", ">", "<=", ">="});
constexpr auto patterns = std::to_array<std::string_view>({"~~", "!~~", "~~*", "!~~*"});
constexpr auto json_accesses = std::to_array<std::string_view>({"->", "->>", "#>", "#>>"});

bool is_one_of(std::string_view name, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// What two values of different types may both become, to be compared.
constexpr auto meeting_points =
    std::to_array<std::string_view>({"text", "float8", "timestamptz", "timetz", "interval", "oid", "inet"});

/// Operands and what is known of their types.
class Operands {
public:
    Operands(const Catalog& catalog, const Tree& tree, const Types& types, Span span)
        : catalog_(catalog), tree_(tree), types_(types), span_(span) {}

    using Result = std::optional<Unresolved>;

    Result operator()(const Operator& e) const {
        if (!e.left.valid() || !e.right.valid() || !e.schema.empty()) return {};
        const std::string_view name = e.name.text();
        const TypeName* left = types_.of(e.left);
        const TypeName* right = types_.of(e.right);
        if (left == nullptr || right == nullptr) return {};
        if (is_one_of(name, comparisons)) return compared(name, e.left, e.right);
        const bool fits = is_one_of(name, patterns)        ? may_be_string(*left) && may_be_string(*right)
                          : is_one_of(name, json_accesses) ? may_be_json(*left)
                                                           : true;
        return fits ? Result{} : no_operator(name, *left, *right);
    }
    Result operator()(const DistinctTest& e) const { return compared("=", e.left, e.right); }
    Result operator()(const Between& e) const {
        Result low = compared(">=", e.arg, e.low);
        return low ? low : compared("<=", e.arg, e.high);
    }
    Result operator()(const InList& e) const {
        for (const ExprId item : tree_.list(e.items))
            if (Result refused = compared("=", e.arg, item)) return refused;
        return {};
    }
    Result operator()(const ArrayCompare& e) const {
        const TypeName* array = types_.of(e.array);
        if (array == nullptr || array->array_dimensions != 1 || !is_one_of(e.op.text(), comparisons))
            return {};
        TypeName item = *array;
        item.array_dimensions = 0;
        return compared(e.op.text(), types_.of(e.left), &item);
    }
    Result operator()(const SubLink& e) const {
        const auto* select = std::get_if<Select>(&tree_[e.query].node);
        if (select == nullptr || has_star(*select)) return {};
        const bool one_column = select->targets.size() == 1;
        // Beside a row, and in SET (a, b) = (…), a scalar one has several.
        if (e.kind == SubLink::Kind::array && !one_column)
            return Unresolved{"subquery must return only one column", "42601", span_};
        const bool compares = e.kind == SubLink::Kind::any || e.kind == SubLink::Kind::all;
        if (!compares || !one_column || !is_one_of(e.op.text(), comparisons)) return {};
        return compared(e.op.text(), types_.of(e.test), types_.of_output(e.query));
    }
    Result operator()(const BoolOp& e) const {
        constexpr std::string_view words[] = {"AND", "OR", "NOT"};
        for (const ExprId arg : tree_.list(e.args))
            if (Result refused = not_boolean(words[static_cast<std::size_t>(e.kind)], arg)) return refused;
        return {};
    }
    Result operator()(const BooleanTest& e) const {
        constexpr std::string_view words[] = {"TRUE", "FALSE", "UNKNOWN"};
        return not_boolean(std::string{e.negated ? "IS NOT " : "IS "} +
                               std::string{words[static_cast<std::size_t>(e.value)]},
                           e.arg);
    }
    template <class Other> Result operator()(const Other&) const { return {}; }

private:
    [[nodiscard]] bool has_star(const Select& select) const {
        return std::any_of(select.targets.begin(), select.targets.end(), [&](const Target& target) {
            const auto* column = std::get_if<ColumnRef>(&tree_[target.value].node);
            const auto* access = std::get_if<Access>(&tree_[target.value].node);
            return (column != nullptr && column->star) || (access != nullptr && access->star);
        });
    }

    [[nodiscard]] Result no_operator(std::string_view op, const TypeName& left, const TypeName& right) const {
        return Unresolved{"operator does not exist: " + format_type_name(left) + " " + std::string{op} + " " +
                              format_type_name(right),
                          "42883", span_};
    }

    [[nodiscard]] Result not_boolean(std::string_view word, ExprId arg) const {
        const TypeName* type = types_.of(arg);
        if (type == nullptr || is_unknown(*type)) return {};
        if (can_coerce(catalog_, *type, *system_type("bool"), CastContext::implicit).value_or(true))
            return {};
        return Unresolved{"argument of " + std::string{word} + " must be type boolean, not type " +
                              format_type_name(*type),
                          "42804", span_};
    }

    [[nodiscard]] Result compared(std::string_view op, const TypeName* left, const TypeName* right) const {
        if (left == nullptr || right == nullptr || is_unknown(*left) || is_unknown(*right)) return {};
        return may_compare(*left, *right) ? Result{} : no_operator(op, *left, *right);
    }

    [[nodiscard]] Result compared(std::string_view op, ExprId left, ExprId right) const {
        const TypeName* of_left = types_.of(left);
        const TypeName* of_right = types_.of(right);
        if (Result refused = not_a_label(of_left, right)) return refused;
        if (Result refused = not_a_label(of_right, left)) return refused;
        return compared(op, of_left, of_right);
    }

    /// A constant that is to be one of an enum's values.
    [[nodiscard]] Result not_a_label(const TypeName* type, ExprId value) const {
        const auto* literal = std::get_if<Literal>(&tree_[value].node);
        if (type == nullptr || literal == nullptr || literal->kind != Literal::Kind::string) return {};
        if (type_category(catalog_, *type) != 'E') return {};
        const SchemaId schema = catalog_.find_schema(type->schema);
        const TypeId id = schema.valid() ? catalog_.find_type(schema, type->name) : TypeId{};
        if (!id.valid()) return {};
        const std::vector<Symbol>& labels = catalog_[id].labels;
        if (labels.empty() || std::find(labels.begin(), labels.end(), literal->value) != labels.end())
            return {};
        return Unresolved{"invalid input value for enum " + format_type_name(*type) + ": \"" +
                              std::string{literal->value.text()} + "\"",
                          "22P02", tree_[value].span};
    }

    /// Whether there may be an operator for both. Of rows, ranges and shapes nothing is said.
    [[nodiscard]] bool may_compare(const TypeName& left, const TypeName& right) const {
        const char a = type_category(catalog_, left);
        const char b = type_category(catalog_, right);
        for (const char category : {a, b})
            if (category == '\0' || category == 'C' || category == 'R' || category == 'G') return true;
        if (a == 'A' || b == 'A') return a == b;
        if (becomes(left, right) || becomes(right, left)) return !is_json(left);
        return std::any_of(meeting_points.begin(), meeting_points.end(), [&](std::string_view type) {
            return becomes(left, *system_type(type)) && becomes(right, *system_type(type));
        });
    }

    [[nodiscard]] bool becomes(const TypeName& from, const TypeName& to) const {
        return can_coerce(catalog_, from, to, CastContext::implicit).value_or(true);
    }

    /// json, unlike jsonb, has no order.
    [[nodiscard]] bool is_json(const TypeName& type) const {
        return base_type(catalog_, type).name.text() == "json";
    }

    [[nodiscard]] bool may_be_string(const TypeName& type) const {
        if (is_unknown(type)) return true;
        const char category = type_category(catalog_, type);
        return category == '\0' || category == 'C' || base_type(catalog_, type).name.text() == "bytea" ||
               becomes(type, *text_type());
    }

    [[nodiscard]] bool may_be_json(const TypeName& type) const {
        if (is_unknown(type) || type_category(catalog_, type) == '\0') return true;
        const std::string_view name = base_type(catalog_, type).name.text();
        return name == "json" || name == "jsonb";
    }

    const Catalog& catalog_;
    const Tree& tree_;
    const Types& types_;
    Span span_;
};

} // namespace

bool has_typed_operands(const ExprNode& node) {
    return std::holds_alternative<Operator>(node) || std::holds_alternative<BoolOp>(node) ||
           std::holds_alternative<BooleanTest>(node) || std::holds_alternative<DistinctTest>(node) ||
           std::holds_alternative<Between>(node) || std::holds_alternative<InList>(node) ||
           std::holds_alternative<ArrayCompare>(node) || std::holds_alternative<SubLink>(node);
}

std::optional<Unresolved> refused_operands(const Catalog& catalog, const Tree& tree, const Types& types,
                                           ExprId id) {
    return std::visit(Operands{catalog, tree, types, tree[id].span}, tree[id].node);
}

} // namespace rlslint::names
