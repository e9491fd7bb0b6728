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
    RULE(partition_without_rls) \
    RULE(matview_exposed) \
    RULE(foreign_table_exposed) \
    RULE(rls_disabled_unreachable) \
    RULE(rls_not_forced) \
    RULE(rls_not_forced_anywhere) \
    RULE(restrictive_only) \
    RULE(command_without_policy) \
    RULE(publication_without_rls) \
    RULE(sensitive_column_exposed) \
    RULE(queue_exposed) \
    /* grants */ \
    RULE(grant_without_rls) \
    RULE(missing_grant) \
    RULE(policy_without_grant) \
    RULE(missing_schema_usage) \
    RULE(grant_beyond_rls) \
    RULE(default_privileges_too_broad) \
    RULE(unknown_role) \
    RULE(revoke_without_effect) \
    RULE(grant_to_public) \
    RULE(grant_on_all_tables) \
    RULE(grant_option_to_api_role) \
    RULE(missing_sequence_usage) \
    RULE(role_bypasses_rls) \
    RULE(role_can_bypass_rls) \
    RULE(api_role_owns_table) \
    RULE(schema_create_to_api_role) \
    RULE(policy_for_exempt_role) \
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
    RULE(view_bypasses_rls) \
    RULE(view_unreadable) \
    RULE(view_without_barrier) \
    RULE(definer_search_path) \
    RULE(function_search_path) \
    RULE(leakproof_function) \
    RULE(row_security_off_setting) \
    RULE(rule_bypasses_rls) \
    RULE(trigger_writes_unchecked) \
    RULE(definer_callable_by_anon) \
    RULE(definer_callable_by_authenticated) \
    RULE(definer_sql_injection) \
    RULE(auth_users_exposed) \
    RULE(view_drops_invoker) \
    RULE(definer_trusts_argument) \
    /* performance */ \
    RULE(auth_call_per_row) \
    RULE(volatile_in_policy) \
    RULE(multiple_permissive) \
    RULE(unindexed_policy_column) \
    RULE(index_defeated) \
    RULE(row_dependent_subquery) \
    /* history */ \
    RULE(rls_turned_off) \
    RULE(statement_fails) \
    RULE(policy_dropped) \
    RULE(restriction_dropped) \
    RULE(protection_lost_on_recreate) \
    RULE(unprotected_window) \
    /* project */ \
    RULE(syntax_error) \
    RULE(expectation_violated) \
    RULE(unmodelled_statement) \
    RULE(unused_ignore) \
    RULE(ignore_without_reason) \
    RULE(runaway_routine) \
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
