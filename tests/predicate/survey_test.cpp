#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// The session calls of a clause in their order: "once", "per row", or "per inner row" each.
std::string how_often(const Facts& facts) {
    std::string all;
    for (const SessionCall& call : facts.session_calls) {
        if (!all.empty()) all += ", ";
        all += call.once ? "once" : call.per_row ? "per row" : "per inner row";
    }
    return all;
}

std::string claims(const SmallWorld& world, const Facts& facts) {
    std::string all;
    for (const WritableClaim& claim : facts.writable_claims) {
        if (!all.empty()) all += ", ";
        all.append(claim.key.text()).append(" in ").append(world.sources.text(claim.span));
    }
    return all;
}

} // namespace

TEST_CASE_FIXTURE(PolicyWorld, "how often a session function is called") {
    // As counted on the server, with a function that draws from a sequence, and shown by EXPLAIN.
    const auto often = [&](std::string_view clause) { return how_often(facts(clause)); };
    CHECK(often("owner = auth.uid()") == "per row");
    CHECK(often("owner = (select auth.uid())") == "once");
    CHECK(often("owner = (select coalesce(auth.uid(), null))") == "once");
    CHECK(often("owner = (select auth.uid() where notes.id > 0)") == "per row");
    CHECK(often("(select auth.uid() is not null and notes.id > 0)") == "per row");
    CHECK(often("owner in (select auth.uid())") == "once");
    CHECK(often("exists (select 1 where auth.uid() is not null)") == "once");
    CHECK(often("exists (select 1 where auth.uid() = owner)") == "per row");
    CHECK(often("auth.uid() in (select user_id from members)") == "per row");
    CHECK(often("owner = any (array[auth.uid()])") == "per row");
    CHECK(often("org_id in (select org_id from members where user_id = auth.uid())") == "per inner row");
    CHECK(often("org_id = (select min(m.org_id) from members m where user_id = auth.uid())") ==
          "per inner row");
    CHECK(often("org_id = any (array(select m.org_id from members m where user_id = auth.uid()))") ==
          "per inner row");
    CHECK(often("exists (select 1 from members where user_id = auth.uid())") == "per inner row");
    CHECK(often("org_id in (select org_id from members where user_id = (select auth.uid()))") == "once");
    CHECK(often("exists (select 1 from members m where m.user_id = (select auth.uid()) and m.org_id = "
                "notes.org_id)") == "once");
    CHECK(
        often("exists (select 1 from members m where m.user_id = auth.uid() and m.org_id = notes.org_id)") ==
        "per row");
    CHECK(often("owner = (select x from (select auth.uid() as x) s)") == "once");
    CHECK(often("owner = (with u as (select auth.uid() as x) select x from u)") == "once");
    CHECK(often("auth.uid() = owner or (select auth.role()) = 'x'") == "per row, once");
    CHECK(often("owner::text = current_setting('app.user', true)") == "per row");
    CHECK(often("owner::text = (select current_setting('app.user', true))") == "once");
}

TEST_CASE_FIXTURE(PolicyWorld, "session functions are told by what is called, not by how it is written") {
    const Facts by_name = facts("owner = auth.uid()");
    REQUIRE(by_name.session_calls.size() == 1);
    CHECK(by_name.session_calls[0].function == &platform.session_functions[0]);
    CHECK(sources.text(by_name.session_calls[0].span) == "auth.uid()");

    path.insert(path.begin(), schema("auth"));
    CHECK(facts("owner = uid()").session_calls.size() == 1);
    path.erase(path.begin());
    CHECK(facts("uid() is null").session_calls.empty());
    CHECK(facts("title = 'auth.uid()'").session_calls.empty());
    CHECK(facts("current_setting('app.x') = 'a'").session_calls[0].function == nullptr);
}

