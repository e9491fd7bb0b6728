#include <algorithm>
#include <iterator>

#include "deparse.hpp"
#include "result_types.hpp"

namespace rlslint::names {
namespace {

constexpr std::string_view comparisons[] = {"=", "<>", "<", ">", "<=", ">=", "IS DISTINCT FROM"};
constexpr std::string_view patterns[] = {"~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*", "||"};
constexpr std::string_view json_accesses[] = {"->", "->>", "#>", "#>>", "?"};
constexpr std::string_view of_arrays[] = {"@>", "<@", "&&"};

bool is_one_of(std::string_view name, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_any(const TypeName* type, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return is(type, name); });
}

} // namespace

std::pair<const TypeName*, const TypeName*> Deparse::compared(ExprId left, ExprId right) const {
    return compared(types_.of(left), types_.of(right));
}

/// varchar has no operators of its own; of integers, and of times, there is one for each pair.
std::pair<const TypeName*, const TypeName*> Deparse::compared(const TypeName* left,
                                                              const TypeName* right) const {
    if (left == nullptr || right == nullptr) return {};
    if (is(left, "varchar")) left = text_type();
    if (is(right, "varchar")) right = text_type();
    if (is_unknown(*left) && is_unknown(*right)) return {text_type(), text_type()};
    if (is_unknown(*left)) return {right, right};
    if (is_unknown(*right) || left->name == right->name) return {left, left};
    const auto both = [&](std::initializer_list<std::string_view> names) {
        return is_any(left, names) && is_any(right, names);
    };
    if (both({"int2", "int4", "int8"}) || both({"date", "timestamp", "timestamptz"}) ||
        both({"text", "name"}))
        return {left, right};
    if (both({"int4", "numeric"})) return {system_type("numeric"), system_type("numeric")};
    if (both({"int4", "float8"})) return {system_type("float8"), system_type("float8")};
    return {};
}

void Deparse::operation(std::string_view op, ExprId left, ExprId right) {
    if (op == "!=") op = "<>";
    if (is_one_of(op, json_accesses)) return accesses_json(op, left, right);
    const bool arrays = is_one_of(op, of_arrays);
    const bool sum = op == "+" || op == "-";
    if (!is_one_of(op, comparisons) && !is_one_of(op, patterns) && !arrays && !sum) return unsure();
    auto [of_left, of_right] = compared(left, right);
    if (of_left == nullptr || of_left->array_dimensions != of_right->array_dimensions) return unsure();
    if ((of_left->array_dimensions > 0) != arrays) return unsure();
    if (sum && (!is(of_left, "int4") || !is(of_right, "int4"))) return unsure();
    if (is_one_of(op, patterns) && (!is(of_left, "text") || !is(of_right, "text"))) return unsure();
    if (is(of_left, "json")) return unsure();
    out_ += '(';
    write_as(left, of_left);
    out_.append(" ").append(op).append(" ");
    write_as(right, of_right);
    out_ += ')';
}

void Deparse::accesses_json(std::string_view op, ExprId left, ExprId right) {
    const TypeName* json = types_.of(left);
    if (!is_any(json, {"json", "jsonb"}) || (op == "?" && is(json, "json"))) return unsure();
    out_ += '(';
    write(left);
    out_.append(" ").append(op).append(" ");
    const TypeName* key = types_.of(right);
    if (key != nullptr && is(key, "int4") && op.starts_with('-')) {
        write(right);
    } else {
        TypeName type = *text_type();
        type.array_dimensions = op.starts_with('#') ? 1 : 0;
        write_as(right, &type);
    }
    out_ += ')';
}

} // namespace rlslint::names
