#include "rlslint/lint/repeated_calls.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

bool is_within(Span inner, Span outer) { return outer.begin <= inner.begin && inner.end <= outer.end; }

/// A stable function of the history's that gives the same to a session for every row: it asks who is
/// asking, or is told by such a call, and of nothing else.
bool wraps_session(const Model& model, const Facts& facts, const FunctionCall& call) {
    if (!call.function.valid() || call.of_columns ||
        model.catalog[call.function].volatility == Volatility::volatile_)
        return false;
    const bool told = std::any_of(facts.session_calls.begin(), facts.session_calls.end(),
                                  [&](const SessionCall& inner) { return is_within(inner.span, call.span); });
    return told || model.routines.of(call.function).asks_who;
}

} // namespace

std::vector<RepeatedCall> repeated_calls(const Model& model, const Facts& facts) {
    std::vector<RepeatedCall> all, calls;
    for (const FunctionCall& call : facts.calls) {
        if (!call.once && wraps_session(model, facts, call)) all.push_back({call.span, call.per_row});
    }
    for (const SessionCall& call : facts.session_calls) {
        if (!call.once) all.push_back({call.span, call.per_row});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.span.begin < b.span.begin; });
    for (const RepeatedCall& call : all) {
        if (calls.empty() || !is_within(call.span, calls.back().span)) calls.push_back(call);
    }
    return calls;
}

std::vector<RepeatingClause> repeating_clauses(const Model& model) {
    std::vector<RepeatingClause> found;
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!binds_someone(model, policy)) continue;
        for (const BoundExpr* clause : clauses_of(policy)) {
            std::vector<RepeatedCall> calls = repeated_calls(model, model.facts(*clause));
            if (!calls.empty()) found.push_back({id, clause, std::move(calls)});
        }
    }
    return found;
}

} // namespace rlslint
