#include "generated_name.hpp"

#include <algorithm>

#include "rlslint/names/binder.hpp"

#include "create.hpp"

namespace rlslint::replaying {

namespace {

constexpr std::size_t name_size = 63;

/// Cuts at a character.
std::string_view cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        --size;
    return text.substr(0, size);
}

/// The longer of table and columns is cut first.
std::string object_name(std::string_view table, std::string_view columns, std::string_view label) {
    const std::size_t overhead = label.size() + 1 + (columns.empty() ? 0 : 1);
    std::size_t table_size = table.size();
    std::size_t columns_size = columns.size();
    while (table_size + columns_size + overhead > name_size) {
        if (table_size > columns_size)
            --table_size;
        else
            --columns_size;
    }
    std::string name{cut(table, table_size)};
    if (!columns.empty()) name.append("_").append(cut(columns, columns_size));
    return name.append("_").append(label);
}

template <class Taken>
Symbol first_free(std::string_view table, std::string_view columns, std::string_view label,
                  const Taken& taken) {
    Symbol name{object_name(table, columns, label)};
    for (int number = 1; taken(name); ++number)
        name = Symbol{object_name(table, columns, std::string{label} + std::to_string(number))};
    return name;
}

bool has_constraint(const Relation& table, Symbol name) {
    return std::any_of(table.constraints.begin(), table.constraints.end(),
                       [&](const Constraint& c) { return c.name == name; });
}

} // namespace

Symbol free_class_name(const Replayer& r, SchemaId schema, std::string_view table, std::string_view columns,
                       std::string_view label) {
    return first_free(table, columns, label, [&](Symbol name) { return class_name_taken(r, schema, name); });
}

Symbol free_key_name(const Replayer& r, RelationId table, std::string_view columns, std::string_view label) {
    const Relation& relation = r.catalog[table];
    return first_free(relation.name.text(), columns, label, [&](Symbol name) {
        return class_name_taken(r, relation.schema, name) || has_constraint(relation, name);
    });
}

Symbol free_constraint_name(const Replayer& r, RelationId table, std::string_view columns,
                            std::string_view label) {
    const Relation& relation = r.catalog[table];
    return first_free(relation.name.text(), columns, label,
                      [&](Symbol name) { return has_constraint(relation, name); });
}

Symbol index_column_name(const Replayer& r, ExprId expr) {
    const Symbol name = figured_name(r.tree(), expr);
    return name.text() == "?column?" ? Symbol{"expr"} : name;
}

std::string joined(const std::vector<Symbol>& columns) {
    std::string text;
    for (const Symbol column : columns) {
        if (!text.empty()) text += '_';
        text += column.text();
        if (text.size() > name_size) break;
    }
    return text;
}

} // namespace rlslint::replaying
