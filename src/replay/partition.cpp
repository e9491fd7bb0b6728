#include "partition.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "constraint.hpp"
#include "copy_index.hpp"
#include "inheritance.hpp"
#include "partition_foreign_key.hpp"
#include "permission.hpp"
#include "trigger.hpp"

namespace rlslint::replaying {

namespace {

using Kind = PartitionBound::Kind;

/// A constant, or the word MINVALUE or MAXVALUE.
std::optional<std::string> constant(const Tree& tree, ExprId id) {
    if (!id.valid()) return std::nullopt;
    if (const auto* literal = std::get_if<Literal>(&tree[id].node)) {
        if (literal->kind == Literal::Kind::null) return "null";
        return std::string{literal->value.text()};
    }
    const auto* word = std::get_if<ColumnRef>(&tree[id].node);
    if (word == nullptr) return std::nullopt;
    const std::string_view name = word->name.text();
    if (name != "minvalue" && name != "maxvalue") return std::nullopt;
    return std::string{name};
}

std::optional<long> number(const std::string& text) {
    if (text == "minvalue") return std::numeric_limits<long>::min();
    if (text == "maxvalue") return std::numeric_limits<long>::max();
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Of numbers, of one key.
struct Range {
    long lower;
    long upper;
};

std::optional<Range> range(const PartitionValues& values) {
    if (values.kind != Kind::range || !values.known || values.values.size() != 2) return std::nullopt;
    const std::optional<long> lower = number(values.values[0]);
    const std::optional<long> upper = number(values.values[1]);
    if (!lower || !upper) return std::nullopt;
    return Range{*lower, *upper};
}

bool overlap(const PartitionValues& a, const PartitionValues& b) {
    if (a.kind == Kind::list && b.kind == Kind::list && a.known && b.known)
        return std::any_of(a.values.begin(), a.values.end(), [&](const std::string& value) {
            return std::find(b.values.begin(), b.values.end(), value) != b.values.end();
        });
    const std::optional<Range> first = range(a);
    const std::optional<Range> second = range(b);
    return first && second && first->lower < second->upper && second->lower < first->upper;
}

std::string_view strategy_name(char strategy) {
    if (strategy == 'l') return "list";
    return strategy == 'r' ? "range" : "hash";
}

bool fits(char strategy, Kind kind) {
    switch (kind) {
    case Kind::default_: return strategy != 'h';
    case Kind::list: return strategy == 'l';
    case Kind::range: return strategy == 'r';
    case Kind::hash: return strategy == 'h';
    }
    return true;
}

/// What a table must not be to become a partition.
void require_attachable(const Replayer& r, const Relation& table, RelationId parent) {
    if (table.partition)
        refuse(sqlstate::wrong_object_type, "\"{}\" is already a partition", table.name.text());
    if (table.of_type.valid())
        refuse(sqlstate::wrong_object_type, "cannot attach a typed table as partition");
    if (!table.parents.empty())
        refuse(sqlstate::wrong_object_type, "cannot attach inheritance child as partition");
    if (table.kind == 'r' && !table.children.empty())
        refuse(sqlstate::wrong_object_type, "cannot attach inheritance parent as partition");
    if (!r.catalog[parent].columns_known() || !table.columns_known()) return;
    for (const Column& column : table.columns)
        if (!column.dropped && r.catalog.find_column(parent, column.name) == whole_row)
            refuse(sqlstate::datatype_mismatch,
                   "table \"{}\" contains column \"{}\" not found in parent \"{}\"", table.name.text(),
                   column.name.text(), r.catalog[parent].name.text());
}

} // namespace

PartitionValues partition_values(const Replayer& r, const PartitionBound& bound) {
    PartitionValues result{bound.kind, {}, true};
    for (const ExprId id : bound.values) {
        std::optional<std::string> value = constant(r.tree(), id);
        result.known = result.known && value;
        result.values.push_back(value ? std::move(*value) : std::string{});
    }
    return result;
}

void require_bound_kind(const Relation& parent, const PartitionValues& values) {
    if (parent.partition_strategy != 0 && !fits(parent.partition_strategy, values.kind))
        refuse(sqlstate::invalid_table_definition, "invalid bound specification for a {} partition",
               strategy_name(parent.partition_strategy));
}

void require_free_bound(const Replayer& r, RelationId parent, Symbol partition,
                        const PartitionValues& values) {
    const Relation& table = r.catalog[parent];
    if (table.partition_strategy == 0) return; // known in part
    if (const std::optional<Range> own = range(values); own && own->lower >= own->upper)
        refuse(sqlstate::invalid_object_definition, "empty range bound specified for partition \"{}\"",
               partition.text());
    for (const RelationId sibling : table.children) {
        const Relation& other = r.catalog[sibling];
        if (values.kind == Kind::default_ && other.values.kind == Kind::default_ && other.values.known)
            refuse(sqlstate::invalid_object_definition,
                   "partition \"{}\" conflicts with existing default partition \"{}\"", partition.text(),
                   other.name.text());
        if (overlap(values, other.values))
            refuse(sqlstate::invalid_object_definition, "partition \"{}\" would overlap partition \"{}\"",
                   partition.text(), other.name.text());
    }
}

void attach_partition(Replayer& r, RelationId partition, RelationId parent, const PartitionBound& bound) {
    const PartitionValues values = partition_values(r, bound);
    require_owner(r, partition);
    require_attachable(r, r.catalog[partition], parent);
    require_no_cycle(r, partition, parent);
    require_free_bound(r, parent, r.catalog[partition].name, values);
    attach(r, partition, parent, true);
    r.catalog.edit(partition).values = values;
    give_to_partition(r, parent, partition);
    clone_triggers(r, parent, partition);
    give_foreign_keys(r, parent, partition);
}

} // namespace rlslint::replaying
