#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "clauses.hpp"

/// Calls; aggregates among them.
namespace rlslint::eval {

namespace {

constexpr auto aggregates = std::to_array<std::string_view>(
    {"array_agg", "bool_and", "bool_or", "count", "every", "max", "min", "string_agg", "sum"});

struct Input {
    Value value;
    std::vector<Value> keys; ///< of ORDER BY
};

Value truth(const std::vector<Input>& inputs, bool all) {
    Value result;
    for (const Input& input : inputs) {
        if (input.value.kind != Value::Kind::boolean) return Value::unknown("an aggregate");
        if (result.is_null() || (input.value.integer != 0) != all) result = input.value;
    }
    return result;
}

Value extreme(const std::vector<Input>& inputs, bool largest) {
    Value best;
    for (const Input& input : inputs) {
        const auto order = best.is_null() ? std::optional{0} : compare(input.value, best);
        if (!order) return Value::unknown("an aggregate");
        if (best.is_null() || (largest ? *order > 0 : *order < 0)) best = input.value;
    }
    return best;
}

Value sum(const std::vector<Input>& inputs) {
    Value total;
    for (const Input& input : inputs) {
        if (input.value.kind != Value::Kind::integer) return Value::unknown("a sum");
        total = Value::of(total.integer + input.value.integer);
    }
    return total;
}

Value joined(Environment& environment, const std::vector<Input>& inputs, const Value& separator) {
    Value text;
    for (const Input& input : inputs) {
        Value part = written(environment, input.value);
        if (part.failed()) return part;
        if (text.is_null())
            text = part;
        else
            text.text.append(separator.text).append(part.text);
    }
    return text;
}

Value combined(Environment& environment, std::string_view name, const std::vector<Input>& inputs,
               const Value& separator) {
    if (name == "count") return Value::of(static_cast<std::int64_t>(inputs.size()));
    if (name == "bool_and" || name == "every") return truth(inputs, true);
    if (name == "bool_or") return truth(inputs, false);
    if (name == "max" || name == "min") return extreme(inputs, name == "max");
    if (name == "sum") return sum(inputs);
    if (name == "string_agg") return joined(environment, inputs, separator);
    if (inputs.empty()) return {};
    std::vector<Value> items;
    items.reserve(inputs.size());
    for (const Input& input : inputs)
        items.push_back(input.value);
    return Value::array(std::move(items));
}

bool keeps_nulls(std::string_view name) { return name == "array_agg"; }

} // namespace

bool is_aggregate(const Call& call) {
    const bool builtin = call.schema.empty() || call.schema.text() == "pg_catalog";
    return builtin && !call.window &&
           std::find(aggregates.begin(), aggregates.end(), call.name.text()) != aggregates.end();
}

Value Evaluator::aggregate(const Call& node) {
    const auto args = tree_.list(node.args);
    const std::vector<Frame>& group = *scope_->group;
    Scope inner = *scope_;
    inner.group = nullptr;
    const CallClauses clauses = clauses_of(env_, tree_, node);
    std::vector<Input> inputs;
    Value separator;
    for (const Frame& frame : group) {
        inner.frame = &frame;
        if (clauses.filter.valid()) {
            const Value counts = value(clauses.filter, &inner);
            if (counts.failed()) return counts;
            if (!counts.is_true()) continue;
        }
        if (!frame.certain) return Value::unknown("which rows there are");
        Input input;
        input.value = node.star || node.arg_count == 0 ? Value::of(true) : value(args[0], &inner);
        if (input.value.failed()) return input.value;
        if (node.arg_count > 1) separator = value(args[1], &inner);
        for (const OrderKey& key : clauses.order)
            input.keys.push_back(value(key.expr, &inner));
        if (const Value* failed = first_failed(input.keys)) return *failed;
        if (input.value.is_null() && !keeps_nulls(node.name.text())) continue;
        const auto is_same = [&](const Input& other) { return same(other.value, input.value); };
        if (node.distinct && std::any_of(inputs.begin(), inputs.end(), is_same)) continue;
        inputs.push_back(std::move(input));
    }
    std::stable_sort(inputs.begin(), inputs.end(), [&](const Input& a, const Input& b) {
        return sorts_before(a.keys, b.keys, clauses.order);
    });
    return combined(env_, node.name.text(), inputs, separator);
}

Value Evaluator::operator()(const Call& node) {
    if (is_aggregate(node)) {
        if (scope_ == nullptr || scope_->group == nullptr)
            return Value::unknown(fmt::format("{}() here", node.name.text()));
        return aggregate(node);
    }
    if (node.window) return window(node);
    std::vector<Value> args = values(node.args, scope_);
    if (node.variadic) {
        if (args.empty() || args.back().failed()) return Value::unknown("VARIADIC");
        if (args.back().kind != Value::Kind::array) return Value::unknown("VARIADIC");
        const std::vector<Value> items = args.back().items;
        args.pop_back();
        args.insert(args.end(), items.begin(), items.end());
    }
    const bool builtin = node.schema.empty() || node.schema.text() == "pg_catalog";
    if (builtin)
        if (auto result = call_builtin(env_, node.name, args)) return *result;
    return env_.call(tree_, node, std::move(args));
}

} // namespace rlslint::eval
