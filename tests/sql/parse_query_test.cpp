#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

std::vector<std::string_view> texts(const Parsed& p, const std::vector<FromId>& items) {
    std::vector<std::string_view> result;
    for (const FromId id : items)
        result.push_back(p.text(id));
    return result;
}

const Select& select_of(const Parsed& p) { return p.node<Select>(p.as<RunQuery>().query); }

} // namespace

TEST_CASE("SELECT: the clauses") {
    const Parsed p("select distinct on (a) a as x, b from t where c group by d, rollup (e) having f\n"
                   "  window w as (partition by g) order by h desc, i limit 1 offset 2 for update");
    const Select& s = select_of(p);
    REQUIRE(s.targets.size() == 2);
    CHECK(s.targets[0].name.text() == "x");
    CHECK(p.text(s.targets[0].value) == "a");
    CHECK(s.distinct);
    CHECK(s.distinct_on.count == 1);
    CHECK(p.text(s.where) == "c");
    CHECK(p.text(p.tree().list(s.group_by)[1]) == "rollup (e)");
    CHECK(p.text(s.having) == "f");
    CHECK(p.text(p.tree().list(s.windows)[0]) == "g");
    CHECK(s.order_by.count == 2);
    CHECK(p.text(s.limit) == "1");
    CHECK(p.text(s.offset) == "2");
    CHECK(s.locking);
}

TEST_CASE("FROM: items and aliases") {
    const Parsed p(
        "select 1 from only (s.a) as x (c, d), b y, lateral (select 2) z, f(3) with ordinality as g (h),\n"
        "  rows from (f(1), g(2) as (i int)) r, t tablesample system (50) repeatable (1), lateral h() as (k "
        "int)");
    const Select& s = select_of(p);
    CHECK(texts(p, s.from) == Texts{"only (s.a) as x (c, d)", "b y", "lateral (select 2) z",
                                    "f(3) with ordinality as g (h)", "rows from (f(1), g(2) as (i int)) r",
                                    "t tablesample system (50) repeatable (1)", "lateral h() as (k int)"});
    const FromItem& first = p.tree()[s.from[0]];
    CHECK(first.alias.name.text.text() == "x");
    CHECK(p.text(first.alias.name.span) == "x");
    CHECK(plain(first.alias.columns) == Texts{"c", "d"});
    CHECK(std::get<FromRelation>(first.node).only);
    CHECK(p.text(std::get<FromRelation>(first.node).name.span) == "s.a");
    CHECK(p.tree()[s.from[2]].lateral);
    CHECK(p.text(p.node<FromQuery>(s.from[2]).query) == "select 2");
    CHECK(p.node<FromFunction>(s.from[3]).ordinality);
    CHECK(p.node<FromFunction>(s.from[4]).calls.count == 2);
    CHECK(p.node<FromRelation>(s.from[5]).sample.count == 2);
    CHECK(plain(p.node<FromFunction>(s.from[6]).column_names) == Texts{"k"});
}

TEST_CASE("FROM: joins and their parentheses") {
    const Parsed p(
        "select 1 from (a join (select 1) x on (true)) left join ((b cross join c)) using (k, l) as u");
    const auto& outer = p.node<FromJoin>(select_of(p).from.at(0));
    CHECK(p.text(select_of(p).from[0]) ==
          "(a join (select 1) x on (true)) left join ((b cross join c)) using (k, l) as u");
    CHECK(outer.kind == FromJoin::Kind::left);
    CHECK(plain(outer.using_columns) == Texts{"k", "l"});
    CHECK(p.text(outer.left) == "a join (select 1) x on (true)");
    CHECK(p.text(outer.right) == "b cross join c");
    const auto& inner = p.node<FromJoin>(outer.left);
    CHECK(p.text(inner.right) == "(select 1) x");
    CHECK(p.text(inner.on) == "true");

    const Parsed nested("select 1 from a join b join c on x on y, ((select 1) union (select 2)) z, "
                        "((select 3) j natural join k) as m");
    CHECK(texts(nested, select_of(nested).from) == Texts{"a join b join c on x on y",
                                                         "((select 1) union (select 2)) z",
                                                         "((select 3) j natural join k) as m"});
}

