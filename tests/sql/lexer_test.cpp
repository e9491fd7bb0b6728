#include <doctest/doctest.h>

#include "lexing.hpp"

using namespace rlslint;
using test::spelled;

TEST_CASE("words take letters, digits, dollars and every byte above ASCII") {
    CHECK(spelled("select a1 _b a$b$ größe \xFF\x80") == "w:select w:a1 w:_b w:a$b$ w:größe w:\xFF\x80");
    CHECK(spelled("\xC2\xA0x") == "w:\xC2\xA0x"); // a no-break space is part of a name, as in the server
}

TEST_CASE("quotes are doubled, and escaped by a backslash only in E''") {
    CHECK(spelled("'it''s'") == "s:'it''s'");
    CHECK(spelled(R"('a\' b)") == R"(s:'a\' w:b)");
    CHECK(spelled(R"(E'a\'b' e'\\' c)") == R"(e:E'a\'b' e:e'\\' w:c)");
    CHECK(spelled(R"("a""b" U&"d\0061t" u&'\0061')") == R"(q:"a""b" U:U&"d\0061t" u:u&'\0061')");
    CHECK(spelled("B'01' x'1F'") == "b:B'01' b:x'1F'");
}

TEST_CASE("bit strings know no doubled quote") { CHECK(spelled("B'0''1'") == "b:B'0' s:'1'"); }

TEST_CASE("N'…' is a word and a string, and so is any other letter before a quote") {
    CHECK(spelled("N'a'") == "w:N s:'a'");
    CHECK(spelled("f'a' foo'a'") == "w:f s:'a' w:foo s:'a'");
    CHECK(spelled("u&1") == "w:u o:& n:1");
}

TEST_CASE("a string goes on behind white space with a line end") {
    CHECK(spelled("'a'\n 'b'") == "s:'a'\n 'b'");
    CHECK(spelled("'a' -- c\n\t'b' c") == "s:'a' -- c\n\t'b' w:c");
    CHECK(spelled("E'a'\r'\\'b'") == "e:E'a'\r'\\'b'");
    CHECK(spelled("B'0'\n'1'") == "b:B'0'\n'1'");
    CHECK(spelled("U&'0'\n'1'") == "u:U&'0'\n'1'");

    CHECK(spelled("'a' 'b'") == "s:'a' s:'b'");
    CHECK(spelled("'a'\nE'b'") == "s:'a' e:E'b'");
    CHECK(spelled("'a' /* \n */ 'b'") == "s:'a' *:/* \n */ s:'b'");
    CHECK(spelled("'a'\n- 'b'") == "s:'a' o:- s:'b'");
    CHECK(spelled("$$a$$\n'b'") == "d:$$a$$ s:'b'");
    CHECK(spelled("\"a\"\n\"b\"") == "q:\"a\" q:\"b\"");
}

TEST_CASE("dollar quotes end at their own tag") {
    CHECK(spelled("$$a;'$$ b") == "d:$$a;'$$ w:b");
    CHECK(spelled("$x$ $$ $y$ $x$z") == "d:$x$ $$ $y$ $x$ w:z");
    CHECK(spelled("$x$ $x $x$") == "d:$x$ $x $x$");
    CHECK(spelled("$a$ $b$a$") == "d:$a$ $b$a$");
    CHECK(spelled("$ä_1$ $ä_1$") == "d:$ä_1$ $ä_1$");
    CHECK(spelled("$x$ $X$ $x$") == "d:$x$ $X$ $x$"); // tags are not folded
}

TEST_CASE("a dollar that quotes nothing") {
    CHECK(spelled("$1 $12a $ $a b$c$") == "p:$1 p:$12 w:a ?:$ ?:$ w:a w:b$c$");
    CHECK(spelled("1$$a$$") == "n:1 d:$$a$$");
}

