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

    RelationId table(std::string_view name, Outcome outcome = Outcome::applied) {
        Relation table = named<Relation>(name);
        table.schema = schema;
        const RelationId id = history.catalog.add(std::move(table));
        history.catalog.record({.kind = Event::Kind::created,
                                .subject = id,
                                .span = {},
                                .statement = log("create table", outcome, "CREATE TABLE")});
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
        Function function = named<Function>("on_ddl");
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
    CHECK(model.relations().size() == 3); // the view too
}

TEST_CASE("a rule may ask which rows a role reaches") {
    Told told;
    const RelationId table = told.table("t");
    const RoleId anon = told.history.catalog.add(named<Role>("anon"));
    CHECK(told.model().access.cell(anon, table, Action::select).why == Why::no_privilege);
}

TEST_CASE("what a statement that could not be followed may have changed is in doubt") {
    Told told;
    const RelationId before = told.table("before");
    const Span loop =
        told.history.log[static_cast<std::size_t>(told.log(enabling_loop, Outcome::undetermined))].span;
    const RelationId after = told.table("after");
    const Model model = told.model();
    CHECK(model.doubt(before, Aspect::rls_on) == loop);
    CHECK(!model.doubt(before, Aspect::rls_off).valid());
    CHECK(!model.doubt(before, Aspect::more_policies).valid());
    CHECK(!model.doubt(after, Aspect::rls_on).valid());
}

TEST_CASE("a statement that was followed, or says nothing of the matter, casts no doubt") {
    Told told;
    const RelationId table = told.table("t");
    told.log(enabling_loop);
    told.log("do $$ begin execute 'select ' || x; end $$", Outcome::undetermined);
    CHECK(!told.model().doubt(table, Aspect::rls_on).valid());
}

