#include "reproduce.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/eval/value.hpp"
#include "rlslint/lint/certain.hpp"
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
        for (const RoleId role : model_.reach.api_roles()) {
            print("  begin;\n  set local role {};\n", printable(quote_ident(model_.catalog.name_of(role))));
            write_claims(role);
            write(role);
            print("  rollback;\n");
        }
    }

    /// What fails would end the transaction: it stays a comment.
    void write(std::string_view statement, bool fails, std::string_view outcome) {
        print("  {}{}; -- {}\n", fails ? "-- " : "", printable(statement), outcome);
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

std::string_view outcome(const Cell& cell, bool fails) {
    if (fails) return "permission denied";
    switch (cell.verdict) {
    case Verdict::none: return "no row";
    case Verdict::some: return "some rows";
    case Verdict::all: return "every row";
    case Verdict::unknown: break;
    }
    return "not decided";
}

/// A column that may be assigned to; empty for none.
std::string first_column(const Relation& relation) {
    for (const Column& column : relation.columns) {
        if (!column.dropped && !column.generated && column.identity != 'a')
            return quote_ident(column.name.text());
    }
    return "";
}

/// A call with NULL for every argument: it shows who may call it.
std::string call_of(const Catalog& catalog, const Function& function) {
    std::string args;
    for (const FunctionArg& arg : function.args) {
        if (arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::table) continue;
        args += fmt::format("{}{}null::{}", args.empty() ? "" : ", ",
                            arg.mode == FunctionArg::Mode::variadic ? "variadic " : "",
                            format_type_name(arg.type));
    }
    return fmt::format("{} {}.{}({})", function.procedure ? "call" : "select * from",
                       quote_ident(catalog[function.schema].name.text()), quote_ident(function.name.text()),
                       args);
}

} // namespace

void reproduce(const Model& model, RelationId id, std::string& out) {
    const Relation& relation = model.catalog[id];
    const std::string name = fmt::format("{}.{}", quote_ident(model.catalog[relation.schema].name.text()),
                                         quote_ident(relation.name.text()));
    const std::string column = first_column(relation);
    Writer writer{model, out};
    writer.as_each_client([&](RoleId role) {
        const auto write = [&](Action action, const std::string& statement) {
            const Cell cell = certain(model, id, model.access.cell(role, id, action));
            const bool fails = cell.why == Why::no_privilege || cell.why == Why::no_usage;
            writer.write(statement, fails, outcome(cell, fails));
        };
        write(Action::select, fmt::format("select * from {}", name));
        if (!column.empty())
            write(Action::update, fmt::format("update {} set {} = {}", name, column, column));
        write(Action::delete_, fmt::format("delete from {} returning *", name));
    });
}

void reproduce(const Model& model, FunctionId id, std::string& out) {
    const Function& function = model.catalog[id];
    const std::string name = sql_name(model.catalog, id);
    Writer writer{model, out};
    writer.print("  select proowner::regrole as owner, prosecdef as security_definer, proconfig as settings, "
                 "proacl as privileges\n    from pg_proc where oid = {}::regprocedure;\n",
                 printable(eval::quote_literal(name)));
    if (only_fires(function)) return writer.print("  -- nobody can call it: it fires as a trigger\n");
    writer.as_each_client([&](RoleId role) {
        const bool may = model.reach.can_execute(role, id) && model.reach.has_usage(role, function.schema);
        writer.write(call_of(model.catalog, function), !may, may ? "may be called" : "permission denied");
    });
}

void reproduce(const Model& model, RoleId id, std::string& out) {
    const std::string name = model.catalog.name_of(id);
    const std::string literal = printable(eval::quote_literal(name));
    Writer writer{model, out};
    writer.print(
        "  select rolsuper, rolbypassrls, rolcanlogin, rolinherit from pg_roles where rolname = {};\n"
        "  select roleid::regrole as member_of from pg_auth_members where member = {}::regrole;\n"
        "  select table_schema, table_name, privilege_type from information_schema.table_privileges\n"
        "    where grantee = {} order by 1, 2, 3;\n",
        literal, printable(eval::quote_literal(quote_ident(name))), literal);
}

} // namespace rlslint
