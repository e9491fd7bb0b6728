#include "splice.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <variant>

#include "rlslint/names/coercion.hpp"

namespace rlslint::routines {
namespace {

/// Functions that give back what they are given, more or less.
constexpr auto passing_functions =
    std::to_array<std::string_view>({"array_to_string", "btrim", "concat", "concat_ws", "initcap", "left",
                                     "lower", "ltrim", "right", "rtrim", "trim", "upper"});

/// Types whose values can hold any text.
bool can_carry_sql(const Catalog& catalog, const TypeName& written) {
    const TypeName type = base_type(catalog, written);
    const std::string_view name = type.name.text();
    if (name == "json" || name == "jsonb" || name == "xml") return true;
    TypeName element = type;
    element.array_dimensions = 0;
    return type_category(catalog, element) == 'S';
}

class Splicing {
public:
    Splicing(const Knowledge& known, const Unit& unit) : known_(known), unit_(unit), tree_(*unit.tree) {}

    void add(ExprId id) {
        if (!id.valid() || ++steps_ > most_steps) return;
        if (const auto argument = known_.argument(unit_, id)) {
            if (can_carry_sql(known_.catalog, known_.function.args[*argument].type)) found_.insert(*argument);
        } else if (const Holding* variable = known_.variable(unit_, id)) {
            found_.insert(variable->spliced.begin(), variable->spliced.end());
        } else {
            std::visit([&](const auto& node) { pass(node); }, tree_[id].node);
        }
    }

    [[nodiscard]] Arguments finish() && { return std::move(found_); }

private:
    template <class Node> void pass(const Node&) {}
    void pass(const Operator& op) {
        const std::string_view name = op.name.text();
        if (name == "||") {
            add(op.left);
            add(op.right);
        }
        if (name == "->>" || name == "->" || name == "#>>") add(op.left);
    }
    void pass(const Cast& cast) {
        if (can_carry_sql(known_.catalog, tree_.type(cast.type))) add(cast.arg);
    }
    void pass(const Collate& collate) { add(collate.arg); }
    void pass(const Access& access) { add(access.base); }
    void pass(const Case& cases) {
        const auto branches = tree_.list(cases.branches);
        for (std::size_t i = 1; i < branches.size(); i += 2)
            add(branches[i]);
        add(cases.otherwise);
    }
    void pass(const Conditional& conditional) {
        for (const ExprId arg : tree_.list(conditional.args))
            add(arg);
    }
    void pass(const Call& call) {
        const std::string_view name = call.name.text();
        const auto args = tree_.list(call.args).subspan(0, call.arg_count);
        if (args.empty()) return;
        if (name == "format") return format(args);
        if (name == "replace" && args.size() == 3) {
            // Of replace(p, '''', '''''') what comes out is quoted, as far as that goes.
            if (!known_.argument(unit_, args[0])) add(args[0]);
            return add(args[2]);
        }
        if (std::find(passing_functions.begin(), passing_functions.end(), name) != passing_functions.end()) {
            for (const ExprId arg : args)
                add(arg);
        }
    }

    /// format('… %s …', …): %I and %L quote.
    void format(std::span<const ExprId> args) {
        const auto* literal = std::get_if<Literal>(&tree_[args[0]].node);
        if (literal == nullptr || literal->kind != Literal::Kind::string) return add(args[0]);
        const std::string_view text = literal->value.text();
        std::size_t next = 1;
        for (std::size_t at = text.find('%'); at != text.npos && at + 1 < text.size();
             at = text.find('%', at)) {
            std::size_t number = 0;
            std::size_t end = ++at;
            while (end < text.size() && text[end] >= '0' && text[end] <= '9')
                number = number * 10 + static_cast<std::size_t>(text[end++] - '0');
            if (end < text.size() && text[end] == '$')
                at = end + 1;
            else
                number = 0;
            at = std::min(text.find_first_of("sIL%", at), text.size());
            if (at == text.size()) return;
            const char kind = text[at++];
            if (kind == '%') continue;
            const std::size_t which = number > 0 ? number : next;
            next = which + 1;
            if (kind == 's' && which < args.size()) add(args[which]);
        }
    }

    static constexpr std::size_t most_steps = 2000;

    const Knowledge& known_;
    const Unit& unit_;
    const Tree& tree_;
    Arguments found_;
    std::size_t steps_ = 0;
};

} // namespace

Arguments spliced_into(const Knowledge& known, const Unit& unit, ExprId text) {
    Splicing splicing{known, unit};
    splicing.add(text);
    return std::move(splicing).finish();
}

} // namespace rlslint::routines
