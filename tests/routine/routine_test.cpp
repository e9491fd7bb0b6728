#include <string>

#include <doctest/doctest.h>

#include "rlslint/replay/history.hpp"
#include "rlslint/routine/routine.hpp"
#include "rlslint/text/ascii.hpp"

using namespace rlslint;

namespace {

constexpr std::string_view ground = R"sql(
create schema auth;
create function auth.uid() returns uuid language sql stable as
    $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
create table members (org_id uuid, user_id uuid, role text);
create table notes (id int primary key, owner uuid, org_id uuid, body text);
create function is_member(org uuid) returns boolean language sql stable as
    $$ select exists (select 1 from members where org_id = org and user_id = auth.uid()) $$;
create function must_be_member(org uuid) returns void language plpgsql as
    $$ begin if not is_member(org) then raise exception 'no'; end if; end $$;
create function must_be_owner(org uuid) returns void language plpgsql as
    $$ begin if is_member(org) then return; end if; raise exception 'no'; end $$;
create function owner_or_not(org uuid) returns int language plpgsql as
    $$ begin if is_member(org) then return 1; else return 2; end if; end $$;
)sql";

Platform platform_with_uid() {
    Platform platform;
    platform.search_path = {"public"};
    SessionFunction uid;
    uid.schema = Symbol{"auth"};
    uid.name = Symbol{"uid"};
    platform.session_functions.push_back(uid);
    return platform;
}

/// The function `f` of a database, studied.
class Studied {
public:
    explicit Studied(const std::string& sql)
        : history_(replayed(sql)), routines_(history_.catalog, platform_) {
        for (const LogEntry& entry : history_.log) {
            CAPTURE(entry.why);
            CHECK(entry.outcome != Outcome::failed);
            CHECK(entry.outcome != Outcome::syntax_error);
        }
    }

    /// PL/pgSQL in the body of `f(org uuid, name text, number int)`, which is SECURITY DEFINER.
    static Studied body(const std::string& declarations, const std::string& statements) {
        return Studied{
            "create function f(org uuid, name text, number int) returns setof notes language plpgsql "
            "security definer as $f$ declare " +
            declarations + " begin " + statements + " end $f$;"};
    }

    [[nodiscard]] const Routine& f() const {
        const SchemaId schema = history_.catalog.find_schema(Symbol{"public"});
        const auto found = history_.catalog.find_functions(schema, Symbol{"f"});
        REQUIRE(found.size() == 1);
        return routines_.of(found[0]);
    }

    /// "select notes", "anonymous" and "caller" behind it where they were turned away before, "asks" where
    /// the statement itself asks.
    [[nodiscard]] std::string uses() const {
        std::string all;
        for (const TableUse& use : f().uses) {
            all += all.empty() ? "" : "; ";
            all += lower_case(to_string(use.privilege)) + " " +
                   std::string{history_.catalog[use.relation].name.text()};
            if (use.proof.anonymous) all += " anonymous";
            if (use.proof.caller) all += " caller";
            if (use.asks_who) all += " asks";
        }
        return all;
    }

    [[nodiscard]] std::string spliced() const {
        std::string all;
        for (const Splice& splice : f().splices) {
            for (const ArgumentNumber argument : splice.arguments)
                all += std::to_string(argument);
            all += "@" + std::string{sources_.text(splice.span)} + ";";
        }
        return all;
    }

    [[nodiscard]] std::string matched() const {
        std::string all;
        for (const ArgumentMatch& match : f().matches)
            all += std::string{history_.catalog[match.relation].columns[match.column].name.text()} + "=" +
                   std::to_string(match.argument) + (match.stored ? " stored" : "") +
                   (match.with_caller ? " with caller" : "") + (match.asks_who ? " asking;" : ";");
        return all;
    }

    [[nodiscard]] std::string_view text(Span span) const { return sources_.text(span); }

private:
    History replayed(const std::string& sql) {
        Source source;
        source.path = "1.sql";
        source.text = std::string{ground} + sql;
        const auto size = static_cast<std::uint32_t>(source.text.size());
        const Section section{{sources_.add(std::move(source)), 0, size}, Terminator::semicolon};
        return replay(sources_, {}, {&section, 1}, platform_);
    }

