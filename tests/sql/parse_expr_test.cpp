#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("literals") {
    const auto literal = [](const char* text) { return ParsedExpr(text).root<Literal>(); };
    using Kind = Literal::Kind;
    CHECK(literal("true").is_true());
    CHECK(literal("false").is_false());
    CHECK(literal("null").kind == Kind::null);
    CHECK(literal("'it''s'").value.text() == "it's");
    CHECK(literal("E'a\\tb'").value.text() == "a\tb");
    CHECK(literal("U&'d!0061' uescape '!'").value.text() == "da");
    CHECK(literal("$x$a$x$").value.text() == "a");
    CHECK(literal("1").kind == Kind::integer);
    CHECK(literal("1.50").value.text() == "1.50");
    CHECK(literal("99999999999").kind == Kind::numeric);
    CHECK(literal("b'01'").kind == Kind::bits);
}

TEST_CASE("numbers take their signs in") {
    for (const char* text : {"-1", "- 1", "-(1)", "-(-(1))", "- - 1.5"}) {
        const ParsedExpr e(text);
        CHECK(std::holds_alternative<Literal>(e.tree()[e.id].node));
        CHECK(e.text(e.id) == text);
    }
    CHECK(ParsedExpr("-(2)").root<Literal>().value.text() == "-2");
    CHECK(ParsedExpr("+ 1").root<Operator>().name.text() == "+");
}

TEST_CASE("column references") {
    const ParsedExpr e("s.t.\"C\"");
    CHECK(e.root<ColumnRef>().schema.text() == "s");
    CHECK(e.root<ColumnRef>().qualifier.text() == "t");
    CHECK(e.root<ColumnRef>().name.text() == "C");
    CHECK(e.text(e.id) == "s.t.\"C\"");
    CHECK(ParsedExpr("t.*").root<ColumnRef>().star);
    CHECK(ParsedExpr("db.s.t.c").root<ColumnRef>().schema.text() == "s");
    CHECK(ParsedExpr("$1").root<ParamRef>().number == 1);
}

TEST_CASE("calls") {
    const ParsedExpr e(
        "s.f(distinct a, b order by c) filter (where d) over (partition by g order by h rows 2 preceding)");
    const auto& call = e.root<Call>();
    CHECK(call.schema.text() == "s");
    CHECK(e.text(call.name_span) == "s.f");
    CHECK(call.arg_count == 2);
    CHECK(e.texts(call.args) == Texts{"a", "b", "c", "d", "g", "h", "2"});
    CHECK(call.distinct);
    CHECK(call.window);
    CHECK(e.text(e.id).ends_with("preceding)"));

    CHECK(ParsedExpr("count(*)").root<Call>().star);
    const ParsedExpr named("f(1, b => 2, c := 3)");
    const auto names = named.tree().names(named.root<Call>().arg_names);
    REQUIRE(names.size() == 3);
    CHECK(names[0].empty());
    CHECK(names[2].text() == "c");
    CHECK(ParsedExpr("f(variadic a)").root<Call>().variadic);
    const ParsedExpr within("percentile_disc(0.5) within group (order by a) over w");
    CHECK(within.text(within.id) == "percentile_disc(0.5) within group (order by a) over w");
}

TEST_CASE("calls in SQL's own words") {
    const ParsedExpr zone("a at time zone 'UTC' at time zone b");
    const auto& call = zone.root<Call>();
    CHECK(call.name.text() == "timezone");
    CHECK(call.sql_syntax);
    CHECK(zone.texts(call.args) == Texts{"b", "a at time zone 'UTC'"});
    CHECK(zone.text(call.name_span) == "at time zone");
    CHECK(ParsedExpr("a at local").root<Call>().arg_count == 1);

    for (const char* text :
         {"extract(year from a)", "substring(a from 1 for 2)", "position(a in b)", "trim(both 'x' from a)",
          "overlay(a placing b from 1)", "normalize(a, nfc)", "collation for (a)", "a is not nfc normalized",
          "(a, b) overlaps (c, d)", "row(a, b) overlaps row (c, d)", "system_user", "treat(a as int)"}) {
        const ParsedExpr e(text);
        CHECK(e.text(e.id) == text);
    }
}