TEST_CASE("a FROM that is none") {
    const Parsed p("select a is distinct from b, extract(year from c) from t");
    CHECK(texts(p, select_of(p).from) == Texts{"t"});
}

TEST_CASE("table functions of XML and JSON") {
    const Parsed p(
        "select 1 from xmltable('/a' passing b columns c int path 'd') x,\n"
        "  json_table(j, '$' passing k as l columns (m int, nested path '$' columns (n int))) as y");
    CHECK(texts(p, select_of(p).from) ==
          Texts{"xmltable('/a' passing b columns c int path 'd') x",
                "json_table(j, '$' passing k as l columns (m int, nested path '$' columns (n int))) as y"});
    CHECK(plain(p.node<FromFunction>(select_of(p).from[1]).column_names) == Texts{"m", "n"});
}

TEST_CASE("UNION, INTERSECT, EXCEPT") {
    const Parsed p("with w as (select 0) select 1 union select 2 union (select 3 union select 4) except all\n"
                   "  select 5 intersect select 6 order by 1 limit 2");
    const auto& except = p.node<SetOperation>(p.as<RunQuery>().query);
    CHECK(except.kind == SetOperation::Kind::except);
    CHECK(except.all);
    CHECK(except.with.tables.size() == 1);
    CHECK(except.order_by.count == 1);
    CHECK(p.text(except.limit) == "2");
    REQUIRE(except.operands.size() == 2);
    CHECK(p.text(except.operands[0]) == "select 1 union select 2 union (select 3 union select 4)");
    CHECK(p.text(except.operands[1]) == "select 5 intersect select 6");
    const auto& chain = p.node<SetOperation>(except.operands[0]);
    REQUIRE(chain.operands.size() == 3);
    CHECK(p.text(chain.operands[1]) == "select 2");
    CHECK(p.text(chain.operands[2]) == "select 3 union select 4");
    CHECK(p.node<SetOperation>(except.operands[1]).kind == SetOperation::Kind::intersect);
}

TEST_CASE("UNION: parentheses and words that are names") {
    const Parsed whole("(select 1 union (select 2 order by 1)) order by 1");
    const auto& operation = whole.node<SetOperation>(whole.as<RunQuery>().query);
    CHECK(whole.text(operation.operands.at(1)) == "select 2 order by 1");
    const Parsed left("(select 1 union all select 2) union all select a.union as except from a");
    const auto& operands = left.node<SetOperation>(left.as<RunQuery>().query).operands;
    REQUIRE(operands.size() == 2);
    CHECK(left.text(operands[0]) == "select 1 union all select 2");
    CHECK(left.text(operands[1]) == "select a.union as except from a");
}

TEST_CASE("WITH") {
    const Parsed p("with recursive a (x) as not materialized (select 1) search depth first by x set y, b as "
                   "(values (2))\n"
                   "  select * from a, (select 3) c");
    const Select& s = select_of(p);
    CHECK(s.with.recursive);
    REQUIRE(s.with.tables.size() == 2);
    CHECK(p.text(s.with.tables[0].name.span) == "a");
    CHECK(plain(s.with.tables[0].columns) == Texts{"x"});
    CHECK(p.text(s.with.tables[0].query) == "select 1");
    CHECK(p.text(s.with.tables[1].query) == "values (2)");
    CHECK(texts(p, s.from) == Texts{"a", "(select 3) c"});
    CHECK(p.text(p.as<RunQuery>().query).starts_with("with recursive"));
}

TEST_CASE("a SELECT in parentheses with clauses outside") {
    const Parsed p("(select a from (select 1) x) order by a limit 3");
    const Select& s = select_of(p);
    CHECK(texts(p, s.from) == Texts{"(select 1) x"});
    CHECK(p.text(s.limit) == "3");
}

TEST_CASE("VALUES") {
    const Parsed p("values (1, 2), (3, 4)");
    const auto& values = p.node<Values>(p.as<RunQuery>().query);
    CHECK(values.row_count == 2);
    CHECK(p.text(p.tree().list(values.rows.at(1))[0]) == "3");
}

