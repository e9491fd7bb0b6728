#include "rlslint/lint/engine.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>

#include "rlslint/lint/kit.hpp"
#include "rlslint/text/thread.hpp"

#include "related.hpp"

namespace rlslint {
namespace {

// clang-format off
constexpr Lead leading[] = {
    {"policies-without-rls", "rls-disabled"},
    {"partition-without-rls", "rls-disabled"},
    {"policies-without-rls", "rls-disabled-unreachable"},
    {"partition-without-rls", "rls-disabled-unreachable"},
    {"rls-disabled", "rls-disabled-unreachable"},
    {"rls-not-forced", "rls-not-forced-anywhere"},
    {"rls-not-forced", "policy-for-exempt-role"},
    {"rls-disabled", "sensitive-column-exposed"},
    {"policies-without-rls", "sensitive-column-exposed"},
    {"partition-without-rls", "sensitive-column-exposed"},
    {"schema-create-to-api-role", "grant-to-public"},
    {"policies-without-rls", "grant-without-rls"},
    {"rls-disabled", "grant-without-rls"},
    {"partition-without-rls", "grant-without-rls"},
    {"policies-without-rls", "rls-turned-off"},
    {"captured-column", "self-comparison"},
    {"captured-column", "policy-always-true"},
    {"policy-always-true", "self-comparison"},
    {"policy-always-true", "policy-to-public"},
    {"policy-always-true", "update-without-select"},
    {"anonymous-write", "update-without-select"},
    {"signed-in-is-enough", "update-without-select"},
    {"public-bucket-listing", "policy-to-public"},
    {"database-user-in-predicate", "policy-to-public"},
    {"policy-for-exempt-role", "duplicate-policy"},
    {"policy-for-exempt-role", "shadowed-policy"},
    {"policy-always-true", "storage-policy-without-bucket"},
    {"duplicate-policy", "shadowed-policy"},
    {"policy-always-true", "check-weaker-than-using"},
    {"policy-always-true", "anonymous-sign-in-counts"},
    {"signed-in-is-enough", "anonymous-sign-in-counts"},
    {"policy-always-true", "signed-in-is-enough"},
    {"anonymous-read", "policy-to-public"},
    {"anonymous-write", "policy-to-public"},
    {"signed-in-is-enough", "policy-to-public"},
    {"unknown-role-claim", "role-claim-in-predicate"},
    {"signed-in-is-enough", "role-claim-in-predicate"},
    {"rls-disabled", "rls-turned-off"},
    {"rls-disabled", "protection-lost-on-recreate"},
    {"auth-users-exposed", "matview-exposed"},
    {"auth-users-exposed", "view-bypasses-rls"},
    {"view-bypasses-rls", "view-drops-invoker"},
    {"auth-users-exposed", "definer-callable-by-anon"},
    {"auth-users-exposed", "definer-callable-by-authenticated"},
    {"definer-trusts-argument", "definer-callable-by-anon"},
    {"definer-trusts-argument", "definer-callable-by-authenticated"},
    {"definer-sql-injection", "definer-callable-by-anon"},
    {"definer-sql-injection", "definer-callable-by-authenticated"},
    {"definer-callable-by-anon", "definer-callable-by-authenticated"},
};
// clang-format on

/// What one rule has to say.
struct Said {
    std::vector<Finding> findings;
    std::vector<RunNote> notes;
};

/// Asks rules, the next one as soon as the last is done. Of what is worked out when it is asked for each
/// thread has its own: they share what nobody changes.
class Asking {
public:
    Asking(const Model& model, std::span<const Rule> rules, const Selection& selection)
        : model_(model), rules_(rules), selection_(selection), said_(rules.size()) {}

    std::vector<Said> run(unsigned jobs) {
        std::vector<Thread> others;
        for (unsigned i = 1; i < jobs; ++i)
            others.emplace_back([this] { ask(Model{model_.sources, model_.history, model_.platform}); });
        ask(model_);
        others.clear(); // waits for them
        return std::move(said_);
    }

private:
    void ask(const Model& model) {
        for (std::size_t i = next_++; i < rules_.size(); i = next_++) {
            const RuleInfo& rule = *rules_[i].info;
            if (!selection_.includes(rule)) continue;
            Sink sink{rule, said_[i].findings, &said_[i].notes, &selection_.options};
            rules_[i].check(model, sink);
        }
    }

