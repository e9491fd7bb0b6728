#include "rlslint/lint/gather.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "rlslint/lint/kit.hpp"

#include "related.hpp"

namespace rlslint {
namespace {

using Key = std::tuple<const RuleInfo*, std::string, std::uint32_t>;

/// Where a rule names no cause: what is said again in the same words, of the same object and file.
Key key_of(const Sources& sources, const Finding& finding) {
    if (!finding.cause.key.empty()) return {finding.rule, finding.cause.key, 0};
    const Span place = sources.origin(finding.span);
    return {finding.rule, finding.subject + "\n" + finding.message,
            place.valid() ? place.source.value + 1 : 0};
}

std::string plural(std::string word) {
    if (!word.ends_with('y')) return word + "s";
    word.pop_back();
    return word + "ies";
}

std::string and_more(std::size_t count, std::string_view unit) {
    const std::string word = unit.empty() ? "place" : std::string{unit};
    return (unit.empty() ? "; so it is in " : "; so it is with ") + std::to_string(count) + " more " +
           (count == 1 ? word : plural(word));
}

/// Statements that are to be added are all to be added; of places to edit each has its own.
void add_fix(Finding& leader, const Fix& fix) {
    const auto like = std::find_if(leader.fixes.begin(), leader.fixes.end(), [&](const Fix& known) {
        return known.title == fix.title && !known.replaces.valid() && !fix.replaces.valid();
    });
    if (like == leader.fixes.end()) {
        leader.fixes.push_back(fix);
    } else if (like->sql.find(fix.sql) == std::string::npos) {
        like->sql += "\n" + fix.sql;
        like->applicability = std::max(like->applicability, fix.applicability);
    }
}

/// The help repeats the SQL of the first fix: it follows that.
void show_all_sql(Finding& leader, const std::string& shown) {
    const std::string sql = with_sql("", shown);
    if (shown.empty() || !leader.help.ends_with(sql)) return;
    leader.help = with_sql(leader.help.substr(0, leader.help.size() - sql.size()), leader.fixes[0].sql);
}

Finding gathered(std::vector<Finding> parts) {
    const auto heaviest =
        std::max_element(parts.begin(), parts.end(),
                         [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    Finding leader = std::move(*heaviest);
    parts.erase(heaviest);
    const std::string said = leader.message, shown = leader.fixes.empty() ? "" : leader.fixes[0].sql;
    std::vector<Note> notes;
    for (const Finding& part : parts) {
        notes.push_back({part.message == said ? "here too" : part.message, part.span});
        notes.insert(notes.end(), part.related.begin(), part.related.end());
        for (const Fix& fix : part.fixes)
            add_fix(leader, fix);
    }
    add_places(leader, std::move(notes));
    show_all_sql(leader, shown);
    leader.message += and_more(parts.size(), leader.cause.unit);
    leader.gathered = std::move(parts);
    return leader;
}

} // namespace

void gather(const Sources& sources, std::vector<Finding>& findings) {
    std::map<Key, std::vector<std::size_t>> by_cause;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (!findings[i].suppressed) by_cause[key_of(sources, findings[i])].push_back(i);
    }
    for (const auto& [key, members] : by_cause) {
        if (members.size() == 1) continue;
        std::vector<Finding> parts;
        for (const std::size_t i : members) {
            parts.push_back(std::move(findings[i]));
            findings[i].rule = nullptr;
        }
        findings[members.front()] = gathered(std::move(parts));
    }
    std::erase_if(findings, [](const Finding& finding) { return finding.rule == nullptr; });
}

} // namespace rlslint
