#include <algorithm>
#include <variant>

#include "rlslint/predicate/asking.hpp"

#include "below.hpp"
#include "knowledge.hpp"
#include "splice.hpp"
#include "statements_below.hpp"

/// What the variables of a PL/pgSQL body hold, whichever way it takes.
namespace rlslint::routines {

namespace {

/// A value that a variable is given somewhere.
struct Given {
    Symbol variable;
    Unit unit;
    ExprId value; ///< none: a row that a query found
    Span span;
};

/// Whether a value is the session's and the arguments' alone, and no constant.
bool is_of_call(const Knowledge& known, const Unit& unit, ExprId value) {
    if (!value.valid()) return false;
    bool of_call = known.asks_below(unit, value);
    const Tree& tree = *unit.tree;
    bool other = false;
    for_each_below(
        tree, value,
        [&](ExprId id) {
            const BoundFunction* called = unit.bindings->functions.find(id);
            const bool own = called != nullptr && called->function.valid() &&
                             !tells_who_asks(known.catalog, known.platform, tree, *unit.bindings, id);
            const bool named = std::holds_alternative<ColumnRef>(tree[id].node) ||
                               std::holds_alternative<ParamRef>(tree[id].node);
            const bool argument = named && known.argument(unit, id);
            of_call = of_call || argument;
            other = other || own || (named && !argument);
        },
        [&](QueryId query) { other = other || !from_of(tree[query]).empty(); });
    return of_call && !other;
}

} // namespace

class Surveyor {
public:
    Surveyor(Knowledge& known, BodyText& text) : known_(known), text_(text) {}

    void run(const plpgsql::Block& body) {
        declare(body);
        all(body.body);
        for (const plpgsql::Handler& handler : body.handlers)
            all(handler.body);
        while (settle()) {
        }
        read_known_values();
    }

private:
    void all(const plpgsql::Statements& statements) {
        for (const plpgsql::Statement& statement : statements) {
            note(statement);
            if (const auto* block = std::get_if<plpgsql::Block>(&statement.node)) declare(*block);
            for_each_body(statement.node, [&](const plpgsql::Statements& inside) { all(inside); });
        }
    }

    void declare(const plpgsql::Block& block) {
        for (const plpgsql::Declaration& declaration : block.declarations) {
            const Symbol name = declaration.name.text;
            if (declaration.kind == plpgsql::Declaration::Kind::alias) {
                declare_alias(name, declaration.type);
                continue;
            }
            known_.variables_.try_emplace(name);
            if (declaration.default_value.valid()) give_expression(name, declaration.default_value);
        }
    }

    void declare_alias(Symbol name, Span of) {
        const auto unit = text_.expression(of);
        const auto number = unit ? known_.argument(*unit, unit->expr) : std::nullopt;
        if (number) known_.aliases_.insert_or_assign(name, *number);
    }

    void note(const plpgsql::Statement& statement) {
        if (const auto* assignment = std::get_if<plpgsql::Assignment>(&statement.node))
            give_expression(text_.variable(assignment->target), assignment->value);
        else if (const auto* sql = std::get_if<plpgsql::Sql>(&statement.node))
            give_query(sql->into.targets, text_.query(statement.span, {}, sql->into.span), statement.span);
        else if (const auto* rows = std::get_if<plpgsql::ForQuery>(&statement.node))
            give_query(rows->targets, text_.query(rows->query), rows->query);
        else if (const auto* elements = std::get_if<plpgsql::Foreach>(&statement.node))
            for (const Span target : elements->targets)
                give_expression(text_.variable(target), elements->array);
        else if (const auto* execute = std::get_if<plpgsql::Execute>(&statement.node))
            give_rows(execute->into.targets, execute->arguments);
        else if (const auto* dynamic = std::get_if<plpgsql::ForDynamic>(&statement.node))
            give_rows(dynamic->targets, dynamic->arguments);
    }

    void give_expression(Symbol variable, Span value) {
        known_.variables_.try_emplace(variable);
        if (auto unit = text_.expression(value)) {
            const ExprId root = unit->expr;
            given_.push_back({variable, std::move(*unit), root, value});
        }
    }

    /// Of `select a, b into x, y` without a FROM each has its value, else all have what was found.
    void give_query(std::span<const Span> targets, const std::optional<Unit>& unit, Span span) {
        if (!unit || targets.empty()) return;
        const auto* select = std::get_if<Select>(&(*unit->tree)[unit->query].node);
        const bool plain =
            select != nullptr && select->from.empty() && select->targets.size() == targets.size();
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const Symbol variable = text_.variable(targets[i]);
            known_.variables_.try_emplace(variable);
            given_.push_back({variable, *unit, plain ? select->targets[i].value : ExprId{}, span});
        }
    }

    void give_rows(std::span<const Span> targets, std::span<const Span> arguments) {
        for (const Span target : targets) {
            const Symbol variable = text_.variable(target);
            known_.variables_.try_emplace(variable);
            for (const Span argument : arguments) {
                if (auto unit = text_.expression(argument))
                    given_.push_back({variable, std::move(*unit), ExprId{}, argument});
            }
        }
    }

    /// True where a variable may hold more than was known.
    bool settle() {
        bool more = false;
        for (const Given& given : given_) {
            Holding& holding = known_.variables_[given.variable];
            const Holding before = holding;
            const Unit& unit = given.unit;
            holding.who_asks = holding.who_asks || known_.asks_anywhere(unit);
            if (given.value.valid()) holding.spliced.merge(spliced_into(known_, unit, given.value));
            holding.mentioned.merge(known_.mentioned(unit));
            more = more || !(holding == before);
        }
        return more;
    }

    /// `v_user := auth.uid()`, once: from here on v_user is read as auth.uid(). So it is with what a variable
    /// has of an argument.
    void read_known_values() {
        for (const Given& given : given_) {
            const auto same = [&](const Given& other) { return other.variable == given.variable; };
            if (std::count_if(given_.begin(), given_.end(), same) != 1) continue;
            if (!is_of_call(known_, given.unit, given.value)) continue;
            const Span value = (*given.unit.tree)[given.value].span;
            text_.read_as(given.variable, std::string{text_.text(value)});
        }
    }

    Knowledge& known_;
    BodyText& text_;
    std::vector<Given> given_;
};

void Knowledge::survey(const plpgsql::Block& body, BodyText& text) { Surveyor{*this, text}.run(body); }

} // namespace rlslint::routines
