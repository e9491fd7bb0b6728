#include "reproduce.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/lint/certain.hpp"
#include "rlslint/report/printable.hpp"

namespace rlslint {
namespace {

/// Somebody who is signed in: any id will do.
constexpr std::string_view somebody = "00000000-0000-4000-8000-000000000001";

class Reproduction {
public:
    Reproduction(const Model& model, RelationId relation, std::string& out)
        : model_(model), relation_(relation), out_(out),
          name_(fmt::format("{}.{}", quote_ident(model.catalog[model.catalog[relation].schema].name.text()),
                            quote_ident(model.catalog[relation].name.text()))) {}

    void write() {
        print("To see it on a server\n");
        for (const RoleId role : model_.reach.api_roles())
            write(role);
    }

private:
    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    void write(RoleId role) {
        print("  begin;\n  set local role {};\n", printable(quote_ident(model_.catalog.name_of(role))));
        write_claims(role);
        write(role, Action::select, fmt::format("select * from {}", name_));
        const std::string column = first_column();
        if (!column.empty())
            write(role, Action::update, fmt::format("update {} set {} = {}", name_, column, column));
        write(role, Action::delete_, fmt::format("delete from {} returning *", name_));
        print("  rollback;\n");
    }

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

    /// What fails for want of a privilege would end the transaction: it stays a comment.
    void write(RoleId role, Action action, const std::string& statement) {
        const Cell cell = certain(model_, relation_, model_.access.cell(role, relation_, action));
        const bool fails = cell.why == Why::no_privilege || cell.why == Why::no_usage;
        print("  {}{}; -- {}\n", fails ? "-- " : "", printable(statement), outcome(cell, fails));
    }

    static std::string_view outcome(const Cell& cell, bool fails) {
        if (fails) return "permission denied";
        switch (cell.verdict) {
        case Verdict::none: return "no row";
        case Verdict::some: return "some rows";
        case Verdict::all: return "every row";
        case Verdict::unknown: break;
        }
        return "not decided";
    }

    /// One that may be assigned to; empty for none.
    [[nodiscard]] std::string first_column() const {
        for (const Column& column : model_.catalog[relation_].columns) {
            if (!column.dropped && !column.generated && column.identity != 'a')
                return quote_ident(column.name.text());
        }
        return "";
    }

    const Model& model_;
    RelationId relation_;
    std::string& out_;
    std::string name_;
};

} // namespace

void reproduce(const Model& model, RelationId relation, std::string& out) {
    Reproduction{model, relation, out}.write();
}

} // namespace rlslint
