#include "knowledge.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "rlslint/predicate/asking.hpp"

#include "below.hpp"

namespace rlslint::routines {
namespace {

bool is_output(const FunctionArg& arg) {
    return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::table;
}

/// `x is null`, `x = ''`: whether it is there, not what it is.
bool tests_presence(const Tree& tree, ExprId id) {
    if (std::holds_alternative<NullTest>(tree[id].node)) return true;
    if (const auto* call = std::get_if<Call>(&tree[id].node)) {
        // A short text may say anything, too.
        const std::string_view name = call->name.text();
        return name == "length" || name == "char_length" || name == "octet_length";
    }
    const auto* op = std::get_if<Operator>(&tree[id].node);
    if (op == nullptr || !op->right.valid()) return false;
    const auto* literal = std::get_if<Literal>(&tree[op->right].node);
    return literal != nullptr && literal->kind == Literal::Kind::string && literal->value.empty();
}

} // namespace

Knowledge::Knowledge(const Catalog& its_catalog, const Platform& its_platform, const Function& its_function,
                     std::function<bool(FunctionId)> calls_ask)
    : catalog(its_catalog), platform(its_platform), function(its_function), calls_ask_(std::move(calls_ask)) {
}

std::optional<ArgumentNumber> Knowledge::argument(const Unit& unit, ExprId id) const {
    const ExprNode& node = (*unit.tree)[id].node;
    if (const auto* parameter = std::get_if<ParamRef>(&node)) {
        ArgumentNumber input = 0;
        for (ArgumentNumber i = 0; i < function.args.size(); ++i) {
            if (!is_output(function.args[i]) && ++input == parameter->number) return i;
        }
        return std::nullopt;
    }
    const auto* name = std::get_if<ColumnRef>(&node);
    if (name == nullptr || name->star || unit.bindings->columns.contains(id)) return std::nullopt;
    if (!name->qualifier.empty() && name->qualifier != function.name) return std::nullopt;
    if (const auto alias = aliases_.find(name->name); alias != aliases_.end()) return alias->second;
    for (ArgumentNumber i = 0; i < function.args.size(); ++i) {
        if (!is_output(function.args[i]) && function.args[i].name.text == name->name) return i;
    }
    return std::nullopt;
}

const Holding* Knowledge::variable(const Unit& unit, ExprId id) const {
    const auto* name = std::get_if<ColumnRef>(&(*unit.tree)[id].node);
    if (name == nullptr || unit.bindings->columns.contains(id)) return nullptr;
    // Of `record.field` the record.
    const auto found = variables_.find(name->qualifier.empty() ? name->name : name->qualifier);
    return found == variables_.end() ? nullptr : &found->second;
}

bool Knowledge::asks_who(const Unit& unit, ExprId id) const {
    if (const Holding* holding = variable(unit, id)) return holding->who_asks;
    const BoundFunction* called = unit.bindings->functions.find(id);
    if (called != nullptr && called->function.valid() && calls_ask_(called->function)) return true;
    // Whoever defined a function is the current user while it runs.
    if (function.security_definer && std::holds_alternative<SessionValue>((*unit.tree)[id].node))
        return false;
    return tells_who_asks(catalog, platform, *unit.tree, *unit.bindings, id);
}

bool Knowledge::is_identity(const Unit& unit, ExprId id) const {
    const Tree& tree = *unit.tree;
    while (true) {
        if (const auto* cast = std::get_if<Cast>(&tree[id].node)) {
            id = cast->arg;
            continue;
        }
        const auto* link = std::get_if<SubLink>(&tree[id].node);
        const auto* select = link != nullptr ? std::get_if<Select>(&tree[link->query].node) : nullptr;
        if (select == nullptr || !select->from.empty() || select->targets.size() != 1) break;
        id = select->targets.front().value;
    }
    const BoundFunction* called = unit.bindings->functions.find(id);
    if (called == nullptr || !called->function.valid()) return false;
    const Function& session = catalog[called->function];
    const auto* gives = platform.session_function(catalog[session.schema].name, session.name);
    return gives != nullptr && gives->gives == SessionFunction::Gives::identity && !gives->anonymous;
}

bool Knowledge::asks_below(const Unit& unit, ExprId expr) const {
    return expr.valid() && any_below(*unit.tree, expr, [&](ExprId id) { return asks_who(unit, id); });
}

bool Knowledge::asks_below(const Unit& unit, QueryId query) const {
    return query.valid() && any_below(*unit.tree, query, [&](ExprId id) { return asks_who(unit, id); });
}

bool Knowledge::asks_anywhere(const Unit& unit) const {
    return asks_below(unit, unit.expr) || asks_below(unit, unit.query);
}

Arguments Knowledge::mentioned(const Unit& unit) const {
    Arguments found;
    const auto look = [&](ExprId id) {
        if (const auto number = argument(unit, id)) found.insert(*number);
        if (const Holding* holding = variable(unit, id))
            found.insert(holding->mentioned.begin(), holding->mentioned.end());
    };
    if (unit.expr.valid()) for_each_below(*unit.tree, unit.expr, look);
    if (unit.query.valid()) for_each_below(*unit.tree, unit.query, look);
    return found;
}

Arguments Knowledge::tested(const Unit& unit) const {
    if (!unit.expr.valid()) return {};
    std::vector<ExprId> presence_only;
    for_each_below(*unit.tree, unit.expr, [&](ExprId id) {
        if (!tests_presence(*unit.tree, id)) return;
        for_each_below(*unit.tree, id, [&](ExprId inside) { presence_only.push_back(inside); });
    });
    Arguments found;
    for_each_below(*unit.tree, unit.expr, [&](ExprId id) {
        if (std::find(presence_only.begin(), presence_only.end(), id) != presence_only.end()) return;
        if (const auto number = argument(unit, id)) found.insert(*number);
        if (const Holding* holding = variable(unit, id))
            found.insert(holding->mentioned.begin(), holding->mentioned.end());
    });
    return found;
}

void Knowledge::set_found(const Holding& holding) { variables_.insert_or_assign(Symbol{"found"}, holding); }

} // namespace rlslint::routines
