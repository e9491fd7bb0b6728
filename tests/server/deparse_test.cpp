// The text of policies' clauses as the replay says that the server writes it, held against pg_policies.

#include <map>
#include <string>

#include <doctest/doctest.h>

#include "rlslint/names/deparse.hpp"
#include "rlslint/replay/history.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "random_policies.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

struct Tally {
    std::size_t written = 0, left = 0;
};

/// What the server says of each policy's clauses.
std::map<std::string, std::pair<Field, Field>> texts_of(Connection& superuser) {
    std::map<std::string, std::pair<Field, Field>> texts;
    superuser.query("set search_path = public");
    for (const Row& row : superuser.query("select schemaname || '.' || tablename || '/' || policyname, qual, "
                                          "with_check from pg_policies"))
        texts[*row[0]] = {row[1], row[2]};
    return texts;
}

Tally hold_against_server(Fixture fixture) {
    const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
    Platform platform = fixture.profile.platform;
    platform.server_version = server_version();
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    const History history = replay(fixture.sources, schema, fixture.sections, platform);
    const Catalog& catalog = history.catalog;
    Connection superuser = server.server().connect(PrivateServer::superuser);
    const auto texts = texts_of(superuser);
    const SearchPath path{catalog.find_schema(Symbol{"public"})};
    Tally tally;
    for (const Policy& policy : catalog.policies()) {
        const Relation& table = catalog[policy.table];
        const auto found = texts.find(std::string{catalog[table.schema].name.text()} + "." +
                                      std::string{table.name.text()} + "/" + std::string{policy.name.text()});
        if (!policy.origin.live() || found == texts.end()) continue;
        for (const bool check : {false, true}) {
            const BoundExpr& clause = check ? policy.check_clause : policy.using_clause;
            const Field& expected = check ? found->second.second : found->second.first;
            if (!clause.present()) continue;
            const auto text = deparse(catalog, path, policy.table, clause);
            ++(text ? tally.written : tally.left);
            CAPTURE(fixture.name);
            if (text) CHECK(*text == expected.value_or("none"));
        }
    }
    return tally;
}

} // namespace

TEST_CASE("clauses are written as the server writes them: random policies") {
    if (!server_at_hand()) return;
    Tally sum;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        std::string all;
        for (const std::string& text : random_policies(seed, 60))
            all += text;
        const Tally one = hold_against_server(fixture_of("seed " + std::to_string(seed), "supabase", all));
        sum.written += one.written;
        sum.left += one.left;
    }
    MESSAGE(sum.written << " clauses written, " << sum.left << " left");
    CHECK(sum.written > 4 * sum.left);
}

TEST_CASE("clauses are written as the server writes them: the fixture projects") {
    if (!server_at_hand()) return;
    Tally sum;
    for (const std::string& name : fixture_names()) {
        const Tally one = hold_against_server(load_fixture(name));
        sum.written += one.written;
        sum.left += one.left;
    }
    MESSAGE(sum.written << " clauses written, " << sum.left << " left");
    CHECK(sum.written > sum.left);
}
