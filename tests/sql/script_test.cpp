#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/sql/script.hpp"

using namespace rlslint;

namespace {

/// A text cut up, each piece as "kind|text", without the spaces between.
std::vector<std::string> cut(std::string text, Terminator terminator = Terminator::semicolon) {
    Sources sources;
    const SourceId id = sources.add({.path = "test.sql", .text = std::move(text)});
    const auto size = static_cast<std::uint32_t>(sources[id].text.size());
    std::vector<std::string> pieces;
    for (const Piece& piece : split(sources, {{id, 0, size}, terminator}).pieces) {
        if (piece.kind == PieceKind::space) continue;
        std::string shown(to_string(piece.kind));
        if (piece.unterminated) shown += '!';
        pieces.push_back(shown.append("|").append(sources.text(piece.span)));
    }
    return pieces;
}

/// The statements alone.
std::vector<std::string> statements(std::string text, Terminator terminator = Terminator::semicolon) {
    std::vector<std::string> found;
    for (const std::string& piece : cut(std::move(text), terminator)) {
        if (piece.starts_with("statement")) found.push_back(piece.substr(piece.find('|') + 1));
    }
    return found;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a semicolon ends a statement") {
    CHECK(cut("select 1; select 2") == Texts{"statement|select 1", "terminator|;", "statement|select 2"});
    CHECK(cut("") == Texts{});
    CHECK(cut(" -- nothing\n") == Texts{});
    CHECK(cut(";select 1;;") == Texts{"stray|;", "statement|select 1", "terminator|;", "stray|;"});
}

TEST_CASE("a semicolon in quotes, comments or parentheses ends nothing") {
    CHECK(statements("select ';', \";\", $$;$$, E'\\';', 1 /*;*/ -- ;\n, 2; x") ==
          Texts{"select ';', \";\", $$;$$, E'\\';', 1 /*;*/ -- ;\n, 2", "x"});
    CHECK(statements("create rule r as on insert to t do (insert into a values (1); delete from b); x") ==
          Texts{"create rule r as on insert to t do (insert into a values (1); delete from b)", "x"});
}

TEST_CASE("a statement reaches from its first token to its last") {
    CHECK(statements("/* a */ select 1 /* b */ -- c\n ; x") == Texts{"select 1", "x"});
}

TEST_CASE("SQL-standard bodies hold their semicolons") {
    CHECK(statements("create function f() returns int begin atomic select 1; select 2; end; x") ==
          Texts{"create function f() returns int begin atomic select 1; select 2; end", "x"});
    CHECK(statements("CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END; x") ==
          Texts{"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END", "x"});
    SUBCASE("CASE has an END of its own") {
        CHECK(statements(
                  "create function f() begin atomic select case when a then case b when 1 then 2 end end; "
                  "select (case when a then 1 end); end; x")
                  .size() == 2);
    }
    SUBCASE("a column may be called end") {
        CHECK(statements("create function f() begin atomic select 1 as end, t.end, t.case from t; end; x")
                  .size() == 2);
    }
}

TEST_CASE("BEGIN begins a body only in CREATE FUNCTION and with ATOMIC") {
    CHECK(statements("begin; select 1; end; x") == Texts{"begin", "select 1", "end", "x"});
    CHECK(statements("create function begin() returns int language sql as 'select 1'; x").size() == 2);
    CHECK(statements("create table t (a int) /* function */ begin atomic; x").size() == 2);
}

TEST_CASE("a backslash begins a psql command, up to the end of its line") {
    CHECK(cut("\\connect a;b\r\nselect 1;") ==
          Texts{"meta-command|\\connect a;b", "statement|select 1", "terminator|;"});
    CHECK(cut("\\restrict x'y") == Texts{"meta-command|\\restrict x'y"});
    CHECK(statements("select '\\a', \"\\b\", $$\\c$$; x").size() == 2);
}

TEST_CASE("a psql command ends the statement before it") {
    CHECK(cut("select 1 as a \\gset p_\nselect 2") ==
          Texts{"statement|select 1 as a", "meta-command|\\gset p_", "statement|select 2"});
    CHECK(cut("create table t (a int\n\\i other.sql\nselect 1;") ==
          Texts{"statement|create table t (a int", "meta-command|\\i other.sql", "statement|select 1",
                "terminator|;"});
}

TEST_CASE("several psql commands, and SQL behind them, on one line") {
    CHECK(cut("\\x \\echo 'a\\\\b\\'c' \\\\ select 1;") == Texts{"meta-command|\\x ",
                                                                 "meta-command|\\echo 'a\\\\b\\'c' \\\\",
                                                                 "statement|select 1", "terminator|;"});
    CHECK(cut("\\! ls \\\\ a") == Texts{"meta-command|\\! ls \\\\ a"}); // takes the whole line
}

TEST_CASE("psql's \\; is a terminator, its \\: is not") {
    CHECK(cut("select 1\\; select 2;\\;") ==
          Texts{"statement|select 1", "terminator|\\;", "statement|select 2", "terminator|;", "stray|\\;"});
    CHECK(statements("select a\\:\\:int; x").size() == 2);
}

TEST_CASE("COPY … FROM stdin takes the lines behind it") {
    CHECK(cut("COPY public.t (a, b) FROM stdin;\n1\t;'\n\\N\t$$\n\\.\nselect 1;") ==
          Texts{"statement|COPY public.t (a, b) FROM stdin", "terminator|;", "copy-data|1\t;'\n\\N\t$$\n\\.",
                "statement|select 1", "terminator|;"});
    CHECK(cut("copy t from /* c */ STDIN (format csv) where a > 1; -- ;\r\n1\r\n\\.\r\nx").at(2) ==
          "copy-data|1\r\n\\.");
    CHECK(cut("copy t from stdin;\n\\.\nx").at(2) == "copy-data|\\.");
    CHECK(cut("copy t from stdin \\g\n1\n\\.\nx").at(2) == "copy-data|1\n\\.");
    CHECK(cut("\\copy t from stdin with csv\n1;\n\\.\nx").at(1) == "copy-data|1;\n\\.");
}

TEST_CASE("COPY data end only at a line that is \\. alone") {
    CHECK(cut("copy t from stdin;\n\\.x\n \\.\n\\\\.\n\\.\ny").at(2) == "copy-data|\\.x\n \\.\n\\\\.\n\\.");
}

TEST_CASE("COPY data without an end go to the end, and say so") {
    CHECK(cut("copy t from stdin;\n1\nselect 1;\n").back() == "copy-data!|1\nselect 1;\n");
    CHECK(cut("copy t from stdin;") == Texts{"statement|copy t from stdin", "terminator|;"});
}

TEST_CASE("what stands on the line behind a COPY comes before its data") {
    CHECK(cut("copy a from stdin; copy b from stdin; show x;\n1\n\\.\n2\n\\.\ny") ==
          Texts{"statement|copy a from stdin", "terminator|;", "statement|copy b from stdin", "terminator|;",
                "statement|show x", "terminator|;", "copy-data|1\n\\.", "copy-data|2\n\\.", "statement|y"});
}

TEST_CASE("COPYs that are sent together have their data one behind the other") {
    CHECK(cut("copy a from stdin\\; copy b from stdin;\n1\n\\.\n2\n\\.\nx") ==
          Texts{"statement|copy a from stdin", "terminator|\\;", "statement|copy b from stdin",
                "terminator|;", "copy-data|1\n\\.", "copy-data|2\n\\.", "statement|x"});
}

TEST_CASE("other COPYs have no data") {
    for (const char* const copy :
         {"copy t from 'stdin'", "copy t to stdout", "copy (select a from stdin) to stdout",
          "copy t from program 'x'", "copy t from \"stdin\"", "\\copy t from 'file'", "\\copy t from pstdin",
          "copy t (\"from\") to stdout"}) {
        CAPTURE(copy);
        CHECK(statements(copy + std::string{";\nselect 1;"}).back() == "select 1");
    }
}

TEST_CASE("\\. on its own is stray") {
    CHECK(cut("\\.\nselect 1;") == Texts{"stray|\\.", "statement|select 1", "terminator|;"});
}

TEST_CASE("a missing parenthesis does not swallow the statements behind it") {
    CHECK(statements("create table a (b int;\n\n-- next\ncreate table c (d int);") ==
          Texts{"create table a (b int", "create table c (d int)"});
    CHECK(statements("  select (1;\n  select 2;") == Texts{"select (1", "select 2"});
    SUBCASE("but only a line that begins with a statement's word, no deeper than the one before, ends it") {
        CHECK(statements("create table a (b int;\n  comment int);\nshow x") ==
              Texts{"create table a (b int;\n  comment int)", "show x"});
        CHECK(statements("create table a (b int; create int);\nshow x").size() == 2);
        CHECK(statements("create table a (b int;\nc int);\nshow x").size() == 2);
    }
    SUBCASE("a query at the line's beginning may belong to a rule") {
        CHECK(statements("create or replace rule r as on insert to t do (delete from a;\ninsert into b "
                         "values (1));\nx")
                  .size() == 2);
        CHECK(
            statements("create rule r as on insert to t do (delete from a;\ncreate table b ();\nx").size() ==
            3);
    }
    SUBCASE("the last semicolon ends it in any case") {
        CHECK(cut("select (1;\n") == Texts{"statement|select (1", "terminator|;"});
    }
}

TEST_CASE("a parenthesis too many changes nothing") {
    CHECK(statements("select 1); select (2); x").size() == 3);
}

TEST_CASE("a missing END does not swallow the statements behind it") {
    CHECK(cut("create function f() begin atomic\nselect 1;\nselect 2;\ncreate table t ();") ==
          Texts{"statement!|create function f() begin atomic\nselect 1;\nselect 2", "terminator|;",
                "statement|create table t ()", "terminator|;"});
    CHECK(statements("create function f() begin atomic\nselect 1;\nend;\nx").size() == 2);
}

TEST_CASE("a statement that runs into the end says so") {
    CHECK(cut("select 'a; b") == Texts{"statement!|select 'a; b"});
    CHECK(cut("select $x$a; $y$") == Texts{"statement!|select $x$a; $y$"});
    CHECK(cut("select 1 /* ; ") == Texts{"statement!|select 1 /* ; "});
    CHECK(cut("select 1; /* ;") == Texts{"statement|select 1", "terminator|;", "statement!|/* ;"});
    CHECK(cut("select 1") == Texts{"statement|select 1"});
}

TEST_CASE("what does not end does not swallow the statements behind it") {
    CHECK(cut("select 'a;\n\n-- next\ncreate table b ();") ==
          Texts{"statement!|select 'a;\n\n-- next", "statement|create table b ()", "terminator|;"});
    CHECK(statements("create function f() as $$\n  insert into t;\nend;\ngrant a to b;\nx").size() == 3);
    CHECK(cut("/* a;\ndrop table b;\n").at(1) == "statement|drop table b");
    CHECK(cut("comment on table a is 'a\n;\nb\nalter;\n  alter;\nalter table a add b int;").at(1) ==
          "statement|alter table a add b int");
}

TEST_CASE("an unpaired quote does not turn the rest of the file inside out") {
    CHECK(statements("insert into a values ('it's one; not two', 'b'),\n  ('c; d', 'e');\n\n"
                     "insert into a values ('f');\ncreate table b ();") ==
          Texts{"insert into a values ('it's one; not two', 'b'),\n  ('c; d', 'e');",
                "insert into a values ('f')", "create table b ()"});
    CHECK(statements("comment on table a is 'it's one; not two; three';\n-- b\ncreate table b ();") ==
          Texts{"comment on table a is 'it's one", "not two; three';\n-- b", "create table b ()"});
}

TEST_CASE("what no statement begins with goes up to a line that one begins with") {
    CHECK(statements("creat table a (b int); c;\nd;\nselect 1; x") ==
          Texts{"creat table a (b int); c;\nd", "select 1", "x"});
}

TEST_CASE("resuming is not tried for ever") {
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "do $" + std::string(1, 'a') + std::to_string(i) + "$ ;\n";
    CHECK(statements(text).size() == 65);
}

TEST_CASE("NULs between statements are stray") {
    using namespace std::string_literals;
    CHECK(cut("\0 select 1;\0\0"s) ==
          Texts{"stray|\0"s, "statement|select 1", "terminator|;", "stray|\0"s, "stray|\0"s});
}

TEST_CASE("a section for the server has no psql in it") {
    CHECK(cut("select 1;", Terminator::section) == Texts{"statement|select 1", "terminator|;"});
    CHECK(cut("select 1", Terminator::section) == Texts{"statement|select 1"});
    CHECK(cut("create table a (); \\x\nselect 1;", Terminator::section) ==
          Texts{"statement|create table a ()", "terminator|;", "statement|\\x\nselect 1", "terminator|;"});
    CHECK(cut("copy t from stdin;\nselect 1;", Terminator::section).size() == 4);
}

TEST_CASE("a statement knows its tokens and whether comments are among them") {
    Sources sources;
    const SourceId id =
        sources.add({.path = "test.sql", .text = "select /* a */ 1; select 2 -- b\n; select 'a' -- c\n'd'"});
    const Script script = split(sources, {{id, 0, static_cast<std::uint32_t>(sources[id].text.size())}});
    std::vector<Piece> found;
    for (const Piece& piece : script.pieces) {
        if (piece.kind == PieceKind::statement) found.push_back(piece);
    }
    REQUIRE(found.size() == 3);
    CHECK(found[0].has_comments);
    CHECK_FALSE(found[1].has_comments); // it stands behind the last token
    CHECK(found[2].has_comments);
    const auto tokens = script.tokens_of(found[1]);
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[1].text(sources[id].text) == "2");
}

