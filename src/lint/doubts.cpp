#include "rlslint/lint/doubts.hpp"

#include <algorithm>
#include <span>
#include <variant>

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

bool holds(const std::string& words, std::string_view phrase) {
    return words.find(phrase) != std::string::npos;
}

/// Whether the words are of a kind without which a statement does not touch the aspect.
bool touches(const std::string& words, Aspect aspect) {
    switch (aspect) {
    case Aspect::row_security: return holds(words, "row level security");
    case Aspect::more_policies: return holds(words, "create policy");
    case Aspect::restrictions: return holds(words, "restrictive");
    case Aspect::fewer_policies: return holds(words, "drop policy") || holds(words, "alter policy");
    case Aspect::privileges: return holds(words, "revoke ");
    }
    return true;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_word(std::string_view name) { return std::all_of(name.begin(), name.end(), is_word_byte); }

template <class Each> void for_each_word(const std::string& words, Each each) {
    for (auto begin = words.begin(); begin != words.end();) {
        begin = std::find_if(begin, words.end(), is_word_byte);
        const auto end = std::find_if_not(begin, words.end(), is_word_byte);
        if (begin != end) each(std::string(begin, end));
        begin = end;
    }
}

/// What a refused statement would have made is there already, or what it would have dropped is not
/// (duplicate_object, undefined_object).
bool was_done_already(const LogEntry& entry) {
    return entry.sqlstate == "42710" || entry.sqlstate == "42704";
}

bool may_have_happened(const LogEntry& entry) {
    return entry.outcome == Outcome::unmodelled || entry.outcome == Outcome::undetermined ||
           (entry.outcome == Outcome::failed && !was_done_already(entry));
}

/// A function made for event triggers that turns row security on, as far as its words tell.
bool enables_row_security(const Function& function) {
    return function.origin.live() && function.returns && function.returns->name.text() == "event_trigger" &&
           holds(plain_words(function.body), "enable row level security");
}

constexpr Aspect all_aspects[] = {Aspect::row_security, Aspect::more_policies, Aspect::restrictions,
                                  Aspect::fewer_policies, Aspect::privileges};

} // namespace

Doubts::Doubts(const Sources& sources, const History& history) : history_(history) {
    note_births();
    note_event_triggers();
    for (std::size_t i = 0; i < history.log.size(); ++i) {
        if (may_have_happened(history.log[i]))
            note(static_cast<Number>(i), plain_words(sources.text(history.log[i].span)));
    }
}

/// What the profile made was there before all.
void Doubts::note_births() {
    const Catalog& catalog = history_.catalog;
    births_.assign(catalog.relations().size(), -1);
    policy_births_.assign(catalog.policies().size(), -1);
    for (const Event& event : catalog.events()) {
        if (event.kind != Event::Kind::created) continue;
        if (const auto* relation = std::get_if<RelationId>(&event.subject)) {
            if (!catalog[*relation].origin.profile) births_[relation->value] = event.statement;
        } else if (const auto* policy = std::get_if<PolicyId>(&event.subject)) {
            if (!catalog[*policy].origin.profile) policy_births_[policy->value] = event.statement;
        }
    }
}

void Doubts::note_event_triggers() {
    const auto functions = history_.catalog.functions();
    if (std::none_of(functions.begin(), functions.end(), enables_row_security)) return;
    const auto& log = history_.log;
    const auto trigger = std::find_if(log.begin(), log.end(), [](const LogEntry& entry) {
        return entry.tag == "CREATE EVENT TRIGGER" && entry.outcome != Outcome::failed;
    });
    if (trigger != log.end()) first_protection_ = trigger - log.begin();
}

void Doubts::note(Number statement, const std::string& words) {
    const bool builds_sql = holds(words, "execute");
    for (const Aspect aspect : all_aspects) {
        if (!touches(words, aspect)) continue;
        const auto index = static_cast<std::size_t>(aspect);
        last_about_any_[index] = statement;
        if (builds_sql)
            last_about_all_[index] = statement;
        else
            for_each_word(words, [&](std::string word) { last_about_[index][std::move(word)] = statement; });
    }
}

bool Doubts::about(RelationId table, Aspect aspect, Number since) const {
    const auto index = static_cast<std::size_t>(aspect);
    const auto later = [&](Number statement) { return statement >= 0 && statement >= since; };
    if (later(last_about_all_[index])) return true;
    const std::string name{history_.catalog[table].name.text()};
    if (!is_word(name)) return later(last_about_any_[index]);
    const auto named = last_about_[index].find(name);
    return named != last_about_[index].end() && later(named->second);
}

bool Doubts::about(RelationId table, Aspect aspect) const {
    return about(table, aspect, births_[table.value]);
}

bool Doubts::about(PolicyId policy) const {
    return about(history_.catalog[policy].table, Aspect::fewer_policies, policy_births_[policy.value]);
}

bool Doubts::protected_at_birth(RelationId table) const {
    return first_protection_ >= 0 && births_[table.value] > first_protection_;
}

} // namespace rlslint
