#include "rlslint/predicate/anatomy.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct AnatomyWorld : PolicyWorld {
    Anatomy anatomy(std::string_view sql) {
        kept = clause(sql, notes);
        return anatomy_of(catalog, platform, kept);
    }

    std::string side(const Operand& operand) const {
        using Kind = Operand::Kind;
        const auto column = [&] {
            const Relation& relation = catalog[operand.column->relation];
            return std::string{relation.name.text()} + "." +
                   std::string{relation.columns[operand.column->column].name.text()};
        };
        switch (operand.kind) {
        case Kind::row_column: return "row " + column();
        case Kind::inner_column: return column();
        case Kind::identity: return "identity";
        case Kind::role: return "role";
        case Kind::email: return "email";
        case Kind::claim: return "claim " + std::string{operand.text};
        case Kind::setting: return "setting " + std::string{operand.text};
        case Kind::database_user: return "database user";
        case Kind::constant: return "'" + std::string{operand.text} + "'";
        case Kind::null: return "null";
        case Kind::other: break;
        }
        return "?";
    }

    /// The comparisons in their order, with `!` where the clause, or the sub-select, needs them.
    std::string compared(std::string_view sql) {
        std::string all;
        for (const Comparison& one : anatomy(sql).comparisons) {
            if (!all.empty()) all += ", ";
            all += side(one.left) + " " + std::string{one.op} + " " + side(one.right);
            if (one.standing.required) all += "!";
        }
        return all;
    }

    /// The sub-selects: what they read, whether they refer to the row or are tested by it.
    std::string queries(std::string_view sql) {
        std::string all;
        for (const InnerQuery& query : anatomy(sql).queries) {
            if (query.reads.empty()) continue;
            if (!all.empty()) all += ", ";
            for (const Lookup& lookup : query.reads)
                all += std::string{catalog[lookup.relation].name.text()} + " ";
            all += query.refers_to_row ? "refers" : query.tested_by_row ? "tested" : "alone";
            if (query.standing.required) all += "!";
        }
        return all;
    }

    std::string ties(std::string_view sql) {
        std::string all;
        for (const Tie& tie : anatomy(sql).ties()) {
            all += (all.empty() ? "" : ", ") + std::string{catalog[notes].columns[tie.column].name.text()};
            if (tie.to_identity) all += "!";
        }
        return all;
    }

    BoundExpr kept;
};

} // namespace

TEST_CASE_FIXTURE(AnatomyWorld, "what is compared with what") {
    CHECK(compared("owner = auth.uid()") == "row notes.owner = identity!");
    CHECK(compared("(select auth.uid()) = owner and title = 'x'") ==
          "identity = row notes.owner!, row notes.title = 'x'!");
    CHECK(compared("owner = auth.uid() or done") == "row notes.owner = identity");
    CHECK(compared("not (owner = auth.uid())") == "row notes.owner = identity");
    CHECK(compared("owner::text = coalesce(auth.uid()::text, '')") == "row notes.owner = identity!");
    CHECK(compared("auth.role() = 'anon'") == "role = 'anon'!");
    CHECK(compared("auth.jwt() ->> 'role' in ('a', 'b')") == "role = 'a', role = 'b'");
    CHECK(compared("auth.jwt() -> 'app_metadata' ->> 'org' = title") ==
          "claim app_metadata = row notes.title!");
    CHECK(compared("auth.jwt() ->> 'email' = title") == "email = row notes.title!");
    CHECK(compared("title = current_setting('app.tenant', true)") == "row notes.title = setting app.tenant!");
    CHECK(compared("title = current_user") == "row notes.title = database user!");
    CHECK(compared("title like auth.uid()::text") == "row notes.title ~~ identity!");
    CHECK(compared("title = null") == "row notes.title = null!");
    CHECK(compared("owner is not distinct from auth.uid()") == "row notes.owner = identity!");
}

TEST_CASE_FIXTURE(AnatomyWorld, "comparisons by way of sub-selects") {
    CHECK(compared("org_id in (select m.org_id from members m where m.user_id = auth.uid())") ==
          "row notes.org_id = members.org_id!, members.user_id = identity!");
    CHECK(compared("org_id = (select m.org_id from members m where m.user_id = auth.uid())") ==
          "row notes.org_id = members.org_id!, members.user_id = identity!");
    CHECK(compared("(select role from members where user_id = auth.uid()) = 'admin'") ==
          "members.role = 'admin'!, members.user_id = identity!");
    CHECK(compared("org_id = any (array(select m.org_id from members m))") ==
          "row notes.org_id = members.org_id!");
    CHECK(compared("exists (select 1 from members m where m.org_id = notes.org_id or m.role = 'a')") ==
          "members.org_id = row notes.org_id, members.role = 'a'");
    CHECK(compared("exists (select 1 from members m join auth.users u on u.id = m.user_id)") ==
          "users.id = members.user_id!");
    CHECK(compared("exists (select 1 from members m left join auth.users u on u.id = m.user_id)") ==
          "users.id = members.user_id");
}

TEST_CASE_FIXTURE(AnatomyWorld, "how sub-selects are linked to the row") {
    CHECK(queries("exists (select 1 from members m where m.user_id = auth.uid())") == "members alone!");
    CHECK(queries("exists (select 1 from members m where m.org_id = notes.org_id)") == "members refers!");
    CHECK(queries("exists (select 1 from members m where m.org_id = org_id)") == "members alone!");
    CHECK(queries("org_id in (select m.org_id from members m) or done") == "members tested");
    CHECK(queries("auth.uid() in (select m.user_id from members m)") == "members alone!");
    CHECK(
        queries("exists (select 1 from members where exists (select 1 from auth.users where owner = id))") ==
        "members refers!, users refers!");
    CHECK(queries("owner = (select auth.uid())") == "");
}

TEST_CASE_FIXTURE(AnatomyWorld, "columns that are tied to who is asking") {
    CHECK(ties("owner = auth.uid()") == "owner!");
    CHECK(ties("owner = auth.uid() or done") == "owner!");
    CHECK(ties("title = auth.jwt() ->> 'org'") == "title");
    CHECK(ties("org_id in (select m.org_id from members m where m.user_id = auth.uid())") == "org_id");
    CHECK(ties("exists (select 1 from members m where m.org_id = notes.org_id and m.user_id = auth.uid())") ==
          "org_id");
    CHECK(ties("exists (select 1 from members m where m.org_id = notes.org_id)") == "");
    CHECK(ties("owner <> auth.uid()") == "");
    CHECK(ties("not (owner = auth.uid())") == "");
    CHECK(ties("not exists (select 1 from members m where m.org_id = notes.org_id and m.user_id = "
               "auth.uid())") == "");
}

TEST_CASE_FIXTURE(AnatomyWorld, "a captured name remembers the row") {
    const Anatomy found = anatomy("exists (select 1 from members m where m.org_id = org_id)");
    REQUIRE(found.comparisons.size() == 1);
    const BoundColumn& column = *found.comparisons[0].right.column;
    CHECK(column.relation == members);
    REQUIRE(column.also.size() == 1);
    CHECK(column.also[0].second == notes);
    CHECK(found.uses_row_column(2) == false);
    CHECK(anatomy("org_id > 1").uses_row_column(2));
    CHECK(anatomy("notes is not null").uses_row_column(2));
}
