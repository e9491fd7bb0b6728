// What findings say beside their place: message, help, related places, fixes.

#include <doctest/doctest.h>

#include "rule_fixtures/judged.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

constexpr std::string_view notes =
    "create table public.notes (id bigint primary key, user_id uuid not null);\n"
    "alter table public.notes enable row level security;\n";

/// The only finding of a history.
struct Only {
    explicit Only(const std::string& sql, const std::string& profile = "supabase-auto-expose")
        : judged({{"1.sql", sql}}, "", profile) {
        REQUIRE(judged.findings().size() == 1);
    }

    const Finding& finding() const { return judged.findings().front(); }

    /// Each related place as its message and, where it is in the user's file, its text.
    std::vector<std::string> related() const {
        std::vector<std::string> all;
        for (const Note& note : finding().related) {
            const bool ours = note.span.valid() && !judged.sources()[note.span.source].profile;
            all.push_back(note.message + (ours ? " @ " + std::string{judged.sources().text(note.span)} : ""));
        }
        return all;
    }

    Judged judged;
};

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("rls-disabled names who can do what, what lets them, and the statement that mends it") {
    const Only only{"create table \"Line Items\" (id bigint);\ngrant select on \"Line Items\" to anon;",
                    "supabase"};
    const Finding& finding = only.finding();
    CHECK(finding.subject == "public.Line Items");
    CHECK(finding.message == "anon can read every row of public.Line Items: its row security is off");
    REQUIRE(finding.fixes.size() == 1);
    CHECK(finding.fixes[0].sql == "alter table public.\"Line Items\" enable row level security;");
    CHECK(finding.fixes[0].applicability == Applicability::unsafe);
    CHECK(finding.help.find(finding.fixes[0].sql) != std::string::npos);
    CHECK(only.related() == Lines{"granted to anon here @ grant select on \"Line Items\" to anon"});
}

TEST_CASE("rls-disabled points at the profile's default privileges as a related place") {
    const Only only{"create table public.notes (id bigint);"};
    CHECK(only.finding().message == "anon and authenticated can read, update and delete every row of "
                                    "public.notes and insert new ones: its row "
                                    "security is off");
    CHECK(only.related() == Lines{"default privileges open new tables to anon and authenticated"});
}

TEST_CASE("policies-without-rls takes rls-disabled's place along") {
    const Only only{"create table public.notes (id bigint);\n"
                    "create policy one on public.notes using (id = 1);\n"
                    "create policy two on public.notes using (id = 2);"};
    CHECK(only.finding().message ==
          "no policy of public.notes does anything: its row security is off, and anon and "
          "authenticated can read, update and delete every row of public.notes and insert "
          "new ones");
    const Lines related = only.related();
    REQUIRE(related.size() == 3);
    CHECK(related[0] == "neither does this policy @ two");
    CHECK(related[1] == "default privileges open new tables to anon and authenticated");
    CHECK(related[2].starts_with("rls-disabled: anon and authenticated can read"));
}

TEST_CASE("grant-without-rls offers to revoke what the grant gave") {
    const Only only{"create schema app;\ngrant usage on schema app to anon, authenticated;\ncreate table "
                    "app.t (id bigint, \"Name\" text);\n"
                    "grant select, update (\"Name\") on app.t to anon, authenticated;",
                    "supabase"};
    CHECK(only.finding().message == "anon and authenticated are granted SELECT and UPDATE on every row of "
                                    "app.t: its row security is off");
    REQUIRE(only.finding().fixes.size() == 2);
    CHECK(only.finding().fixes[1].sql == "revoke select, update on app.t from anon, authenticated;");
}

TEST_CASE("policy-always-true says who can do what") {
    const Only only{std::string{notes} +
                    "create policy \"Clear up\" on public.notes for delete using (true);"};
    CHECK(only.finding().subject == "public.notes/Clear up");
    CHECK(only.finding().message ==
          "anon and authenticated can delete every row of public.notes, whoever asks");
    CHECK(only.finding().fixes.at(0).sql == "drop policy \"Clear up\" on public.notes;");
    CHECK(only.related().at(0) == "without TO the policy applies to PUBLIC @ \"Clear up\"");
}

