#include "operand.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "claims.hpp"

namespace rlslint::predicates {
namespace {

using Kind = Operand::Kind;

/// Functions that keep what their first argument says.
bool keeps_value(std::string_view function) {
    constexpr std::string_view names[] = {"lower", "upper",    "btrim", "ltrim",
                                          "rtrim", "to_jsonb", "uuid",  "text"};
    return std::find(std::begin(names), std::end(names), function) != std::end(names);
}

/// `(select x)`, which reads nothing.
ExprId unwrapped(const Tree& tree, const SubLink& link) {
    if (link.kind != SubLink::Kind::scalar) return {};
    const auto* select = std::get_if<Select>(&tree[link.query].node);
    const bool wraps = select != nullptr && select->from.empty() && select->with.empty() &&
                       !select->where.valid() && select->targets.size() == 1;
    return wraps ? select->targets.front().value : ExprId{};
}

/// What is below something that keeps the value; none where nothing is taken off.
ExprId beneath(const Tree& tree, ExprId id) {
    const ExprNode& node = tree[id].node;
    if (const auto* cast = std::get_if<Cast>(&node)) return cast->arg;
    if (const auto* collate = std::get_if<Collate>(&node)) return collate->arg;
    if (const auto* link = std::get_if<SubLink>(&node)) return unwrapped(tree, *link);
    if (const auto* conditional = std::get_if<Conditional>(&node)) {
        const bool keeps = conditional->kind == Conditional::Kind::coalesce ||
                           conditional->kind == Conditional::Kind::nullif;
        return keeps ? tree.list(conditional->args).front() : ExprId{};
    }
    const auto* call = std::get_if<Call>(&node);
    const bool keeps = call != nullptr && call->arg_count == 1 && keeps_value(call->name.text());
    return keeps ? tree.list(call->args).front() : ExprId{};
}

ExprId bare(const Tree& tree, ExprId id) {
    for (ExprId next = beneath(tree, id); next.valid(); next = beneath(tree, next))
        id = next;
    return id;
}

class Classify {
public:
    Classify(const Subject& subject, const Called& called)
        : subject_(subject), called_(called), tree_(subject.tree) {}

    Operand of(ExprId id) {
        id = bare(tree_, id);
        if (const SubLink* link = link_of(tree_, id)) {
            const ExprId output = only_output(tree_, link->query);
            if (output.valid()) id = bare(tree_, output);
        }
        if (const Operand* given = given_for(subject_, id, called_)) result_ = *given;
        result_.expr = id;
        if (result_.kind != Kind::other) return result_;
        std::visit([&](const auto& node) { classify(id, node); }, tree_[id].node);
        result_.reads_text_of_caller = result_.reads_text_of_caller || has_text_of_caller(id);
        return result_;
    }

private:
    void is(Kind kind, std::string_view text = {}) {
        result_.kind = kind;
        result_.text = text;
    }

    template <class Node> void classify(ExprId id, const Node&) { classify_claim(id); }

    void classify(ExprId id, const ColumnRef&) {
        result_.column = subject_.column(id);
        if (result_.column == nullptr || result_.column->column == whole_row) return;
        is(result_.column->from.valid() ? Kind::inner_column : Kind::row_column);
    }

    void classify(ExprId, const Literal& literal) {
        is(literal.kind == Literal::Kind::null ? Kind::null : Kind::constant, literal.value.text());
    }

    void classify(ExprId id, const SessionValue& value) {
        if (classify_function(id)) return;
        const std::string_view name = value.name.text();
        if (name == "current_user" || name == "session_user" || name == "current_role" ||
            name == "system_user")
            is(Kind::database_user, name);
    }

    void classify(ExprId id, const Call& call) {
        if (classify_function(id)) return;
        if (const auto setting = subject_.setting(call)) return classify_setting(*setting);
        classify_claim(id);
    }

    bool classify_function(ExprId id) {
        using Gives = SessionFunction::Gives;
        const SessionFunction* function = subject_.session_function(id);
        if (function == nullptr) return false;
        switch (function->gives) {
        case Gives::identity: is(Kind::identity); break;
        case Gives::role: is(Kind::role); break;
        case Gives::email: is(Kind::email); break;
        case Gives::claims:
        case Gives::other: break;
        }
        return true;
    }

