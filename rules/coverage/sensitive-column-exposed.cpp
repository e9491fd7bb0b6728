#include <algorithm>

#include "rlslint/lint/certain.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/secret_names.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Callers who are not signed in can read a column whose name says that it is secret",
    .why =
        R"(Policies choose rows, never columns: whoever may see a row sees all of it. A table that is half public, profiles
as a rule, hands out the passwords, keys and tokens that were put beside the public columns. Where only some of the rows
can be read so, this is an information.)",
    .when_fine =
        R"(The column holds nothing secret in spite of its name. The names are password, api_key, token, ssn, iban and the
like; `sensitive_names` in `rlslint.toml` adds to them.)",
    .fix =
        R"(Keep what is secret in a table of its own, without access for clients, or grant SELECT on the other columns
only.)",
    .bad = R"(create table public.profiles (id uuid primary key, nickname text, api_key text);
alter table public.profiles enable row level security;
create policy "profiles are public" on public.profiles
    for select to anon, authenticated
    using (nickname is not null);)",
    .good = R"(create table public.profiles (id uuid primary key, nickname text);
alter table public.profiles enable row level security;
create policy "profiles are public" on public.profiles
    for select to anon, authenticated
    using (nickname is not null);
create table public.profile_keys (id uuid primary key references public.profiles, api_key text);
alter table public.profile_keys enable row level security;
revoke all on public.profile_keys from anon, authenticated;)",
};

constexpr std::string_view cwe[] = {"200", "522"};
constexpr Alias aliases[] = {
    {"splinter", "0023_sensitive_columns_exposed"},
    {"supabase-rls-guard", "RLS004"},
    {"pgrls", "SEC045"},
};

constexpr RuleOption options[] = {{"except", RuleOption::Kind::words,
                                   "Columns that hold nothing secret: `column`, or `schema.table.column`."}};

constexpr RuleInfo info{
    .id = "sensitive-column-exposed",
    .group = RuleGroup::coverage,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .options = options,
};

bool holds_text(const Column& column) {
    constexpr std::string_view kinds[] = {"text", "varchar", "bpchar", "citext", "bytea", "name"};
    return std::find(std::begin(kinds), std::end(kinds), column.type.name.text()) != std::end(kinds);
}

/// A bare "token" is what its table's name says: that of push_subscriptions is none that opens anything.
bool is_secret(const Model& model, RelationId id, const Column& column, std::span<const std::string> except) {
    const Relation& table = model.catalog[id];
    std::string name{column.name.text()};
    const std::string whole = model.catalog.name_of(id) + "." + name;
    if (std::any_of(except.begin(), except.end(),
                    [&](const auto& one) { return one == name || one == whole; }))
        return false;
    if (name == "token") name = std::string{table.name.text()} + "_" + name;
    return !column.dropped && holds_text(column) && names_a_secret(name, model.platform.sensitive_names);
}

/// How much of a column a role reads without having signed in, or at all where row security is off.
Verdict read_by(const Model& model, RelationId table, RoleId role, ColumnNumber column) {
    if (!model.reach.reachable(role, table).has(Privilege::select)) return Verdict::none;
    if (!model.reach.holds_on_column(role, table, column, Privilege::select)) return Verdict::none;
    if (model.row_security_off(table)) return Verdict::all;
    const auto anonymous = model.reach.anonymous_roles();
    if (std::find(anonymous.begin(), anonymous.end(), role) == anonymous.end()) return Verdict::none;
    return certain(model, table, model.access.cell(role, table, Action::select)).verdict;
}

/// A secret of a table, and who reads it.
struct Exposed {
    ColumnNumber column = 0;
    std::vector<RoleId> roles;
    bool whole = false; ///< in every row
};

Exposed exposed(const Model& model, RelationId table, ColumnNumber column) {
    Exposed found{column, {}, false};
    for (const RoleId role : model.reach.api_roles()) {
        const Verdict verdict = read_by(model, table, role, column);
        if (verdict != Verdict::all && verdict != Verdict::some) continue;
        found.whole = found.whole || verdict == Verdict::all;
        found.roles.push_back(role);
    }
    return found;
}

void report(const Model& model, RelationId table, const std::vector<Exposed>& all, Sink& sink) {
    const auto& columns = model.catalog[table].columns;
    const Exposed& first = all.front();
    std::vector<std::string> names;
    std::vector<ColumnNumber> secret;
    for (const Exposed& one : all)
        names.emplace_back(columns[secret.emplace_back(one.column)].name.text());
    const std::string name = model.catalog.name_of(table);
    Finding finding = sink.finding(name, columns[first.column].span,
                                   in_prose(model.catalog, first.roles) + " can read " + in_prose(names) +
                                       (first.whole ? " of every row of " : " of some rows of ") + name);
    finding.clause = in_prose(names);
    if (!first.whole) finding.severity = Severity::info;
    doubt(finding, {model.doubt(table, Aspect::privileges)});
    if (model.row_security_off(table)) doubt(finding, {model.doubt(table, Aspect::rls_on)});
    for (const PolicyId policy : model.catalog[table].policies) {
        if (covers(model.catalog[policy].command, PolicyCommand::select) &&
            model.reach.applies_to(model.catalog[policy], first.roles.front()))
            relate(finding, {{"shown by this policy", model.catalog[policy].name_span}});
    }
    finding.help = with_sql("Keep it in a table of its own, or grant SELECT on the other columns only",
                            grant_other_columns(model, Privilege::select, table, secret, first.roles));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        if (!model.reach.exposed(table) || model.listed_public(table)) continue;
        const auto& columns = model.catalog[table].columns;
        std::vector<Exposed> all;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!is_secret(model, table, columns[i], sink.words("except"))) continue;
            Exposed found = exposed(model, table, static_cast<ColumnNumber>(i));
            if (!found.roles.empty()) all.push_back(std::move(found));
        }
        if (!all.empty()) report(model, table, all, sink);
    }
}

} // namespace

Rule sensitive_column_exposed() { return {&info, check}; }

} // namespace rlslint::rules
