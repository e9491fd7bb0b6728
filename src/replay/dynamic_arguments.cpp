#include <algorithm>

#include <fmt/format.h>

#include "dynamic_interpreter.hpp"

/// The arguments of calls: positional and named ones, defaults, VARIADIC, and what comes back by OUT.
namespace rlslint::replaying::dynamic {

bool is_input(const FunctionArg& arg) {
    return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
}

bool is_output(const FunctionArg& arg) {
    return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::in_out;
}

namespace {

/// The parameters that an argument may be for. CALL writes something for OUT parameters too.
bool takes_argument(const Function& function, const FunctionArg& arg) {
    return is_input(arg) || (function.procedure && arg.mode == FunctionArg::Mode::out);
}

std::vector<const FunctionArg*> parameters(const Function& function) {
    std::vector<const FunctionArg*> found;
    for (const FunctionArg& arg : function.args)
        if (takes_argument(function, arg)) found.push_back(&arg);
    return found;
}

} // namespace

bool has_parameters(const Function& function, std::span<const Symbol> names) {
    return std::all_of(names.begin(), names.end(), [&](Symbol name) {
        return name.empty() || std::any_of(function.args.begin(), function.args.end(),
                                           [&](const FunctionArg& arg) { return arg.name.text == name; });
    });
}

bool takes(const Function& function, std::size_t count) {
    const std::vector<const FunctionArg*> all = parameters(function);
    const bool variadic = !all.empty() && all.back()->mode == FunctionArg::Mode::variadic;
    const auto required = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto* arg) {
        return !arg->default_value.valid() && arg->mode != FunctionArg::Mode::variadic;
    }));
    return count >= required && (variadic || count <= all.size());
}

namespace {

enum class Fit { no, other, text, exact };

/// A string may be a constant, which is taken for text first of all.
Fit fit(const eval::Value& value, const TypeName& type) {
    using Kind = eval::Value::Kind;
    const std::string_view name = type.name.text();
    const bool is_text = name == "text" || name == "varchar" || name == "name";
    if (type.array_dimensions > 0)
        return value.kind == Kind::array ? Fit::exact : value.kind == Kind::text ? Fit::other : Fit::no;
    switch (value.kind) {
    case Kind::text: return is_text ? Fit::text : Fit::other;
    case Kind::integer:
        return name == "int4" ? Fit::exact : name == "int8" || name == "numeric" ? Fit::other : Fit::no;
    case Kind::boolean: return name == "bool" ? Fit::exact : Fit::no;
    case Kind::object: return name == value.type.text() ? Fit::exact : name == "oid" ? Fit::other : Fit::no;
    case Kind::array: return Fit::no;
    default: return Fit::other;
    }
}

} // namespace

/// Of several functions that take so many arguments those that suit these best.
std::vector<FunctionId> Interpreter::best_of(std::vector<FunctionId> found,
                                             const std::vector<Value>& args) const {
    std::vector<FunctionId> best;
    int most = -1;
    for (const FunctionId id : found) {
        const std::vector<const FunctionArg*> all = parameters(r_.catalog[id]);
        int score = 0;
        bool fits = true;
        for (std::size_t i = 0; i < std::min(args.size(), all.size()); ++i) {
            const Fit one = fit(args[i], all[i]->type);
            fits = fits && one != Fit::no;
            score += one == Fit::exact || one == Fit::text ? 1 : 0;
        }
        if (!fits || score < most) continue;
        if (score > most) best.clear();
        most = score;
        best.push_back(id);
    }
    return best;
}