TEST_CASE("auth-call-per-row wraps every call of the clause") {
    const Only only{std::string{notes} +
                    "create policy p on public.notes to authenticated\n"
                    "    using (user_id = auth.uid() or (auth.jwt() ->> 'aal') = 'aal2');"};
    CHECK(only.finding().message ==
          "auth.uid() is called for every row of public.notes instead of once a statement");
    CHECK(only.related() == Lines{"called again and again too @ auth.jwt()"});
    REQUIRE(only.finding().fixes.size() == 1);
    CHECK(only.finding().fixes[0].sql ==
          "alter policy p on public.notes using (user_id = (select auth.uid()) or "
          "((select auth.jwt()) ->> 'aal') = 'aal2');");
    CHECK(only.finding().fixes[0].applicability == Applicability::unsafe);
}

TEST_CASE("auth-call-per-row tells of a table once, and mends all its policies") {
    const Only only{
        std::string{notes} +
        "create policy p on public.notes for insert to authenticated with check (user_id = auth.uid());\n"
        "create policy q on public.notes for delete to authenticated using (user_id = auth.uid());\n"
        "create policy r on public.notes for select to authenticated using (user_id = auth.uid());"};
    CHECK(only.finding().message == "auth.uid() is called for every row of public.notes instead of once a "
                                    "statement; so it is with 2 more clauses");
    CHECK(only.finding().severity == Severity::warning);
    CHECK(only.finding().fixes.at(0).sql ==
          "alter policy q on public.notes using (user_id = (select auth.uid()));\n"
          "alter policy p on public.notes with check (user_id = (select auth.uid()));\n"
          "alter policy r on public.notes using (user_id = (select auth.uid()));");
    CHECK(
        only.related() ==
        Lines{
            "auth.uid() is called for every new row of public.notes instead of once a statement @ auth.uid()",
            "here too @ auth.uid()"});
}

TEST_CASE("auth-call-per-row repeats no clause that would mean something else today") {
    const Only only{std::string{notes} +
                    "create policy p on public.notes to authenticated using (user_id = auth.uid());\n"
                    "alter table public.notes rename column user_id to owner_id;"};
    CHECK(only.finding().fixes.empty());
    CHECK(only.finding().help.find("user_id means something else today") != std::string::npos);
}

TEST_CASE("auth-call-per-row tells whose rows a call is made for") {
    const Only only{"create table public.members (org bigint, user_id uuid);\n"
                    "alter table public.members enable row level security;\n"
                    "create policy own on public.members using (user_id = (select auth.uid()));\n"
                    "create table public.docs (org bigint);\n"
                    "alter table public.docs enable row level security;\n"
                    "create policy p on public.docs for select to authenticated\n"
                    "    using (org in (select org from public.members where user_id = auth.uid()));"};
    CHECK(only.finding().message == "auth.uid() is called for every row that this sub-select of a policy of "
                                    "public.docs reads instead of once a statement");
}

TEST_CASE("auth-call-per-row offers no fix where the policies read their own table") {
    const Only only{
        "create table public.members (org bigint, user_id uuid);\n"
        "alter table public.members enable row level security;\n"
        "create policy own on public.members for select to authenticated using (user_id = auth.uid());\n"
        "create policy invite on public.members for insert to authenticated\n"
        "    with check (exists (select 1 from public.members as m where m.org = members.org));"};
    CHECK(only.finding().fixes.empty());
    CHECK(only.finding().help.find("42P17") != std::string::npos);
}

TEST_CASE("auth-call-per-row offers a fix only to look at where it cannot tell") {
    const Only only{"create table public.t (org bigint, user_id uuid);\n"
                    "alter table public.t enable row level security;\n"
                    "create policy own on public.t for select to authenticated\n"
                    "    using (user_id = auth.uid() and org in (select id from elsewhere.orgs));"};
    REQUIRE(only.finding().fixes.size() == 1);
    CHECK(only.finding().fixes[0].applicability == Applicability::display);
}

TEST_CASE("dead-policy-clause says which clause is missing") {
    const Only only{std::string{notes} + "create policy p on public.notes for insert to authenticated;"};
    CHECK(only.finding().message == "without WITH CHECK the policy lets no INSERT through on public.notes");
}

TEST_CASE("user-metadata-trusted says who can pass") {
    const Only only{std::string{notes} +
                    "create policy p on public.notes for select to authenticated\n"
                    "    using ((select auth.jwt()) -> 'user_metadata' ->> 'admin' = 'true');"};
    CHECK(only.finding().message ==
          "any signed-in user can pass this policy of public.notes by writing user_metadata, "
          "which is their own to change");
}

TEST_CASE("syntax-error is PostgreSQL's own message") {
    const Only only{"create tabel t (id int);", "supabase"};
    CHECK(only.finding().subject == "project");
    CHECK(only.finding().message == "syntax error at or near \"tabel\"");
}
