#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("CREATE VIEW") {
    const Parsed p(
        "create or replace temp view s.v (a, b) with (security_invoker = true, security_barrier) as\n"
        "  select 1 as a, 2 with local check option");
    const auto& view = p.as<CreateView>();
    CHECK(view.or_replace);
    CHECK(view.persistence == Persistence::temporary);
    CHECK(plain(view.columns) == Texts{"a", "b"});
    CHECK(p.text(view.query_span) == "select 1 as a, 2");
    CHECK(p.text(view.query) == "select 1 as a, 2");
    REQUIRE(view.options.size() == 3);
    CHECK(view.options[0].value == "true");
    CHECK(p.text(view.options[0].span) == "security_invoker = true");
    CHECK(view.options[2].name.text() == "check_option");
    CHECK(view.options[2].value == "local");
    CHECK(p.text(view.options[2].span) == "with local check option");

    const Parsed cascaded("create view v as select 1 with check option");
    CHECK(cascaded.as<CreateView>().options.at(0).value == "cascaded");
    CHECK(cascaded.text(cascaded.as<CreateView>().query_span) == "select 1");
}

TEST_CASE("CREATE RECURSIVE VIEW stands for a WITH RECURSIVE that nobody wrote") {
    const Parsed p("create recursive view s.v (n) as values (1) union all select n + 1 from v");
    const auto& select = p.node<Select>(p.as<CreateView>().query);
    CHECK(select.with.recursive);
    REQUIRE(select.with.tables.size() == 1);
    CHECK(select.with.tables[0].name.text.text() == "v");
    CHECK(p.text(select.with.tables[0].query) == "values (1) union all select n + 1 from v");
}

TEST_CASE("CREATE INDEX") {
    const Parsed p(
        "create unique index concurrently if not exists i on s.t using gin (a, lower(b) desc) include (c)\n"
        "  where a > 0");
    const auto& index = p.as<CreateIndex>();
    CHECK(index.unique);
    CHECK(index.concurrently);
    CHECK(index.if_not_exists);
    CHECK(p.text(index.name.span) == "i");
    CHECK(plain(index.table) == "s.t");
    CHECK(index.method.text() == "gin");
    REQUIRE(index.keys.size() == 2);
    CHECK(index.keys[0].column.text() == "a");
    CHECK(p.text(index.keys[1].expr) == "lower(b)");
    CHECK(plain(index.include) == Texts{"c"});
    CHECK(p.text(index.where.span) == "where a > 0");
    CHECK(Parsed("create index on t (a)").as<CreateIndex>().name.empty());
}

TEST_CASE("CREATE and ALTER SEQUENCE") {
    const Parsed p("create sequence if not exists s.q as int start 5 owned by s.t.c");
    const auto& sequence = p.as<CreateSequence>();
    CHECK(plain(sequence.name) == "s.q");
    CHECK(plain(sequence.owned_by_table) == "s.t");
    CHECK(p.text(sequence.owned_by_table.span) == "s.t");
    CHECK(sequence.owned_by_column.text() == "c");

    CHECK(Parsed("create sequence q").as<CreateSequence>().owned_by_table.empty());
    const Parsed none("alter sequence if exists q owned by none");
    CHECK(none.as<AlterSequence>().owned_by_given);
    CHECK(none.as<AlterSequence>().owned_by_table.empty());
    CHECK_FALSE(Parsed("alter sequence q restart").as<AlterSequence>().owned_by_given);
}
