#include "dynamic.hpp"

#include "dynamic_interpreter.hpp"
#include "dynamic_table_rows.hpp"

namespace rlslint::replaying::dynamic {

namespace {

/// The budget of the history's statement at hand: a DO inside a DO spends from the same.
class Spending {
public:
    explicit Spending(Replayer& r) : r_(r), outermost_(r.budget == nullptr) {
        if (outermost_) r.budget = &own_;
        --r.budget->depth;
    }
    ~Spending() {
        ++r_.budget->depth;
        if (outermost_) r_.budget = nullptr;
    }
    Spending(const Spending&) = delete;
    Spending& operator=(const Spending&) = delete;

    [[nodiscard]] bool too_deep() const { return r_.budget->depth < 0; }

private:
    Replayer& r_;
    Budget own_;
    bool outermost_;
};

Effect too_deep() {
    Effect effect = undetermined("routines that call each other too deep");
    effect.over_budget = true;
    return effect;
}

} // namespace

Effect run_block(Replayer& r, const Do& block) {
    const Spending spending{r};
    if (spending.too_deep()) return too_deep();
    Span body = block.body_span;
    if (!block.body_verbatim) {
        Source source;
        source.path = r.sources[body.source].path;
        source.text = block.body;
        source.parent = body;
        source.profile = r.profile;
        const auto size = static_cast<std::uint32_t>(block.body.size());
        body = {r.sources.add(std::move(source)), 0, size};
    }
    return Interpreter{r, *r.budget, {}}.run_block(body);
}

Effect run_query(Replayer& r, QueryId query) {
    const Spending spending{r};
    return spending.too_deep() ? too_deep() : Interpreter{r, *r.budget, {}}.run_query(r.tree(), query);
}

void note_insert(Replayer& r, const Insert& insert) {
    if (!knows_rows(r) || r.rows_noted) return;
    const Spending spending{r};
    Interpreter environment{r, *r.budget, {}};
    note_insert(r, environment, r.tree(), insert);
}

Effect run_call(Replayer& r, ExprId call) {
    const Spending spending{r};
    return spending.too_deep() ? too_deep() : Interpreter{r, *r.budget, {}}.run_call(r.tree(), call);
}

Effect run_event_trigger(Replayer& r, FunctionId function) {
    const Spending spending{r};
    return spending.too_deep() ? too_deep() : Interpreter{r, *r.budget, {}}.run_event_trigger(function);
}

} // namespace rlslint::replaying::dynamic
