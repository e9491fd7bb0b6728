#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "../../src/project/copy_data.hpp"

using rlslint::WithoutCopyData;

namespace {

/// What is kept of a text that comes in blocks of one size.
std::string kept(std::string_view text, std::size_t block) {
    WithoutCopyData sql;
    for (std::size_t at = 0; at < text.size(); at += block)
        sql.take(text.substr(at, block));
    return std::move(sql).text();
}

std::string kept(std::string_view text) {
    const std::string whole = kept(text, text.size());
    for (const std::size_t block : {1U, 2U, 3U, 7U})
        CHECK(kept(text, block) == whole);
    return whole;
}

} // namespace

TEST_CASE("the rows of COPY data are left out, line by line") {
    CHECK(kept("create table t (a int);\nCOPY t (a) FROM stdin;\n1\n23\n\\.\nselect 1;\n") ==
          "create table t (a int);\nCOPY t (a) FROM stdin;\n\n\n\\.\nselect 1;\n");
    CHECK(kept("copy t\n  from STDIN with (format csv);\n'1\n--\n\\.\r\nselect 1;\ncopy u from "
               "stdin;\nx\n\\.\n") ==
          "copy t\n  from STDIN with (format csv);\n\n\n\\.\r\nselect 1;\ncopy u from stdin;\n\n\\.\n");
    CHECK(kept("\\copy t from stdin\nrow\n\\.\nselect 2;") == "\\copy t from stdin\n\n\\.\nselect 2;");
    CHECK(kept("copy t from stdin;\n\\.x\n\\\n.\n\\.\n") == "copy t from stdin;\n\n\n\n\\.\n");
}

TEST_CASE("what only looks like COPY data stays") {
    for (const std::string_view text : {
             "/*\ncopy t from stdin;\n*/ drop policy p on t;\n/*\n\\.\n*/\n",
             "do $$\ncopy t from stdin;\nbegin end\n\\.\n$$;\ngrant select on t to anon;\n",
             "select '\ncopy t from stdin;\n1\n\\.\n';\n",
             "copy t to stdout;\n-- stdin;\nselect 1;\n\\.\n",
             "copy t from 'file'; -- stdin;\nselect 1;\n",
             "create table stdin (a int);\ncomment on table stdin is 'x';\n",
         })
        CHECK(kept(text) == text);
}

TEST_CASE("data without an end are told") {
    WithoutCopyData sql;
    sql.take("copy t from stdin;\n1\n");
    CHECK(sql.in_data());
    sql.take("\\.\n");
    CHECK_FALSE(sql.in_data());
}
