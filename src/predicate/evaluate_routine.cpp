#include <algorithm>
#include <iterator>

#include "evaluate.hpp"
#include "types.hpp"

namespace rlslint::predicates {
namespace {

/// Functions of PostgreSQL that give NULL where an argument is.
bool is_strict_builtin(std::string_view name) {
    constexpr std::string_view names[] = {"abs",          "array_length",
                                          "btrim",        "cardinality",
                                          "char_length",  "date_part",
                                          "date_trunc",   "decode",
                                          "encode",       "left",
                                          "length",       "lower",
                                          "ltrim",        "md5",
                                          "regexp_match", "regexp_replace",
                                          "replace",      "right",
                                          "rtrim",        "split_part",
                                          "starts_with",  "string_to_array",
                                          "strpos",       "substr",
                                          "substring",    "to_date",
                                          "to_number",    "to_timestamp",
                                          "upper",        "jsonb_array_length",
                                          "jsonb_typeof"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool takes_input(const FunctionArg& arg) {
    return arg.mode == FunctionArg::Mode::in || arg.mode == FunctionArg::Mode::in_out;
}

/// Calls in calls are followed so far.
constexpr std::uint32_t most_calls = 6;

} // namespace

Value Evaluate::builtin(const Call& call) {
    if (!is_strict_builtin(call.name.text())) return Value{};
    const auto args = tree_.list(call.args);
    const bool null = std::any_of(args.begin(), args.begin() + call.arg_count,
                                  [&](ExprId arg) { return value(arg).is(Value::null); });
    return null ? Value{Value::null} : Value{};
}

/// What a function gives, from its body. It may be STRICT: then NULL as an argument gives NULL.
Value Evaluate::inlined(FunctionId id, const Call& call) {
    const Function& function = subject_.catalog[id];
    if (function.returns && function.returns->setof && !function.origin.assumed) return Value{};
    const Bodies* bodies = subject_.circumstances.bodies;
    const Body* body = bodies != nullptr && calls_ < most_calls ? bodies->of(id) : nullptr;
    const bool plain_call = call.arg_names.count == 0 && !call.variadic && call.arg_count == call.args.count;
    if (body == nullptr || !plain_call) return undecided();
    std::vector<Value> arguments;
    bool null = false;
    for (const ExprId arg : tree_.list(call.args)) {
        arguments.push_back(value(arg));
        null = null || arguments.back().can_be_null();
    }
    const Value result = any_of(*body, function, arguments);
    if (!body->plain) may_raise_ = true;
    if (result.is_constant() && !null) return result;
    const bool boolean = function.returns && is_boolean(*function.returns);
    const Value typed = boolean ? result.as_condition() : Value{result.outcomes()};
    return null ? either(typed, Value{Value::null}) : typed;
}

/// A function runs as who calls it, or as its owner.
Value Evaluate::any_of(const Body& body, const Function& function, const std::vector<Value>& arguments) {
    Circumstances circumstances = subject_.circumstances;
    if (function.security_definer) circumstances.caller.role = function.owner;
    circumstances.reads_as = circumstances.caller.role;
    Value result{0};
    for (const BodyValue& value : body.values) {
        const Subject subject{subject_.catalog, subject_.platform, *value.tree, *value.bindings,
                              circumstances};
        Evaluate inner{subject, function, arguments, calls_ + 1};
        const Value one = inner.value(value.expr);
        result = body.values.size() == 1 ? one : either(result, one);
        undecided_ = undecided_ || inner.undecided_;
        may_raise_ = may_raise_ || inner.may_raise_;
    }
    return result;
}

/// A name that no column has may be an argument's, or, in PL/pgSQL, a variable's. In a clause it is a
/// column of a relation that was made elsewhere: what could not be found would have been refused.
Value Evaluate::argument(ExprId id) {
    const auto* ref = std::get_if<ColumnRef>(&tree_[id].node);
    if (ref == nullptr || ref->star) return undecided();
    if (routine_ == nullptr) return Value{};
    std::int32_t number = 0;
    for (const FunctionArg& arg : routine_->args) {
        if (!takes_input(arg)) continue;
        ++number;
        const bool named = arg.name.text == ref->name && ref->schema.empty() &&
                           (ref->qualifier.empty() || ref->qualifier == routine_->name);
        if (named && routine_->language.text() == "sql") return parameter({number});
    }
    return Value{}; // of a variable or an assigned argument
}

/// One that the call leaves out has its default, which is not looked at.
Value Evaluate::parameter(const ParamRef& parameter) {
    if (routine_ == nullptr || parameter.number < 1) return undecided();
    const auto index = static_cast<std::size_t>(parameter.number - 1);
    return index < arguments_.size() ? arguments_[index] : Value{};
}

} // namespace rlslint::predicates
