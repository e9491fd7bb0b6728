#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/small_world.hpp"

namespace rlslint::test {

/// What the column references of a bound tree mean, in the order of the text, e.g.
/// "org_id=members.org_id (or orgs) owner=orgs.owner^1": behind `^` the levels up, in parentheses
/// what else the name could have meant. An unbound reference has nothing behind `=`.
class Described {
public:
    Described(const SmallWorld& world, const SmallWorld::Bound& bound) : world_(world), bound_(bound) {}

    [[nodiscard]] std::string columns() const {
        std::vector<std::pair<std::uint32_t, std::string>> found;
        for (std::uint32_t i = 0; i < bound_.tree->expr_count(); ++i) {
            const Expr& expr = (*bound_.tree)[ExprId{i}];
            const auto* ref = std::get_if<ColumnRef>(&expr.node);
            if (ref != nullptr) found.emplace_back(expr.span.begin, text(expr) + "=" + meaning(ExprId{i}));
        }
        std::sort(found.begin(), found.end());
        std::string all;
        for (const auto& [place, one] : found)
            all += (all.empty() ? "" : " ") + one;
        return all;
    }

    [[nodiscard]] std::string complaints() const {
        std::string all;
        for (const Unresolved& u : bound_.bindings.unresolved) {
            all += (all.empty() ? "" : "; ") + u.sqlstate + " " + u.message;
        }
        return all;
    }

    [[nodiscard]] std::string outputs() const {
        std::string all;
        for (const OutputColumn& column : bound_.bindings.outputs) {
            if (!all.empty()) all += ", ";
            all += column.name.text();
            if (!column.type.name.empty()) all += " " + format_type(column.type);
        }
        return bound_.bindings.outputs_known ? all : all + " …";
    }

    [[nodiscard]] std::string functions() const {
        std::string all;
        for (const auto& [id, function] : bound_.bindings.functions) {
            if (!all.empty()) all += ", ";
            all += function.builtin ? "builtin" : world_.catalog.name_of(function.function);
        }
        return all;
    }

private:
    [[nodiscard]] std::string text(const Expr& expr) const {
        return std::string{world_.sources.text(expr.span)};
    }

    [[nodiscard]] std::string meaning(ExprId id) const {
        const BoundColumn* column = bound_.bindings.columns.find(id);
        if (column == nullptr) return "";
        std::string result = entry(column->from, column->relation) + "." + column_name(*column);
        if (column->levels_up > 0) result += "^" + std::to_string(column->levels_up);
        for (const auto& [from, relation] : column->also)
            result += " (or " + entry(from, relation) + ")";
        return result;
    }

    [[nodiscard]] std::string entry(FromId from, RelationId relation) const {
        if (relation.valid()) return std::string{world_.catalog[relation].name.text()};
        return from.valid() ? std::string{(*bound_.tree)[from].alias.name.text.text()} + "#" : "?";
    }

    [[nodiscard]] std::string column_name(const BoundColumn& column) const {
        if (column.column == whole_row) return "*";
        if (!column.relation.valid()) return std::to_string(column.column);
        return std::string{world_.catalog[column.relation].columns[column.column].name.text()};
    }

    const SmallWorld& world_;
    const SmallWorld::Bound& bound_;
};

} // namespace rlslint::test
