#include <algorithm>
#include <unordered_set>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role that logs in, or that clients hold, can become one that no policy binds",
    .why =
        R"(BYPASSRLS is not inherited, but a member takes it by SET ROLE. A table's owner is not bound by its policies
either, and there inheriting is enough. One statement, or one injected into another, then lifts every policy.)",
    .when_fine =
        R"(The role is an administrator's. The roles by which a platform's API logs in, and the one that runs the migrations,
are not reported.)",
    .fix =
        R"(Take the membership back, or grant it WITH SET FALSE and give the role the privileges that it needs by name.)",
    .bad = R"(create role app login;
grant service_role to app;)",
    .good = R"(create role app login;
create role readers;
grant readers to app;)",
};

constexpr std::string_view cwe[] = {"250"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC029"},
    {"pgrls", "SEC048"},
};

constexpr RuleInfo info{
    .id = "role-can-bypass-rls",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A role that untrusted statements may run as, by itself bound by policies.
bool is_asked(const Model& model, RoleId id) {
    const Role& role = model.catalog[id];
    const auto clients = model.reach.api_roles();
    const bool asks = role.login || std::find(clients.begin(), clients.end(), id) != clients.end();
    return asks && role.origin.live() && !role.superuser && !role.bypass_rls &&
           role.name != model.platform.authenticator && role.name.text() != "authenticator" &&
           role.name.text() != model.platform.migration_role;
}

/// The owners of tables whose policies do not bind them.
std::unordered_set<RoleId> owners_of_protected(const Model& model) {
    std::unordered_set<RoleId> owners;
    for (const RelationId table : model.tables()) {
        const Relation& relation = model.catalog[table];
        if (relation.rls && !relation.force) owners.insert(relation.owner);
    }
    return owners;
}

/// A way from a role to another by memberships.
struct Way {
    RoleId to;
    Span first; ///< the last membership on it that the history made
    bool set = true;
};

/// The roles that `from` reaches, each by what kind of memberships.
std::vector<Way> ways_from(const Model& model, RoleId from) {
    std::vector<Way> ways{{from, {}, true}};
    for (std::size_t i = 0; i < ways.size(); ++i) {
        for (const Membership& membership : model.catalog.memberships()) {
            const Way at = ways[i];
            const bool set = at.set && membership.set;
            if (membership.member != at.to || (!set && !membership.inherit)) continue;
            const bool known = std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
                return way.to == membership.role && (way.set || !set);
            });
            if (!known) ways.push_back({membership.role, membership.span, set});
        }
    }
    ways.erase(ways.begin());
    return ways;
}

void report(const Model& model, RoleId from, const Way& way, Sink& sink) {
    const Role& to = model.catalog[way.to];
    const std::string name = model.catalog.name_of(from), target = model.catalog.name_of(way.to);
    const bool exempt = to.superuser || to.bypass_rls;
    const std::string what =
        exempt ? name + " can SET ROLE to " + target + ", which bypasses row security"
               : name + " has what " + target + " has, who owns tables whose policies do not bind it";
    Finding finding = sink.finding("role:" + name, way.first, what);
    const std::string sql =
        "revoke " + sql_name(model.catalog, way.to) + " from " + sql_name(model.catalog, from) + ";";
    finding.help = with_sql("Take the membership back, and grant by name what is needed", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const std::unordered_set<RoleId> owners = owners_of_protected(model);
    for (std::uint32_t i = 0; i < model.catalog.roles().size(); ++i) {
        const RoleId from{i};
        if (!is_asked(model, from)) continue;
        for (const Way& way : ways_from(model, from)) {
            const Role& to = model.catalog[way.to];
            const bool bypasses = (to.superuser || to.bypass_rls) && way.set;
            if (bypasses || owners.contains(way.to)) report(model, from, way, sink);
        }
    }
}

} // namespace

Rule role_can_bypass_rls() { return {&info, check}; }

} // namespace rlslint::rules
