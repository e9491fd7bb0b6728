#include "guards.hpp"

#include <algorithm>
#include <variant>

#include "below.hpp"

namespace rlslint::routines {
namespace {

ExprId without_casts(const Tree& tree, ExprId id) {
    while (const auto* cast = std::get_if<Cast>(&tree[id].node))
        id = cast->arg;
    return id;
}

/// WHERE, HAVING, ON.
void add_conditions(const Tree& tree, const Query& query, std::vector<ExprId>& found) {
    const auto add = [&](ExprId condition) {
        if (condition.valid()) found.push_back(condition);
    };
    if (const auto* select = std::get_if<Select>(&query.node)) {
        add(select->where);
        add(select->having);
    }
    if (const auto* update = std::get_if<Update>(&query.node)) add(update->where);
    if (const auto* del = std::get_if<Delete>(&query.node)) add(del->where);
    if (const auto* merge = std::get_if<Merge>(&query.node)) add(merge->on);
    for_each_from(tree, from_of(query), [&](FromId from) {
        if (const auto* join = std::get_if<FromJoin>(&tree[from].node)) add(join->on);
    });
}

} // namespace

Circumstances signed_in(const Platform& platform, const Bodies& bodies) {
    Circumstances circumstances;
    circumstances.caller.kind = Caller::Kind::signed_in;
    circumstances.bodies = &bodies;
    for (const Symbol role : platform.api_roles) {
        if (platform.is_anonymous_role(role)) continue;
        circumstances.caller.claim_role = role;
        break;
    }
    return circumstances;
}

Guards::Guards(const Knowledge& known, const Bodies& bodies, const Unit& unit)
    : known_(known), unit_(unit), circumstances_(signed_in(known.platform, bodies)) {
    const Tree& tree = *unit.tree;
    const auto look = [&](ExprId id) {
        if (std::holds_alternative<Case>(tree[id].node)) chooses_ = chooses_ || known.asks_below(unit, id);
    };
    const auto enter = [&](QueryId id) { add_conditions(tree, tree[id], conditions_); };
    if (unit.expr.valid()) {
        conditions_.push_back(unit.expr);
        for_each_below(tree, unit.expr, look, enter);
    }
    if (unit.query.valid()) for_each_below(tree, unit.query, look, enter);
}

bool Guards::guarded(ExprId at) const {
    return chooses_ || std::any_of(conditions_.begin(), conditions_.end(),
                                   [&](ExprId condition) { return guards(condition, at); });
}

Arguments Guards::checked() const {
    Arguments named, bare;
    const auto look = [&](ExprId id) {
        const auto number = known_.argument(unit_, id);
        const Holding* holding = known_.variable(unit_, id);
        Arguments here;
        if (number) here.insert(*number);
        if (holding != nullptr) here = holding->mentioned;
        if (here.empty()) return;
        named.insert(here.begin(), here.end());
        if (!guarded(id)) bare.insert(here.begin(), here.end());
    };
    if (unit_.expr.valid()) for_each_below(*unit_.tree, unit_.expr, look);
    if (unit_.query.valid()) for_each_below(*unit_.tree, unit_.query, look);
    std::erase_if(named, [&](ArgumentNumber number) { return bare.contains(number); });
    return named;
}

bool Guards::guards(ExprId condition, ExprId at) const {
    const Tree& tree = *unit_.tree;
    const auto* op = std::get_if<BoolOp>(&tree[condition].node);
    if (op == nullptr || op->kind == BoolOp::Kind::not_) return is_guard(condition);
    const auto parts = tree.list(op->args);
    const auto guard = [&](ExprId part) { return guards(part, at); };
    if (op->kind == BoolOp::Kind::and_) return std::any_of(parts.begin(), parts.end(), guard);
    const auto branch =
        std::find_if(parts.begin(), parts.end(), [&](ExprId part) { return stands_in(part, at); });
    return branch != parts.end() ? guards(*branch, at) : std::all_of(parts.begin(), parts.end(), guard);
}

bool Guards::is_guard(ExprId condition) const {
    // What a sub-select asks is among the conditions itself.
    const auto* link = std::get_if<SubLink>(&(*unit_.tree)[condition].node);
    const bool is_query = link != nullptr && !link->test.valid();
    if (is_query || !known_.asks_below(unit_, condition) || has_default(condition)) return false;
    return truth_under(circumstances_, known_.catalog, known_.platform,
                       {unit_.tree, condition, unit_.bindings, {}}) != Truth::always;
}

/// `user_id = coalesce(argument, auth.uid())`
bool Guards::has_default(ExprId condition) const {
    const auto* op = std::get_if<Operator>(&(*unit_.tree)[condition].node);
    if (op == nullptr || op->name.text() != "=" || !op->left.valid()) return false;
    for (const auto& [side, other] : {std::pair{op->left, op->right}, std::pair{op->right, op->left}}) {
        const ExprId first = taken_first(*unit_.tree, side);
        if (first.valid() && known_.argument(unit_, first) && !known_.asks_below(unit_, other)) return true;
    }
    return false;
}

bool Guards::stands_in(ExprId whole, ExprId part) const {
    const Span outer = (*unit_.tree)[whole].span;
    const Span inner = (*unit_.tree)[part].span;
    return outer.source == inner.source && outer.begin <= inner.begin && inner.end <= outer.end;
}

ExprId taken_first(const Tree& tree, ExprId value) {
    const auto* conditional = std::get_if<Conditional>(&tree[without_casts(tree, value)].node);
    const bool takes = conditional != nullptr && conditional->kind == Conditional::Kind::coalesce;
    return takes ? without_casts(tree, tree.list(conditional->args).front()) : ExprId{};
}

} // namespace rlslint::routines
