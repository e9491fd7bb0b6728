#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("CREATE FUNCTION: arguments and options") {
    const Parsed p(
        R"(create or replace function s.f(a int, inout b text default 'x, y', variadic "C" s.t[] = array[1, 2])
        returns setof s.r language SQL stable strict leakproof security definer set search_path = '' set role to x
        as $fn$ select 1 $fn$)");
    const auto& f = p.as<CreateFunction>();
    CHECK(f.or_replace);
    CHECK(plain(f.name) == "s.f");
    CHECK(p.text(f.name.span) == "s.f");
    REQUIRE(f.args.size() == 3);
    CHECK(p.text(f.args[0].name.span) == "a");
    CHECK(f.args[1].mode == FunctionArg::Mode::in_out);
    CHECK(p.text(f.args[1].name.span) == "b");
    CHECK(p.text(f.args[1].default_value) == "'x, y'");
    CHECK(f.args[2].mode == FunctionArg::Mode::variadic);
    CHECK(p.text(f.args[2].type.span) == "s.t[]");
    CHECK(p.text(f.args[2].default_value) == "array[1, 2]");
    REQUIRE(f.returns);
    CHECK(f.returns->setof);
    CHECK(p.text(f.returns->span) == "s.r");
    CHECK(f.language.text() == "sql");
    CHECK(f.options.volatility == Volatility::stable);
    CHECK(f.options.strict == true);
    CHECK(f.options.leakproof == true);
    CHECK(f.options.security_definer == true);
    CHECK(p.text(f.options.security_span) == "security definer");
    REQUIRE(f.options.settings.size() == 2);
    CHECK(p.text(f.options.settings[0].span) == "set search_path = ''");
    CHECK(p.text(f.options.settings[1].span) == "set role to x");
    CHECK(f.body == " select 1 ");
    CHECK(p.text(f.body_span) == " select 1 ");
    CHECK(f.body_verbatim);
}

TEST_CASE("CREATE FUNCTION: modes and names") {
    const Parsed p(
        "create function f(in out a int, out b text, c in int, int) returns record language x as 'y'");
    const auto& args = p.as<CreateFunction>().args;
    REQUIRE(args.size() == 4);
    CHECK(args[0].mode == FunctionArg::Mode::in_out);
    CHECK(p.text(args[0].name.span) == "a");
    CHECK(args[1].mode == FunctionArg::Mode::out);
    CHECK(p.text(args[2].name.span) == "c");
    CHECK(args[3].name.empty());
}

TEST_CASE("CREATE FUNCTION: bodies that are no slice of the text") {
    const auto body = [](const Parsed& p) {
        const auto& f = p.as<CreateFunction>();
        return std::tuple{f.body, std::string{p.text(f.body_span)}, f.body_verbatim};
    };
    const std::string head = "create function f() returns int language sql as ";
    CHECK(body(Parsed(head + "'select 1'")) == std::tuple{"select 1", "select 1", true});
    CHECK(body(Parsed(head + "'it''s'")) == std::tuple{"it's", "'it''s'", false});
    CHECK(body(Parsed(head + "E'a\\nb'")) == std::tuple{"a\nb", "E'a\\nb'", false});
    CHECK(body(Parsed(head + "$$$$")) == std::tuple{"", "", true});
    CHECK(body(Parsed(head + "$$ -- a comment\n select 1 /* b */ $$ -- c")) ==
          std::tuple{" -- a comment\n select 1 /* b */ ", " -- a comment\n select 1 /* b */ ", true});
}

TEST_CASE("CREATE FUNCTION: RETURNS TABLE") {
    const Parsed p("create function f(a int) returns table (b int, \"C\" s.t) language sql as ''");
    const auto& args = p.as<CreateFunction>().args;
    REQUIRE(args.size() == 3);
    CHECK(args[1].mode == FunctionArg::Mode::table);
    CHECK(p.text(args[2].name.span) == "\"C\"");
    CHECK(p.text(args[2].type.span) == "s.t");
}

TEST_CASE("CREATE FUNCTION: SQL-standard bodies") {
    const Parsed returns("create function f(a int) returns int security definer return (a + 1) * 2");
    const auto& f = returns.as<CreateFunction>();
    CHECK(returns.text(f.body_span) == "return (a + 1) * 2");
    REQUIRE(f.sql_body.size() == 1);
    CHECK(returns.text(f.sql_body[0]) == "(a + 1) * 2");
    CHECK(returns.text(f.options.security_span) == "security definer");

    const Parsed atomic("create procedure f() begin atomic insert into t values (1);; select 2; end");
    const auto& procedure = atomic.as<CreateFunction>();
    CHECK(procedure.procedure);
    CHECK(atomic.text(procedure.body_span) == "begin atomic insert into t values (1);; select 2; end");
    REQUIRE(procedure.sql_body.size() == 2);
    CHECK(atomic.text(procedure.sql_body[0]) == "insert into t values (1)");
    CHECK(atomic.text(procedure.sql_body[1]) == "select 2");
    CHECK(Parsed("create procedure f() begin atomic end").as<CreateFunction>().sql_body.empty());
}

