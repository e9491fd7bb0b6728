#include "key.hpp"

#include <algorithm>
#include <iterator>

#include "rlslint/sql/builtin.hpp"
#include "rlslint/sql/walk.hpp"

namespace rlslint::predicates {
namespace {

std::string numbered(std::string_view what, std::uint32_t number) {
    return std::string{what} + std::to_string(number);
}

/// Whether the order of the operands is of no matter.
bool commutes(const ExprNode& node) {
    if (const auto* op = std::get_if<BoolOp>(&node)) return op->kind != BoolOp::Kind::not_;
    const auto* op = std::get_if<Operator>(&node);
    return op != nullptr && is_system(op->schema) && op->left.valid() &&
           (op->name.text() == "=" || op->name.text() == "<>");
}

/// What an EXISTS puts out is of no matter, unless it could be a set or an aggregate.
bool is_mere_value(const Tree& tree, const Target& target) {
    const ExprNode& node = tree[target.value].node;
    return std::holds_alternative<Literal>(node) || std::holds_alternative<ColumnRef>(node);
}

} // namespace

ExprId unwrapped(const Tree& tree, ExprId id) {
    const auto* link = std::get_if<SubLink>(&tree[id].node);
    if (link == nullptr || link->kind != SubLink::Kind::scalar) return id;
    const auto* select = std::get_if<Select>(&tree[link->query].node);
    const bool wraps = select != nullptr && is_simple(*select) && select->from.empty() &&
                       !select->where.valid() && select->targets.size() == 1;
    return wraps ? unwrapped(tree, select->targets.front().value) : id;
}

/// What a node says beside its operands.
struct Key::Data {
    const Key& key;
    ExprId id;