    void classify_setting(std::string_view setting) {
        if (subject_.is_claims_setting(setting)) return;
        if (subject_.is_identity_setting(setting) && setting.starts_with("request."))
            return by_key(setting.substr(setting.rfind('.') + 1));
        if (setting.find('.') != std::string_view::npos) return is(Kind::setting, setting);
        if (setting == "role" || setting == "session_authorization") is(Kind::database_user, setting);
    }

    /// auth.jwt() -> 'app_metadata' ->> 'org': the claim is the first key taken.
    void classify_claim(ExprId id) {
        while (true) {
            if (const auto taken = claim_taken(subject_, id)) return by_key(taken->key);
            const auto* op = std::get_if<Operator>(&tree_[id].node);
            const bool takes = op != nullptr && op->left.valid() &&
                               (op->name.text().starts_with("->") || op->name.text().starts_with("#>"));
            if (!takes) return;
            id = bare(tree_, op->left);
        }
    }

    void by_key(std::string_view key) {
        if (key == "sub") return is(Kind::identity);
        if (key == "role") return is(Kind::role);
        if (key == "email") return is(Kind::email);
        is(Kind::claim, key);
    }

    /// Part of the value is a claim, a setting or an address.
    [[nodiscard]] bool has_text_of_caller(ExprId root) const {
        WorkList<ExprId> pending;
        pending.push(root);
        while (!pending.empty()) {
            const ExprId id = pending.pop();
            if (tells_text(id)) return true;
            if (const auto* link = std::get_if<SubLink>(&tree_[id].node)) {
                if (const ExprId inner = unwrapped(tree_, *link); inner.valid()) pending.push(inner);
            }
            for_each_operand(tree_, id, [&](ExprId operand) { pending.push(operand); });
        }
        return false;
    }

    [[nodiscard]] bool tells_text(ExprId id) const {
        const auto taken = claim_taken(subject_, id);
        if (taken) return taken->key != "sub" && taken->key != "role";
        const SessionFunction* function = subject_.session_function(id);
        if (function != nullptr) return function->gives == SessionFunction::Gives::email;
        const auto* call = std::get_if<Call>(&tree_[id].node);
        const auto setting = call != nullptr ? subject_.setting(*call) : std::nullopt;
        return setting && setting->find('.') != std::string_view::npos &&
               !subject_.is_identity_setting(*setting);
    }

    const Subject& subject_;
    const Called& called_;
    const Tree& tree_;
    Operand result_;
};

/// Of $1, $2 and of a name that no column has: which argument it means.
std::optional<std::size_t> argument_meant(const Subject& subject, ExprId id, const Function& function) {
    if (const auto* parameter = std::get_if<ParamRef>(&subject.tree[id].node))
        return static_cast<std::size_t>(std::max(parameter->number, 1) - 1);
    const auto* name = std::get_if<ColumnRef>(&subject.tree[id].node);
    if (name == nullptr || name->star || subject.column(id) != nullptr) return std::nullopt;
    if (!name->schema.empty() || (!name->qualifier.empty() && name->qualifier != function.name))
        return std::nullopt;
    return input_called(function, name->name);
}

} // namespace

bool is_input(const FunctionArg& argument) {
    return argument.mode != FunctionArg::Mode::out && argument.mode != FunctionArg::Mode::table;
}

std::optional<std::size_t> input_called(const Function& function, Symbol name) {
    std::size_t number = 0;
    for (const FunctionArg& argument : function.args) {
        if (!is_input(argument)) continue;
        if (argument.name.text == name) return number;
        ++number;
    }
    return std::nullopt;
}

const Operand* given_for(const Subject& subject, ExprId id, const Called& called) {
    if (called.function == nullptr) return nullptr;
    const auto number = argument_meant(subject, id, *called.function);
    return number && *number < called.given.size() ? &called.given[*number] : nullptr;
}

const SubLink* link_of(const Tree& tree, ExprId operand) {
    const auto* link = std::get_if<SubLink>(&tree[bare(tree, operand)].node);
    const bool gives_values =
        link != nullptr && (link->kind == SubLink::Kind::scalar || link->kind == SubLink::Kind::array);
    return gives_values ? link : nullptr;
}

ExprId only_output(const Tree& tree, QueryId query) {
    const auto* select = std::get_if<Select>(&tree[query].node);
    return select != nullptr && select->targets.size() == 1 ? select->targets.front().value : ExprId{};
}

Operand operand_of(const Subject& subject, ExprId id, const Called& called) {
    return Classify{subject, called}.of(id);
}

} // namespace rlslint::predicates
