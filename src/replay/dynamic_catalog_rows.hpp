#pragma once

#include <optional>

#include "rlslint/eval/environment.hpp"

#include "replayer.hpp"

namespace rlslint::replaying::dynamic {

/// The rows of a system catalog or view, from the replayed catalog: of the columns those that it knows.
/// None where the name is no system catalog's. The text of policies' clauses is only worked out where it is
/// asked for.
[[nodiscard]] std::optional<eval::Rows> catalog_rows(const Replayer& r, const QualifiedName& name,
                                                     bool with_clauses);

/// Rows under construction.
class Table {
public:
    Table(std::initializer_list<const char*> columns) {
        rows_.all_columns = false;
        for (const char* column : columns)
            rows_.columns.emplace_back(column);
    }
    void add(std::vector<eval::Value> cells, bool certain = true) {
        rows_.rows.push_back({std::move(cells), certain});
    }
    [[nodiscard]] eval::Rows take() { return std::move(rows_); }

private:
    eval::Rows rows_;
};

/// Those of information_schema, in a file of their own.
[[nodiscard]] std::optional<eval::Rows> information_schema_rows(const Replayer& r, std::string_view name);

/// A clause or body that is there, but whose text is the server's own rendering.
[[nodiscard]] inline eval::Value rendered(bool present) {
    return present ? eval::Value::unknown("the text of a clause as the server writes it") : eval::Value{};
}
/// The same of a policy's clause, as far as it is known how the server writes it; null where there is none.
[[nodiscard]] eval::Value clause_text(const Replayer& r, const Policy& policy, const BoundExpr& clause);
[[nodiscard]] eval::Value role_name(const Replayer& r, RoleId role);
[[nodiscard]] eval::Value schema_name(const Replayer& r, SchemaId schema);

} // namespace rlslint::replaying::dynamic
