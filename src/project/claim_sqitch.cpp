#include <algorithm>

#include <fmt/format.h>

#include "layouts.hpp"
#include "lines.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

/// What sqitch.conf says in [core], and sqitch's defaults.
struct Settings {
    std::string engine = "pg";
    std::string top = ".";
    std::string plan = "sqitch.plan";
    std::string deploy = "deploy";
};

void set(Settings& settings, std::string_view key, std::string_view value) {
    if (key == "engine") settings.engine = value;
    if (key == "top_dir") settings.top = value;
    if (key == "plan_file") settings.plan = value;
    if (key == "deploy_dir") settings.deploy = value;
}

/// As git's configuration: sections in brackets, `key = value`, # and ; before comments.
Settings read_settings(const Ground& ground, const Folder& folder) {
    Settings settings;
    const auto text = ground.text(path::join(folder.path, "sqitch.conf"));
    if (!text) return settings;
    bool core = false;
    lines::for_each(*text, [&](const lines::Line& line) {
        const std::string_view content = trimmed(line.text);
        if (content.starts_with('[')) core = content.starts_with("[core]");
        const std::size_t equals = content.find('=');
        if (!core || equals == content.npos || content.starts_with('#') || content.starts_with(';')) return;
        set(settings, trimmed(content.substr(0, equals)), trimmed(content.substr(equals + 1)));
    });
    if (settings.top != "." && settings.plan == "sqitch.plan") settings.plan = settings.top + "/sqitch.plan";
    if (settings.top != "." && settings.deploy == "deploy") settings.deploy = settings.top + "/deploy";
    return settings;
}

struct Change {
    std::string name;
    std::vector<std::string> tags; ///< between it and the next time it is in the plan
    bool reworked = false;
};

/// A tag belongs to every change before it that is planned again later.
std::vector<Change> read_plan(std::string_view text) {
    std::vector<Change> changes;
    const auto last = [&](std::string_view name) {
        return std::find_if(changes.rbegin(), changes.rend(),
                            [&](const Change& change) { return change.name == name; });
    };
    lines::for_each(text, [&](const lines::Line& line) {
        std::string_view content = trimmed(line.text);
        if (content.empty() || content.front() == '%' || content.front() == '#' || content.front() == '-')
            return;
        if (content.front() == '+') content = trimmed(content.substr(1));
        const std::string name(content.substr(0, content.find_first_of(" \t")));
        if (name.starts_with('@')) {
            for (Change& change : changes) {
                if (!change.reworked) change.tags.push_back(name);
            }
            return;
        }
        if (const auto before = last(name); before != changes.rend()) before->reworked = true;
        changes.push_back({name, {}, false});
    });
    return changes;
}

/// A change that was reworked later runs from the copy that sqitch made of it: name@tag.sql.
std::string script_of(const Ground& ground, const std::string& deploy, const Change& change) {
    if (change.reworked) {
        for (const std::string& tag : change.tags) {
            std::string copy = path::join(deploy, fmt::format("{}{}.sql", change.name, tag));
            if (ground.is_file(copy)) return copy;
        }
    }
    return path::join(deploy, change.name + ".sql");
}

} // namespace

/// Sqitch deploys in the order of its plan.
std::optional<Claim> claim_sqitch(Ground& ground, const Folder& folder) {
    if (!folder.has_file("sqitch.plan") && !folder.has_file("sqitch.conf")) return std::nullopt;
    const Settings settings = read_settings(ground, folder);
    const std::string plan = path::join(folder.path, settings.plan);
    const auto text = ground.text(plan);
    if (!text) return std::nullopt;
    Claim claim;
    claim.layout = Layout::sqitch;
    claim.root = claim.anchor = folder.path;
    claim.postgres = settings.engine == "pg";
    const std::string deploy = path::join(folder.path, settings.deploy);
    for (const char* part : {"revert", "verify"})
        claim.folders.push_back(path::join(path::parent(deploy), part));
    claim.folders.push_back(deploy);
    for (const Change& change : read_plan(*text)) {
        std::string script = script_of(ground, deploy, change);
        if (!ground.is_file(script)) {
            ground.note(Severity::warning, script, "is in the plan, but not there");
        } else if (claim.postgres) {
            claim.files.push_back(std::move(script));
        } else {
            claim.left_out.push_back({script, fmt::format("sqitch.conf says it is for {}", settings.engine)});
        }
    }
    for (const std::string& script : ground.sql_below(deploy)) {
        if (std::find(claim.files.begin(), claim.files.end(), script) == claim.files.end() && claim.postgres)
            claim.left_out.push_back({script, "not in the plan", true});
    }
    return claim;
}

} // namespace rlslint
