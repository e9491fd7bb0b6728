#include "walk.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "guards.hpp"
#include "splice.hpp"
#include "statements_below.hpp"

namespace rlslint::routines {
namespace {

Proof either(Proof a, const Proof& b) {
    a.anonymous = a.anonymous || b.anonymous;
    a.caller = a.caller || b.caller;
    return a;
}

Proof both(Proof a, const Proof& b) {
    a.anonymous = a.anonymous && b.anonymous;
    a.caller = a.caller && b.caller;
    return a;
}

/// CASE without a selector; where it has no ELSE, it raises.
plpgsql::If as_if(const plpgsql::CaseOf& choice) {
    plpgsql::If statement{choice.branches, choice.otherwise};
    if (!choice.has_else) statement.otherwise.push_back({{}, plpgsql::Raise{}});
    return statement;
}

} // namespace

void Walk::whole(const plpgsql::Block& body) {
    const Leaves end = block(body);
    // `if … then return; end if; … raise exception`: who comes back is who was let go.
    routine_.proves = end == Leaves::raising ? returned_.value_or(Proof{true, true}) : state_.raised;
}

Walk::Leaves Walk::run(const plpgsql::Statements& statements) {
    for (const plpgsql::Statement& statement : statements) {
        const Leaves leaves = run(statement);
        if (leaves != Leaves::no) return leaves;
    }
    return Leaves::no;
}

Walk::Leaves Walk::run(const plpgsql::Statement& statement) {
    using namespace plpgsql;
    const Node& node = statement.node;
    if (const auto* inner = std::get_if<Block>(&node)) return block(*inner);
    if (const auto* choice = std::get_if<If>(&node)) return branches(*choice);
    if (const auto* choice = std::get_if<CaseOf>(&node))
        return choice->selector.valid() ? cases(*choice) : branches(as_if(*choice));
    if (const auto* assignment = std::get_if<Assignment>(&node)) {
        use_expression(assignment->value);
    } else if (const auto* sql = std::get_if<Sql>(&node)) {
        use_query(statement.span, {}, sql->into.span);
    } else if (const auto* perform = std::get_if<Perform>(&node)) {
        use_query(perform->query, "select ", {});
    } else if (const auto* must = std::get_if<Assert>(&node)) {
        use_expression(must->condition);
        state_ = knowing(std::move(state_), text_.expression(must->condition), true, Leaves::raising);
    } else if (const auto* execute_node = std::get_if<Execute>(&node)) {
        execute(execute_node->text, execute_node->arguments, false);
    } else if (const auto* raise = std::get_if<Raise>(&node)) {
        return raise->exception ? Leaves::raising : Leaves::no;
    } else if (const auto* give = std::get_if<Return>(&node)) {
        if (give->kind == Return::Kind::query)
            use_query(give->value, {}, {}, true);
        else if (give->kind == Return::Kind::dynamic_query)
            execute(give->value, give->arguments, true);
        else
            use_expression(give->value, true);
        if (give->kind == Return::Kind::value)
            returned_ = both(returned_.value_or(state_.proof), state_.proof);
        return give->kind == Return::Kind::value ? Leaves::returning : Leaves::no;
    } else if (const auto* rows = std::get_if<ForQuery>(&node)) {
        use_query(rows->query, {}, {});
    } else if (const auto* dynamic = std::get_if<ForDynamic>(&node)) {
        execute(dynamic->text, dynamic->arguments, false);
    } else if (const auto* repeat = std::get_if<While>(&node)) {
        use_expression(repeat->condition);
    } else if (std::holds_alternative<CursorStatement>(node)) {
        routine_.unread.push_back({text_.place(statement.span), state_.proof, false});
    }
    for_each_body(node, [&](const Statements& body) { inside(body); });
    return Leaves::no;
}

/// A loop's body may not be run at all.
void Walk::inside(const plpgsql::Statements& body) {
    const State before = state_;
    run(body);
    state_ = before;
}

Walk::Leaves Walk::block(const plpgsql::Block& block) {
    for (const plpgsql::Declaration& declaration : block.declarations) {
        if (declaration.kind == plpgsql::Declaration::Kind::variable && declaration.default_value.valid())
            use_expression(declaration.default_value);
    }
    const State before = state_;
    const Leaves leaves = run(block.body);
    const State after = state_;
    bool goes_on = false;
    for (const plpgsql::Handler& handler : block.handlers) {
        state_ = before;
        goes_on = run(handler.body) == Leaves::no || goes_on;
    }
    // Whoever raised in the body may come on by way of a handler.
    state_ = goes_on ? before : after;
    return goes_on ? Leaves::no : leaves;
}

Walk::Leaves Walk::branches(const plpgsql::If& statement) {
    State otherwise = state_;
    State after = state_;
    Leaves all = Leaves::raising;
    std::optional<Unit> first;
    std::optional<State> joined; // what is known of all who come by some branch
    const auto join = [&](Leaves leaves) {
        if (leaves != Leaves::no) return;
        if (!joined) joined = state_;
        joined->gained = both(joined->gained, state_.gained);
        joined->raised = both(joined->raised, state_.raised);
    };
    for (const plpgsql::Branch& branch : statement.branches) {
        state_ = otherwise;
        use_expression(branch.condition);
        const auto condition = text_.expression(branch.condition);
        if (!first) first = condition;
        state_ = knowing(state_, condition, true, Leaves::no);
        // That they do not come this way turns nobody away.
        const Proof gained = otherwise.gained;
        otherwise = knowing(otherwise, condition, false, Leaves::no);
        otherwise.gained = gained;
        const Leaves leaves = run(branch.body);
        if (leaves != Leaves::no) after = knowing(after, condition, false, leaves);
        join(leaves);
        all = std::min(all, leaves);
    }
    state_ = otherwise;
    const Leaves at_last = run(statement.otherwise);
    join(at_last);
    all = std::min(all, at_last);
    // `if may_do then … else raise … end if`
    if (at_last != Leaves::no && statement.branches.size() == 1) after = knowing(after, first, true, at_last);
    if (joined) {
        after.proof = either(after.proof, joined->gained);
        after.gained = either(after.gained, joined->gained);
        after.raised = either(after.raised, joined->raised);
    }
    state_ = std::move(after);
    return all;
}

Walk::Leaves Walk::cases(const plpgsql::CaseOf& statement) {
    use_expression(statement.selector);
    const auto selector = text_.expression(statement.selector);
    const State before = state_;
    for (const plpgsql::Branch& branch : statement.branches) {
        state_ = before;
        if (selector) state_.tested.merge(known_.tested(*selector));
        if (selector && known_.asks_anywhere(*selector)) state_.proof = {true, true};
        run(branch.body);
    }
    state_ = before;
    const Leaves otherwise = run(statement.otherwise);
    state_ = before;
    if (otherwise != Leaves::no && selector) state_.tested.merge(known_.tested(*selector));
    return Leaves::no;
}

void Walk::use_expression(Span place, bool returned) {
    if (place.valid()) use(text_.expression(place), place, returned);
}

void Walk::use_query(Span place, std::string_view before, Span without, bool returned) {
    const auto unit = text_.query(place, before, without);
    use(unit, place, returned);
    if (unit) set_found(*unit);
}

void Walk::use(const std::optional<Unit>& unit, Span place, bool returned) {
    if (!unit) {
        routine_.unread.push_back({text_.place(place), state_.proof, false});
        return;
    }
    study_.note(*unit, state_.proof, returned);
    const Proof proven = study_.proven_by(*unit);
    state_.proof = either(state_.proof, proven);
    state_.gained = either(state_.gained, proven);
    state_.raised = either(state_.raised, proven);
}

void Walk::set_found(const Unit& unit) {
    known_.set_found({known_.asks_anywhere(unit), {}, known_.mentioned(unit)});
}

/// A string as it stands is read; of one that is put together it is asked what gets into it.
void Walk::execute(Span text, const std::vector<Span>& arguments, bool returned) {
    for (const Span argument : arguments)
        use_expression(argument);
    const auto unit = text_.expression(text);
    const auto* literal = unit ? std::get_if<Literal>(&(*unit->tree)[unit->expr].node) : nullptr;
    if (literal != nullptr && literal->kind == Literal::Kind::string) {
        if (const auto query = text_.query_of_string(text, std::string{literal->value.text()})) {
            study_.note(*query, state_.proof, returned);
            return;
        }
    }
    if (unit) study_.note(*unit, state_.proof, false);
    routine_.unread.push_back({text_.place(text), state_.proof, true});
    if (!unit) return;
    Arguments spliced = spliced_into(known_, *unit, unit->expr);
    std::erase_if(spliced, [&](ArgumentNumber number) { return state_.tested.contains(number); });
    if (!spliced.empty()) routine_.splices.push_back({text_.place(text), std::move(spliced), state_.proof});
}

Walk::State Walk::knowing(State state, const std::optional<Unit>& condition, bool outcome,
                          Leaves others) const {
    if (!condition) return state;
    state.tested.merge(known_.tested(*condition));
    if (!known_.asks_anywhere(*condition)) return state;
    Proof proof;
    proof.anonymous = turned_away(Caller::Kind::nobody, *condition, outcome);
    proof.caller = turned_away(Caller::Kind::signed_in, *condition, outcome);
    state.proof = either(state.proof, proof);
    state.gained = either(state.gained, proof);
    if (others == Leaves::raising) state.raised = either(state.raised, proof);
    return state;
}

/// Not where every session of this kind certainly comes here.
bool Walk::turned_away(Caller::Kind kind, const Unit& condition, bool outcome) const {
    Circumstances circumstances = signed_in(known_.platform, bodies_);
    if (kind != Caller::Kind::signed_in) circumstances.caller = {kind, {}, {}};
    const Truth truth = truth_under(circumstances, known_.catalog, known_.platform, condition.bound());
    return truth != (outcome ? Truth::always : Truth::never);
}

} // namespace rlslint::routines
