#include "reproduce.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/access/recursion.hpp"
#include "rlslint/eval/value.hpp"
#include "rlslint/lint/certain.hpp"
#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/report/printable.hpp"

namespace rlslint {
namespace {

/// Somebody who is signed in: any id will do.
constexpr std::string_view somebody = "00000000-0000-4000-8000-000000000001";

/// What every kind of reproduction is written with: a transaction in the name of each client.
class Writer {
public:
    Writer(const Model& model, std::string& out) : model_(model), out_(out) {
        out_ += "To see it on a server\n";
    }

    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    template <class Write> void as_each_client(Write write) {
        const auto clients = model_.reach.api_roles();
        if (clients.empty()) print("  -- no role that clients hold is known: name them under api_roles\n");
        for (const RoleId role : clients) {
            print("  begin;\n  set local role {};\n", printable(quote_ident(model_.catalog.name_of(role))));
            write_claims(role);
            write(role);
            print("  rollback;\n");
        }
    }

    void write(std::string_view statement, std::string_view outcome) {
        print("  {}; -- {}\n", printable(statement), outcome);
    }

    /// It would end the transaction: it stays a comment.
    void write_failing(std::string_view statement, std::string_view why) {
        print("  -- {}; -- {}\n", printable(statement), why);
    }

private:
    /// What an API that passes claims on would set.
    void write_claims(RoleId role) {
        constexpr std::string_view setting = "request.jwt.claims";
        const auto& settings = model_.platform.identity_settings;
        const bool passes = std::any_of(settings.begin(), settings.end(),
                                        [&](Symbol known) { return known.text() == setting; });
        if (!passes) return;
        const std::string name = model_.catalog.name_of(role);
        const bool anonymous = model_.platform.is_anonymous_role(Symbol(name));
        print("  set local {} = '{{\"role\":\"{}\"{}}}';\n", setting, printable(name),
              anonymous ? "" : fmt::format(",\"sub\":\"{}\"", somebody));
    }

    const Model& model_;
    std::string& out_;
};

std::string_view outcome(const Cell& cell) {
    switch (cell.verdict) {
    case Verdict::none: return "no row";
    case Verdict::some: return "some rows";
    case Verdict::all: return "every row";
    case Verdict::unknown: break;
    }
    return "not decided";
}

/// Statements of one client on one relation.
class Statements {
public:
    Statements(const Model& model, Writer& writer, RoleId role, RelationId id)
        : model_(model), writer_(writer), role_(role), id_(id), relation_(model.catalog[id]),
          name_(sql_name(model.catalog, id)) {}

    void write() {
        if (relation_.kind == 'S') return write_nextval();
        const std::string shown = list_of(granted(Privilege::select));
        write(Action::select, fmt::format("select {} from {}", shown, name_));
        if (relation_.kind == 'm') return; // nobody writes to it
        const std::string column = column_to_set();
        if (!column.empty())
            write(Action::update, fmt::format("update {} set {} = {}", name_, column, column));
        const bool bare = relation_.columns.empty(); // RETURNING must have something to return
        write(Action::delete_,
              fmt::format("delete from {}{}{}", name_, bare ? "" : " returning ", bare ? "" : shown));
    }

private:
    void write_nextval() {
        const PrivilegeSet held = model_.reach.reachable(role_, id_);
        const bool may = held.has(Privilege::usage) || held.has(Privilege::update);
        const std::string statement = fmt::format("select nextval({})", eval::quote_literal(name_));
        if (may)
            writer_.write(statement, "a number");
        else
            writer_.write_failing(statement, "permission denied");
    }

    void write(Action action, const std::string& statement) {
        const Cell cell = certain(model_, id_, model_.access.cell(role_, id_, action));
        const std::string_view failure = why_failing(cell, action);
        if (failure.empty())
            writer_.write(statement, outcome(cell));
        else
            writer_.write_failing(statement, failure);
    }

    /// Empty for what does not fail.
    std::string_view why_failing(const Cell& cell, Action action) {
        const bool denied = cell.why == Why::no_privilege || cell.why == Why::no_usage;
        // What finds rows reads them first.
        if (action == Action::select) cannot_read_ = denied;
        if (denied || cannot_read_) return relation_.is_view() ? "refused" : "permission denied";
        if (relation_.is_view()) return "";
        const auto circle =
            recursion(model_.catalog, model_.reach, model_.access.bodies(), role_, id_, action);
        if (!circle) return "";
        return circle->by_function ? "infinite recursion, once there is a row" : "infinite recursion";
    }

    /// Whether each column may be named, by number.
    [[nodiscard]] std::vector<bool> granted(Privilege privilege) const {
        const auto some = model_.reach.columns_granted(role_, id_, privilege);
        std::vector<bool> columns(relation_.columns.size(), some.empty());
        for (const ColumnNumber column : some)
            columns[static_cast<std::size_t>(column)] = true;
        return columns;
    }

