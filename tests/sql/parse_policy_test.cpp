#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("CREATE POLICY: every clause has its place") {
    const Parsed p(R"(create policy "own rows" on public.notes as restrictive for update to anon, current_user
        using ((user_id = 1)) with check (a or (b)))");
    const auto& policy = p.as<CreatePolicy>();
    CHECK(p.statement().tag == "CREATE POLICY");
    CHECK(policy.name.text.text() == "own rows");
    CHECK(p.text(policy.name.span) == R"("own rows")");
    CHECK(plain(policy.table) == "public.notes");
    CHECK(p.text(policy.table.span) == "public.notes");
    CHECK(policy.command == PolicyCommand::update);
    CHECK_FALSE(policy.permissive);
    CHECK(p.text(policy.permissive_span) == "as restrictive");
    CHECK(p.text(policy.command_span) == "for update");
    CHECK(p.text(policy.roles_span) == "to anon, current_user");
    REQUIRE(policy.roles.size() == 2);
    CHECK(policy.roles[0].name.text() == "anon");
    CHECK(policy.roles[1].kind == RoleSpec::Kind::current_user);
    CHECK(p.text(policy.roles[1].span) == "current_user");
    CHECK(p.text(policy.using_clause.span) == "using ((user_id = 1))");
    CHECK(p.text(policy.using_clause.expr) == "user_id = 1");
    CHECK(p.text(policy.check_clause.span) == "with check (a or (b))");
    CHECK(p.text(policy.check_clause.expr) == "a or (b)");
}

TEST_CASE("CREATE POLICY: what is left out has no place") {
    const Parsed p("create policy p on t");
    const auto& policy = p.as<CreatePolicy>();
    CHECK(policy.command == PolicyCommand::all);
    CHECK(policy.permissive);
    CHECK(policy.roles.empty());
    CHECK_FALSE(policy.permissive_span.valid());
    CHECK_FALSE(policy.command_span.valid());
    CHECK_FALSE(policy.roles_span.valid());
    CHECK_FALSE(policy.using_clause.present());
    CHECK_FALSE(policy.check_clause.span.valid());
}

TEST_CASE("CREATE POLICY: names that look like clauses") {
    const Parsed p(R"(create policy "for" on "to" to "using", "with" using (true))");
    const auto& policy = p.as<CreatePolicy>();
    CHECK_FALSE(policy.command_span.valid());
    CHECK(p.text(policy.roles_span) == R"(to "using", "with")");
    CHECK(p.text(policy.using_clause.span) == "using (true)");
    CHECK(p.node<Literal>(policy.using_clause.expr).is_true());
}

TEST_CASE("CREATE POLICY: comments are no part of the expressions") {
    const Parsed p("create policy p /* on x */ on t -- to nobody\n to public using (/* a */ true -- b\n)");
    const auto& policy = p.as<CreatePolicy>();
    CHECK(policy.roles.at(0).kind == RoleSpec::Kind::public_);
    CHECK(p.text(policy.using_clause.expr) == "true");
    CHECK(p.text(policy.using_clause.span) == "using (/* a */ true -- b\n)");
}

TEST_CASE("ALTER POLICY") {
    const Parsed p("alter policy p on s.t to public with check (x)");
    const auto& policy = p.as<AlterPolicy>();
    CHECK(policy.name.text.text() == "p");
    CHECK(plain(policy.table) == "s.t");
    CHECK(policy.roles_given);
    CHECK(p.text(policy.roles_span) == "to public");
    CHECK_FALSE(policy.using_clause.present());
    CHECK(p.text(policy.check_clause.span) == "with check (x)");
    CHECK_FALSE(Parsed("alter policy p on t using (true)").as<AlterPolicy>().roles_given);
}