    const Model& model_;
    std::span<const Rule> rules_;
    const Selection& selection_;
    std::vector<Said> said_; ///< by rule
    std::atomic<std::size_t> next_{0};
};

/// A few clauses are judged before another thread has a model of its own.
unsigned jobs_for(const Model& model, unsigned jobs) {
    constexpr std::size_t worth_a_thread = 200;
    return model.clauses_in_force().size() + model.relations().size() < worth_a_thread ? 1 : jobs;
}

Judgement run(const Model& model, std::span<const Rule> rules, const Selection& selection, unsigned jobs) {
    Judgement judgement;
    for (Said& said : Asking{model, rules, selection}.run(jobs_for(model, jobs))) {
        std::move(said.findings.begin(), said.findings.end(), std::back_inserter(judgement.findings));
        std::move(said.notes.begin(), said.notes.end(), std::back_inserter(judgement.notes));
    }
    judgement.undecided = judgement.notes.size();
    return judgement;
}

/// The profile is no file of the user's: nobody could mend it there.
bool placed_in_profile(const Sources& sources, const Finding& finding) {
    const Span place = sources.origin(finding.span);
    return place.valid() && sources[place.source].profile;
}

/// What one statement puts in doubt: of each rule how many findings.
struct Doubted {
    Span statement;
    std::map<std::string_view, std::size_t> by_rule;
};

RunNote note_of(const Doubted& doubted) {
    std::size_t count = 0;
    std::string rules;
    for (const auto& [rule, of_rule] : doubted.by_rule) {
        count += of_rule;
        rules.append(rules.empty() ? "" : ", ").append(rule).append(" ").append(std::to_string(of_rule));
    }
    return {Severity::info,
            std::to_string(count) + (count == 1 ? " finding is" : " findings are") + " withheld (" + rules +
                "): this statement, which could not be followed, may have mended what they are about",
            doubted.statement, ""};
}

/// Takes out what is in doubt; a note for each statement that casts it, in the order of the history.
std::vector<RunNote> withhold(std::vector<Finding>& findings) {
    std::map<std::pair<std::uint32_t, std::size_t>, Doubted> doubted;
    for (const Finding& finding : findings) {
        const Span by = finding.in_doubt;
        if (!by.valid()) continue;
        Doubted& known = doubted[{by.source.value, by.begin}];
        known.statement = by;
        ++known.by_rule[finding.rule->id];
    }
    std::erase_if(findings, [](const Finding& finding) { return finding.in_doubt.valid(); });
    std::vector<RunNote> notes;
    notes.reserve(doubted.size());
    for (const auto& [place, of_statement] : doubted)
        notes.push_back(note_of(of_statement));
    return notes;
}

void settle(const Sources& sources, Finding& finding) {
    drop_repeats(finding.related);
    finding.severity = std::min(finding.severity, finding.rule->severity);
    if (finding.clause.empty()) finding.clause = without_layout(sources.text(finding.span));
}

auto order_of(const Sources& sources, const Finding& finding) {
    const Span place = sources.origin(finding.span);
    return std::tuple{place.source.value,
                      place.begin,
                      -static_cast<int>(finding.severity),
                      finding.rule->id,
                      std::string_view{finding.subject},
                      std::string_view{finding.message},
                      std::string_view{finding.clause}};
}

void sort(const Sources& sources, std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
        return order_of(sources, a) < order_of(sources, b);
    });
}

/// What the follower says becomes a related place of the leader, its own related places with it.
void fold(Finding& follower, std::vector<Note>& into) {
    into.push_back({std::string{follower.rule->id} + ": " + follower.message, follower.span});
    std::move(follower.related.begin(), follower.related.end(), std::back_inserter(into));
    follower.rule = nullptr;
}

/// The table of a policy's subject; of any other the subject itself.
std::string_view table_of(std::string_view subject) { return subject.substr(0, subject.find('/')); }

/// The first finding of `rule` about each object.
std::map<std::string_view, std::size_t> by_subject(const std::vector<Finding>& findings,
                                                   std::string_view rule) {
    std::map<std::string_view, std::size_t> first;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (findings[i].rule->id == rule) first.try_emplace(findings[i].subject, i);
    }
    return first;
}

