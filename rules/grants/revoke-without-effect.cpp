#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/revokes.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A REVOKE leaves the role what it was meant to take",
    .why =
        R"(A privilege comes by name, by PUBLIC, or by a role that one is a member of, and a REVOKE takes only what it names.
Functions are the usual case: new ones may be executed by PUBLIC, so a REVOKE from one role changes nothing, and where
default privileges named that role too, a REVOKE from PUBLIC alone does not either. A column cannot be taken out of a
privilege on its whole table.)",
    .when_fine = R"(Another statement, outside the migrations, takes the rest.)",
    .fix =
        R"(Revoke from PUBLIC and from the role, then grant to those who are meant to have it. A role that shall see some
columns only gets the privilege on these columns instead of the table.)",
    .bad = R"(create function public.close_month() returns void language sql begin atomic; select 1; end;
revoke execute on function public.close_month() from anon, authenticated;)",
    .good = R"(create function public.close_month() returns void language sql begin atomic; select 1; end;
revoke execute on function public.close_month() from public, anon, authenticated;)",
};

constexpr std::string_view cwe[] = {"732"};

constexpr RuleInfo info{
    .id = "revoke-without-effect",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

std::string reason(const Model& model, const LeftByRevoke& left) {
    const std::string privileges = in_prose(left.privileges);
    switch (left.gap.why) {
    case RevokeGap::Why::by_public: return "PUBLIC has it";
    case RevokeGap::Why::by_membership: return "by membership in " + model.catalog.name_of(left.gap.by);
    case RevokeGap::Why::whole_table: return "on the whole table, of which no column can be taken out";
    case RevokeGap::Why::by_name: return "by name, not by PUBLIC";
    case RevokeGap::Why::other_grantor:
        return "as " + model.catalog.name_of(left.gap.by) + " granted it, who alone can revoke it";
    }
    return privileges;
}

std::string objects(const LeftByRevoke& left) {
    const std::size_t more = left.objects.size() - 1;
    return left.objects.front() + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

/// What takes the rest, as SQL where it is about a function.
std::string help_for(const Model& model, const LeftByRevoke& left) {
    using Why = RevokeGap::Why;
    if (left.gap.why == Why::whole_table)
        return "Revoke the privilege on the table, then grant it on the columns that are meant";
    const bool of_function = left.objects.front().ends_with(')');
    const std::string start = "revoke execute on function " + left.objects.front() + " from ";
    std::string help = "Take it where it comes from";
    if (left.gap.why == Why::by_public) {
        help = "Revoke it from PUBLIC too, then grant it to those who are meant to have it";
        return of_function ? with_sql(help, start + "public;") : help;
    }
    if (left.gap.why != Why::by_name) return help;
    help = "Revoke it from " + in_prose(model.catalog, left.roles) + " too";
    std::string names;
    for (const RoleId role : left.roles)
        names += (names.empty() ? "" : ", ") + sql_name(model.catalog, role);
    return of_function ? with_sql(help, start + names + ";") : help;
}

void report(const Model& model, const LeftByRevoke& left, Sink& sink) {
    const std::string& first = left.objects.front();
    const bool one = left.roles.size() == 1 && left.roles.front() != public_role;
    const std::string subject =
        first.starts_with("schema ") ? "role:" + model.catalog.name_of(left.roles.front()) : first;
    Finding finding = sink.finding(subject, left.span,
                                   in_prose(model.catalog, left.roles) + (one ? " keeps " : " keep ") +
                                       in_prose(left.privileges) + " on " + objects(left) +
                                       " after this REVOKE: " + reason(model, left));
    doubt(finding, {left.doubt});
    if (left.gap.given.valid()) relate(finding, {{"given here", left.gap.given}});
    finding.help = help_for(model, left);
    sink.report(std::move(finding));
}

void report_idle(const Model& model, const Event& event, const std::string& why, Sink& sink) {
    const std::string creator = model.catalog.name_of(std::get<RoleId>(event.subject));
    Finding finding = sink.finding("role:" + creator, event.span, "this REVOKE changes nothing: " + why);
    finding.help = "Check which default it was meant to take";
    if (event.change.kind == ObjectKind::function)
        finding.help = with_sql("Take PUBLIC's right where it is built in",
                                "alter default privileges revoke execute on functions from public;");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const LeftByRevoke& left : left_by_revokes(model))
        report(model, left, sink);
    for (const Event& event : model.catalog.events()) {
        if (event.kind != Event::Kind::defaults_revoked) continue;
        if (const std::string why = why_idle(model, event); !why.empty())
            report_idle(model, event, why, sink);
    }
}

} // namespace

Rule revoke_without_effect() { return {&info, check}; }

} // namespace rlslint::rules