TEST_CASE("INSERT") {
    const Parsed p("insert into s.t as x (a, b) overriding user value select 1, 2 from c join d on e\n"
                   "  on conflict (a) where z do update set b = excluded.b, c = default where x.a > 1 "
                   "returning a as k, *");
    const auto& insert = p.node<Insert>(p.as<RunQuery>().query);
    CHECK(plain(insert.target) == "s.t");
    CHECK(insert.alias.text() == "x");
    CHECK(plain(insert.columns) == Texts{"a", "b"});
    CHECK(p.text(insert.source) == "select 1, 2 from c join d on e");
    CHECK(insert.conflict_update);
    REQUIRE(insert.set.size() == 2);
    CHECK(insert.set[0].name.text() == "b");
    CHECK(p.text(insert.set[0].value) == "excluded.b");
    CHECK(p.node<Opaque>(insert.set[1].value).tag.text() == "default");
    CHECK(p.text(insert.conflict_where) == "x.a > 1");
    REQUIRE(insert.returning.size() == 2);
    CHECK(insert.returning[0].name.text() == "k");
    CHECK(p.text(insert.returning[1].value) == "*");

    const Parsed defaults("insert into t default values on conflict do nothing");
    const auto& nothing = defaults.node<Insert>(defaults.as<RunQuery>().query);
    CHECK_FALSE(nothing.source.valid());
    CHECK(nothing.on_conflict);
    CHECK_FALSE(nothing.conflict_update);
}

TEST_CASE("long lists of data are cut") {
    std::string sql = "insert into t values (0)";
    for (int i = 1; i < 1000; ++i)
        sql += ", (" + std::to_string(i) + ")";
    const Parsed p(sql + " returning a");
    const auto& insert = p.node<Insert>(p.as<RunQuery>().query);
    const auto& values = p.node<Values>(insert.source);
    CHECK(values.row_count == 1000);
    CHECK(values.rows.size() == 64);
    CHECK(p.text(insert.source).ends_with("(999)"));
}

TEST_CASE("UPDATE, DELETE") {
    const Parsed p(
        "update only s.t as x set a = 1, (b, c) = (select 2, 3), d[1] = f(4) from u, (select 5) v\n"
        "  where x.a = u.a returning b");
    const auto& update = p.node<Update>(p.as<RunQuery>().query);
    REQUIRE(update.set.size() == 4);
    CHECK(update.set[1].name.text() == "b");
    CHECK(p.text(update.set[1].value) == "(select 2, 3)");
    CHECK(update.set[2].value == update.set[1].value);
    CHECK(p.text(update.set[3].value) == "f(4)");
    CHECK(texts(p, update.from) == Texts{"u", "(select 5) v"});
    CHECK(p.text(update.where) == "x.a = u.a");
    CHECK(update.returning.size() == 1);

    const Parsed del("delete from t using a join (select 1) b using (k) where current of c returning *");
    const auto& deletion = del.node<Delete>(del.as<RunQuery>().query);
    CHECK(texts(del, deletion.from) == Texts{"a join (select 1) b using (k)"});
    CHECK(del.text(deletion.where) == "current of c");
    CHECK(del.node<Opaque>(deletion.where).tag.text() == "current of");
}

TEST_CASE("MERGE") {
    const Parsed p(
        "with w as (select 1) merge into s.t x using (select 2) y on x.a = y.a\n"
        "  when matched and y.b then update set b = y.c when not matched then insert values (y.d)\n"
        "  when matched then delete");
    const auto& merge = p.node<Merge>(p.as<RunQuery>().query);
    CHECK(plain(merge.target) == "s.t");
    CHECK(merge.alias.text() == "x");
    CHECK(p.text(merge.source) == "(select 2) y");
    CHECK(p.text(merge.on) == "x.a = y.a");
    CHECK((merge.inserts && merge.updates && merge.deletes));
    REQUIRE(merge.actions.count == 3);
    CHECK(p.text(p.tree().list(merge.actions)[2]) == "y.d");
}
