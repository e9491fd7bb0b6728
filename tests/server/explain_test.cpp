// The SQL with which `rlslint explain` shows who reaches an object is run as printed: the server must take it, and
// find what it says. Tried on every table of the sample projects, on the objects that the rules' documentation finds
// something about, and on a history with an object of every kind.

#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "rlslint/cli/run.hpp"
#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"
#include "support/memory_files.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "seed.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// The statements of the story's last part, with what is said of them.
struct Step {
    std::string sql;
    std::string outcome; ///< "no row", "every row", "permission denied" …; empty where nothing is said
};

/// A statement may be a comment, as it would end the transaction, and go over several lines.
std::vector<Step> steps_in(const std::string& story) {
    const std::string heading = "To see it on a server\n";
    const std::size_t begin = story.find(heading);
    if (begin == std::string::npos) return {};
    std::istringstream lines(story.substr(begin + heading.size()));
    std::vector<Step> steps;
    std::string sql;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t end = line.find("; -- ");
        sql += line.substr(0, end) + "\n";
        if (end == line.npos && !line.ends_with(';')) continue;
        const std::string outcome = end == line.npos ? "" : line.substr(end + 5);
        if (sql.starts_with("  -- ")) sql.erase(0, 5);
        steps.push_back({std::move(sql), outcome});
        sql.clear();
    }
    return steps;
}

std::vector<Step> steps_told(Files& files, const Fixture& fixture, const std::string& subject,
                             const std::string& path) {
    std::ostringstream out, err;
    Io io{files, out, err, false, 100, {}};
    const int code = run({"explain", subject, "--profile", fixture.profile.platform.profile, path}, io);
    INFO(err.str());
    REQUIRE(code == 0);
    return steps_in(out.str());
}

std::vector<Step> steps_of(const Fixture& fixture, const std::string& subject) {
    if (fixture.name.starts_with("projects/")) {
        const auto files = disk();
        return steps_told(*files, fixture, subject, RLSLINT_SOURCE_DIR "/fixtures/" + fixture.name);
    }
    test::MemoryFiles files{
        {"history.sql", std::string{fixture.sources.text(fixture.sections.front().span)}}};
    return steps_told(files, fixture, subject, "history.sql");
}

/// What the server says, as it is told beforehand: of what fails, the codes it may fail with.
const std::map<std::string, std::set<std::string>> failures{
    {"permission denied", {"42501"}},
    {"refused", {"42501", "55000"}}, // a view that cannot be written through
    {"infinite recursion", {"42P17"}},
};

/// Says nothing of the rows that are found: a constraint, the check on new rows, a function's own refusal.
bool is_beside_the_point(const ServerError& error) {
    return error.sqlstate.starts_with("23") || error.sqlstate == "P0001" ||
           error.message.find("row-level security") != std::string::npos;
}

/// What a server makes of a story.
class Trial {
public:
    Trial(const ServerHistory& server, const Fixture& fixture)
        : session_(server.server().connect(PrivateServer::superuser)), fixture_(fixture) {}

    void of(const std::string& subject) {
        CAPTURE(fixture_.name);
        CAPTURE(subject);
        const std::vector<Step> steps = steps_of(fixture_, subject);
        CHECK(!steps.empty());
        for (const Step& step : steps) {
            CAPTURE(step.sql);
            CAPTURE(step.outcome);
            if (step.outcome.empty()) {
                const Answer answer = session_.run(step.sql);
                CHECK_MESSAGE(answer.ok(), (answer.error ? answer.error->message : ""));
            } else {
                foretold(step, subject);
            }
        }
        session_.run("rollback");
    }

    /// Puts rows into a table.
    void fill(const std::string& table) {
        seed(session_, table, 3);
        rows_[table] = std::stoul(session_.value("select count(*) from " + table));
    }

    [[nodiscard]] Connection& session() { return session_; }

