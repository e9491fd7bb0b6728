#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "rlslint/access/reach.hpp"
#include "rlslint/lint/reentry.hpp"
#include "rlslint/predicate/facts.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What of a table a statement may have changed.
enum class Aspect : std::uint8_t { row_security, policies, privileges };

/// Everything a rule may ask. It refers to the parts and must not outlive them.
class Model {
public:
    Model(const Sources& sources, const History& history, const Platform& platform);
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    const Sources& sources;
    const History& history;
    const Catalog& catalog;
    const Platform& platform;
    const Reach reach;

    /// The application's tables, in order of creation: ordinary and partitioned ones that the
    /// history made and left. No temporary ones, none of the profile's, none that are only named.
    [[nodiscard]] std::span<const RelationId> tables() const { return tables_; }

    /// The policies that the history made and left, in order of creation, on whatever table: the
    /// profile's (storage.objects) and those that are only named among them.
    [[nodiscard]] std::span<const PolicyId> policies() const { return policies_; }

    /// What a clause says; worked out at the first question. The clause must be the catalog's.
    [[nodiscard]] const Facts& facts(const BoundExpr& clause) const;

    /// Row security is proven to be off: no statement that could not be followed may have turned
    /// it on, and no event trigger does so for new tables.
    [[nodiscard]] bool row_security_off(RelationId table) const;

    /// A statement that the replay could not follow, run when the table was there, may have changed
    /// this of it, as far as the statement's words tell.
    [[nodiscard]] bool in_doubt(RelationId table, Aspect aspect) const;

    /// Whether the table's policies, expanded, reach it again.
    [[nodiscard]] Reentry reenters(RelationId table) const;

    /// Listed in the configuration as meant for everyone, or for service roles alone.
    [[nodiscard]] bool listed_public(RelationId relation) const;
    [[nodiscard]] bool listed_service_only(RelationId relation) const;

private:
    void collect_objects();
    void collect_doubts();

    static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

    std::vector<RelationId> tables_;
    std::vector<PolicyId> policies_;
    std::vector<std::uint32_t> created_by_;                ///< by relation: the statement's number in the log
    std::uint32_t last_unread_[3] = {never, never, never}; ///< by aspect
    std::uint32_t protects_new_tables_ = never; ///< the CREATE EVENT TRIGGER that turns row security on
    mutable std::unordered_map<const Tree*, std::unordered_map<ExprId, Facts>> facts_;
    mutable std::vector<Reentry> reentries_;
};

} // namespace rlslint
