#include "rlslint/lint/doubts.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <variant>

#include "event_trigger.hpp"
#include "unread.hpp"

namespace rlslint {
namespace {

/// Tells, entry by entry in their order, which statements may have happened though they were not
/// applied: not those that the server refuses for certain, nor what their failed block ignores.
class Unsure {
public:
    explicit Unsure(std::span<const LogEntry* const> certain) : certain_(certain.begin(), certain.end()) {}

    bool may_have_happened(const LogEntry& entry) {
        if (entry.outcome != Outcome::failed)
            return entry.outcome == Outcome::unmodelled || entry.outcome == Outcome::undetermined;
        if (entry.sqlstate != "25P02") last_is_certain_ = certain_.contains(&entry);
        return !last_is_certain_ && !was_done_already(entry);
    }

private:
    /// What it would have made is there, or what it would have dropped is not (duplicate_object,
    /// undefined_object).
    static bool was_done_already(const LogEntry& entry) {
        return entry.sqlstate == "42710" || entry.sqlstate == "42704";
    }

    std::unordered_set<const LogEntry*> certain_;
    bool last_is_certain_ = false;
};

/// What was followed has been done: there is no doubt about it.
bool may_call(const LogEntry& entry) {
    if (entry.outcome == Outcome::applied) return false;
    return entry.tag == "SELECT" || entry.tag == "CALL" || entry.tag == "DO" || entry.tag == "INSERT" ||
           entry.tag == "UPDATE";
}

bool returns(const Function& function, std::string_view type) {
    return function.returns && function.returns->name.text() == type;
}

bool may_turn_row_security_on(const Function& function) {
    const auto effects = possible_effects(plain_words(function.body));
    return std::any_of(effects.begin(), effects.end(),
                       [](const Effect& effect) { return effect.aspect == Aspect::rls_on; });
}

/// By name, what functions that statements can call may do; dropped ones too, which may have been
/// called before.
std::unordered_map<std::string, std::string> functions_with_effects(const Catalog& catalog) {
    std::unordered_map<std::string, std::string> found;
    for (const Function& function : catalog.functions()) {
        if (function.origin.profile || returns(function, "trigger") || returns(function, "event_trigger"))
            continue;
        std::string words = plain_words(function.body);
        if (!possible_effects(words).empty() || may_create_roles(words) || may_revoke_from_functions(words))
            found[plain_words(function.name.text())] += std::move(words) + ';';
    }
    return found;
}

/// The name, whole or as the last part of a qualified or quoted one, and an opening parenthesis.
bool calls(const std::string& words, const std::string& function) {
    for (auto at = words.find(function); at != std::string::npos; at = words.find(function, at + 1)) {
        const bool begins = at == 0 || !is_name_byte(words[at - 1]);
        auto end = at + function.size();
        if (end < words.size() && words[end] == '"') ++end;
        if (end < words.size() && words[end] == ' ') ++end;
        if (begins && end < words.size() && words[end] == '(') return true;
    }
    return false;
}

std::int64_t at(const std::unordered_map<std::string, std::int64_t>& numbers, const std::string& name) {
    const auto found = numbers.find(name);
    return found == numbers.end() ? -1 : found->second;
}

std::string key(const std::string& table, const std::string& policy) { return table + '\n' + policy; }

} // namespace

Doubts::Doubts(const Sources& sources, const History& history, std::span<const LogEntry* const> certain)
    : sources_(sources), history_(history) {
    note_births();
    note_statements(certain);
}

/// What the profile made was there before all.
void Doubts::note_births() {
    const Catalog& catalog = history_.catalog;
    births_.assign(catalog.relations().size(), -1);
    renamed_.assign(catalog.relations().size(), false);
    policy_births_.assign(catalog.policies().size(), -1);
    function_births_.assign(catalog.functions().size(), -1);
    for (const Event& event : catalog.events()) {
        const bool created = event.kind == Event::Kind::created;
        if (const auto* relation = std::get_if<RelationId>(&event.subject)) {
            if (created && !catalog[*relation].origin.profile) births_[relation->value] = event.statement;
            if (event.kind == Event::Kind::renamed) renamed_[relation->value] = true;
        } else if (const auto* policy = std::get_if<PolicyId>(&event.subject); policy != nullptr && created) {
            if (!catalog[*policy].origin.profile) policy_births_[policy->value] = event.statement;
        } else if (const auto* function = std::get_if<FunctionId>(&event.subject);
                   function != nullptr && created) {
            if (!catalog[*function].origin.profile) function_births_[function->value] = event.statement;
        }
    }
}

void Doubts::note_statements(std::span<const LogEntry* const> certain) {
    const auto functions = functions_with_effects(history_.catalog);
    Unsure unsure(certain);
    for (std::size_t i = 0; i < history_.log.size(); ++i) {
        const LogEntry& entry = history_.log[i];
        const bool unread = unsure.may_have_happened(entry);
        const bool may_reach_one = !functions.empty() && may_call(entry);
        const bool of_event_trigger =
            entry.tag.ends_with(" EVENT TRIGGER") && entry.outcome != Outcome::failed;
        if (!unread && !may_reach_one && !of_event_trigger) continue;
        const auto number = static_cast<Number>(i);
        const std::string words = plain_words(sources_.text(entry.span));
        if (unread) note_effects(number, words);
        if (of_event_trigger) note_event_trigger(number, words);
        if (may_reach_one) note_calls(number, words, functions);
    }
}

void Doubts::note_calls(Number statement, const std::string& words, const Bodies& functions) {
    for (const auto& [function, body] : functions) {
        if (calls(words, function)) note_effects(statement, body);
    }
}

void Doubts::note_effects(Number statement, const std::string& words) {
    if (may_create_roles(words)) roles_created_ = statement;
    if (may_revoke_from_functions(words)) functions_revoked_ = statement;
    for (const Effect& effect : possible_effects(words)) {
        const auto aspect = static_cast<std::size_t>(effect.aspect);
        last_of_all_[aspect] = statement;
        last_about_[aspect][effect.table] = statement;
        if (effect.aspect == Aspect::fewer_policies)
            last_about_policy_[key(effect.table, effect.policy)] = statement;
    }
}

void Doubts::note_event_trigger(Number statement, const std::string& words) {
    EventTriggerStatement told = read_event_trigger(words);
    if (told.kind == EventTriggerStatement::Kind::ended) {
        for (Protection& protection : protections_) {
            if (protection.name == told.name && protection.until < 0) protection.until = statement;
        }
    } else if (told.event == "ddl_command_end" && enables_row_security(told.function)) {
        protections_.push_back({std::move(told.name), std::move(told.tags), statement});
    }
}

/// A function made for event triggers that turns row security on, as far as its words tell.
bool Doubts::enables_row_security(const std::string& name) const {
    const auto functions = history_.catalog.functions();
    return std::any_of(functions.begin(), functions.end(), [&](const Function& function) {
        return function.name.text() == name && returns(function, "event_trigger") &&
               may_turn_row_security_on(function);
    });
}

Span Doubts::span_if_since(Number statement, Number born) const {
    const bool then = statement >= 0 && statement >= born;
    return then ? history_.log[static_cast<std::size_t>(statement)].span : Span{};
}

Doubts::Number Doubts::last_about(const std::string& table, Aspect aspect) const {
    const auto& last = last_about_[static_cast<std::size_t>(aspect)];
    return std::max(at(last, {}), at(last, table));
}

Span Doubts::about(RelationId table, Aspect aspect) const {
    const Number last = renamed_[table.value] ? last_of_all_[static_cast<std::size_t>(aspect)]
                                              : last_about(name_of(table), aspect);
    return span_if_since(last, births_[table.value]);
}

Span Doubts::about(PolicyId id) const {
    const Policy& policy = history_.catalog[id];
    const std::string name = plain_words(policy.name.text()), table = name_of(policy.table);
    const Number last =
        renamed_[policy.table.value]
            ? last_of_all_[static_cast<std::size_t>(Aspect::fewer_policies)]
            : std::max({at(last_about_policy_, key({}, {})), at(last_about_policy_, key(table, {})),
                        at(last_about_policy_, key({}, name)), at(last_about_policy_, key(table, name))});
    return span_if_since(last, policy_births_[id.value]);
}

Span Doubts::about(FunctionId id, Aspect aspect) const {
    const std::string name = plain_words(history_.catalog[id].name.text());
    return span_if_since(last_about(name, aspect), function_births_[id.value]);
}

std::string Doubts::name_of(RelationId table) const {
    return plain_words(history_.catalog[table].name.text());
}

Span Doubts::protected_at_birth(RelationId table) const {
    const Number born = births_[table.value];
    if (born < 0) return {};
    const LogEntry& birth = history_.log[static_cast<std::size_t>(born)];
    if (birth.outcome != Outcome::undetermined) return {}; // what event triggers do has been done
    const std::string tag = plain_words(birth.tag);
    const bool in_routine = may_call(birth);
    for (const Protection& protection : protections_) {
        const auto& tags = protection.tags;
        const bool there = born > protection.from && (protection.until < 0 || born < protection.until);
        const bool fires =
            in_routine || tags.empty() || std::find(tags.begin(), tags.end(), tag) != tags.end();
        if (there && fires) return history_.log[static_cast<std::size_t>(protection.from)].span;
    }
    return {};
}

} // namespace rlslint
