#pragma once

#include <vector>

#include "rlslint/access/row_access.hpp"

namespace rlslint {

/// Works out one cell.
class Decision {
public:
    Decision(const RowAccess& access, RowAccess::Asker asker);

    [[nodiscard]] Cell on(RelationId relation, Action action);

private:
    // -- decision.cpp
    [[nodiscard]] std::optional<Why> missing_privilege(RelationId relation, Action action) const;
    [[nodiscard]] Cell on_table(RelationId relation, Action action);
    [[nodiscard]] Gate gate(RelationId relation, PolicyCommand command, bool checks_new_row);
    [[nodiscard]] std::vector<Gate> gates(RelationId relation, Action action);
    [[nodiscard]] Cell judged(std::vector<Gate> gates) const;

    // -- refusal.cpp: policies that make the statement fail, whatever the rows
    [[nodiscard]] bool refused(const BoundExpr& clause) const;
    [[nodiscard]] bool refused(const Gate& gate) const;
    [[nodiscard]] bool calls_refused(const Bindings& names) const;
    [[nodiscard]] bool reads_ungranted(const Bindings& names, RelationId relation, RoleId as) const;
    [[nodiscard]] bool is_spared(const Gate& gate) const;
    [[nodiscard]] bool recurses(RelationId relation, const std::vector<Gate>& gates) const;

    // -- view.cpp
    [[nodiscard]] Cell on_view(RelationId view, Action action);
    [[nodiscard]] Cell select_from(const BoundQuery& query, RoleId as);
    [[nodiscard]] bool keeps_apart(const BoundQuery& query) const;

    [[nodiscard]] Circumstances circumstances(RoleId reads_as) const;

    const RowAccess& access_;
    const Catalog& catalog_;
    const Reach& reach_;
    RowAccess::Asker asker_;
};

/// The clause of a policy that is asked about rows as they are, or as they would be; null where it is
/// left out.
[[nodiscard]] const BoundExpr* clause_of(const Policy& policy, bool checks_new_row);

} // namespace rlslint
