#include "query_columns.hpp"

#include <unordered_set>

#include <fmt/format.h>

namespace rlslint::replaying {

namespace {

Column column_of(const OutputColumn& output) {
    Column column;
    column.name = output.name;
    column.type = output.type;
    return column;
}

} // namespace

void require_distinct(const std::vector<Column>& columns) {
    std::unordered_set<Symbol> names;
    for (const Column& column : columns)
        if (!names.insert(column.name).second)
            throw Refused{sqlstate::duplicate_column,
                          fmt::format("column \"{}\" specified more than once", column.name.text())};
}

void set_columns(Relation& relation, const Bindings& query, const std::vector<Symbol>& names) {
    const std::string_view what = relation.kind == 'v' ? "CREATE VIEW" : "CREATE TABLE AS";
    relation.columns.clear();
    relation.partial = !query.outputs_known;
    if (query.outputs_known) {
        for (const OutputColumn& output : query.outputs)
            relation.columns.push_back(column_of(output));
        if (names.size() > relation.columns.size())
            throw Refused{sqlstate::syntax_error,
                          relation.kind == 'v'
                              ? fmt::format("{} specifies more column names than columns", what)
                              : "too many column names were specified"};
    }
    if (relation.columns.size() < names.size()) relation.columns.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        relation.columns[i].name = names[i];
}

} // namespace rlslint::replaying
