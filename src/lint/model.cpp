#include "rlslint/lint/model.hpp"

#include <algorithm>
#include <string_view>

#include "rlslint/lint/failures.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

bool is_of_application(const Origin& origin) { return origin.live() && !origin.profile && !origin.assumed; }

bool is_of_application(const Relation& relation) {
    return std::string_view{"rpvmf"}.find(relation.kind) != std::string_view::npos &&
           relation.persistence != Persistence::temporary && is_of_application(relation.origin);
}

bool lists(const std::vector<Symbol>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](Symbol listed) { return listed.text() == name; });
}

} // namespace

Model::Model(const Sources& all_sources, const History& all_history, const Platform& its_platform)
    : sources(all_sources), history(all_history), catalog(all_history.catalog), platform(its_platform),
      reach(all_history.catalog, its_platform), access(all_history.catalog, its_platform, reach),
      routines(all_history.catalog, its_platform), failures_(certain_failures(all_sources, all_history)),
      doubts_(all_sources, all_history, failures_), comparisons_(all_history.catalog, its_platform) {
    collect_objects();
    collect_clauses();
}

void Model::collect_objects() {
    const auto relations = catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        if (!is_of_application(relations[i])) continue;
        relations_.push_back(RelationId{i});
        if (relations[i].is_table()) tables_.push_back(RelationId{i});
        if (relations[i].is_view()) views_.push_back(RelationId{i});
    }
    const auto functions = catalog.functions();
    for (std::uint32_t i = 0; i < functions.size(); ++i) {
        if (is_of_application(functions[i].origin)) functions_.push_back(FunctionId{i});
    }
    const auto policies = catalog.policies();
    for (std::uint32_t i = 0; i < policies.size(); ++i) {
        const PolicyId id{i};
        const Origin& origin = policies[i].origin;
        if (origin.live() && !origin.profile) policies_.push_back(id);
    }
}

void Model::collect_clauses() {
    for (const PolicyId id : policies_) {
        const Policy& policy = catalog[id];
        if (!is_in_force(*this, policy)) continue;
        for (const BoundExpr* clause : clauses_of(policy))
            clauses_.push_back({id, policy, *clause, clause == &policy.check_clause});
    }
}

const Facts& Model::facts(const BoundExpr& clause) const {
    return facts_.of(clause, [&] { return facts_of(catalog, platform, clause); });
}

std::span<const Reading> Model::readings(const BoundExpr& clause) const {
    return readings_.of(clause, [&] { return readings_of(catalog, platform, access.bodies(), clause); });
}

bool Model::row_security_off(RelationId table) const {
    const Relation& relation = catalog[table];
    return !relation.rls && !relation.origin.assumed;
}

/// An event trigger acts when the table is made: a later statement about its row security undoes that.
Span Model::doubt(RelationId table, Aspect aspect) const {
    const Span unread = doubts_.about(table, aspect);
    if (unread.valid() || aspect != Aspect::rls_on || catalog[table].rls.span.valid()) return unread;
    return doubts_.protected_at_birth(table);
}

Reentry Model::reenters(RelationId table) const {
    if (reentries_.empty()) reentries_ = reentries(*this);
    return reentries_[table.value];
}

RelationId Model::relation_called(Symbol name) const {
    for (std::uint32_t i = 0; i < catalog.relations().size(); ++i) {
        const RelationId id{i};
        if (catalog[id].origin.live() && catalog.name_of(id) == name.text()) return id;
    }
    return {};
}

bool Model::listed_public(RelationId relation) const {
    return !platform.public_tables.empty() && lists(platform.public_tables, catalog.name_of(relation));
}

bool Model::listed_service_only(RelationId relation) const {
    return !platform.service_only.empty() && lists(platform.service_only, catalog.name_of(relation));
}

} // namespace rlslint
