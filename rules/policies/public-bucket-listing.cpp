#include "rlslint/lint/buckets.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy lets clients list all files of a public bucket",
    .why =
        R"(Files of a public bucket are served by their address without any policy. A policy for SELECT that holds for the whole
bucket adds one thing: a list of all the addresses, which were hard to guess.)",
    .when_fine = R"(The list is meant to be public too.)",
    .fix = R"(Drop the policy, or let it show users their own files.)",
    .bad = R"(insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true);
create policy "avatars are public" on storage.objects
    for select to authenticated
    using (bucket_id = 'avatars');)",
    .good = R"(insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true);
create policy "own avatars" on storage.objects
    for select to authenticated
    using (bucket_id = 'avatars' and owner = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"548"};
constexpr Alias aliases[] = {
    {"splinter", "0025_public_bucket_allows_listing"},
};

constexpr RuleInfo info{
    .id = "public-bucket-listing",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "5.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The bucket that the clause shows whole: it tests bucket_id and nothing else.
std::string_view bucket_shown(const Model& model, const BoundExpr& clause, ColumnNumber bucket) {
    const Anatomy& anatomy = model.anatomy(clause);
    const Facts& facts = model.facts(clause);
    const bool more = facts.reads_identity || !anatomy.queries.empty() || anatomy.comparisons.size() != 1 ||
                      !clause.bindings->functions.empty() || anatomy.columns.size() != 1;
    if (more || !anatomy.uses_row_column(bucket)) return {};
    const Comparison& only = anatomy.comparisons.front();
    const Operand* value = only.side(Operand::Kind::constant);
    return value != nullptr && only.is_equality() && only.standing.required ? value->text
                                                                            : std::string_view{};
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked = policy.permissive && covers(policy.command, PolicyCommand::select) &&
                           policy.using_clause.present() &&
                           model.catalog.name_of(policy.table) == "storage.objects";
        if (!asked) continue;
        const auto clients = clients_of(model, policy, PolicyCommand::select);
        const ColumnNumber column = model.catalog.find_column(policy.table, Symbol{"bucket_id"});
        const std::string bucket{bucket_shown(model, policy.using_clause, column)};
        const auto made = public_bucket(model, bucket);
        if (clients.empty() || bucket.empty() || !made) continue;
        Finding finding = finding_in(
            model, sink, {id, policy, policy.using_clause}, policy.using_clause.span(),
            in_prose(model.catalog, clients) + " can list all files of the public bucket " + bucket);
        relate(finding, {{"the bucket is made public here", *made}});
        finding.help =
            with_sql("Its files are served without a policy: drop this one, or let it show own files only",
                     drop_policy(model, id));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule public_bucket_listing() { return {&info, check}; }

} // namespace rlslint::rules
