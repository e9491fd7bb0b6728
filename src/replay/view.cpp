#include <algorithm>

#include <fmt/format.h>

#include "rlslint/sql/boolean.hpp"

#include "alter_table.hpp"
#include "apply.hpp"
#include "binding.hpp"
#include "column.hpp"
#include "create.hpp"
#include "describe.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "query_columns.hpp"

/// Views (src/backend/commands/view.c).
namespace rlslint::replaying {

namespace {

/// The reloptions of views; security_invoker is 15's.
bool is_view_option(const Replayer& r, std::string_view name) {
    return name == "security_barrier" || name == "check_option" ||
           (name == "security_invoker" && r.version() >= 15);
}

void require_value(const Option& option) {
    const std::string_view name = option.name.text();
    if (name == "check_option") {
        if (option.value != "local" && option.value != "cascaded")
            refuse(sqlstate::invalid_parameter_value, "invalid value for enum option \"{}\": {}", name,
                   option.value);
    } else if (!option.value.empty() && !parse_boolean(option.value)) {
        refuse(sqlstate::invalid_parameter_value, "invalid value for boolean option \"{}\": {}", name,
               option.value);
    }
}

void require_same_column(const Column& old, const Column& replacement) {
    const std::string_view name = old.name.text();
    if (old.name != replacement.name)
        throw Refused{
            sqlstate::invalid_table_definition,
            fmt::format("cannot change name of view column \"{}\" to \"{}\"", name, replacement.name.text())};
    const bool known = !old.type.name.empty() && !replacement.type.name.empty();
    if (known && format_type(old.type) != format_type(replacement.type))
        throw Refused{sqlstate::invalid_table_definition,
                      fmt::format("cannot change data type of view column \"{}\" from {} to {}", name,
                                  format_type(old.type), format_type(replacement.type))};
}

/// OR REPLACE may add columns at the end, and nothing else (checkViewColumns).
void require_same_columns(const Relation& old, const Relation& replacement) {
    if (!fully_known(old) || replacement.partial) return;
    if (replacement.columns.size() < old.columns.size())
        throw Refused{sqlstate::invalid_table_definition, "cannot drop columns from view"};
    for (std::size_t i = 0; i < old.columns.size(); ++i)
        require_same_column(old.columns[i], replacement.columns[i]);
}

/// Enters the view among what its query uses, and its columns among the users of their types.
void note_view(Replayer& r, RelationId id) {
    r.dependents.add(*r.catalog[id].query.bindings, id);
    for (std::size_t i = 0; i < r.catalog[id].columns.size(); ++i)
        note_dependencies(r, id, static_cast<ColumnNumber>(i));
}

/// Keeps owner, privileges and the columns' own; options are set anew, also to none.
void replace(Replayer& r, RelationId id, Relation replacement) {
    require_same_columns(r.catalog[id], replacement);
    require_distinct(replacement.columns);
    Relation& view = r.catalog.edit(id);
    for (std::size_t i = 0; i < std::min(view.columns.size(), replacement.columns.size()); ++i)
        replacement.columns[i].acl = std::move(view.columns[i].acl);
    view.columns = std::move(replacement.columns);
    view.partial = replacement.partial;
    const bool loses = view.option("security_invoker") && !replacement.option("security_invoker");
    view.options = std::move(replacement.options);
    if (loses || view.option("security_invoker")) view.invoker_lost = loses ? replacement.name_span : Span{};
    view.query = std::move(replacement.query);
    if (view.origin.assumed)
        view.origin = replacement.origin;
    else
        r.touch(view.origin);
    note_view(r, id);
    r.record(Event::Kind::altered, id);
}

bool uses_temporary(const Replayer& r, const BoundQuery& query) {
    for (const auto& [from, relation] : query.bindings->relations)
        if (relation.valid() && r.catalog[relation].persistence == Persistence::temporary) return true;
    return false;
}

} // namespace

void require_view_options(const Replayer& r, const std::vector<Option>& options) {
    for (const Option& option : options)
        if (!is_view_option(r, option.name.text()))
            throw Refused{sqlstate::invalid_parameter_value,
                          fmt::format("unrecognized parameter \"{}\"", option.name.text())};
    for (const Option& option : options)
        require_value(option);
}

Effect apply(Replayer& r, const CreateView& statement) {
    Relation view;
    view.kind = 'v';
    view.name = statement.name.name;
    view.query = bind_query(r, statement.query, statement.query_span);
    set_columns(view, *view.query.bindings, statement.columns);
    for (const Column& column : view.columns)
        require_type_usage(r, canonical(r, column.type));
    require_view_options(r, statement.options);
    view.options = statement.options;
    // A view of temporary tables is temporary itself.
    const bool temporary = statement.persistence == Persistence::temporary || uses_temporary(r, view.query);
    view.persistence = temporary ? Persistence::temporary : Persistence::permanent;
    view.schema =
        temporary ? temporary_schema_of(r, statement.name) : require_creation_schema(r, statement.name);
    view.name_span = statement.name.span;
    view.origin = r.created();

    const RelationId existing = r.catalog.find_relation(view.schema, view.name);
    const bool assumed = existing.valid() && r.catalog[existing].origin.assumed;
    if (existing.valid() && (statement.or_replace || assumed)) {
        require_owner(r, existing);
        if (assumed) r.catalog.edit(existing).kind = 'v';
        if (!r.catalog[existing].is_view())
            throw Refused{sqlstate::wrong_object_type, fmt::format("\"{}\" is not a view", view.name.text())};
        replace(r, existing, std::move(view));
        return {};
    }
    require_distinct(view.columns);
    require_free_class_name(r, view.schema, view.name);
    require_free_row_type(r, view.schema, view.name);
    note_view(r, create(r, std::move(view)));
    return {};
}

} // namespace rlslint::replaying