    Sources sources_;
    Platform platform_ = platform_with_uid();
    History history_;
    Routines routines_;
};

std::string uses(const std::string& statements, const std::string& declarations = "") {
    return Studied::body(declarations, statements).uses();
}

} // namespace

TEST_CASE("what a body reads and writes, by PL/pgSQL, SQL and an SQL-standard body") {
    CHECK(uses("return query select * from notes;") == "select notes");
    CHECK(uses("perform 1 from notes; insert into notes (id) values (1); update notes set body = ''; "
               "delete from notes where id = 1;") ==
          "select notes; insert notes; update notes; delete notes");
    CHECK(uses("for n in select id from notes loop delete from members where role = n.body; end loop;",
               "n notes;") == "select notes; delete members");
    CHECK(
        Studied{"create function f() returns bigint language sql as 'select count(*) from notes';"}.uses() ==
        "select notes");
    CHECK(Studied{
              "create function f() returns bigint language sql begin atomic select count(*) from notes; end;"}
              .uses() == "select notes");
}

TEST_CASE("places are the user's") {
    const Studied verbatim{
        "create function f() returns bigint language sql as $$ select count(*) from notes $$;"};
    CHECK(verbatim.text(verbatim.f().uses.at(0).span) == "notes");
    const Studied into =
        Studied::body("n int; v uuid := auth.uid();", "select 1 into n from notes where owner = v; return;");
    CHECK(into.text(into.f().uses.at(0).span) == "notes");
    const Studied performed = Studied::body("", "perform id from notes; return;");
    CHECK(performed.text(performed.f().uses.at(0).span) == "notes");
    const Studied quoted{
        "create function f() returns text language sql as 'select body from notes where body = ''x''';"};
    CHECK(quoted.text(quoted.f().uses.at(0).span).find("from notes") != std::string::npos);
}

TEST_CASE("whom a test of who is asking turns away") {
    const std::string read = " return query select * from notes;";
    CHECK(uses("if auth.uid() is null then raise exception 'no'; end if;" + read) ==
          "select notes anonymous");
    CHECK(uses("if auth.uid() is null then return; end if;" + read) == "select notes anonymous");
    CHECK(uses("if not is_member(org) then raise exception 'no'; end if;" + read) ==
          "select members asks; select notes anonymous caller");
    CHECK(uses("if is_member(org) then" + read + " end if;") ==
          "select members asks; select notes anonymous caller");
    CHECK(uses("if is_member(org) then null; else raise exception 'no'; end if;" + read) ==
          "select members asks; select notes anonymous caller");
    CHECK(uses("perform must_be_member(org);" + read) ==
          "select members asks; select notes anonymous caller");
    CHECK(uses("if auth.uid() = org then null; else if not is_member(org) then raise exception 'no'; end if; "
               "end if;" +
               read) == "select members caller asks; select notes anonymous caller");
    CHECK(uses("if is_member(org) then perform 1; end if;" + read) == "select members asks; select notes");
    CHECK(uses("if not is_member(org) then perform 1; else perform 2; end if;" + read) ==
          "select members asks; select notes");
    CHECK(uses("perform must_be_owner(org);" + read).ends_with("select notes anonymous caller"));
    CHECK(uses("perform owner_or_not(org);" + read).ends_with("; select notes"));
    // Of NULL and somebody it is not known that they differ: an anonymous session comes through.
    CHECK(uses("if auth.uid() <> org then raise exception 'no'; end if;" + read) == "select notes caller");
    CHECK(uses("if org is null then raise exception 'no'; end if;" + read) == "select notes");
    CHECK(uses("raise notice 'hello';" + read) == "select notes");
    CHECK(uses("begin if not is_member(org) then raise exception 'no'; end if; exception when others then "
               "null; end;" +
               read) == "select members asks; select notes");
}

TEST_CASE("a variable that holds who is asking stands for it") {
    const std::string read = " return query select * from notes;";
    CHECK(uses("if me is null then raise exception 'no'; end if;" + read, "me uuid := auth.uid();") ==
          "select notes anonymous");
    CHECK(uses("me := (select auth.uid()); if me is null then raise exception 'no'; end if;" + read,
               "me uuid;") == "select notes anonymous");
    CHECK(uses("return query select * from notes where owner = me;", "me uuid := auth.uid();") ==
          "select notes asks");
    CHECK(uses("select m.role into found_role from members m where m.user_id = auth.uid();"
               "if found_role <> 'admin' then raise exception 'no'; end if;" +
                   read,
               "found_role text;") == "select members asks; select notes anonymous caller");
    CHECK(uses("perform 1 from members where user_id = auth.uid(); if not found then raise exception 'no'; "
               "end if;" +
               read) == "select members asks; select notes anonymous caller");
}