TEST_CASE_FIXTURE(PolicyWorld, "whether the row and an identity are read") {
    const auto reads = [&](std::string_view clause) {
        const Facts f = facts(clause);
        return std::string{f.reads_row ? "row " : ""} + (f.reads_identity ? "identity" : "");
    };
    CHECK(reads("true") == "");
    CHECK(reads("owner = auth.uid()") == "row identity");
    CHECK(reads("auth.uid() is not null") == "identity");
    CHECK(reads("auth.role() = 'x'") == "identity");
    CHECK(reads("current_setting('request.jwt.claims', true)::json ->> 'sub' = 'x'") == "identity");
    CHECK(reads("current_setting('request.jwt.claim.sub', true) = 'x'") == "identity");
    CHECK(reads("current_setting('app.tenant', true) = 'x'") == "");
    CHECK(reads("exists (select 1 from members where user_id = auth.uid())") == "identity");
    CHECK(reads("exists (select 1 from members where org_id = org_id)") == "");
    CHECK(reads("exists (select 1 from members m where m.org_id = notes.org_id)") == "row ");
    CHECK(
        reads("exists (select 1 from members m where exists (select 1 from auth.users where owner = id))") ==
        "row ");
    CHECK(reads("exists (select notes.* from members)") == "row ");
    CHECK(reads("exists (select * from members)") == "");
    CHECK(reads("notes is not null") == "row ");
}

TEST_CASE_FIXTURE(PolicyWorld, "claims that users can write") {
    const auto found = [&](std::string_view clause) { return claims(*this, facts(clause)); };
    CHECK(found("auth.jwt() -> 'user_metadata' ->> 'role' = 'admin'") ==
          "user_metadata in auth.jwt() -> 'user_metadata'");
    CHECK(found("(select auth.jwt()) -> 'user_metadata' ->> 'role' = 'admin'") ==
          "user_metadata in (select auth.jwt()) -> 'user_metadata'");
    CHECK(found("(select auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'") ==
          "user_metadata in auth.jwt() -> 'user_metadata'");
    CHECK(found("((auth.jwt() ->> 'user_metadata')::jsonb ->> 'role') = 'a'") ==
          "user_metadata in auth.jwt() ->> 'user_metadata'");
    CHECK(found("auth.jwt() #>> '{user_metadata,role}' = 'a'") ==
          "user_metadata in auth.jwt() #>> '{user_metadata,role}'");
    CHECK(found("auth.jwt() #>> array['user_metadata', 'role'] = 'a'").starts_with("user_metadata"));
    CHECK(found("auth.jwt() #>> '{ \"user_metadata\" , role}'::text[] = 'a'").starts_with("user_metadata"));
    CHECK(found("(auth.jwt())['user_metadata']['role'] = '\"a\"'").starts_with("user_metadata"));
    CHECK(found("current_setting('request.jwt.claims', true)::json -> 'user_metadata' ->> 'r' = 'a'")
              .starts_with("user_metadata"));
    CHECK(
        found("(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'user_metadata') is null")
            .starts_with("user_metadata"));
    CHECK(
        found("current_setting('request.jwt.claim.user_metadata', true) = 'a'").starts_with("user_metadata"));
    CHECK(found("jsonb_extract_path_text(auth.jwt(), 'user_metadata', 'role') = 'a'")
              .starts_with("user_metadata"));
    CHECK(found("exists (select 1 from auth.users u where u.id = auth.uid() and u.raw_user_meta_data ->> 'r' "
                "= 'a')") == "raw_user_meta_data in u.raw_user_meta_data");
    CHECK(found("(select raw_user_meta_data from auth.users where id = auth.uid()) ->> 'role' = 'a'") ==
          "raw_user_meta_data in raw_user_meta_data");
    CHECK(
        found(
            "exists (select 1 from (select auth.jwt() as j) s where s.j -> 'user_metadata' ->> 'r' = 'a')") ==
        "user_metadata in s.j -> 'user_metadata'");
}

TEST_CASE_FIXTURE(PolicyWorld, "what only looks like such a claim") {
    for (const std::string clause : {
             "auth.jwt() -> 'app_metadata' ->> 'role' = 'admin'",
             "auth.jwt() -> 'app_metadata' ->> 'user_metadata' = 'x'",
             "auth.jwt() #>> '{app_metadata,user_metadata}' = 'x'",
             "title = 'user_metadata'",
             "title = 'auth.jwt() -> user_metadata'",
             "tags[1] = 'user_metadata'",
             "title::jsonb -> 'user_metadata' is null",
             "auth.uid()::text = 'user_metadata'",
             "exists (select 1 from auth.users where raw_app_meta_data ->> 'r' = 'a')",
             "jsonb_extract_path_text(title::jsonb, 'user_metadata') = 'a'",
             "current_setting('app.user_metadata', true) = 'a'",
         }) {
        CAPTURE(clause);
        CHECK(facts(clause).writable_claims.empty());
    }
}
