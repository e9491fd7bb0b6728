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
    RULE(policy_always_false) \
    RULE(restrictive_always_true) \
    RULE(restrictive_role_gap) \
    RULE(policy_to_public) \
    RULE(anonymous_read) \
    RULE(anonymous_write) \
    RULE(signed_in_is_enough) \
    RULE(check_weaker_than_using) \
    RULE(dead_policy_clause) \
    RULE(check_union_escape) \
    RULE(update_without_select) \
    RULE(insert_not_readable) \
    RULE(recursive_policy) \
    RULE(captured_column) \
    RULE(self_comparison) \
    RULE(uncorrelated_subquery) \
    RULE(lookup_hidden_by_rls) \
    RULE(unprotected_lookup) \
    RULE(self_escalation) \
    RULE(user_metadata_trusted) \
    RULE(email_trusted) \
    RULE(role_claim_in_predicate) \
    RULE(unknown_role_claim) \
    RULE(database_user_in_predicate) \
    RULE(hardcoded_identity) \
    RULE(pattern_match_on_identity) \
    RULE(owner_column_unused) \
    RULE(nullable_tenant) \
    RULE(setting_may_raise) \
    RULE(setting_without_namespace) \
    RULE(empty_setting_cast) \
    RULE(unreadable_lookup) \
    RULE(duplicate_policy) \
    RULE(shadowed_policy) \
    RULE(placeholder_policy_name) \
    RULE(immutable_session_function) \
    RULE(broken_policy_function) \
    RULE(storage_policy_without_bucket) \
    RULE(public_bucket_listing) \
    RULE(anonymous_sign_in_counts) \
    RULE(unique_across_tenants) \
    RULE(foreign_key_probe) \
    RULE(cascade_ignores_policies) \
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
