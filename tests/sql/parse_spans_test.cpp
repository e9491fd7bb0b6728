#include <algorithm>
#include <array>

#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// Expressions of every kind, alone and inside each other, with parentheses where they may confuse.
constexpr std::array corpus{
    "a",
    "s.t.\"C d\"",
    "t.*",
    "$1",
    "1",
    "-1",
    "- (-(2.5e3))",
    "'x'",
    "'it''s'",
    "E'\\n'",
    "U&'!0041' uescape '!'",
    "$q$ ) $q$",
    "b'01'",
    "null",
    "true",
    "'a'\n 'b'",
    "a + b * (c - -d) / ((e)) % f ^ g",
    "- a",
    "+ (b)",
    "@ a",
    "a || b || 'c' || (d || e)",
    "a operator(pg_catalog.||) b",
    "a -> 'b' ->> 'c'",
    "a @> b and not a && c",
    "not not a",
    "not (a or not b)",
    "((a and (b)) and c) and d",
    "(a or b) or ((c or d) and e)",
    "a = b and (c <> d or e < f) and g >= h",
    "a is null",
    "(a + b) is not null",
    "a isnull",
    "(a) notnull",
    "a is true",
    "a is not false",
    "(a = b) is unknown",
    "a is distinct from b",
    "(a) is not distinct from (b + c)",
    "(a is null) = (b is null)",
    "a in (1, 2, (3))",
    "(a) not in ((b), f(c))",
    "a between b and c",
    "a not between symmetric (b) and (c + d)",
    "a like b",
    "a not like ('b' || c)",
    "a ilike (b) escape ('!')",
    "a not ilike b escape c",
    "a similar to b",
    "(a) not similar to (b) escape '!'",
    "a = any (b)",
    "a <> all (array[1, 2])",
    "(a).b like any ((select c))",
    "a operator(pg_catalog.=) some (b)",
    "a not like all (b)",
    "f()",
    "s.f(a, (b))",
    "\"F\"(variadic a)",
    "f(a => 1, b := (2))",
    "count(*) filter (where a > (1))",
    "sum(distinct a order by b desc nulls first)",
    "rank() over (partition by a, (b) order by c range between 1 preceding and 2 following)",
    "first_value(a) over w",
    "percentile_cont(0.5) within group (order by (a)) filter (where b)",
    "auth.uid()",
    "(select auth.uid())",
    "((select auth.uid()))",
    "(((select 1) union (select 2)))",
    "(with x as (select 1) select * from x)",
    "exists (select from t where a)",
    "array(select a order by b)",
    "a in (select b)",
    "(a, b) not in (select 1, 2)",
    "a = any (select (b))",
    "(a) > all ((select 1))",
    "(values (1), (2))",
    "(table t)",
    "(select 1 limit 1 offset 2)",
    "(select a from (b join c on (d)) left join lateral (select e) f using (g) where h group by (i), cube "
    "(j) having k)",
    "case when a then b end",
    "case (a) when (1) then (b) else (c) end",
    "case when case a when 1 then b end then c else case when d then e end end",
    "coalesce(a, (b), 'c')",
    "nullif(a, (b))",
    "greatest(a, b)",
    "least((a))",
    "array[1, (2)]",
    "array[[1, 2], [3, 4]]",
    "array[]::int[]",
    "(array[a])[1]",
    "row(a, b)",
    "row()",
    "(a, (b), c)",
    "(a, b) = (c, d)",
    "row(a) is null",
    "a::int",
    "a::text::varchar(3)::s.t[][]",
    "(a + b)::numeric(10, 2)",
    "a::double precision",
    "cast((a) as timestamp(3) with time zone)",
    "a::interval day to second(2)",
    "a::char varying (3)",
    "a::bit varying",
    "a::int array[4]",
    "a::int array",
    "a::float(3)",
    "- a::int",
    "date '2020-01-01'",
    "interval '1' hour",
    "interval(3) '1'",
    "timestamp with time zone 'x'",
    "s.t 'x'",
    "numeric(3, 1) '1'",
    "(a).b",
    "(a).b.c[1][2:3][:4][5:][:]",
    "(s.f(x)).*",
    "a[1]",
    "a.b[c + 1].d",
    "$1.a[2]",
    "(select a).b",
    "((a).b).c",
    "a collate \"C\"",
    "(a || b) collate s.\"D\" collate e",
    "current_user",
    "session_user",
    "user",
    "current_role",
    "current_date",
    "current_time(2)",
    "localtimestamp",
    "current_schema",
    "system_user",
    "a at time zone 'UTC'",
    "(a at time zone b) at time zone (c)",
    "a at local",
    "(a at local) at local",
    "extract(year from a)",
    "extract('day' from (a))",
    "substring(a from b for c)",
    "substring(a for 2)",
    "substring(a similar b escape c)",
    "substring(a, 1)",
    "position((a) in b)",
    "overlay(a placing b from 1 for 2)",
    "trim(a)",
    "trim(leading from a)",
    "trim(both 'x' from a)",
    "normalize(a)",
    "normalize(a, nfkc)",
    "collation for ((a))",
    "treat(a as int)",
    "(a, b) overlaps (c, d)",
    "row(a, (b)) overlaps row(c, d)",
    "a is normalized",
    "(a) is not nfkd normalized",
    "xmlelement(name a, xmlattributes(b as c), d)",
    "xmlforest(a, b as c)",
    "xmlparse(document a)",
    "xmlserialize(content a as text)",
    "xmlpi(name a, b)",
    "xmlroot(a, version 1)",
    "xmlconcat(a, b)",
    "xmlexists(a passing b)",
    "(a) is document",
    "a is not document",
    "a is json",
    "(a) is json array without unique keys",
    "json_object()",
    "json_object('a' : b, 'c' value (d))",
    "json_array((a), b null on null)",
    "json_arrayagg(a order by b) over (order by c)",
    "json_objectagg(a : b) filter (where c)",
    "json_scalar(a)",
    "json('{}')",
    "json_serialize(a returning text)",
    "json_exists(a, '$')",
    "json_query(a, '$.b' passing (c) as d with wrapper)",
    "json_value(a, '$.b' default (c) on empty error on error)",
    "grouping(a, (b))",
    "f(g(h((a)), -1), array[(b, c)]::int[]) is not distinct from case when not a in (1) then (select b) end",
};