/// One value for each parameter, in their order; none where they do not fit.
std::optional<std::vector<Interpreter::Value>>
Interpreter::arranged(const Function& function, const Tree& tree, const Call& call, std::vector<Value> args) {
    const std::vector<const FunctionArg*> all = parameters(function);
    const auto names = tree.names(call.arg_names);
    std::vector<std::optional<Value>> values(all.size());
    for (std::size_t i = 0; i < args.size(); ++i) {
        const Symbol name = i < names.size() ? names[i] : Symbol{};
        std::size_t at = i;
        if (!name.empty())
            at = static_cast<std::size_t>(
                std::find_if(all.begin(), all.end(),
                             [&](const auto* arg) { return arg->name.text == name; }) -
                all.begin());
        const bool collects = !all.empty() && all.back()->mode == FunctionArg::Mode::variadic;
        if (collects && at + 1 >= all.size()) {
            std::optional<Value>& rest = values.back();
            if (!rest) rest = Value::array({});
            rest->items.push_back(std::move(args[i]));
        } else if (at < all.size()) {
            values[at] = std::move(args[i]);
        } else {
            return std::nullopt;
        }
    }
    std::vector<Value> made;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (values[i])
            made.push_back(as_argument(*values[i], all[i]->type));
        else if (all[i]->default_value.valid())
            made.push_back(as_argument(default_of(function, *all[i]), all[i]->type));
        else
            return std::nullopt;
    }
    return made;
}

Interpreter::Value Interpreter::default_of(const Function& function, const FunctionArg& arg) {
    const auto tree = r_.default_trees.find(place_key(function.name_span));
    if (tree == r_.default_trees.end()) return Value::unknown("the default of an argument");
    return eval::evaluate(*this, *tree->second, arg.default_value);
}

/// A routine's parameters and results as variables: the arguments in, what comes out null.
void Interpreter::enter_routine(const Function& function, const std::vector<Value>& args) {
    variables_.enter(function.name);
    std::size_t next = 0;
    for (const FunctionArg& arg : function.args) {
        const bool given = takes_argument(function, arg) && next < args.size();
        const Value value = given ? args[next] : Value{};
        if (given) ++next;
        if (is_input(arg)) arguments_.push_back(value);
        if (!arg.name.empty())
            variables_.add({arg.name.text, is_input(arg) ? value : Value{}, {}, true, false, false});
    }
    variables_.add({Symbol{"found"}, Value::of(false), {}, true, false, false});
}

/// The row that OUT and INOUT parameters make.
eval::Row Interpreter::outputs(const Function& function, std::vector<Symbol>& columns) {
    eval::Row row;
    columns.clear();
    for (const FunctionArg& arg : function.args) {
        if (!is_output(arg) && arg.mode != FunctionArg::Mode::table) continue;
        const Variable* variable = variables_.find(arg.name.text);
        columns.push_back(arg.name.text);
        row.cells.push_back(variable != nullptr ? variable->value
                                                : Value::unknown("an unnamed OUT parameter"));
    }
    return row;
}

/// CALL in a routine: what comes back goes into the variables that stand for it.
Flow Interpreter::call_procedure(const Tree& tree, ExprId id) {
    const Value value = eval::evaluate(*this, tree, id);
    if (value.is_error()) throw Refused{value.sqlstate, value.text};
    if (!lost_.empty()) return Flow::lost;
    if (value.is_unknown() && may_have_effects(tree)) return lose(value.text);
    const auto* call = std::get_if<Call>(&tree[id].node);
    if (call == nullptr) return Flow::next;
    const std::vector<FunctionId> found = candidates(*call, call->arg_count);
    if (found.size() != 1) return Flow::next;
    std::size_t at = 0, out = 0;
    const auto args = tree.list(call->args);
    for (const FunctionArg& arg : r_.catalog[found.front()].args) {
        if (at >= args.size()) break;
        const auto* column = std::get_if<ColumnRef>(&tree[args[at++]].node);
        if (!is_output(arg)) continue;
        Variable* variable = column != nullptr ? variables_.find(column->name) : nullptr;
        Value result = value;
        if (value.kind == Value::Kind::record) result = out < value.items.size() ? value.items[out] : Value{};
        ++out;
        if (variable != nullptr) set(*variable, result);
    }
    return Flow::next;
}

} // namespace rlslint::replaying::dynamic
