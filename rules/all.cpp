#include "rlslint/rules/all.hpp"

#include <algorithm>

// The catalogue, one line a rule, by group and in the order of the documentation. A rule named here
// is `Rule <name>()` in rules/<group>/<name, with dashes>.cpp.
// clang-format off
#define RLSLINT_RULES(RULE) \
    /* coverage */ \
    RULE(rls_disabled) \
    RULE(policies_without_rls) \
    RULE(rls_without_policies) \
    /* grants */ \
    RULE(grant_without_rls) \
    /* policies */ \
    RULE(policy_always_true) \
    RULE(dead_policy_clause) \
    RULE(user_metadata_trusted) \
    /* views-functions */ \
    /* performance */ \
    RULE(auth_call_per_row) \
    /* history */ \
    RULE(rls_turned_off) \
    RULE(statement_fails) \
    /* project */ \
    RULE(syntax_error) \
    RULE(expectation_violated) \
    /* end */
// clang-format on

namespace rlslint {
namespace rules {

#define RLSLINT_DECLARE(name) Rule name();
RLSLINT_RULES(RLSLINT_DECLARE)
#undef RLSLINT_DECLARE

} // namespace rules

std::span<const Rule> all_rules() {
#define RLSLINT_MAKE(name) rules::name(),
    static const Rule all[] = {RLSLINT_RULES(RLSLINT_MAKE)};
#undef RLSLINT_MAKE
    return all;
}

const Rule* find_rule(std::string_view id) {
    const auto rules = all_rules();
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.info->id == id; });
    return found == rules.end() ? nullptr : &*found;
}

} // namespace rlslint