TEST_CASE("arguments in the text of an EXECUTE") {
    const auto spliced = [](const std::string& statements, const std::string& declarations = "") {
        return Studied::body(declarations, statements).spliced();
    };
    CHECK(spliced("execute 'select ' || name;") == "1@'select ' || name;");
    CHECK(spliced("execute format('select %s', name);") == "1@format('select %s', name);");
    CHECK(spliced("execute format('select %2$s', number, name);") ==
          "1@format('select %2$s', number, name);");
    CHECK(spliced("return query execute name;") == "1@name;");
    CHECK(spliced("q := 'select ' || lower(trim(name)); execute q || ' from notes';", "q text;") ==
          "1@q || ' from notes';");
    // Quoted, passed, or of a type that carries no SQL.
    CHECK(spliced("execute format('select %I, %L', name, name);") == "");
    CHECK(spliced("execute 'select ' || quote_literal(name) || quote_ident(name);") == "");
    CHECK(spliced("execute 'select $1' using name;") == "");
    CHECK(spliced("execute 'select ' || number || org || name::regclass;") == "");
    // Tested before.
    CHECK(
        spliced("if name not in ('a', 'b') then raise exception 'no'; end if; execute 'select ' || name;") ==
        "");
    CHECK(spliced("if name = 'a' then execute 'select ' || name; end if;") == "");
    CHECK(spliced("if name is null then raise exception 'no'; end if; execute 'select ' || name;") != "");
}

TEST_CASE("arguments that columns are compared with or set to") {
    CHECK(Studied::body("", "return query select * from notes where org_id = org;").matched() == "org_id=0;");
    CHECK(Studied::body("", "return query select * from notes n where n.org_id = $1;").matched() ==
          "org_id=0;");
    CHECK(Studied::body("", "update notes set org_id = org where id = number;").matched() ==
          "id=2;org_id=0 stored;");
    CHECK(Studied::body("", "insert into notes (id, org_id) values (1, org);").matched() ==
          "org_id=0 stored;");
    CHECK(Studied::body("", "insert into notes (id, org_id, owner) values (1, org, auth.uid());").matched() ==
          "org_id=0 stored with caller;");
    CHECK(Studied::body("me uuid := (select auth.uid());",
                        "insert into notes (id, org_id, owner) values (1, org, me);")
              .matched() == "org_id=0 stored with caller;");
    CHECK(Studied::body("", "insert into notes (id, org_id, owner) select 1, org, auth.uid();").matched() ==
          "org_id=0 stored asking;");
    CHECK(Studied::body("", "insert into notes (id, org_id) values (my_id(auth.uid()), org);").matched() ==
          "org_id=0 stored asking;");
    CHECK(Studied::body("", "if not is_member(org) then raise exception 'no'; end if;").f().checked ==
          Arguments{0});
    CHECK(Studied::body("",
                        "if auth.uid() is null then raise exception 'no'; end if; perform 1 from notes where "
                        "org_id = org;")
              .f()
              .checked.empty());
}

TEST_CASE("what is not understood is said") {
    CHECK(!Studied{"create function f() returns int language c as 'lib', 'f';"}.f().readable);
    const Studied dynamic = Studied::body("", "execute 'select ' || quote_ident(name);");
    REQUIRE(dynamic.f().unread.size() == 1);
    CHECK(dynamic.f().unread[0].dynamic);
    CHECK(Studied::body("", "execute 'select count(*) from notes';").uses() == "select notes");
    CHECK(Studied::body("", "execute 'select count(*) from notes';").f().unread.empty());
    const Studied lost{"create function f() returns bigint language plpgsql set search_path = '' as "
                       "$$ begin return (select count(*) from notes); end $$;"};
    REQUIRE(lost.f().missing.size() == 1);
    CHECK(lost.f().missing[0].message == "relation \"notes\" does not exist");
}
