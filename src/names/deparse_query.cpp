#include <algorithm>

#include "deparse.hpp"

// Sub-selects of one level: get_select_query_def in src/backend/utils/adt/ruleutils.c. What they begin and
// end with, and where their lines break, is told by the indentation.

namespace rlslint::names {
namespace {

constexpr int step = 8; ///< PRETTYINDENT_STD

/// The query, if it is a plain one that is known to be written as below.
const Select* plain_select(const Tree& tree, QueryId id) {
    const auto* select = std::get_if<Select>(&tree[id].node);
    if (select == nullptr) return nullptr;
    const bool plain = select->with.empty() && select->from.size() <= 1 && select->group_by.empty() &&
                       !select->having.valid() && select->windows.empty() && select->order_by.empty() &&
                       !select->offset.valid() && !select->distinct && select->distinct_on.empty() &&
                       !select->locking && select->into.empty();
    return plain ? select : nullptr;
}

} // namespace

void Deparse::sub_link(const SubLink& link) {
    const bool tested = link.kind == SubLink::Kind::any || link.kind == SubLink::Kind::all;
    const bool exists = link.kind == SubLink::Kind::exists;
    if (link.kind == SubLink::Kind::array) return unsure();
    out_ += '(';
    if (tested) {
        const auto [left, right] = compared(types_.of(link.test), types_.of_output(link.query));
        if (left == nullptr || left->name != right->name) return unsure();
        write_as(link.test, left);
        const bool in = link.kind == SubLink::Kind::any && link.op.text() == "=";
        if (in)
            out_ += " IN ";
        else
            out_.append(" ").append(link.op.text() == "!=" ? "<>" : link.op.text());
        if (!in) out_ += link.kind == SubLink::Kind::any ? " ANY " : " ALL ";
    }
    if (exists) out_ += "EXISTS ";
    if (exists || tested) out_ += '(';
    query(link.query, !exists);
    out_ += exists || tested ? "))" : ")";
}

void Deparse::query(QueryId id, bool one_column) {
    const Select* select = plain_select(tree_, id);
    if (select == nullptr) return unsure();
    const std::size_t outside = entries_.size();
    const int indent = indent_;
    name_entries(select->from);
    ++queries_;
    indent_ += step;
    out_ += " SELECT ";
    targets(*select, one_column);
    if (!select->from.empty()) {
        keyword(" FROM ", -step, step, 2);
        from(select->from.front());
    }
    if (select->where.valid()) {
        keyword(" WHERE ", -step, step, 1);
        condition_part(select->where);
    }
    if (select->limit.valid()) {
        const auto* limit = std::get_if<Literal>(&tree_[select->limit].node);
        if (limit == nullptr || limit->kind != Literal::Kind::integer) return unsure();
        keyword(" LIMIT ", -step, step, 0);
        write(select->limit);
    }
    --queries_;
    indent_ = indent;
    entries_.resize(outside);
}

/// Each but the first on a line of its own.
void Deparse::targets(const Select& select, bool one_column) {
    if (one_column && select.targets.size() != 1) return unsure();
    bool first = true;
    for (const Target& target : select.targets) {
        const auto* column = std::get_if<ColumnRef>(&tree_[target.value].node);
        if (column != nullptr && column->star) {
            const auto* star = bindings_.stars.find(target.value);
            if (star == nullptr) return unsure();
            for (const BoundColumn& one : *star) {
                const std::string* name = one.from.valid() ? name_of(one.from) : nullptr;
                if (name == nullptr || !one.relation.valid() || one.column == whole_row) return unsure();
                if (!first) keyword("", -step, step, 4);
                out_ += quote_ident(*name) + "." +
                        quote_ident(catalog_[one.relation].columns[one.column].name.text()) + ",";
                first = false;
            }
            continue;
        }
        if (!first) keyword("", -step, step, 4);
        first = false;
        write(target.value);
        const BoundColumn* bound = bindings_.columns.find(target.value);
        const bool named_alike = bound != nullptr && bound->relation.valid() && bound->column != whole_row;
        const std::string_view own =
            named_alike ? catalog_[bound->relation].columns[bound->column].name.text() : "?column?";
        const Symbol name = target.name.empty() ? figured_name(tree_, target.value) : target.name;
        if (name.text() != own) out_ += " AS " + quote_ident(name.text());
        out_ += ',';
    }
    if (out_.ends_with(',')) out_.pop_back();
}

void Deparse::from(FromId id) {
    const FromItem& item = tree_[id];
    if (item.lateral || !item.alias.columns.empty()) return unsure();
    if (std::holds_alternative<FromRelation>(item.node)) return relation(id, item);
    const auto* join = std::get_if<FromJoin>(&item.node);
    if (join == nullptr || join->natural || !join->using_columns.empty() || !join->on.valid() ||
        !item.alias.name.empty())
        return unsure();
    constexpr std::string_view words[] = {" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "};
    out_ += '(';
    from(join->left);
    keyword(words[static_cast<std::size_t>(join->kind)], -step, step, 4);
    from(join->right);
    out_ += " ON (";
    condition_part(join->on);
    out_ += "))";
}

void Deparse::relation(FromId id, const FromItem& item) {
    const RelationId* bound = bindings_.relations.find(id);
    const std::string* name = name_of(id);
    const auto& named = std::get<FromRelation>(item.node);
    if (bound == nullptr || !bound->valid() || name == nullptr || named.only || !named.sample.empty())
        return unsure();
    out_ += relation_name(*bound);
    if (!item.alias.name.empty() || *name != catalog_[*bound].name.text()) out_ += " " + quote_ident(*name);
}

/// The names under which entries are known: of two that are alike, the inner or later one gets a number
/// (set_rtable_names).
void Deparse::name_entries(std::span<const FromId> from) {
    for (const FromId id : from) {
        const FromItem& item = tree_[id];
        if (const auto* join = std::get_if<FromJoin>(&item.node)) {
            name_entries(std::array{join->left, join->right});
            continue;
        }
        const RelationId* bound = bindings_.relations.find(id);
        if (bound == nullptr || !bound->valid()) return unsure();
        const Symbol own = item.alias.name.empty() ? catalog_[*bound].name : item.alias.name.text;
        std::string name{own.text()};
        for (int i = 1; is_name_taken(name); ++i)
            name = std::string{own.text()} + "_" + std::to_string(i);
        entries_.emplace_back(id, std::move(name));
    }
}

bool Deparse::is_name_taken(const std::string& name) const {
    return name == catalog_[context_.row].name.text() ||
           std::any_of(entries_.begin(), entries_.end(),
                       [&](const auto& entry) { return entry.second == name; });
}

const std::string* Deparse::name_of(FromId id) const {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == id; });
    return found == entries_.end() ? nullptr : &found->second;
}

} // namespace rlslint::names