/// What the text alone does not bring back: parts of SQL's own constructs, what the grammar adds, and
/// what NOT IN, IS NOT JSON and the like negate, whose words are those of the whole.
bool stands_alone(const Sources& sources, const Expr& expr) {
    if (!expr.span.valid()) return false;
    const std::string_view text = sources.text(expr.span);
    if (text.starts_with('[') || text.find(" not in ") != text.npos) return false;
    if (const auto* call = std::get_if<Call>(&expr.node)) {
        const bool negated = call->name.text() == "is_normalized" && text.find(" not ") != text.npos;
        return !negated && !call->name.text().ends_with("_escape");
    }
    if (const auto* column = std::get_if<ColumnRef>(&expr.node)) return !column->star || text.ends_with('*');
    if (const auto* cast = std::get_if<Cast>(&expr.node)) return cast->arg.valid() && text != "2";
    if (const auto* literal = std::get_if<Literal>(&expr.node)) {
        return literal->kind != Literal::Kind::string || text.find('\'') != text.npos ||
               text.starts_with('$');
    }
    const auto* opaque = std::get_if<Opaque>(&expr.node);
    return opaque == nullptr || (opaque->tag.text() != "grouping set" && text.find(" not ") == text.npos);
}

} // namespace

TEST_CASE("the text of every expression's span means that expression") {
    Parser parser;
    for (const std::string text : corpus) {
        for (const std::string& around :
             {text, "((" + text + "))", "f((" + text + "), 1)", "not ((" + text + ")) and b"}) {
            const ParsedExpr e(around);
            INFO(around);
            for (std::uint32_t i = 0; i < e.tree().expr_count(); ++i) {
                const Expr& expr = e.tree()[ExprId{i}];
                if (!stands_alone(e.sources, expr)) continue;
                INFO(e.text(ExprId{i}));
                const ExpressionResult again = parser.parse_expression(e.sources, expr.span);
                REQUIRE(std::holds_alternative<ParsedExpression>(again));
                const auto& parsed = std::get<ParsedExpression>(again);
                CHECK(dump_shape(*parsed.tree, parsed.expr) == dump_shape(e.tree(), ExprId{i}));
            }
        }
    }
}

TEST_CASE("an expression's span is that of the text without the parentheses around it") {
    for (const std::string text : corpus) {
        const ParsedExpr e("(( " + text + " ))");
        const std::string_view found = e.text(e.id);
        CHECK(text.find(found) != text.npos);
        if (!text.starts_with('(')) CHECK(found == text);
    }
}

TEST_CASE("an operand stands inside what it belongs to") {
    for (const std::string text : corpus) {
        const ParsedExpr e(text);
        for (std::uint32_t i = 0; i < e.tree().expr_count(); ++i) {
            const Span span = e.tree()[ExprId{i}].span;
            CHECK((!span.valid() || (span.begin >= 7 && span.end <= 7 + text.size())));
        }
    }
}
