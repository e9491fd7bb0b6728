#include <algorithm>

#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy on storage.objects does not say for which bucket",
    .why =
        R"(All buckets keep their files in one table. A policy without a test of `bucket_id` holds for every bucket, also for those
that are made later.)",
    .when_fine = R"(It is meant for every bucket.)",
    .fix = R"(Test the bucket first: `bucket_id = 'avatars' and …`.)",
    .bad = R"(create policy "own files" on storage.objects
    for select to authenticated
    using (owner = (select auth.uid()));)",
    .good = R"(create policy "own files" on storage.objects
    for select to authenticated
    using (bucket_id = 'avatars' and owner = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC050"},
};

constexpr RuleInfo info{
    .id = "storage-policy-without-bucket",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool is_storage_objects(const Model& model, RelationId table) {
    return model.catalog.name_of(table) == "storage.objects";
}

/// A clause names the bucket, or hands the row to what cannot be looked into.
bool names_bucket(const Model& model, const Policy& policy, ColumnNumber bucket) {
    const auto clauses = clauses_of(policy);
    return std::any_of(clauses.begin(), clauses.end(), [&](const BoundExpr* clause) {
        return model.anatomy(*clause).uses_row_column(bucket);
    });
}

bool lets_something_through(const Model& model, const Policy& policy) {
    const auto clauses = clauses_of(policy);
    return std::any_of(clauses.begin(), clauses.end(),
                       [&](const BoundExpr* clause) { return model.facts(*clause).truth != Truth::never; });
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive || !is_storage_objects(model, policy.table) || !binds_someone(model, policy))
            continue;
        const ColumnNumber bucket = model.catalog.find_column(policy.table, Symbol{"bucket_id"});
        if (bucket == whole_row || names_bucket(model, policy, bucket) ||
            !lets_something_through(model, policy))
            continue;
        const BoundExpr& clause = *clauses_of(policy).front();
        Finding finding =
            finding_in(model, sink, {id, policy, clause}, clause.span(),
                       "the policy holds for the files of every bucket: it does not test bucket_id");
        finding.help = "Test the bucket first";
        const std::string text{model.sources.text(clause.span())};
        show_rewriting(model, {id, policy, clause}, {{clause.span(), "bucket_id = '…' and (" + text + ")"}},
                       finding);
        sink.report(std::move(finding));
    }
}

} // namespace

Rule storage_policy_without_bucket() { return {&info, check}; }

} // namespace rlslint::rules
