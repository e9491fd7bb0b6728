#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role bypasses row security",
    .why =
        R"(No policy binds a role with BYPASSRLS or SUPERUSER: whoever logs in as it, or becomes it by SET ROLE, reads and
changes every row that its privileges cover. A leaked password, or an injected statement in what uses it, is then a leak of
everything.)",
    .when_fine = R"(A role for backups or for administrators, which no application uses.)",
    .fix = R"(Give the role policies of its own that let it see what it needs.)",
    .bad = R"(create role reporting login bypassrls;)",
    .good = R"(create role reporting login;)",
};

constexpr std::string_view cwe[] = {"250"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC016"},
    {"rlsautotest", "L014"},
};

constexpr RuleInfo info{
    .id = "role-bypasses-rls",
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

void report(const Model& model, RoleId id, Sink& sink) {
    const Role& role = model.catalog[id];
    const std::string name = model.catalog.name_of(id);
    const std::string by = role.superuser ? "SUPERUSER" : "BYPASSRLS";
    const Span word = keyword_in(model.sources, role.exempted_by, role.superuser ? "superuser" : "bypassrls");
    Finding finding = sink.finding("role:" + name, word,
                                   "no policy of any table binds " + name + ": it is " +
                                       (role.superuser ? "a superuser" : "granted BYPASSRLS"));
    const std::string sql = "alter role " + sql_name(model.catalog, id) + " no" +
                            (role.superuser ? "superuser" : "bypassrls") + ";";
    finding.fixes.push_back({"Take " + by + " away", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Write policies for what it needs, and take " + by + " away", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto roles = model.catalog.roles();
    for (std::uint32_t i = 0; i < roles.size(); ++i) {
        const Role& role = roles[i];
        const bool exempt = role.superuser || role.bypass_rls;
        if (role.origin.live() && exempt && role.exempted_by.valid()) report(model, {i}, sink);
    }
}

} // namespace

Rule role_bypasses_rls() { return {&info, check}; }

} // namespace rlslint::rules