TEST_CASE("a forgotten semicolon is found where the grammar gives up") {
    Sources sources;
    const auto cut_before = [&](std::string text, std::string_view token) {
        const auto offset = static_cast<std::uint32_t>(text.find(token));
        const SourceId id = sources.add({.path = "test.sql", .text = std::move(text)});
        const Script script = split(sources, {{id, 0, static_cast<std::uint32_t>(sources[id].text.size())}});
        const auto parts = split_before(sources, script, script.pieces.at(0), offset);
        if (!parts) return Texts{};
        const Token& token_after = script.tokens_of(parts->second)[0];
        CHECK(token_after.begin == parts->second.span.begin);
        CHECK(script.tokens_of(parts->first).back().end == parts->first.span.end);
        return Texts{std::string(sources.text(parts->first.span)),
                     std::string(sources.text(parts->second.span))};
    };
    const Texts both{"create table a (b int)", "alter table a enable row level security"};
    CHECK(cut_before("create table a (b int) -- c\nalter table a enable row level security;", "alter") ==
          both);
    CHECK(cut_before("create table a (b int)\n\nalter table a enable row level security;",
                     "table a enable") == both);
    CHECK(cut_before("create table a (b int) alter table a;", "alter").empty());
    CHECK(cut_before("create table a\n  alter table a;", "alter").empty());
    CHECK(cut_before("create table a\nfoo alter;", "alter").empty());
    CHECK(cut_before("create tabel a (b int);", "tabel").empty());
    CHECK(cut_before("create tabel a (b int);", "create").empty());
    CHECK(cut_before("create table a", "none").empty()); // at the end of the input
}

TEST_CASE("only the section is cut") {
    Sources sources;
    const SourceId id = sources.add({.path = "test.sql", .text = "drop a; select 1; 'x"});
    const Script script = split(sources, {{id, 8, 17}});
    REQUIRE(script.pieces.size() == 2);
    CHECK(sources.text(script.pieces[0].span) == "select 1");
    CHECK(script.source == id);
}
