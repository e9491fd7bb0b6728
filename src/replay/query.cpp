#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "rlslint/names/binder.hpp"
#include "rlslint/text/ascii.hpp"

#include "apply.hpp"
#include "binding.hpp"
#include "dynamic.hpp"
#include "dynamic_table_rows.hpp"
#include "language.hpp"
#include "lookup.hpp"
#include "queue.hpp"
#include "routine_body.hpp"
#include "session.hpp"

/// Queries at the top of a script. They change rows; the catalog and the session only by the functions
/// that they call.
namespace rlslint::replaying {

namespace {

// ---- set_config() -----------------------------------------------------------------------------------

/// A constant, under whatever casts; none for anything else.
std::optional<std::string_view> constant(const Tree& tree, ExprId id) {
    while (const auto* cast = std::get_if<Cast>(&tree[id].node))
        id = cast->arg;
    const auto* literal = std::get_if<Literal>(&tree[id].node);
    if (literal == nullptr || literal->kind == Literal::Kind::null) return std::nullopt;
    return literal->value.text();
}

bool sets_the_session(std::string_view setting) {
    return setting == "search_path" || setting == "role" || setting == "session_authorization";
}

Effect set_config(Replayer& r, const Call& call) {
    const auto args = r.tree().list(call.args);
    if (args.size() != 3) return inert();
    const auto name = constant(r.tree(), args[0]);
    const auto value = constant(r.tree(), args[1]);
    const auto local = constant(r.tree(), args[2]);
    if (name && !sets_the_session(*name)) {
        set_other_setting(r, *name, value ? std::optional{std::string{*value}} : std::nullopt,
                          local && local->starts_with('t'));
        return inert();
    }
    if (!name || !value || !local) return undetermined("set_config() of what is no constant");
    SetVariable set;
    set.name = Symbol{*name};
    set.values = *name == "search_path" ? parse_identifiers(*value) : std::vector{std::string{*value}};
    set.local = local->starts_with('t');
    set.span = r.statement->span;
    return set_setting(r, set) ? Effect{} : inert();
}

// ---- other functions --------------------------------------------------------------------------------

/// Functions of extensions that people call in migrations, and that leave the catalog alone.
constexpr auto harmless_functions =
    std::to_array<std::string_view>({"cron.schedule", "cron.schedule_in_database", "cron.unschedule",
                                     "net.http_delete", "net.http_get", "net.http_post"});

/// Those found without a schema that do not.
constexpr auto harmful_functions = std::to_array<std::string_view>(
    {"addgeometrycolumn", "dblink", "dblink_exec", "dropgeometrycolumn", "dropgeometrytable", "lo_import"});

template <std::size_t n> bool contains(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A function that the history does not create: PostgreSQL's own, or an extension's.
bool foreign_function_is_harmless(const Call& call) {
    const std::string_view schema = call.schema.text();
    if (schema == "pg_catalog" || schema == "extensions") return true;
    if (schema.empty()) return !contains(harmful_functions, call.name.text());
    return contains(harmless_functions, shown({call.schema, call.name, {}}));
}

std::vector<FunctionId> candidates(const Replayer& r, const Call& call) {
    std::vector<FunctionId> found;
    const auto look = [&](SchemaId schema) {
        const auto functions = r.catalog.find_functions(schema, call.name);
        found.insert(found.end(), functions.begin(), functions.end());
    };
    if (call.schema.empty()) {
        for (const SchemaId schema : search_path(r))
            look(schema);
    } else if (const SchemaId schema = r.catalog.find_schema(call.schema); schema.valid()) {
        look(schema);
    }
    return found;
}

Effect call_function(const Replayer& r, const Call& call) {
    const std::vector<FunctionId> found = candidates(r, call);
    const std::string name = shown({call.schema, call.name, {}});
    if (found.empty()) {
        if (foreign_function_is_harmless(call)) return inert();
        return undetermined(fmt::format("calls {}(), which the history does not create", name));
    }
    const bool harmless = std::all_of(found.begin(), found.end(),
                                      [&](FunctionId id) { return changes_rows_at_most(r, r.catalog[id]); });
    return harmless ? inert() : undetermined(fmt::format("calls {}(), whose body is not read yet", name));
}

Effect run_call(Replayer& r, const Call& call) {
    static const Symbol set_config_name{"set_config"};
    if (is_queue_call(r, call)) {
        const auto args = r.tree().list(call.args);
        return call_queue_function(r, call.name.text(),
                                   args.empty() ? std::nullopt : constant(r.tree(), args.front()),
                                   r.statement->span);
    }
    const bool builtin = call.schema.empty() || call.schema.text() == "pg_catalog";
    return builtin && call.name == set_config_name ? set_config(r, call) : call_function(r, call);
}

/// Whether the statement calls a function of the history's that may change the catalog.
bool calls_a_routine(const Replayer& r) {
    for (std::uint32_t i = 0; i < r.tree().expr_count(); ++i) {
        const auto* call = std::get_if<Call>(&r.tree()[ExprId{i}].node);
        if (call == nullptr) continue;
        for (const FunctionId id : candidates(r, *call))
            if (!changes_rows_at_most(r, r.catalog[id])) return true;
    }
    return false;
}

/// Whether it calls one at all, which may change rows.
bool calls_any_routine(const Replayer& r) {
    for (std::uint32_t i = 0; i < r.tree().expr_count(); ++i)
        if (const auto* call = std::get_if<Call>(&r.tree()[ExprId{i}].node))
            if (!candidates(r, *call).empty()) return true;
    return false;
}

/// The most telling of two effects.
Effect more(Effect a, Effect b) {
    if (a.outcome == Outcome::undetermined || b.outcome == Outcome::inert) return a;
    return b;
}

} // namespace

Effect apply(Replayer& r, const RunQuery& run) {
    const Tree& tree = r.tree();
    // Functions that do more than change rows are followed, where the query does not change rows itself.
    if (std::holds_alternative<Select>(tree[run.query].node) && calls_a_routine(r))
        return dynamic::run_query(r, run.query);
    if (const auto* insert = std::get_if<Insert>(&tree[run.query].node)) dynamic::note_insert(r, *insert);
    if (calls_any_routine(r)) dynamic::forget_rows(r);
    Effect effect = inert();
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i)
        if (const auto* call = std::get_if<Call>(&tree[ExprId{i}].node))
            effect = more(std::move(effect), run_call(r, *call));
    return effect;
}

Effect apply(Replayer& r, const Do& block) {
    const std::string_view language = block.language.text();
    require_language_usage(r, language.empty() ? Symbol{"plpgsql"} : block.language);
    const bool readable = language.empty() || language == "plpgsql";
    if (!readable) return undetermined(fmt::format("DO block in {}", language));
    if (changes_rows_at_most(r, block.body)) return inert();
    return dynamic::run_block(r, block);
}

Effect apply(Replayer& r, const CallProcedure& statement) {
    const auto* call = statement.call.valid() ? std::get_if<Call>(&r.tree()[statement.call].node) : nullptr;
    if (call == nullptr) return undetermined("CALL");
    const Effect effect = call_function(r, *call);
    if (effect.outcome != Outcome::undetermined || candidates(r, *call).empty()) return effect;
    return dynamic::run_call(r, statement.call);
}

} // namespace rlslint::replaying