    /// What SELECT gives: all columns, or those that the role may read.
    [[nodiscard]] std::string list_of(const std::vector<bool>& columns) const {
        std::string list;
        bool all = true;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (relation_.columns[i].dropped) continue;
            all = all && columns[i];
            if (columns[i])
                list += (list.empty() ? "" : ", ") + quote_ident(relation_.columns[i].name.text());
        }
        return all ? "*" : list;
    }

    /// One that may be read and assigned to; empty for none.
    [[nodiscard]] std::string column_to_set() const {
        const std::vector<bool> read = granted(Privilege::select), written = granted(Privilege::update);
        for (std::size_t i = 0; i < relation_.columns.size(); ++i) {
            const Column& column = relation_.columns[i];
            const bool assignable = !column.dropped && !column.generated && column.identity != 'a';
            if (assignable && read[i] && written[i]) return quote_ident(column.name.text());
        }
        return "";
    }

    const Model& model_;
    Writer& writer_;
    RoleId role_;
    RelationId id_;
    const Relation& relation_;
    std::string name_;
    bool cannot_read_ = false;
};

/// NULL as a value that a parameter of the type takes: one that takes anything must be told what it is.
/// A type of another schema is left unsaid: who may call the function may not see that schema.
std::string null_for(const TypeName& type, Symbol own_schema) {
    const std::string_view name = type.name.text();
    constexpr std::array<std::string_view, 3> elements{"anyelement", "anynonarray", "anycompatible"};
    constexpr std::array<std::string_view, 2> arrays{"anyarray", "anycompatiblearray"};
    const auto is_one_of = [&](const auto& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (name == "any" || is_one_of(elements)) return "null::text";
    if (is_one_of(arrays)) return "null::text[]";
    const bool elsewhere =
        !type.schema.empty() && type.schema != own_schema && type.schema.text() != "pg_catalog";
    return elsewhere ? "null" : "null::" + format_type_name(type);
}

/// A call with NULL for every argument: it shows who may call it.
std::string call_of(const Catalog& catalog, const Function& function) {
    const Symbol schema = catalog[function.schema].name;
    std::string args;
    for (const FunctionArg& arg : function.args) {
        const bool output = arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::table;
        if (output && !function.procedure) continue; // CALL names them too
        const bool variadic = arg.mode == FunctionArg::Mode::variadic && arg.type.name.text() != "any";
        args += fmt::format("{}{}{}", args.empty() ? "" : ", ", variadic ? "variadic " : "",
                            null_for(arg.type, schema));
    }
    if (function.aggregate && args.empty()) args = "*";
    return fmt::format("{} {}.{}({})", function.procedure ? "call" : "select", quote_ident(schema.text()),
                       quote_ident(function.name.text()), args);
}

} // namespace

void reproduce(const Model& model, RelationId id, std::string& out) {
    Writer writer{model, out};
    writer.print(
        "  select relowner::regrole as owner, relrowsecurity as row_security, relforcerowsecurity as "
        "forced, relacl as privileges\n    from pg_class where oid = {}::regclass;\n",
        printable(eval::quote_literal(sql_name(model.catalog, id))));
    writer.as_each_client([&](RoleId role) { Statements(model, writer, role, id).write(); });
}

void reproduce(const Model& model, FunctionId id, std::string& out) {
    const Function& function = model.catalog[id];
    Writer writer{model, out};
    writer.print("  select proowner::regrole as owner, prosecdef as security_definer, proconfig as settings, "
                 "proacl as privileges\n    from pg_proc where oid = {}::regprocedure;\n",
                 printable(eval::quote_literal(sql_name(model.catalog, id))));
    if (only_fires(function)) return writer.print("  -- nobody can call it: it fires as a trigger\n");
    const std::string call = call_of(model.catalog, function);
    writer.as_each_client([&](RoleId role) {
        if (model.reach.can_execute(role, id) && model.reach.has_usage(role, function.schema))
            writer.write(call, "may be called");
        else
            writer.write_failing(call, "permission denied");
    });
}

void reproduce(const Model& model, RoleId id, std::string& out) {
    const std::string name = printable(eval::quote_literal(model.catalog.name_of(id)));
    const bool is_public = id == public_role;
    const std::string oid =
        is_public ? "0" : fmt::format("(select oid from pg_roles where rolname = {})", name);
    Writer writer{model, out};
    if (!is_public)
        writer.print(
            "  select rolsuper, rolbypassrls, rolcanlogin, rolinherit from pg_roles where rolname = {};\n"
            "  select roleid::regrole as member_of from pg_auth_members where member = {};\n",
            name, oid);
    writer.print(
        "  select table_schema, table_name, privilege_type from information_schema.table_privileges\n"
        "    where grantee = {} order by 1, 2, 3;\n"
        "  select nspname as schema, privilege_type from pg_namespace, aclexplode(nspacl)\n"
        "    where grantee = {} order by 1, 2;\n"
        "  select defaclrole::regrole as creator, defaclnamespace::regnamespace as schema, defaclobjtype as "
        "kind,\n"
        "    defaclacl as privileges from pg_default_acl\n"
        "    where defaclrole = {}\n      or exists (select from aclexplode(defaclacl) where grantee = "
        "{});\n",
        name, oid, oid, oid);
}

} // namespace rlslint
