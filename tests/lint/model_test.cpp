#include <doctest/doctest.h>

#include "rlslint/lint/coverage.hpp"
#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/model.hpp"

using namespace rlslint;

namespace {

template <class Object> Object named(std::string_view name) {
    Object object;
    object.name = Symbol{name};
    return object;
}

/// A history written down by hand: statement numbers are the order of calls.
struct Told {
    Told() {
        file = sources.add({.path = "1.sql", .text = ""});
        schema = history.catalog.add(named<Schema>("public"));
        platform.exposed_schemas = {Symbol{"public"}};
        platform.api_roles = {Symbol{"anon"}};
    }

    RelationId table(std::string_view name) {
        Relation table = named<Relation>(name);
        table.schema = schema;
        const RelationId id = history.catalog.add(std::move(table));
        history.catalog.record(
            {.kind = Event::Kind::created, .subject = id, .span = {}, .statement = log("create table")});
        return id;
    }

    std::uint32_t log(std::string_view text, Outcome outcome = Outcome::applied, std::string tag = "DO") {
        const SourceId source = sources.add({.path = "1.sql", .text = std::string{text}});
        LogEntry entry;
        entry.span = {source, 0, static_cast<std::uint32_t>(text.size())};
        entry.outcome = outcome;
        entry.tag = std::move(tag);
        history.log.push_back(std::move(entry));
        return static_cast<std::uint32_t>(history.log.size() - 1);
    }

    void event_trigger_function(std::string_view body) {
        Function function = named<Function>("protect");
        function.schema = schema;
        function.returns.emplace();
        function.returns->name = Symbol{"event_trigger"};
        function.body = body;
        history.catalog.add(std::move(function));
    }

    /// The model refers to what it is made of, so each question gets its own.
    Model model() const { return Model{sources, history, platform}; }

    Sources sources;
    History history;
    Platform platform;
    SourceId file;
    SchemaId schema;
};

constexpr std::string_view enabling_loop =
    "do $$ begin\n  execute format('alter table %I ENABLE row\tlevel security', t);\nend $$";

} // namespace

TEST_CASE("the application's tables are those that the history made and left") {
    Told told;
    const RelationId kept = told.table("kept");
    Catalog& catalog = told.history.catalog;
    catalog.edit(told.table("of_the_profile")).origin.profile = true;
    catalog.edit(told.table("only_named")).origin.assumed = true;
    catalog.edit(told.table("temporary")).persistence = Persistence::temporary;
    catalog.edit(told.table("a_view")).kind = 'v';
    catalog.drop(told.table("dropped"), Span{});
    const RelationId partitioned = told.table("partitioned");
    catalog.edit(partitioned).kind = 'p';
    const Model model = told.model();
    REQUIRE(model.tables().size() == 2);
    CHECK(model.tables()[0] == kept);
    CHECK(model.tables()[1] == partitioned);
}

TEST_CASE("what a statement that could not be followed may have changed is in doubt") {
    Told told;
    const RelationId before = told.table("before");
    told.log(enabling_loop, Outcome::undetermined);
    const RelationId after = told.table("after");
    const Model model = told.model();
    CHECK(model.in_doubt(before, Aspect::row_security));
    CHECK(!model.row_security_off(before));
    CHECK(!model.in_doubt(before, Aspect::more_policies));
    CHECK(!model.in_doubt(after, Aspect::row_security));
    CHECK(model.row_security_off(after));
}

TEST_CASE("a statement that was followed, or says nothing of the matter, casts no doubt") {
    Told told;
    const RelationId table = told.table("t");
    told.log(enabling_loop);
    told.log("do $$ begin execute 'select ' || x; end $$", Outcome::undetermined);
    CHECK(told.model().row_security_off(table));
}

