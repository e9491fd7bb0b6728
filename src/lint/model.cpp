#include "rlslint/lint/model.hpp"

#include <algorithm>
#include <string_view>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

/// Lower case, with each run of white space as one space: so that words are found however a
/// statement is laid out, inside the strings that dynamic SQL is made of too.
std::string plain_words(std::string_view text) {
    std::string words;
    words.reserve(text.size());
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            words += ascii_lower(c);
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    }
    return words;
}

/// The words without which a statement does not touch an aspect.
constexpr std::string_view words_of(Aspect aspect) {
    switch (aspect) {
    case Aspect::row_security: return "row level security";
    case Aspect::policies: return "policy";
    case Aspect::privileges: return "revoke ";
    }
    return "";
}

bool is_application_table(const Relation& relation) {
    const Origin& origin = relation.origin;
    return relation.is_table() && relation.persistence != Persistence::temporary && origin.live() &&
           !origin.profile && !origin.assumed;
}

/// A function made for event triggers that turns row security on, as far as its words tell.
bool enables_row_security(const Function& function) {
    return function.origin.live() && function.returns && function.returns->name.text() == "event_trigger" &&
           plain_words(function.body).find("enable row level security") != std::string::npos;
}

bool lists(const std::vector<Symbol>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](Symbol listed) { return listed.text() == name; });
}

} // namespace

Model::Model(const Sources& all_sources, const History& all_history, const Platform& its_platform)
    : sources(all_sources), history(all_history), catalog(all_history.catalog), platform(its_platform),
      reach(all_history.catalog, its_platform) {
    collect_objects();
    collect_doubts();
}

void Model::collect_objects() {
    const auto relations = catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        if (is_application_table(relations[i])) tables_.push_back(RelationId{i});
    }
    const auto policies = catalog.policies();
    for (std::uint32_t i = 0; i < policies.size(); ++i) {
        if (policies[i].origin.live() && !policies[i].origin.profile) policies_.push_back(PolicyId{i});
    }
}

void Model::collect_doubts() {
    created_by_.assign(catalog.relations().size(), 0);
    for (const Event& event : catalog.events()) {
        const auto* relation = std::get_if<RelationId>(&event.subject);
        if (relation == nullptr || event.kind != Event::Kind::created) continue;
        if (!catalog[*relation].origin.profile) created_by_[relation->value] = event.statement;
    }

    const auto functions = catalog.functions();
    const bool protects = std::any_of(functions.begin(), functions.end(), enables_row_security);
    for (std::uint32_t i = 0; i < history.log.size(); ++i) {
        const LogEntry& entry = history.log[i];
        if (protects && entry.tag == "CREATE EVENT TRIGGER" && entry.outcome != Outcome::failed)
            protects_new_tables_ = std::min(protects_new_tables_, i);
        if (entry.outcome != Outcome::unmodelled && entry.outcome != Outcome::undetermined) continue;
        const std::string words = plain_words(sources.text(entry.span));
        for (const Aspect aspect : {Aspect::row_security, Aspect::policies, Aspect::privileges}) {
            if (words.find(words_of(aspect)) != std::string::npos)
                last_unread_[static_cast<std::size_t>(aspect)] = i;
        }
    }
}

const Facts& Model::facts(const BoundExpr& clause) const {
    auto& of_tree = facts_[clause.tree.get()];
    const auto found = of_tree.find(clause.root);
    if (found != of_tree.end()) return found->second;
    return of_tree.emplace(clause.root, facts_of(catalog, platform, clause)).first->second;
}

bool Model::row_security_off(RelationId table) const {
    const Relation& relation = catalog[table];
    if (relation.rls || relation.origin.assumed || in_doubt(table, Aspect::row_security)) return false;
    const bool protected_at_birth = created_by_[table.value] > protects_new_tables_;
    return !protected_at_birth || relation.rls.span.valid();
}

bool Model::in_doubt(RelationId table, Aspect aspect) const {
    const std::uint32_t unread = last_unread_[static_cast<std::size_t>(aspect)];
    return unread != never && unread >= created_by_[table.value];
}

Reentry Model::reenters(RelationId table) const {
    if (reentries_.empty()) reentries_ = reentries(*this);
    return reentries_[table.value];
}

bool Model::listed_public(RelationId relation) const {
    return !platform.public_tables.empty() && lists(platform.public_tables, catalog.name_of(relation));
}

bool Model::listed_service_only(RelationId relation) const {
    return !platform.service_only.empty() && lists(platform.service_only, catalog.name_of(relation));
}

} // namespace rlslint
