#include "rule_fixtures/judged.hpp"

#include <stdexcept>

#include "rlslint/lint/gather.hpp"
#include "rlslint/lint/suppress.hpp"
#include "rlslint/project/profile.hpp"
#include "rlslint/rules/all.hpp"
#include "support/fixture_head.hpp"

namespace rlslint::test {
namespace {

Profile profile_for(const std::string& text, const std::string& otherwise) {
    const std::string named = directive(text, "profile");
    auto profile = load_profile(named.empty() ? otherwise : named);
    if (!profile) throw std::runtime_error(profile.failure().message);
    apply_head(text, profile->platform);
    return std::move(*profile);
}

Span whole(const Sources& sources, SourceId source) {
    return {source, 0, static_cast<std::uint32_t>(sources[source].text.size())};
}

/// What queries cost is remarked on only where it is the matter: a fixture about something else would
/// need an index on every column that its policies compare.
bool is_remark_on_cost(const RuleInfo& rule) {
    return rule.group == RuleGroup::performance && rule.severity == Severity::info;
}

Selection defaults_and(std::string_view also) {
    Selection selection;
    for (const Rule& rule : all_rules()) {
        const bool runs = rule.info->on_by_default && !is_remark_on_cost(*rule.info);
        if (runs || also == every_rule || rule.info->id == also) selection.only.emplace_back(rule.info->id);
    }
    return selection;
}

} // namespace

Judged::Judged(const std::vector<File>& files, std::string_view also, const std::string& profile_name) {
    Profile profile = profile_for(files.at(0).text, profile_name);
    platform_ = std::move(profile.platform);
    const SourceId schema = sources_.add(
        {.path = "<profile>/schema.sql", .text = profile.schema_sql, .parent = {}, .profile = true});
    std::vector<Section> sections;
    for (const File& file : files) {
        const SourceId source = sources_.add({.path = file.path, .text = file.text, .parent = {}});
        sections.push_back({whole(sources_, source)});
    }
    history_ = replay(sources_, schema, sections, platform_);
    const Selection selection = defaults_and(also);
    findings_ = judge(Model{sources_, history_, platform_}, all_rules(), selection).findings;
    static_cast<void>(suppress(sources_, sections, all_rules(), selection, {}, findings_));
    std::erase_if(findings_, [](const Finding& finding) { return finding.suppressed.has_value(); });
    gather(sources_, findings_);
}

} // namespace rlslint::test