TEST_CASE("policies and privileges are doubted by their own words") {
    Told told;
    const RelationId table = told.table("t");
    const auto doubted = [&](Aspect aspect) { return told.model().in_doubt(table, aspect); };
    told.log("do $$ begin execute format('drop policy %I on t', p); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::fewer_policies));
    CHECK(!doubted(Aspect::more_policies));
    CHECK(!doubted(Aspect::privileges));
    told.log("do $$ begin execute format('create policy %I on %I', p, t); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::more_policies));
    told.log("do $$ begin execute format('revoke all on %I from anon', t); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::privileges));
}

TEST_CASE("a statement that builds no SQL concerns the tables that it names") {
    Told told;
    const RelationId named_there = told.table("notes"), other = told.table("note"),
                     quoted = told.table("My Notes");
    told.log("do $$ begin if x then alter table public.Notes enable row level security; end if; end $$",
             Outcome::undetermined);
    const Model model = told.model();
    CHECK(model.in_doubt(named_there, Aspect::row_security));
    CHECK(!model.in_doubt(other, Aspect::row_security));
    CHECK(model.in_doubt(quoted, Aspect::row_security)); // its name is no word to be looked for
}

TEST_CASE("a statement that the server would refuse ran somehow, unless it was done already") {
    Told told;
    const RelationId table = told.table("t"), other = told.table("other");
    const auto fail = [&](std::string_view text, std::string_view sqlstate) {
        told.log(text, Outcome::failed);
        told.history.log.back().sqlstate = sqlstate;
    };
    fail("drop policy p on t", "42704");
    CHECK(!told.model().in_doubt(table, Aspect::fewer_policies));
    fail("alter table t enable row level security", "25P02");
    CHECK(told.model().in_doubt(table, Aspect::row_security));
    CHECK(!told.model().in_doubt(other, Aspect::row_security));
}

TEST_CASE("policies that may be gone are left out, those made later are not") {
    Told told;
    const RelationId table = told.table("t");
    const auto policy = [&](std::string_view name) {
        Policy made = named<Policy>(name);
        made.table = table;
        const PolicyId id = told.history.catalog.add(std::move(made));
        told.history.catalog.record({.kind = Event::Kind::created,
                                     .subject = id,
                                     .span = {},
                                     .statement = told.log("create policy")});
        return id;
    };
    policy("before");
    told.log("do $$ begin execute format('drop policy %I on %I', p, t); end $$", Outcome::undetermined);
    const PolicyId after = policy("after");
    const Model model = told.model();
    REQUIRE(model.policies().size() == 1);
    CHECK(model.policies()[0] == after);
}

TEST_CASE("an event trigger that turns row security on protects the tables that come after it") {
    Told told;
    const RelationId before = told.table("before");
    told.event_trigger_function(
        "begin execute format('alter table %s enable row level security', r.name); end");
    told.log("create event trigger", Outcome::inert, "CREATE EVENT TRIGGER");
    const RelationId after = told.table("after");
    const RelationId turned_off = told.table("turned_off");
    told.history.catalog.edit(turned_off).rls = {.on = false, .span = {told.file, 0, 0}};
    const Model model = told.model();
    CHECK(model.row_security_off(before));
    CHECK(!model.row_security_off(after));
    CHECK(model.row_security_off(turned_off));
}

TEST_CASE("an event trigger for something else protects nothing") {
    Told told;
    told.event_trigger_function("begin notify pgrst, 'reload schema'; end");
    told.log("create event trigger", Outcome::inert, "CREATE EVENT TRIGGER");
    const RelationId table = told.table("t");
    CHECK(told.model().row_security_off(table));
}

TEST_CASE("what the configuration says of a table goes by schema and name") {
    Told told;
    const RelationId countries = told.table("countries");
    const RelationId jobs = told.table("jobs");
    told.platform.public_tables = {Symbol{"public.countries"}};
    told.platform.service_only = {Symbol{"public.jobs"}};
    const Model model = told.model();
    CHECK(model.listed_public(countries));
    CHECK(!model.listed_public(jobs));
    CHECK(model.listed_service_only(jobs));
    CHECK(!model.listed_service_only(countries));
}

TEST_CASE("the gate of a command is the clause that decides it") {
    Policy policy;
    const auto some = std::make_shared<const Tree>();
    const BoundExpr clause{.tree = some, .root = ExprId{0}, .bindings = nullptr, .clause = {}};

    policy.command = PolicyCommand::all;
    policy.using_clause = clause;
    CHECK(&gate(policy, PolicyCommand::insert) == &policy.using_clause);
    CHECK(&gate(policy, PolicyCommand::delete_) == &policy.using_clause);
    policy.check_clause = clause;
    CHECK(&gate(policy, PolicyCommand::insert) == &policy.check_clause);
    CHECK(&gate(policy, PolicyCommand::update) == &policy.using_clause);

    Policy insert;
    insert.command = PolicyCommand::insert;
    CHECK(&gate(insert, PolicyCommand::insert) == &insert.check_clause);
}

namespace {

/// A policy of `table` whose USING reads `relations`.
void add_policy(Told& told, RelationId table, std::vector<RelationId> relations, bool unresolved = false) {
    auto bindings = std::make_shared<Bindings>();
    for (std::uint32_t i = 0; i < relations.size(); ++i)
        bindings->relations.set(FromId{i}, relations[i]);
    if (unresolved) bindings->unresolved.push_back({});
    Policy policy = named<Policy>("p");
    policy.table = table;
    policy.using_clause.bindings = bindings;
    told.history.catalog.add(std::move(policy));
}

} // namespace

TEST_CASE("a table's policies reach it again directly, by way of others, or not at all") {
    Told told;
    const RelationId itself = told.table("itself");
    const RelationId a = told.table("a"), b = told.table("b"), leaf = told.table("leaf"),
                     near = told.table("near");
    const RelationId unsure = told.table("unsure");
    add_policy(told, itself, {itself});
    add_policy(told, a, {leaf, b});
    add_policy(told, b, {a});
    add_policy(told, near, {a});
    add_policy(told, unsure, {leaf}, true);
    const Model model = told.model();
    CHECK(model.reenters(itself) == Reentry::yes);
    CHECK(model.reenters(a) == Reentry::yes);
    CHECK(model.reenters(b) == Reentry::yes);
    CHECK(model.reenters(near) == Reentry::no);
    CHECK(model.reenters(leaf) == Reentry::no);
    CHECK(model.reenters(unsure) == Reentry::maybe);
}

TEST_CASE("long chains and large cycles of policies are followed without recursion") {
    Told told;
    std::vector<RelationId> chain, ring;
    for (int i = 0; i < 5000; ++i)
        chain.push_back(told.table("c" + std::to_string(i)));
    for (int i = 0; i < 5000; ++i)
        ring.push_back(told.table("r" + std::to_string(i)));
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
        add_policy(told, chain[i], {chain[i + 1], ring[i]});
    for (std::size_t i = 0; i < ring.size(); ++i)
        add_policy(told, ring[i], {ring[(i + 1) % ring.size()]});
    const Model model = told.model();
    CHECK(model.reenters(chain[0]) == Reentry::no);
    CHECK(model.reenters(chain[4999]) == Reentry::no);
    CHECK(model.reenters(ring[0]) == Reentry::yes);
    CHECK(model.reenters(ring[4999]) == Reentry::yes);
}

TEST_CASE("doubt is handed up through everything that is read, cycles too") {
    Told told;
    const RelationId top = told.table("top"), a = told.table("a"), b = told.table("b"),
                     low = told.table("low");
    add_policy(told, a, {b});
    add_policy(told, b, {a, low});
    add_policy(told, low, {}, true);
    add_policy(told, top, {a});
    const Model model = told.model();
    CHECK(model.reenters(top) == Reentry::maybe);
    CHECK(model.reenters(a) == Reentry::yes);
    CHECK(model.reenters(low) == Reentry::maybe);
}

TEST_CASE("a table that is only named may have policies that nobody has seen") {
    Told told;
    const RelationId table = told.table("t"), unseen = told.table("unseen");
    told.history.catalog.edit(unseen).origin.assumed = true;
    add_policy(told, table, {unseen});
    CHECK(told.model().reenters(table) == Reentry::maybe);
}

TEST_CASE("text is rewritten part by part") {
    Told told;
    const std::string text = "USING (a() = b())";
    const SourceId source = told.sources.add({.path = "2.sql", .text = text});
    const Span whole{source, 0, static_cast<std::uint32_t>(text.size())};
    CHECK(rewritten(told.sources, whole, {{{source, 7, 10}, "(select a())"}, {{source, 13, 16}, "c()"}}) ==
          "USING ((select a()) = c())");
}
