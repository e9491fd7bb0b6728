#include "function_columns.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

#include "rlslint/catalog/types.hpp"

namespace rlslint::names {
namespace {

/// PostgreSQL's own set-returning functions that migrations use, with their OUT parameters. Without
/// any, the one column is named after the alias or the function.
struct SetFunction {
    std::string_view name;
    std::string_view first = {};
    std::string_view second = {};
};

constexpr SetFunction set_functions[] = {
    {"generate_series"},
    {"generate_subscripts"},
    {"json_array_elements", "value"},
    {"json_array_elements_text", "value"},
    {"json_each", "key", "value"},
    {"json_each_text", "key", "value"},
    {"json_object_keys"},
    {"jsonb_array_elements", "value"},
    {"jsonb_array_elements_text", "value"},
    {"jsonb_each", "key", "value"},
    {"jsonb_each_text", "key", "value"},
    {"jsonb_object_keys"},
    {"jsonb_path_query"},
    {"regexp_matches"},
    {"regexp_split_to_table"},
    {"string_to_table"},
    {"unnest"},
};

const SetFunction* set_function(std::string_view name) {
    const auto found = std::find_if(std::begin(set_functions), std::end(set_functions),
                                    [&](const SetFunction& f) { return f.name == name; });
    return found == std::end(set_functions) ? nullptr : found;
}

bool is_output(const FunctionArg& arg) {
    return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::in_out ||
           arg.mode == FunctionArg::Mode::table;
}

/// Adds one function's columns.
class FunctionColumns {
public:
    FunctionColumns(Derived& out, const BindContext& context, Symbol alias)
        : out_(out), context_(context), alias_(alias) {}

    void add(ExprId id, const Call& call, const BoundFunction& bound) {
        if (bound.function.valid())
            add(context_.catalog[bound.function], call.name);
        else
            add_builtin(id, call.name);
    }

private:
    void add(const Function& function, Symbol name) {
        std::size_t outputs = 0;
        for (const FunctionArg& arg : function.args) {
            if (is_output(arg)) add_output(arg, ++outputs);
        }
        if (outputs > 0) return;
        if (function.returns)
            add_type(*function.returns, name);
        else
            out_.complete = false;
    }

    void add_output(const FunctionArg& arg, std::size_t number) {
        const Symbol name = arg.name.empty() ? Symbol{"column" + std::to_string(number)} : arg.name.text;
        out_.add({name, {}, &arg.type});
    }

    /// A row type gives its columns, any other type is one column.
    void add_type(const TypeName& type, Symbol function) {
        const std::string_view name = type.name.text();
        if (type.array_dimensions > 0 || (is_builtin_type(type.name) && name != "record"))
            return add_scalar(&type, function);
        const RelationId relation =
            resolve_relation(context_.catalog, context_.path, {type.schema, type.name, type.span});
        if (relation.valid()) return add_relation(context_.catalog[relation]);
        const SchemaId schema = context_.catalog.find_schema(type.schema);
        const TypeId own = schema.valid() ? context_.catalog.find_type(schema, type.name) : TypeId{};
        if (!own.valid())
            out_.complete = false;
        else if (context_.catalog[own].kind == Type::Kind::composite)
            add_columns(context_.catalog[own].columns);
        else
            add_scalar(&type, function);
    }

    void add_relation(const Relation& relation) {
        add_columns(relation.columns);
        if (!relation.columns_known()) out_.complete = false;
    }

    void add_columns(const std::vector<Column>& columns) {
        for (const Column& column : columns) {
            if (!column.dropped) out_.add({column.name, {}, &column.type});
        }
    }

    void add_scalar(const TypeName* type, Symbol function) {
        out_.add({alias_.empty() ? function : alias_, {}, type});
    }

    void add_builtin(ExprId id, Symbol name) {
        const SetFunction* known = set_function(name.text());
        if (known == nullptr) {
            out_.complete = false;
        } else if (known->first.empty()) {
            out_.add(
                {.name = alias_.empty() ? name : alias_, .value = name.text() == "unnest" ? id : ExprId{}});
        } else {
            out_.add({Symbol{known->first}, {}, nullptr});
            if (!known->second.empty()) out_.add({Symbol{known->second}, {}, nullptr});
        }
        // An array of rows would give their columns.
        if (name.text() == "unnest") out_.complete = false;
    }

    Derived& out_;
    const BindContext& context_;
    Symbol alias_;
};

void add_calls(Derived& out, const BindContext& context, const Tree& tree, const Bindings& bindings,
               const FromItem& item, const FromFunction& function) {
    const auto calls = tree.list(function.calls);
    const Symbol alias = calls.size() == 1 ? item.alias.name.text : Symbol{};
    for (const ExprId id : calls) {
        const auto* call = std::get_if<Call>(&tree[id].node);
        const BoundFunction* bound = bindings.functions.find(id);
        if (call == nullptr || bound == nullptr)
            out.complete = false;
        else
            FunctionColumns{out, context, alias}.add(id, *call, *bound);
    }
}

} // namespace

void add_function_columns(Derived& out, const BindContext& context, const Tree& tree,
                          const Bindings& bindings, const FromItem& item, const FromFunction& function) {
    if (function.column_names.empty()) {
        add_calls(out, context, tree, bindings, item, function);
    } else {
        for (const Symbol name : function.column_names)
            out.add({name, {}, nullptr});
        if (function.calls.count > 1) out.complete = false;
    }
    // Behind columns that are not known, the place of the last one is not known either.
    if (function.ordinality) out.add({Symbol{"ordinality"}, {}, nullptr});
    while (!out.complete && out.columns.size() < item.alias.columns.size())
        out.add({});
}

} // namespace rlslint::names

namespace rlslint {

bool is_set_function(std::string_view name) { return names::set_function(name) != nullptr; }

} // namespace rlslint