TEST_CASE("policies and privileges are doubted by their own words") {
    Told told;
    const RelationId table = told.table("t");
    const auto doubted = [&](Aspect aspect) { return told.model().doubt(table, aspect).valid(); };
    told.log("do $$ begin execute format('drop policy %I on t', p); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::fewer_policies));
    CHECK(!doubted(Aspect::more_policies));
    CHECK(!doubted(Aspect::privileges));
    told.log("do $$ begin execute format('create policy %I on %I', p, t); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::more_policies));
    CHECK(!doubted(Aspect::restrictions));
    told.log("do $$ begin execute format('revoke all on function %s from public', f); end $$",
             Outcome::undetermined);
    CHECK(!doubted(Aspect::privileges));
    told.log("do $$ begin execute format('revoke all on %I from anon', t); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::privileges));
    told.log("do $$ begin execute format('grant execute on function %s to anon', f); end $$",
             Outcome::undetermined);
    CHECK(!doubted(Aspect::grants));
    told.log("do $$ begin execute format('grant select on %I to anon', t); end $$", Outcome::undetermined);
    CHECK(doubted(Aspect::grants));
}

TEST_CASE("functions and views are doubted by their own words") {
    Told told;
    Catalog& catalog = told.history.catalog;
    const RelationId view = told.table("v");
    Function named_f = named<Function>("f");
    named_f.schema = told.schema;
    const FunctionId function = catalog.add(std::move(named_f));
    const auto doubted = [&](Aspect aspect) { return told.model().doubt(function, aspect).valid(); };
    told.log("do $$ begin execute format('alter function g() set search_path = %L', x); end $$",
             Outcome::undetermined);
    CHECK(!doubted(Aspect::settings));
    told.log("do $$ begin execute format('alter function %s set search_path = %L', f, x); end $$",
             Outcome::undetermined);
    CHECK(doubted(Aspect::settings));
    CHECK(!doubted(Aspect::execute));
    told.log("do $$ begin execute format('revoke execute on function %s from public', f); end $$",
             Outcome::undetermined);
    CHECK(doubted(Aspect::execute));
    CHECK(!told.model().doubt(view, Aspect::invoker).valid());
    told.log("do $$ begin execute format('alter view %I set (security_invoker = true)', v); end $$",
             Outcome::undetermined);
    CHECK(told.model().doubt(view, Aspect::invoker).valid());
}

TEST_CASE("a table that is written out is the only one concerned") {
    const auto concerns = [](std::string_view body, std::string_view table) {
        Told told;
        const RelationId id = told.table(table);
        told.log(body, Outcome::undetermined);
        return told.model().doubt(id, Aspect::rls_on).valid();
    };
    constexpr std::string_view direct =
        "do $$ begin if x then alter table public.Notes enable row level security; end if; execute y; end $$";
    CHECK(concerns(direct, "notes"));
    CHECK(!concerns(direct, "note"));
    constexpr std::string_view built =
        "do $$ begin execute 'alter table only \"My Notes\" enable row level security'; end $$";
    CHECK(concerns(built, "My Notes"));
    CHECK(!concerns(built, "notes"));
    for (const std::string_view any :
         {"do $$ begin execute 'alter table ' || t || ' enable row level security'; end $$",
          "do $$ begin execute 'alter table app_' || t || ' enable row level security'; end $$",
          "do $$ begin execute format('alter table public.%I enable row level security', t); end $$",
          "do $$ begin execute format('alter table \"%s\" enable row level security', t); end $$"})
        CHECK_MESSAGE(concerns(any, "notes"), any);
}

TEST_CASE("what a renamed table was called before is not known") {
    Told told;
    const RelationId table = told.table("new_name");
    told.history.catalog.record({.kind = Event::Kind::renamed, .subject = table, .span = {}, .statement = 0});
    told.log("do $$ begin alter table old_name enable row level security; end $$", Outcome::undetermined);
    CHECK(told.model().doubt(table, Aspect::rls_on).valid());
}

TEST_CASE("a function that is called may do what its body says") {
    Told told;
    Function enabler = named<Function>("enable_all");
    enabler.body = enabling_loop;
    told.history.catalog.add(std::move(enabler));
    const RelationId before = told.table("before");
    told.log("create function enable_all() …", Outcome::applied, "CREATE FUNCTION");
    told.log("select re_enable_all()", Outcome::inert, "SELECT");
    CHECK(!told.model().doubt(before, Aspect::rls_on).valid());
    told.log("select enable_all()", Outcome::inert, "SELECT");
    const RelationId after = told.table("after");
    CHECK(told.model().doubt(before, Aspect::rls_on).valid());
    CHECK(!told.model().doubt(after, Aspect::rls_on).valid());
}

TEST_CASE("a statement that the server would refuse ran somehow, unless it was done already") {
    Told told;
    const RelationId table = told.table("t"), other = told.table("other");
    const auto fail = [&](std::string_view text, std::string_view sqlstate) {
        told.log(text, Outcome::failed);
        told.history.log.back().sqlstate = sqlstate;
    };
    fail("drop policy p on t", "42704");
    CHECK(!told.model().doubt(table, Aspect::fewer_policies).valid());
    fail("alter table t enable row level security, drop column nosuch", "42703");
    told.history.log.back().why = "column \"nosuch\" of relation \"t\" does not exist";
    fail("alter table t enable row level security", "25P02");
    CHECK(!told.model().doubt(table, Aspect::rls_on).valid()); // the server refuses it for certain
    told.log("do $$ begin if x then alter table t add column nosuch int; end if; end $$",
             Outcome::undetermined);
    fail("alter table t enable row level security, drop column nosuch", "42703");
    told.history.log.back().why = "column \"nosuch\" of relation \"t\" does not exist";
    CHECK(told.model().doubt(table, Aspect::rls_on).valid());
    CHECK(!told.model().doubt(other, Aspect::rls_on).valid());
}

TEST_CASE("policies that may be gone are in doubt, those made later are not") {
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
    const PolicyId before = policy("Before"), other = policy("other");
    told.log("do $$ begin if x then drop policy if exists \"Before\" on t; end if; end $$",
             Outcome::undetermined);
    CHECK(told.model().doubt(before).valid());
    CHECK(!told.model().doubt(other).valid());
    told.log("do $$ begin execute format('drop policy %I on %I', p, t); end $$", Outcome::undetermined);
    CHECK(told.model().doubt(other).valid());
    const PolicyId third = policy("third");
    told.log("do $$ begin execute 'drop policy if exists \"' || p || '\" on public.t'; end $$",
             Outcome::undetermined);
    CHECK(told.model().doubt(third).valid());
    const PolicyId after = policy("after");
    const Model model = told.model();
    CHECK(model.policies().size() == 4);
    CHECK(!model.doubt(after).valid());
}

TEST_CASE(
    "an event trigger that cannot be followed may have protected the tables that came while it was there") {
    Told told;
    const auto log = [&](std::string_view text, std::string_view tag) {
        told.log(text, Outcome::inert, std::string{tag});
    };
    const RelationId before = told.table("before");
    told.event_trigger_function(
        "begin execute format('alter table %s enable row level security', r.name); end");
    log("create event trigger guard on ddl_command_end execute function public.on_ddl()",
        "CREATE EVENT TRIGGER");
    const RelationId followed = told.table("followed");
    const RelationId after = told.table("after", Outcome::undetermined);
    const RelationId turned_off = told.table("turned_off", Outcome::undetermined);
    told.history.catalog.edit(turned_off).rls = {.on = false, .span = {told.file, 0, 0}};
    log("alter event trigger guard disable", "ALTER EVENT TRIGGER");
    const RelationId unguarded = told.table("unguarded", Outcome::undetermined);
    const Model model = told.model();
    const auto certain = [&](RelationId table) { return !model.doubt(table, Aspect::rls_on).valid(); };
    CHECK(certain(before));
    CHECK(certain(followed));
    CHECK(!certain(after));
    CHECK(certain(turned_off));
    CHECK(certain(unguarded));
}

TEST_CASE("an event trigger for something else protects nothing") {
    const auto unprotected = [](std::string_view body, std::string_view trigger) {
        Told told;
        told.event_trigger_function(body);
        told.log(trigger, Outcome::inert, "CREATE EVENT TRIGGER");
        const RelationId table = told.table("t", Outcome::undetermined);
        return !told.model().doubt(table, Aspect::rls_on).valid();
    };
    constexpr std::string_view enables =
        "begin execute format('alter table %s enable row level security', n); end";
    CHECK(unprotected("begin notify pgrst, 'reload schema'; end",
                      "create event trigger a on ddl_command_end execute function on_ddl()"));
    CHECK(unprotected(enables, "create event trigger a on ddl_command_end execute function another()"));
    CHECK(unprotected(enables, "create event trigger a on sql_drop execute function on_ddl()"));
    CHECK(unprotected(enables, "create event trigger a on ddl_command_end\n  when tag in ('CREATE TABLE AS', "
                               "'SELECT INTO') execute function on_ddl()"));
    CHECK(!unprotected(enables,
                       "create event trigger a on ddl_command_end\n  when tag in ('CREATE TABLE AS', "
                       "'CREATE TABLE') execute procedure on_ddl()"));
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