    /// How many statements met what was said of them.
    [[nodiscard]] std::size_t met(const std::string& outcome) const {
        const auto found = met_.find(outcome);
        return found == met_.end() ? 0 : found->second;
    }

private:
    void foretold(const Step& step, const std::string& subject) {
        session_.run("savepoint before");
        const Answer answer = session_.run(step.sql);
        session_.run("rollback to savepoint before");
        if (answer.error && is_beside_the_point(*answer.error)) return;
        const bool within = step.outcome == "may be called" && answer.error &&
                            answer.error->message.find("for table") != std::string::npos;
        if (within) return; // called it was
        const std::string got = answer.error ? answer.error->sqlstate + " " + answer.error->message : "";
        const auto failure = failures.find(step.outcome);
        if (failure != failures.end()) {
            REQUIRE(answer.error);
            CHECK_MESSAGE(failure->second.contains(answer.error->sqlstate), got);
        } else {
            CHECK_MESSAGE(answer.ok(), got);
        }
        if (step.outcome == "no row") CHECK(answer.affected == 0);
        const auto filled = rows_.find(subject);
        if (step.outcome == "every row" && filled != rows_.end()) CHECK(answer.affected == filled->second);
        ++met_[step.outcome];
    }

    Connection session_;
    const Fixture& fixture_;
    std::map<std::string, std::size_t> rows_;
    std::map<std::string, std::size_t> met_;
};

std::set<std::string> subjects_found(Fixture& fixture) {
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    const History history = replay(fixture.sources, schema, fixture.sections, fixture.profile.platform);
    const Model model(fixture.sources, history, fixture.profile.platform);
    std::set<std::string> subjects;
    for (const Finding& finding : judge(model, all_rules(), {}).findings) {
        if (finding.subject != "project") subjects.insert(finding.subject);
    }
    return subjects;
}

} // namespace

TEST_CASE("what explain prints to be run finds what it says: the tables of the sample projects") {
    if (!server_at_hand()) return;
    for (const std::string& name : fixture_names()) {
        if (!name.starts_with("projects/")) continue;
        const Fixture fixture = load_fixture(name);
        const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
        Trial trial{server, fixture};
        const auto tables =
            trial.session().query("select format('%s.%s', schemaname, tablename) from pg_tables "
                                  "where schemaname = 'public' order by 1");
        for (const Row& table : tables)
            trial.fill(table.front().value());
        for (const Row& table : tables)
            trial.of(table.front().value());
        CHECK(trial.met("no row") > 10);
        CHECK(trial.met("every row") > 5);
    }
}

TEST_CASE("what explain prints to be run is taken: the subjects of the documentation's bad examples") {
    if (!server_at_hand()) return;
    for (const Rule& rule : all_rules()) {
        // The server at hand has no foreign data wrapper, and the function that is broken says so itself.
        if (rule.info->id == "foreign-table-exposed" || rule.info->id == "broken-policy-function") continue;
        Fixture fixture = fixture_of("docs of " + std::string{rule.info->id}, "supabase-auto-expose",
                                     std::string{rule.info->doc.bad});
        const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
        Trial trial{server, fixture};
        for (const std::string& subject : subjects_found(fixture))
            trial.of(subject);
    }
}