TEST_CASE("operators") {
    const ParsedExpr e("(a + b) * c");
    CHECK(e.text(e.id) == "(a + b) * c");
    CHECK(e.text(e.root<Operator>().left) == "a + b");
    CHECK(e.text(e.root<Operator>().name_span) == "*");
    const ParsedExpr qualified("a operator(pg_catalog.=) b");
    CHECK(qualified.root<Operator>().schema.text() == "pg_catalog");
    CHECK(qualified.text(qualified.root<Operator>().name_span) == "operator(pg_catalog.=)");
    CHECK_FALSE(ParsedExpr("- a").root<Operator>().left.valid());

    const ParsedExpr like("a not like 'b' escape '!'");
    CHECK(like.root<Operator>().name.text() == "!~~");
    CHECK(like.root<Operator>().sql_words);
    CHECK(like.text(like.root<Operator>().name_span) == "not like");
    CHECK(like.text(like.id) == "a not like 'b' escape '!'");
    CHECK(like.text(like.root<Operator>().right) == "'b' escape '!'");
    CHECK(ParsedExpr("a ilike b").root<Operator>().name.text() == "~~*");
    const ParsedExpr similar("a similar to ('b')");
    CHECK(similar.text(similar.id) == "a similar to ('b')");
    CHECK(similar.text(similar.root<Operator>().name_span) == "similar to");
}

TEST_CASE("AND, OR, NOT") {
    const ParsedExpr e("a and b and (c or d)");
    CHECK(e.texts(e.root<BoolOp>().args) == Texts{"a", "b", "c or d"});
    CHECK(e.text(e.id) == "a and b and (c or d)");
    const ParsedExpr merged("((a or b) or (c)) or d");
    CHECK(merged.texts(merged.root<BoolOp>().args) == Texts{"a", "b", "c", "d"});
    CHECK(merged.text(merged.id) == "((a or b) or (c)) or d");
    const ParsedExpr inside("(((a and b)) and c)");
    CHECK(inside.text(inside.id) == "((a and b)) and c");
    const ParsedExpr negated("not (a)");
    CHECK(negated.text(negated.id) == "not (a)");
    CHECK(negated.root<BoolOp>().kind == BoolOp::Kind::not_);
}

TEST_CASE("tests") {
    const ParsedExpr null("(a) is not null");
    CHECK(null.root<NullTest>().negated);
    CHECK(null.text(null.id) == "(a) is not null");
    CHECK(ParsedExpr("a notnull").root<NullTest>().negated);
    CHECK_FALSE(ParsedExpr("a isnull").root<NullTest>().negated);
    const ParsedExpr unknown("a is not unknown");
    CHECK(unknown.root<BooleanTest>().value == BooleanTest::Value::unknown);
    CHECK(unknown.root<BooleanTest>().negated);
    CHECK(ParsedExpr("a is false").root<BooleanTest>().value == BooleanTest::Value::false_);
    CHECK(ParsedExpr("a is not distinct from b").root<DistinctTest>().negated);
    const ParsedExpr in("a not in (1, (2))");
    CHECK(in.root<InList>().negated);
    CHECK(in.texts(in.root<InList>().items) == Texts{"1", "2"});
    CHECK(in.text(in.id) == "a not in (1, (2))");
    const ParsedExpr between("a not between symmetric b and (c)");
    CHECK(between.root<Between>().negated);
    CHECK(between.root<Between>().symmetric);
    CHECK(between.text(between.id) == "a not between symmetric b and (c)");
    const ParsedExpr any("a <> all ((b))");
    CHECK(any.root<ArrayCompare>().all);
    CHECK(any.root<ArrayCompare>().op.text() == "<>");
    CHECK(any.text(any.id) == "a <> all ((b))");
}

TEST_CASE("sub-selects") {
    const ParsedExpr scalar("((select auth.uid()))");
    CHECK(scalar.text(scalar.id) == "(select auth.uid())");
    CHECK(scalar.text(scalar.root<SubLink>().query) == "select auth.uid()");
    CHECK(ParsedExpr("exists (select 1)").root<SubLink>().kind == SubLink::Kind::exists);
    CHECK(ParsedExpr("array(select 1)").root<SubLink>().kind == SubLink::Kind::array);
    const ParsedExpr in("a in (select b from c)");
    CHECK(in.root<SubLink>().kind == SubLink::Kind::any);
    CHECK(in.root<SubLink>().op.text() == "=");
    CHECK(in.text(in.root<SubLink>().test) == "a");
    CHECK(in.text(in.id) == "a in (select b from c)");
    const ParsedExpr all("(a, b) > all (select 1, 2)");
    CHECK(all.text(all.id) == "(a, b) > all (select 1, 2)");
    CHECK(all.root<SubLink>().op.text() == ">");
    const ParsedExpr not_in("a not in (select b)");
    CHECK(not_in.root<BoolOp>().kind == BoolOp::Kind::not_);
    CHECK(not_in.text(not_in.id) == "a not in (select b)");
    const ParsedExpr united("((select 1) union (select 2))");
    CHECK(united.text(united.id) == "((select 1) union (select 2))");
}

