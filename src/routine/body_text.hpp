#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"
#include "rlslint/names/binder.hpp"
#include "rlslint/sql/parse.hpp"

namespace rlslint::routines {

/// A piece of SQL in a body: an expression or a query, its names bound.
struct Unit {
    TreePtr tree;
    std::shared_ptr<const Bindings> bindings;
    ExprId expr;
    QueryId query;

    [[nodiscard]] BoundExpr bound() const { return {tree, expr, bindings, {}}; }
};

/// The text of a routine's body, and the SQL in it as it would be understood if it were called now.
class BodyText {
public:
    BodyText(const Catalog& catalog, const Platform& platform, const Function& function);

    [[nodiscard]] Span whole() const { return whole_; }
    [[nodiscard]] const Sources& sources() const { return sources_; }
    [[nodiscard]] std::string_view text(Span place) const { return sources_.text(place); }

    /// Where in the user's file a place of ours is.
    [[nodiscard]] Span place(Span inside) const;

    /// From now on a variable is read as this expression, which it holds.
    void read_as(Symbol variable, std::string expression);

    /// None where the text does not parse.
    [[nodiscard]] std::optional<Unit> expression(Span place);
    /// A query with something before it ("select "), and without the part that INTO takes up.
    [[nodiscard]] std::optional<Unit> query(Span place, std::string_view before = {}, Span without = {});
    /// A query in a string that EXECUTE runs as it stands.
    [[nodiscard]] std::optional<Unit> query_of_string(Span place, std::string text);
    /// The statements of an SQL body that are queries; what cannot be read is counted.
    [[nodiscard]] std::vector<Unit> queries(Span place, std::size_t& unread);

    /// The variable that a target of INTO or an assignment is, or is a part of.
    [[nodiscard]] Symbol variable(Span target) const;

private:
    [[nodiscard]] Span snippet(Span place, std::string_view before, Span without, bool substitute);
    [[nodiscard]] std::optional<Unit> parse_query(Span snippet);
    [[nodiscard]] Unit bound(TreePtr tree, ExprId expr, QueryId query) const;

    const Catalog& catalog_;
    const Function& function_;
    SearchPath path_;
    Sources sources_;
    Parser parser_;
    Span whole_;
    std::unordered_map<Symbol, std::string> read_as_;
};

} // namespace rlslint::routines