TEST_CASE("CREATE FUNCTION without a body") {
    const Parsed p("create function f() returns int language plpgsql");
    CHECK_FALSE(p.as<CreateFunction>().body_span.valid());
    CHECK(p.as<CreateFunction>().language.text() == "plpgsql");
}

TEST_CASE("CREATE AGGREGATE makes a routine") {
    const Parsed p("create aggregate s.a (x int, numeric) (sfunc = f, stype = int)");
    CHECK(p.statement().tag == "CREATE AGGREGATE");
    CHECK(p.as<CreateFunction>().aggregate);
    CHECK(p.as<CreateFunction>().args.size() == 2);
    CHECK(Parsed("create aggregate a (*) (sfunc = f, stype = int)").as<CreateFunction>().args.empty());
    CHECK(
        Parsed("create aggregate a (basetype = int, sfunc = f, stype = int)").as<CreateFunction>().aggregate);
}

TEST_CASE("ALTER FUNCTION") {
    const Parsed p("alter function s.f(int) security invoker set search_path to a, b volatile");
    const auto& alter = p.as<AlterFunction>();
    CHECK(p.text(alter.function.span) == "s.f(int)");
    CHECK(alter.options.security_definer == false);
    CHECK(p.text(alter.options.security_span) == "security invoker");
    CHECK(p.text(alter.options.settings.at(0).span) == "set search_path to a, b");
    CHECK(alter.options.volatility == Volatility::volatile_);
    CHECK(Parsed("alter routine f reset all").as<AlterFunction>().function.kind == ObjectKind::routine);
}

TEST_CASE("DO and CALL") {
    const Parsed p("do language plpgsql $x$ begin end $x$");
    CHECK(p.as<Do>().language.text() == "plpgsql");
    CHECK(p.text(p.as<Do>().body_span) == " begin end ");
    CHECK(p.as<Do>().body_verbatim);
    CHECK(Parsed("do ''").as<Do>().language.text() == "plpgsql");
    const Parsed call("call s.p(1, b => 2)");
    CHECK(call.text(call.as<CallProcedure>().call) == "s.p(1, b => 2)");
}

TEST_CASE("CREATE TRIGGER") {
    const Parsed p("create or replace trigger g before insert or update of a, b on s.t for each row\n"
                   "  when (new.a > 1) execute function s.f('x')");
    const auto& trigger = p.as<CreateTrigger>();
    CHECK(p.text(trigger.name.span) == "g");
    CHECK(plain(trigger.table) == "s.t");
    CHECK(plain(trigger.function) == "s.f");
    CHECK(p.text(trigger.function.span) == "s.f");
    CHECK(trigger.or_replace);
    CHECK(trigger.before);
    CHECK(trigger.row);
    CHECK(trigger.on_insert);
    CHECK(trigger.on_update);
    CHECK_FALSE(trigger.on_delete);
    CHECK(plain(trigger.update_columns) == Texts{"a", "b"});
    CHECK(p.text(trigger.when.span) == "when (new.a > 1)");
    CHECK(p.text(trigger.when.expr) == "new.a > 1");
    const Parsed instead(
        "create constraint trigger g after delete on t deferrable for each row execute procedure f()");
    CHECK_FALSE(instead.as<CreateTrigger>().before);
    CHECK(instead.as<CreateTrigger>().on_delete);
}

TEST_CASE("CREATE EVENT TRIGGER") {
    const Parsed p(
        "create event trigger e on ddl_command_end when tag in ('CREATE TABLE', 'X') execute function s.f()");
    CHECK(p.as<CreateEventTrigger>().event.text() == "ddl_command_end");
    CHECK(p.as<CreateEventTrigger>().tags == std::vector<std::string>{"CREATE TABLE", "X"});
    CHECK(p.text(p.as<CreateEventTrigger>().function.span) == "s.f");
}

TEST_CASE("ALTER EVENT TRIGGER") {
    CHECK(Parsed("alter event trigger \"E\" enable").as<AlterEventTrigger>().name.text.text() == "E");
    CHECK(Parsed("alter event trigger e enable").as<AlterEventTrigger>().enabled);
    CHECK(Parsed("alter event trigger e enable always").as<AlterEventTrigger>().enabled);
    CHECK_FALSE(Parsed("alter event trigger e enable replica").as<AlterEventTrigger>().enabled);
    CHECK_FALSE(Parsed("alter event trigger e disable").as<AlterEventTrigger>().enabled);
}

TEST_CASE("CREATE RULE") {
    const Parsed p("create rule r as on update to s.t where old.a = 1 do instead (delete from a; select 2)");
    const auto& rule = p.as<CreateRule>();
    CHECK(rule.event == PolicyCommand::update);
    CHECK(rule.instead);
    CHECK(p.text(rule.where) == "old.a = 1");
    REQUIRE(rule.actions.size() == 2);
    CHECK(p.text(rule.actions[0]) == "delete from a");
    CHECK(p.text(rule.actions[1]) == "select 2");
    const Parsed one("create rule r as on select to t do instead select * from u");
    CHECK(one.text(one.as<CreateRule>().actions.at(0)) == "select * from u");
    CHECK(Parsed("create rule r as on delete to t do also nothing").as<CreateRule>().actions.empty());
}