TEST_CASE("CASE and conditionals") {
    const ParsedExpr e("case a when 1 then (b) else (c) end");
    CHECK(e.text(e.id) == "case a when 1 then (b) else (c) end");
    CHECK(e.texts(e.root<Case>().branches) == Texts{"1", "b"});
    CHECK(e.text(e.root<Case>().otherwise) == "c");
    const ParsedExpr nested("case when case when a then b end then (c) end");
    CHECK(nested.text(nested.id) == "case when case when a then b end then (c) end");
    CHECK(ParsedExpr("coalesce(a, b)").root<Conditional>().kind == Conditional::Kind::coalesce);
    CHECK(ParsedExpr("nullif(a, b)").root<Conditional>().args.count == 2);
    CHECK(ParsedExpr("greatest(a)").root<Conditional>().kind == Conditional::Kind::greatest);
}

TEST_CASE("casts") {
    for (const auto& [text, type] : std::vector<std::pair<const char*, const char*>>{
             {"a::int", "int"},
             {"(a)::s.t[]", "s.t[]"},
             {"cast(a as double precision)", "double precision"},
             {"a::timestamp(3) without time zone", "timestamp(3) without time zone"},
             {"a::character varying(5) array[3]", "character varying(5) array[3]"},
             {"a::interval day to second(2)", "interval day to second(2)"},
             {"date '2020-01-01'", "date"},
             {"interval '1' hour", "interval"},
             {"s.t 'x'", "s.t"},
             {"numeric(3, 1) '1'", "numeric(3, 1)"}}) {
        const ParsedExpr e(text);
        CHECK(e.text(e.id) == text);
        CHECK(e.text(e.tree().type(e.root<Cast>().type).span) == type);
    }
    const auto& type = ParsedExpr("a::numeric(10, 2)[][]");
    CHECK(type.tree().type(type.root<Cast>().type).array_dimensions == 2);
    CHECK(type.tree().type(type.root<Cast>().type).schema.text() == "pg_catalog");
}

TEST_CASE("rows, arrays, parts of values") {
    const ParsedExpr row("(a, (b))");
    CHECK(row.texts(row.root<RowExpr>().items) == Texts{"a", "b"});
    CHECK(row.text(row.id) == "(a, (b))");
    CHECK(ParsedExpr("row()").root<RowExpr>().items.empty());
    const ParsedExpr array("array[[1, 2], [3, 4]]");
    CHECK(array.texts(array.root<ArrayExpr>().items) == Texts{"[1, 2]", "[3, 4]"});
    const ParsedExpr access("(a).b[1][2:3].c");
    CHECK(access.text(access.id) == "(a).b[1][2:3].c");
    CHECK(access.root<Access>().field.text() == "c");
    const auto& slice = access.node<Access>(access.root<Access>().base);
    CHECK(access.texts(slice.subscripts) == Texts{"2", "3"});
    CHECK(ParsedExpr("(f(x)).*").root<Access>().star);
    const ParsedExpr collated("(a) collate s.\"C\"");
    CHECK(collated.text(collated.id) == "(a) collate s.\"C\"");
    CHECK(collated.root<Collate>().collation.text() == "C");
}

TEST_CASE("session values") {
    for (const auto& [text, name] :
         std::vector<std::pair<const char*, const char*>>{{"current_user", "current_user"},
                                                          {"user", "current_user"},
                                                          {"current_role", "current_role"},
                                                          {"session_user", "session_user"},
                                                          {"current_time(3)", "current_time"},
                                                          {"current_schema", "current_schema"}}) {
        const ParsedExpr e(text);
        CHECK(e.root<SessionValue>().name.text() == name);
        CHECK(e.text(e.id) == text);
    }
}

TEST_CASE("opaque expressions keep their operands") {
    for (const auto& [text, tag] : std::vector<std::pair<const char*, const char*>>{
             {"xmlelement(name a, b)", "xmlelement"},
             {"a is not json object with unique keys", "is json"},
             {"json_object(a : b, c : d absent on null)", "json_object"},
             {"json_array(a, b)", "json_array"},
             {"json_array(select a from b returning jsonb)", "json_array"},
             {"json_objectagg(a : b) filter (where c)", "json_objectagg"},
             {"json_value(a, '$.b' passing c as d default e on empty)", "json_value"},
             {"grouping(a, b)", "grouping"}}) {
        const ParsedExpr e(text);
        CHECK(e.text(e.id) == text);
        const auto& root = e.tree()[e.id].node;
        const auto* opaque = std::get_if<Opaque>(&root);
        if (opaque == nullptr) opaque = &e.node<Opaque>(e.tree().list(std::get<BoolOp>(root).args)[0]);
        CHECK(opaque->tag.text() == tag);
        CHECK_FALSE(opaque->args.empty());
    }
}
