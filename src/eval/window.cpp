#include <algorithm>

#include <fmt/format.h>

#include "clauses.hpp"

/// Window functions that number rows.
namespace rlslint::eval {

namespace {

bool numbers_rows(std::string_view name) {
    return name == "row_number" || name == "rank" || name == "dense_rank" || name == "count";
}

bool same_keys(const std::vector<Value>& a, const std::vector<Value>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

} // namespace

/// The rows of the partition that come before the one at hand, and those that tie with it.
Value Evaluator::window(const Call& node) {
    const std::string_view name = node.name.text();
    const CallClauses clauses = clauses_of(env_, tree_, node);
    const bool known = numbers_rows(name) && !clauses.frame && !clauses.filter.valid() && node.arg_count == 0;
    if (!known || scope_ == nullptr || scope_->window == nullptr || scope_->frame == nullptr)
        return Value::unknown(fmt::format("the window function {}()", name));
    if (name != "count" && clauses.window_order.empty()) return Value::unknown("rows in no order");

    struct Keys {
        std::vector<Value> partition, order;
    };
    const auto keys_of = [&](const Frame& frame) {
        Scope scope = *scope_;
        scope.frame = &frame;
        scope.window = nullptr;
        Keys keys;
        for (const ExprId id : clauses.partition)
            keys.partition.push_back(value(id, &scope));
        for (const OrderKey& key : clauses.window_order)
            keys.order.push_back(value(key.expr, &scope));
        return keys;
    };
    const Keys here_keys = keys_of(*scope_->frame);
    std::int64_t before = 0, ties = 0;
    std::vector<std::vector<Value>> ranks;
    for (const Frame& frame : *scope_->window) {
        if (!frame.certain) return Value::unknown("which rows there are");
        Keys keys = keys_of(frame);
        for (const auto* list : {&keys.partition, &keys.order})
            if (const Value* failed = first_failed(*list)) return *failed;
        if (!same_keys(keys.partition, here_keys.partition)) continue;
        if (sorts_before(keys.order, here_keys.order, clauses.window_order)) {
            ++before;
            const auto is_same = [&](const auto& other) { return same_keys(other, keys.order); };
            if (std::none_of(ranks.begin(), ranks.end(), is_same)) ranks.push_back(keys.order);
        } else if (same_keys(keys.order, here_keys.order)) {
            ++ties;
        }
    }
    if (name == "count") return Value::of(before + ties);
    if (name == "row_number" && ties > 1) return Value::unknown("the order of rows that are alike");
    return Value::of(name == "dense_rank" ? static_cast<std::int64_t>(ranks.size()) + 1 : before + 1);
}

} // namespace rlslint::eval