TEST_CASE("numbers") {
    CHECK(spelled("1 1.5 .5 1. 1e3 1.5E-3 .5e+3") == "n:1 n:1.5 n:.5 n:1. n:1e3 n:1.5E-3 n:.5e+3");
    CHECK(spelled("1..2 1.2.3 1...2") == "n:1 o:.. n:2 n:1.2 n:.3 n:1 o:.. n:.2");
    CHECK(spelled("0x1F 0O17 0b10 0x_ff") == "n:0x1F n:0O17 n:0b10 n:0x_ff");
    CHECK(spelled("1_000.5_0e1_0") == "n:1_000.5_0e1_0");
    CHECK(spelled("t.1 a.b") == "w:t n:.1 w:a .:. w:b");
}

TEST_CASE("letters that touch a number are junk of that number") {
    CHECK(spelled("123abc 1_ 1__0 0x 0xg 0b12 1e 1.a 1.5e3x$") ==
          "n:123abc n:1_ n:1__0 n:0x n:0xg n:0b12 n:1e n:1.a n:1.5e3x$");
    CHECK(spelled("1e+ 2") == "n:1e o:+ n:2");
}

TEST_CASE("operators end before a comment") {
    CHECK(spelled("a+/*c*/b") == "w:a o:+ *:/*c*/ w:b");
    CHECK(spelled("a<--c\nb") == "w:a o:< -:--c w:b");
    CHECK(spelled("@-/*c*/") == "o:@- *:/*c*/");
    CHECK(spelled("*/*c*/") == "o:* *:/*c*/");
}

TEST_CASE("a trailing sign belongs to an operator only beside a character that SQL does not have") {
    CHECK(spelled("a=-1") == "w:a o:= o:- n:1");
    CHECK(spelled("a<>+-1") == "w:a o:<> o:+ o:- n:1");
    CHECK(spelled("a@-1 a?-b") == "w:a o:@- n:1 w:a o:?- w:b");
    CHECK(spelled("+- -+ ->> #>>") == "o:+ o:- o:- o:+ o:->> o:#>>");
}

TEST_CASE("what looks like an operator and what does not") {
    CHECK(spelled("a::b a:=b a=>b a..b a!=b a<=b") ==
          "w:a o::: w:b w:a o::= w:b w:a o:=> w:b w:a o:.. w:b w:a o:!= w:b w:a o:<= w:b");
    CHECK(spelled("a:b[1:2],(c);") == "w:a .:: w:b .:[ n:1 .:: n:2 .:] .:, .:( w:c .:) .:;");
    CHECK(spelled(":::=") == "o::: o::=");
    CHECK(spelled("{\\}\x01") == "?:{ ?:\\ ?:} ?:\x01");
}

TEST_CASE("comments nest, and a line comment ends with its line") {
    CHECK(spelled("/* a /* b */ c */ d") == "*:/* a /* b */ c */ w:d");
    CHECK(spelled("/*/*/ */ */ d") == "*:/*/*/ */ */ w:d");
    CHECK(spelled("/***/ d /**/") == "*:/***/ w:d *:/**/");
    CHECK(spelled("/*/ d */ e") == "*:/*/ d */ w:e");
    CHECK(spelled("-- a\r-- b\n c --") == "-:-- a -:-- b w:c -:--");
}

TEST_CASE("what does not end runs to the end of the text, and says so") {
    for (const char* const text :
         {"'a", "'a''", "E'a\\'", "E'a\\", "\"a", "U&\"a", "$$a$", "$x$a$X$", "/* /* */"}) {
        CAPTURE(text);
        const std::vector<Token> tokens = test::lex(text);
        REQUIRE(tokens.size() == 1);
        CHECK_FALSE(tokens[0].terminated);
        CHECK(tokens[0].text(text) == text);
    }
    CHECK(spelled("'a'\n'b") == "s!:'a'\n'b");
}

TEST_CASE("the lexer keeps to its range") {
    const std::string_view text = "select 'a', b";
    Lexer lexer(text, 7, 9);
    const Token token = lexer.next();
    CHECK(token.text(text) == "'a");
    CHECK_FALSE(token.terminated);
    CHECK(lexer.at_end());
}
