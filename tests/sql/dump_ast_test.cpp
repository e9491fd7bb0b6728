#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("a statement's print") {
    const Parsed p("create policy p on s.t for select\n to anon using (a = 'x')");
    CHECK(dump_ast(p.sources, p.statement()) ==
          R"dump(CREATE POLICY [0..58) "create policy p on s.t for select\n to anon using (a = 'x')"
  name: p [14..15) "p"
  table: s.t [19..22) "s.t"
  command: SELECT
  permissive
  command_span [23..33) "for select"
  roles
    -: anon [38..42) "anon"
  roles_span [35..42) "to anon"
  using_clause [43..58) "using (a = 'x')"
    Operator [50..57) "a = 'x'"
      name: =
      left: ColumnRef [50..51) "a"
        name: a
      right: Literal [54..57) "'x'"
        kind: string
        value: x
)dump");
}

TEST_CASE("long texts are cut at a character") {
    const Parsed p("select '" + std::string(58, 'x') + "éé'");
    CHECK(dump_ast(p.sources, p.statement()).find(std::string(52, 'x') + "…\"") != std::string::npos);
    const Parsed accent("select '" + std::string(51, 'x') + "éé'");
    CHECK(dump_ast(accent.sources, accent.statement()).find("xé…\"") != std::string::npos);
}

TEST_CASE("shapes tell meanings apart, not layouts") {
    const auto shape = [](std::string_view text) {
        const ParsedExpr e(text);
        return dump_shape(e.tree(), e.id);
    };
    CHECK(shape("a=b") == shape("( A = /* x */ (b) )"));
    CHECK(shape("a = b") != shape("b = a"));
    CHECK(shape("a in (1)") != shape("a not in (1)"));
    CHECK(shape("a::int") == shape("cast(a as integer)"));
    CHECK(dump_shape(Parsed("drop table a").statement()) == dump_shape(Parsed("DROP  TABLE A").statement()));
}
