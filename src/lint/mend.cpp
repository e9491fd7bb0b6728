#include <algorithm>
#include <iterator>
#include <string>

#include "rlslint/lint/kit.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

std::string listed(std::span<const std::string> items) {
    std::string list;
    for (const std::string& item : items)
        list += (list.empty() ? "" : ", ") + item;
    return list;
}

/// "select, insert".
std::string words_of(PrivilegeSet privileges) {
    std::vector<std::string> words;
    for (const Privilege privilege : all_privileges) {
        if (privileges.has(privilege)) words.push_back(lower_case(to_string(privilege)));
    }
    return listed(words);
}

std::string names_of(const Catalog& catalog, std::span<const RoleId> roles) {
    std::vector<std::string> names;
    for (const RoleId role : roles)
        names.push_back(sql_name(catalog, role));
    return listed(names);
}

bool contains(std::span<const RoleId> roles, RoleId role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// To whom one role has granted something.
struct Granted {
    RoleId grantor;
    std::vector<RoleId> grantees;
};

std::vector<Granted> by_grantor(const Relation& relation, PrivilegeSet privileges,
                                std::span<const RoleId> to) {
    std::vector<Granted> all;
    for (const Acl* acl : acls_of(relation)) {
        for (const AclEntry& entry : acl->entries) {
            if (!contains(to, entry.grantee) || !entry.privileges.has_any(privileges)) continue;
            auto known = std::find_if(all.begin(), all.end(),
                                      [&](const Granted& g) { return g.grantor == entry.grantor; });
            if (known == all.end()) known = all.insert(known, Granted{entry.grantor, {}});
            if (!contains(known->grantees, entry.grantee)) known->grantees.push_back(entry.grantee);
        }
    }
    return all;
}

/// One of them has granted on.
bool passed_on(const Relation& relation, std::span<const RoleId> grantees) {
    for (const Acl* acl : acls_of(relation)) {
        for (const AclEntry& entry : acl->entries) {
            if (contains(grantees, entry.grantor)) return true;
        }
    }
    return false;
}

std::string policy_on_table(const Catalog& catalog, PolicyId id) {
    const Policy& policy = catalog[id];
    return quote_ident(policy.name.text()) + " on " + sql_name(catalog, policy.table);
}

} // namespace

void doubt(Finding& finding, std::initializer_list<Span> statements) {
    for (const Span statement : statements) {
        if (!finding.in_doubt.valid()) finding.in_doubt = statement;
    }
}

void relate(Finding& finding, std::vector<Note> notes) {
    std::move(notes.begin(), notes.end(), std::back_inserter(finding.related));
}

std::vector<Note> turned_off_at(const Model& model, RelationId table) {
    const Flag& rls = model.catalog[table].rls;
    if (rls || !rls.span.valid()) return {};
    return {{"row security is turned off here", rls.span}};
}

/// Unsafe, because clients lose what no policy gives back.
Fix turn_on_row_security(const Model& model, RelationId table) {
    return {"Turn row security on",
            Applicability::unsafe,
            alter_table(model, table, "enable row level security"),
            {}};
}

std::string sql_name(const Catalog& catalog, RelationId relation) {
    const Relation& named = catalog[relation];
    return quote_ident(catalog[named.schema].name.text()) + "." + quote_ident(named.name.text());
}

std::string sql_name(const Catalog& catalog, RoleId role) {
    return role == public_role ? "public" : quote_ident(catalog[role].name.text());
}

std::string grant(const Model& model, PrivilegeSet privileges, RelationId relation,
                  std::span<const RoleId> to) {
    return "grant " + words_of(privileges) + " on " + sql_name(model.catalog, relation) + " to " +
           names_of(model.catalog, to) + ";";
}

std::string revoke(const Model& model, PrivilegeSet privileges, RelationId relation,
                   std::span<const RoleId> from) {
    return "revoke " + words_of(privileges) + " on " + sql_name(model.catalog, relation) + " from " +
           names_of(model.catalog, from) + ";";
}

std::string take_back(const Model& model, PrivilegeSet privileges, RelationId relation,
                      std::span<const RoleId> from) {
    std::string sql;
    for (const Granted& granted : by_grantor(model.catalog[relation], privileges, from)) {
        std::string one = revoke(model, privileges, relation, granted.grantees);
        if (passed_on(model.catalog[relation], granted.grantees)) one.insert(one.size() - 1, " cascade");
        if (granted.grantor != model.catalog[relation].owner)
            one = "set role " + sql_name(model.catalog, granted.grantor) + ";\n" + one + "\nreset role;";
        sql += (sql.empty() ? "" : "\n") + one;
    }
    return sql;
}

std::string rewritten(const Sources& sources, Span place, std::vector<Replacement> parts) {
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return a.part.begin > b.part.begin; });
    std::string text{sources.text(place)};
    for (const Replacement& replacement : parts)
        text.replace(replacement.part.begin - place.begin, replacement.part.size(), replacement.put);
    return text;
}

std::string alter_table(const Model& model, RelationId table, std::string_view action) {
    return "alter table " + sql_name(model.catalog, table) + " " + std::string{action} + ";";
}

std::string alter_policy(const Model& model, PolicyId policy, std::string_view action) {
    return "alter policy " + policy_on_table(model.catalog, policy) + " " + std::string{action} + ";";
}

std::string drop_policy(const Model& model, PolicyId policy) {
    return "drop policy " + policy_on_table(model.catalog, policy) + ";";
}

} // namespace rlslint