namespace {

/// An object of every kind that a finding may be about, called awkwardly here and there.
constexpr const char* every_kind = R"sql(
    create schema "Odd one";
    grant usage on schema "Odd one" to anon;
    create schema hidden;
    create type hidden.mood as enum ('good', 'bad');
    create role "Night shift";
    grant "Night shift" to authenticated;
    create table public.orders (id bigint primary key, "the owner" uuid, total int generated always as (1) stored);
    alter table public.orders enable row level security;
    create policy "o'clock" on public.orders using ("the owner" = auth.uid());
    create table public.parts (id bigint, region text) partition by list (region);
    create table public.parts_north partition of public.parts for values in ('north');
    create table "Odd one"."a;table" (a int, b int, c int);
    grant select (a, c), update (b, c) on "Odd one"."a;table" to anon;
    grant delete on "Odd one"."a;table" to anon;
    create table hidden.things (id int);
    grant select on hidden.things to anon;
    create table public.single (only_one int generated always as identity);
    create table public.bare ();
    create table public.readers (id int, note text);
    revoke all on public.readers from anon, authenticated;
    grant select (id) on public.readers to anon;
    grant update (note) on public.readers to anon;
    create view public.totals as select count(*) from public.orders;
    create view public.mine with (security_invoker = true) as select * from public.orders;
    create view public.half with (security_invoker = true) as select c from "Odd one"."a;table";
    create materialized view public.stored as select 1 as one;
    create sequence public.numbers;
    create sequence public.taken;
    revoke all on public.taken from public, anon, authenticated;
    create function public.plain(a int, b text default 'x') returns int language sql as 'select 1';
    create function public.nothing(uuid) returns void language sql as 'select 1';
    create function public.rows_of(variadic ids int[]) returns setof public.orders language sql stable
        as 'select * from public.orders';
    create function public.as_table(a int) returns table (x int, y text) language sql as $$ select 1, 'a' $$;
    create function public.outs(a int, out b int, inout c text) language sql as $$ select 1, 'a' $$;
    create function public.any_of(anyelement, anyarray) returns anyelement language sql as 'select $1';
    create function public."A name"("an arg" "Odd one"."a;table") returns int language sql as 'select 1';
    create function public.of_mood(hidden.mood) returns int language sql as 'select 1';
    create function public.taken_away(numeric(10, 2)) returns int language sql as 'select 1';
    revoke execute on function public.taken_away(numeric) from public, anon, authenticated;
    create function public.refuses() returns int language plpgsql as $$ begin raise 'no'; end $$;
    create function public.fires() returns trigger language plpgsql as 'begin return new; end';
    create function hidden.unseen() returns int language sql as 'select 1';
    create procedure public.done(a int, out b int) language plpgsql as 'begin b := a; end';
    create procedure public.quiet() language sql as 'select 1';
    create aggregate public.sum_of(int) (sfunc = int4pl, stype = int);
    create aggregate public.count_of(*) (sfunc = int8inc, stype = bigint, initcond = '0');
)sql";

constexpr const char* subjects_of_every_kind[] = {"public.orders",
                                                  "public.orders/o'clock",
                                                  "public.parts",
                                                  "public.parts_north",
                                                  "Odd one.a;table",
                                                  "hidden.things",
                                                  "public.single",
                                                  "public.bare",
                                                  "public.readers",
                                                  "public.totals",
                                                  "public.mine",
                                                  "public.half",
                                                  "public.stored",
                                                  "public.numbers",
                                                  "public.taken",
                                                  "public.plain(integer, text)",
                                                  "public.nothing(uuid)",
                                                  "public.rows_of(integer[])",
                                                  "public.as_table(integer)",
                                                  "public.outs(integer, text)",
                                                  "public.any_of(anyelement, anyarray)",
                                                  "public.A name(\"Odd one\".\"a;table\")",
                                                  "public.of_mood(hidden.mood)",
                                                  "public.taken_away(numeric)",
                                                  "public.refuses()",
                                                  "public.fires()",
                                                  "hidden.unseen()",
                                                  "public.done(integer)",
                                                  "public.quiet()",
                                                  "public.sum_of(integer)",
                                                  "public.count_of()",
                                                  "role:Night shift",
                                                  "role:anon",
                                                  "role:PUBLIC"};

} // namespace

TEST_CASE("what explain prints to be run is taken: an object of every kind") {
    if (!server_at_hand()) return;
    for (const char* profile : {"supabase-auto-expose", "postgres"}) {
        std::string sql = every_kind;
        if (std::string_view{profile} == "postgres")
            sql = "create role anon login; create role authenticated login; create schema auth;\n"
                  "create function auth.uid() returns uuid language sql as 'select null::uuid';\n" +
                  sql;
        const Fixture fixture = fixture_of("every kind", profile, sql);
        const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
        for (const rlslint::testing::Ran& ran : server.ran())
            CHECK_MESSAGE(!ran.error, (ran.error ? ran.error->message : ""));
        Trial trial{server, fixture};
        for (const char* subject : subjects_of_every_kind)
            trial.of(subject);
        for (const char* outcome : {"may be called", "permission denied"})
            CHECK(trial.met(outcome) > 0);
    }
}