    Words operator()(const Literal& e) const {
        return numbered("literal", static_cast<std::uint32_t>(e.kind)) + '\'' + std::string{e.value.text()} +
               '\'';
    }
    Words operator()(const ColumnRef&) const { return key.column(id); }
    Words operator()(const ParamRef&) const { return std::nullopt; }
    Words operator()(const Call& e) const { return key.call(id, e); }
    Words operator()(const Operator& e) const {
        return (is_system(e.schema) ? "" : std::string{e.schema.text()} + '.') + std::string{e.name.text()};
    }
    Words operator()(const BoolOp& e) const { return numbered("bool", static_cast<std::uint32_t>(e.kind)); }
    Words operator()(const NullTest& e) const { return e.negated ? "is not null" : "is null"; }
    Words operator()(const BooleanTest& e) const {
        return numbered(e.negated ? "is not" : "is", static_cast<std::uint32_t>(e.value));
    }
    Words operator()(const DistinctTest& e) const { return e.negated ? "not distinct" : "distinct"; }
    Words operator()(const InList& e) const { return e.negated ? "not in" : "in"; }
    Words operator()(const Between& e) const {
        return std::string{e.negated ? "not " : ""} + "between" + (e.symmetric ? " symmetric" : "");
    }
    Words operator()(const ArrayCompare& e) const {
        return std::string{e.op.text()} + (e.all ? " all" : " any");
    }
    Words operator()(const SubLink&) const { return std::nullopt; } // see sub_link
    Words operator()(const Case& e) const {
        return std::string{"case"} + (e.arg.valid() ? " of" : "") + (e.otherwise.valid() ? " else" : "");
    }
    Words operator()(const Conditional& e) const {
        return numbered("conditional", static_cast<std::uint32_t>(e.kind));
    }
    Words operator()(const ArrayExpr&) const { return "array"; }
    Words operator()(const RowExpr&) const { return "row"; }
    Words operator()(const Cast& e) const { return key.type(key.tree_.type(e.type)); }
    Words operator()(const Access& e) const {
        return "access ." + std::string{e.field.text()} + (e.star ? "*" : "") +
               std::to_string(e.subscripts.count);
    }
    Words operator()(const SessionValue& e) const { return std::string{e.name.text()}; }
    Words operator()(const Collate& e) const { return "collate " + std::string{e.collation.text()}; }
    Words operator()(const Opaque&) const { return std::nullopt; }
};

Key::Words Key::of(ExprId id) {
    aliases_.clear();
    return expr(id);
}

Key::Words Key::expr(ExprId id) {
    id = unwrapped(tree_, id);
    if (const auto* link = std::get_if<SubLink>(&tree_[id].node)) return sub_link(*link);
    const Words data = std::visit(Data{*this, id}, tree_[id].node);
    const Words below = data ? operands(id, commutes(tree_[id].node)) : std::nullopt;
    if (!below) return std::nullopt;
    return below->empty() ? *data : '(' + *data + *below + ')';
}

Key::Words Key::operands(ExprId id, bool sorted) {
    std::vector<ExprId> items;
    for_each_operand(tree_, id, [&](ExprId operand) { items.push_back(operand); });
    return list(items, sorted);
}

Key::Words Key::list(std::span<const ExprId> items, bool sorted) {
    std::vector<std::string> words;
    for (const ExprId item : items) {
        Words one = expr(item);
        if (!one) return std::nullopt;
        words.push_back(std::move(*one));
    }
    if (sorted) std::sort(words.begin(), words.end());
    std::string all;
    for (const std::string& one : words)
        all += ' ' + one;
    return all;
}

Key::Words Key::column(ExprId id) const {
    const BoundColumn* column = subject_.column(id);
    if (column == nullptr || column->column == whole_row) return std::nullopt;
    if (!column->from.valid()) return numbered(std::string{row_} + '.', column->column);
    const auto alias = std::find(aliases_.begin(), aliases_.end(), column->from);
    if (alias == aliases_.end()) return std::nullopt;
    return "from" + std::to_string(alias - aliases_.begin()) + '.' + std::to_string(column->column);
}

Key::Words Key::call(ExprId id, const Call& call) const {
    if (call.window || call.arg_names.count != 0 || call.arg_count != call.args.count) return std::nullopt;
    const BoundFunction* bound = subject_.bindings.functions.find(id);
    const std::string how = std::string{call.star ? " *" : ""} + (call.distinct ? " distinct" : "") +
                            (call.variadic ? " ..." : "");
    if (const SessionFunction* session = subject_.session_function(id))
        return "session " + std::string{session->schema.text()} + '.' + std::string{session->name.text()};
    if (bound == nullptr) return std::nullopt;
    if (bound->function.valid()) return numbered("function", bound->function.value) + how;
    if (is_volatile_builtin(call.name.text())) return std::nullopt;
    return "call " + std::string{call.name.text()} + how;
}

Key::Words Key::type(const TypeName& type) const {
    std::string words = "type ";
    if (!is_system(type.schema)) words += std::string{type.schema.text()} + '.';
    words += type.name.text();
    for (const std::int32_t modifier : type.modifiers)
        words += ',' + std::to_string(modifier);
    return words + std::string(type.array_dimensions, '[');
}

Key::Words Key::sub_link(const SubLink& link) {
    const bool exists = link.kind == SubLink::Kind::exists;
    Words test = link.test.valid() ? expr(link.test) : std::string{};
    const Words rows = test ? query(link.query, exists) : std::nullopt;
    if (!rows) return std::nullopt;
    return numbered("sub", static_cast<std::uint32_t>(link.kind)) + '(' + *test +
           std::string{link.op.text()} + *rows + ')';
}

Key::Words Key::query(QueryId id, bool only_existence) {
    if (const auto* one = std::get_if<Select>(&tree_[id].node)) return select(*one, only_existence);
    if (const auto* operation = std::get_if<SetOperation>(&tree_[id].node)) return set_operation(*operation);
    return std::nullopt;
}

Key::Words Key::select(const Select& select, bool only_existence) {
    if (!select.with.empty() || select.locking || !select.into.empty() || !select.windows.empty())
        return std::nullopt;
    std::string words = "(from";
    for (const FromId item : select.from) {
        const Words one = from(item);
        if (!one) return std::nullopt;
        words += ' ' + *one;
    }
    std::vector<ExprId> targets;
    for (const Target& target : select.targets) {
        const bool counts = !only_existence || !is_simple(select) || !is_mere_value(tree_, target);
        if (counts) targets.push_back(target.value);
    }
    const auto add = [&](std::string_view name, const Words& part) {
        if (!part) return false;
        if (!part->empty()) words += ' ' + std::string{name} + *part;
        return true;
    };
    const auto one = [&](ExprId id) { return id.valid() ? expr(id) : Words{""}; };
    const bool known = add("select", list(targets)) && add("where ", one(select.where)) &&
                       add("group", list(tree_.list(select.group_by))) &&
                       add("having ", one(select.having)) &&
                       add("order", list(tree_.list(select.order_by))) && add("limit ", one(select.limit)) &&
                       add("offset ", one(select.offset)) && add("on", list(tree_.list(select.distinct_on)));
    if (!known) return std::nullopt;
    return words + (select.distinct ? " distinct)" : ")");
}

Key::Words Key::set_operation(const SetOperation& operation) {
    if (!operation.with.empty() || operation.limit.valid() || operation.offset.valid()) return std::nullopt;
    std::string words = numbered(operation.all ? "(all" : "(set", static_cast<std::uint32_t>(operation.kind));
    for (const QueryId operand : operation.operands) {
        const Words one = query(operand, false);
        if (!one) return std::nullopt;
        words += ' ' + *one;
    }
    return words + ')';
}

Key::Words Key::from(FromId id) {
    const FromItem& item = tree_[id];
    if (const auto* both = std::get_if<FromJoin>(&item.node)) return join(*both);
    Words words;
    if (const auto* sub = std::get_if<FromQuery>(&item.node)) {
        words = query(sub->query, false);
    } else if (const auto* function = std::get_if<FromFunction>(&item.node)) {
        words = list(tree_.list(function->calls));
    } else if (const auto* named = std::get_if<FromRelation>(&item.node)) {
        const RelationId* relation = subject_.bindings.relations.find(id);
        if (relation == nullptr || !relation->valid() || !named->sample.empty()) return std::nullopt;
        words = numbered(named->only ? "only relation" : "relation", relation->value);
    }
    aliases_.push_back(id);
    return words;
}

Key::Words Key::join(const FromJoin& join) {
    const Words left = from(join.left);
    const Words right = left ? from(join.right) : std::nullopt;
    const Words on = right && join.on.valid() ? expr(join.on) : Words{""};
    if (!right || !on) return std::nullopt;
    std::string words = numbered(join.natural ? "natural" : "join", static_cast<std::uint32_t>(join.kind));
    for (const Symbol column : join.using_columns)
        words += ' ' + std::string{column.text()};
    return '(' + words + ' ' + *left + ' ' + *right + ' ' + *on + ')';
}

} // namespace rlslint::predicates
