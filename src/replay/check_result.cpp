#include "check_result.hpp"

#include <algorithm>
#include <optional>

#include "rlslint/names/coercion.hpp"

#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

/// What a call is declared to return: one value, or a row.
struct Declared {
    std::vector<TypeName> columns;
    bool row = false;
};

using Columns = std::vector<Column>;

std::vector<TypeName> types_of(const Replayer& r, const Columns& columns) {
    std::vector<TypeName> types;
    for (const Column& column : columns)
        if (!column.dropped) types.push_back(canonical(r, column.type));
    return types;
}

/// The columns of a row type; null where the type is none.
const Columns* row_type(const Replayer& r, const TypeName& type) {
    const SchemaId schema = r.catalog.find_schema(type.schema);
    if (!schema.valid() || type.array_dimensions > 0) return nullptr;
    if (const RelationId relation = r.catalog.find_relation(schema, type.name); relation.valid())
        return &r.catalog[relation].columns;
    const TypeId id = r.catalog.find_type(schema, type.name);
    return id.valid() && r.catalog[id].kind == Type::Kind::composite ? &r.catalog[id].columns : nullptr;
}

std::vector<TypeName> outputs(const Replayer& r, const Function& function) {
    using Mode = FunctionArg::Mode;
    std::vector<TypeName> types;
    for (const FunctionArg& arg : function.args)
        if (arg.mode == Mode::out || arg.mode == Mode::in_out || arg.mode == Mode::table)
            types.push_back(canonical(r, arg.type));
    return types;
}

/// Any row will do for a record and a polymorphic type, and none for void.
bool says_nothing(const TypeName& type) {
    const std::string_view name = type.name.text();
    return name.empty() || type.percent_type || name == "void" || name == "record" || name.starts_with("any");
}

std::optional<Declared> declared(const Replayer& r, const Function& function) {
    Declared result{outputs(r, function), false};
    result.row = result.columns.size() > 1 || (function.procedure && !result.columns.empty());
    if (result.columns.empty()) {
        if (!function.returns || says_nothing(*function.returns)) return std::nullopt;
        const TypeName type = canonical(r, *function.returns);
        const Columns* columns = row_type(r, type);
        result = columns != nullptr ? Declared{types_of(r, *columns), true} : Declared{{type}, false};
    }
    if (std::any_of(result.columns.begin(), result.columns.end(), says_nothing)) return std::nullopt;
    return result;
}

[[noreturn]] void refuse_result(const Replayer& r, const Function& function) {
    const bool many = !function.returns || outputs(r, function).size() > 1;
    refuse(sqlstate::invalid_function_definition, "return type mismatch in function declared to return {}",
           many ? "record" : format_type(*function.returns));
}

bool returns_rows(const QueryNode& query) {
    return std::visit(
        [](const auto& node) {
            if constexpr (requires { node.returning.empty(); })
                return !node.returning.empty();
            else
                return !requires { node.target.schema; };
        },
        query);
}

/// The one value of a row type is the row.
bool is_whole_row(const Replayer& r, const std::vector<OutputColumn>& columns) {
    if (columns.size() != 1) return false;
    const TypeName type = canonical(r, columns.front().type);
    return type.name.empty() || type.name.text() == "record" || row_type(r, type) != nullptr;
}

} // namespace

void require_no_result(const Replayer& r, const Function& function) {
    if (declared(r, function)) refuse_result(r, function);
}

void require_result(const Replayer& r, const Function& function, const Tree& tree, QueryId last,
                    const Bindings& bindings) {
    const std::optional<Declared> wanted = declared(r, function);
    if (!wanted) return;
    if (!returns_rows(tree[last].node)) refuse_result(r, function);
    if (!bindings.outputs_known || (wanted->row && is_whole_row(r, bindings.outputs))) return;
    if (bindings.outputs.size() != wanted->columns.size()) refuse_result(r, function);
    for (std::size_t i = 0; i < wanted->columns.size(); ++i) {
        const TypeName type = canonical(r, bindings.outputs[i].type);
        if (type.name.empty()) continue;
        if (!can_coerce(r.catalog, type, wanted->columns[i], CastContext::assignment).value_or(true))
            refuse_result(r, function);
    }
}

} // namespace rlslint::replaying