void fold_followers(std::vector<Finding>& findings, const Lead& lead) {
    const auto leaders = by_subject(findings, lead.leader);
    if (leaders.empty()) return;
    std::map<std::size_t, std::vector<Note>> folded;
    for (Finding& finding : findings) {
        if (finding.rule->id != lead.follower) continue;
        auto leader = leaders.find(finding.subject);
        if (leader == leaders.end()) leader = leaders.find(table_of(finding.subject));
        if (leader != leaders.end()) fold(finding, folded[leader->second]);
    }
    for (auto& [leader, notes] : folded)
        add_places(findings[leader], std::move(notes));
    std::erase_if(findings, [](const Finding& finding) { return finding.rule == nullptr; });
}

/// FNV-1a: small, and the same on every machine and in every version, which a baseline counts on.
class Hash {
public:
    Hash& add(std::string_view text) {
        for (const char c : text)
            add(static_cast<unsigned char>(c));
        return add(std::uint8_t{0xff}); // no text holds it: "a", "bc" is not "ab", "c"
    }
    Hash& add(std::uint8_t byte) {
        value_ = (value_ ^ byte) * 0x100000001b3u;
        return *this;
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

} // namespace

void set_fingerprints(std::vector<Finding>& findings) {
    std::map<std::uint64_t, std::uint32_t> repeats;
    for (Finding& finding : findings) {
        Hash hash;
        hash.add(finding.rule->id).add(finding.subject).add(finding.clause);
        const std::uint32_t repeat = repeats[hash.value()]++;
        if (repeat > 0) hash.add(std::to_string(repeat));
        finding.fingerprint = hash.value();
    }
}

bool Selection::includes(const RuleInfo& rule) const {
    const auto names = [&](const std::vector<std::string>& ids) {
        return std::find(ids.begin(), ids.end(), rule.id) != ids.end();
    };
    return !names(without) && (only.empty() ? rule.on_by_default || names(with) : names(only));
}

std::span<const Lead> leads() { return leading; }

Finding Sink::finding(std::string subject, Span span, std::string message) const {
    Finding finding;
    finding.rule = rule_;
    finding.severity = rule_->severity;
    finding.subject = std::move(subject);
    finding.span = span;
    finding.message = std::move(message);
    return finding;
}

Finding Sink::finding(const Model& model, PolicyId policy, Span span, std::string message) const {
    Finding about = finding(model.catalog.name_of(policy), span, std::move(message));
    about.in_doubt = model.doubt(policy);
    return about;
}

const RuleOption& Sink::option(std::string_view name) const {
    const auto found = std::find_if(rule_->options.begin(), rule_->options.end(),
                                    [&](const RuleOption& option) { return option.name == name; });
    if (found == rule_->options.end())
        throw std::logic_error(std::string(rule_->id) + " has no option " + std::string(name));
    return *found;
}

template <class T> const T* Sink::value(std::string_view name) const {
    if (options_ == nullptr) return nullptr;
    const auto found = options_->find(std::string(rule_->id) + "." + std::string(name));
    return found == options_->end() ? nullptr : std::get_if<T>(&found->second);
}

int Sink::number(std::string_view name) const {
    const RuleOption& known = option(name);
    const int* const set = value<int>(name);
    return set == nullptr ? known.number : *set;
}

bool Sink::flag(std::string_view name) const {
    const RuleOption& known = option(name);
    const bool* const set = value<bool>(name);
    return set == nullptr ? known.flag : *set;
}

std::span<const std::string> Sink::words(std::string_view name) const {
    static_cast<void>(option(name));
    const auto* const set = value<std::vector<std::string>>(name);
    return set == nullptr ? std::span<const std::string>{} : std::span<const std::string>{*set};
}

Judgement judge(const Model& model, std::span<const Rule> rules, const Selection& selection, unsigned jobs) {
    Judgement judgement = run(model, rules, selection, jobs);
    std::vector<Finding>& findings = judgement.findings;
    std::erase_if(findings,
                  [&](const Finding& finding) { return placed_in_profile(model.sources, finding); });
    const std::size_t found = findings.size();
    for (RunNote& note : withhold(findings))
        judgement.notes.push_back(std::move(note));
    judgement.withheld = found - findings.size();
    for (Finding& finding : findings)
        settle(model.sources, finding);
    sort(model.sources, findings);
    // From the last follower up, so that a chain ends in its first leader.
    for (auto lead = std::rbegin(leading); lead != std::rend(leading); ++lead)
        fold_followers(findings, *lead);
    set_fingerprints(findings);
    return judgement;
}

void put_in_order(const Sources& sources, std::vector<Finding>& findings) {
    sort(sources, findings);
    set_fingerprints(findings);
}

} // namespace rlslint
