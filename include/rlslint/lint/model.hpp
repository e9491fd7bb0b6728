#pragma once

#include <span>
#include <vector>

#include "rlslint/access/reach.hpp"
#include "rlslint/access/row_access.hpp"
#include "rlslint/catalog/per_clause.hpp"
#include "rlslint/lint/doubts.hpp"
#include "rlslint/lint/reentry.hpp"
#include "rlslint/predicate/comparisons.hpp"
#include "rlslint/predicate/facts.hpp"
#include "rlslint/predicate/readings.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/routine/routine.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// One clause of a policy.
struct ClauseOf {
    PolicyId id;
    const Policy& policy;
    const BoundExpr& clause;
    bool checks_new_row = false; ///< WITH CHECK

    [[nodiscard]] Span place(ExprId expr) const { return (*clause.tree)[expr].span; }
};

/// Everything a rule may ask. It refers to the parts and must not outlive them.
class Model {
public:
    Model(const Sources& sources, const History& history, const Platform& platform);
    ~Model() = default;
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    const Sources& sources;
    const History& history;
    const Catalog& catalog;
    const Platform& platform;
    const Reach reach;
    const RowAccess access;  ///< a cell is worked out when it is first asked for
    const Routines routines; ///< a body is read when it is first asked for

    /// The application's tables, in order of creation: ordinary and partitioned ones that the
    /// history made and left. No temporary ones, none of the profile's, none that are only named.
    [[nodiscard]] std::span<const RelationId> tables() const { return tables_; }

    /// The same of whatever holds rows or shows them: views, materialized views and foreign tables
    /// too.
    [[nodiscard]] std::span<const RelationId> relations() const { return relations_; }
    /// Those of them that are views and not materialized; and the functions and procedures.
    [[nodiscard]] std::span<const RelationId> views() const { return views_; }
    [[nodiscard]] std::span<const FunctionId> functions() const { return functions_; }

    /// The policies that the history made and left, in order of creation, on whatever table: the
    /// profile's (storage.objects) and those that are only named among them. A finding about one is
    /// in doubt where `doubt` says so.
    [[nodiscard]] std::span<const PolicyId> policies() const { return policies_; }

    /// The clauses of those of them that are asked: row security is on, as far as is known, and the policy
    /// names someone who is subject to it.
    [[nodiscard]] std::span<const ClauseOf> clauses_in_force() const { return clauses_; }

    /// The statements that the server refuses for certain: see certain_failures.
    [[nodiscard]] std::span<const LogEntry* const> failures() const { return failures_; }

    /// What a clause says; worked out at the first question. The clause must be the catalog's.
    [[nodiscard]] const Facts& facts(const BoundExpr& clause) const;

    /// What a clause is made of, and the bodies of the functions that it calls: the clause itself comes
    /// first. Worked out at the first question, as `facts`.
    [[nodiscard]] std::span<const Reading> readings(const BoundExpr& clause) const;
    [[nodiscard]] const Anatomy& anatomy(const BoundExpr& clause) const {
        return readings(clause)[0].anatomy;
    }

    /// Of two clauses of a table's policies: as Comparisons.
    [[nodiscard]] bool implies(RelationId table, const BoundExpr& clause, const BoundExpr& other) const {
        return comparisons_.implies(table, clause, other);
    }
    [[nodiscard]] bool equivalent(RelationId table, const BoundExpr& a, const BoundExpr& b) const {
        return comparisons_.equivalent(table, a, b);
    }

    /// Row security is off, in doubt where `doubt(table, Aspect::rls_on)` says so.
    [[nodiscard]] bool row_security_off(RelationId table) const;

    /// The statement that the replay could not follow, and that may have made this of it (of rls_on
    /// also an event trigger that turns it on for new tables); no place where there is none. For
    /// `Finding::in_doubt`.
    [[nodiscard]] Span doubt(RelationId table, Aspect aspect) const;
    [[nodiscard]] Span doubt(PolicyId policy) const { return doubts_.about(policy); }
    [[nodiscard]] Span doubt(FunctionId function, Aspect aspect) const {
        return doubts_.about(function, aspect);
    }

    /// The same: that may have created roles, or taken the right to execute functions.
    [[nodiscard]] Span doubt_about_roles() const { return doubts_.about_roles(); }
    [[nodiscard]] Span doubt_about_functions() const { return doubts_.about_functions(); }

    /// Whether the table's policies, expanded, reach it again.
    [[nodiscard]] Reentry reenters(RelationId table) const;

    /// The relation of this name, schema.name as people write it; none where there is none.
    [[nodiscard]] RelationId relation_called(Symbol name) const;

    /// Listed in the configuration as meant for everyone, or for service roles alone.
    [[nodiscard]] bool listed_public(RelationId relation) const;
    [[nodiscard]] bool listed_service_only(RelationId relation) const;

private:
    void collect_objects();
    void collect_clauses();

    std::vector<const LogEntry*> failures_;
    Doubts doubts_;
    std::vector<RelationId> tables_;
    std::vector<RelationId> relations_;
    std::vector<RelationId> views_;
    std::vector<FunctionId> functions_;
    std::vector<PolicyId> policies_;
    std::vector<ClauseOf> clauses_;
    mutable PerClause<Facts> facts_;
    mutable PerClause<std::vector<Reading>> readings_;
    mutable Comparisons comparisons_;
    mutable std::vector<Reentry> reentries_;
};

} // namespace rlslint
