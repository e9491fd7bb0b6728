#include <cstdint>
#include <thread>

#include <pthread.h>

#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("a syntax error stands at the token") {
    const Parsed p("/* é */ create tabel \"ü\" (a int)");
    CHECK(p.error().message == "syntax error at or near \"tabel\"");
    CHECK(p.text(p.error().span) == "tabel");
    CHECK_FALSE(p.error().too_deep);
    const Parsed wide("select 'äöü', ) from t");
    CHECK(wide.text(wide.error().span) == ")");
}

TEST_CASE("a syntax error at the end is a point") {
    const Parsed p("select 1 +  ");
    CHECK(p.error().message == "syntax error at end of input");
    CHECK(p.error().span.begin == 10);
    CHECK(p.error().span.size() == 0);
}

TEST_CASE("an error behind comments stands where it is written") {
    const Parsed p("select 1, -- a comment\n from");
    CHECK(p.text(p.error().span) == "from");
}

TEST_CASE("comments do not confuse the grammar") {
    CHECK(Parsed("select a not /* c */ in (1) order by b nulls /* c */ first").statements().size() == 1);
    CHECK(Parsed("select 'a' -- c\n 'b'").statements().size() == 1);
}

TEST_CASE("a piece may hold several statements") {
    Sources sources;
    const std::string_view text = "create table t (a int); ; create policy p on t using (a > 1) ;";
    const SourceId id = sources.add({.path = "test.sql", .text = std::string{text}});
    const Span whole{id, 0, static_cast<std::uint32_t>(text.size())};
    Script script{id, {}, {}};
    for (Lexer lexer{text, whole.begin, whole.end}; !lexer.at_end();) {
        if (const Token token = lexer.next(); !token.trivia()) script.tokens.push_back(token);
    }
    script.pieces.push_back(
        {PieceKind::statement, whole, 0, static_cast<std::uint32_t>(script.tokens.size())});

    const ParseResult result = Parser{}.parse(sources, script, script.pieces[0]);
    REQUIRE(std::holds_alternative<std::vector<Statement>>(result));
    const auto& statements = std::get<std::vector<Statement>>(result);
    REQUIRE(statements.size() == 2);
    CHECK(sources.text(statements[0].span) == "create table t (a int)");
    CHECK(sources.text(statements[1].span) == "create policy p on t using (a > 1)");
    const auto& policy = std::get<CreatePolicy>(statements[1].node);
    CHECK(sources.text((*statements[1].tree)[policy.using_clause.expr].span) == "a > 1");
}

TEST_CASE("an expression alone") {
    Sources sources;
    const SourceId id = sources.add({.path = "", .text = "if a /* x */ = 1 and b then"});
    Parser parser;
    const auto result = parser.parse_expression(sources, {id, 3, 22});
    REQUIRE(std::holds_alternative<ParsedExpression>(result));
    const auto& [tree, expr, too_deep] = std::get<ParsedExpression>(result);
    CHECK_FALSE(too_deep);
    CHECK(sources.text((*tree)[expr].span) == "a /* x */ = 1 and b");

    const SourceId query = sources.add({.path = "", .text = "count(*) > 0 from t"});
    const auto from = parser.parse_expression(sources, {query, 0, 19});
    REQUIRE(std::holds_alternative<ParsedExpression>(from));
    const auto& sub = std::get<ParsedExpression>(from);
    CHECK(std::holds_alternative<SubLink>((*sub.tree)[sub.expr].node));

    const SourceId bad = sources.add({.path = "", .text = "a +"});
    const auto error = parser.parse_expression(sources, {bad, 0, 3});
    REQUIRE(std::holds_alternative<SyntaxError>(error));
    CHECK(std::get<SyntaxError>(error).span.begin == 3);
}

namespace {

constexpr int huge = 1'000'000;

std::string repeat(std::string_view text, int times) {
    std::string result;
    result.reserve(text.size() * static_cast<std::size_t>(times));
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

/// Runs on a thread whose stack is as small as a platform may give one: 512 KiB, and thrice that where frames are not
/// optimised (or padded by a sanitizer).
void on_small_stack(void (*run)()) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
    pthread_attr_setstacksize(&attributes, std::size_t{512} * 1024);
#else
    pthread_attr_setstacksize(&attributes, std::size_t{1536} * 1024);
#endif
    pthread_t thread{};
    const auto call = [](void* argument) -> void* {
        (*static_cast<void (**)()>(argument))();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, call, &run) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

/// The longest way down from an expression.
int depth_of(const Tree& tree, ExprId root) {
    int deepest = 0;
    std::vector<std::pair<ExprId, int>> todo{{root, 1}};
    while (!todo.empty()) {
        const ExprId id = todo.back().first;
        const int depth = todo.back().second;
        todo.pop_back();
        deepest = std::max(deepest, depth);
        const auto visit = [&](ExprId child) {
            if (child.valid()) todo.emplace_back(child, depth + 1);
        };
        if (const auto* op = std::get_if<Operator>(&tree[id].node)) {
            visit(op->left);
            visit(op->right);
        } else if (const auto* cast = std::get_if<Cast>(&tree[id].node)) {
            visit(cast->arg);
        } else if (const auto* not_ = std::get_if<BoolOp>(&tree[id].node)) {
            for (const ExprId arg : tree.list(not_->args))
                visit(arg);
        }
    }
    return deepest;
}

} // namespace

TEST_CASE("a chain of a million operands") {
    on_small_stack([] {
        const Parsed p("select a0" + repeat(" || a1", huge));
        CHECK(p.statement().too_deep);
        const ExprId root = p.node<Select>(p.as<RunQuery>().query).targets[0].value;
        CHECK(p.text(root).size() == 2 + 6 * std::size_t{huge});
        CHECK(depth_of(p.tree(), root) <= Parser::max_depth);
        CHECK(p.tree().expr_count() > huge); // the operands are all there
    });
}

TEST_CASE("other chains to the left") {
    on_small_stack([] {
        for (const std::string& sql :
             {"select a" + repeat("::text", huge), "select a" + repeat(" collate \"C\"", huge),
              "select a" + repeat(" at time zone 'x'", huge),
              "select 1" + repeat(" union select 1", huge / 4),
              "select 1" + repeat(" union select 1 except select 2", huge / 8),
              "select 1 from a" + repeat(" cross join b", huge / 4), "select a" + repeat(" and b", huge),
              "select a" + repeat(" or b and c", huge / 2), "select a" + repeat("[1]", huge / 4)}) {
            const Parsed p(sql);
            CHECK(p.text(p.as<RunQuery>().query) == sql);
        }
    });
}

TEST_CASE("what is nested to the right or in parentheses") {
    on_small_stack([] {
        for (const auto& around : std::vector<std::pair<const char*, const char*>>{
                 {"not ", ""},
                 {"f(", ")"},
                 {"(select ", ")"},
                 {"1 + (", ")"},
                 {"array[", "]"},
                 {"case when true then ", " end"},
                 {"coalesce(1, ", ")"},
                 {"a in (", ")"},
                 {"exists (select 1 from (select 2) x where ", ")"}}) {
            for (const int levels : {200, 3000}) {
                const Parsed p("select " + repeat(around.first, levels) + "a" +
                               repeat(around.second, levels));
                INFO(around.first, levels);
                if (std::holds_alternative<SyntaxError>(p.results[0])) {
                    CHECK(p.error().too_deep);
                } else if (levels > Parser::max_nesting) {
                    CHECK(p.statement().too_deep);
                }
            }
        }
    });
}

TEST_CASE("nested without end is an error of its own") {
    const Parsed p("select " + repeat("(", 50'000) + "1" + repeat(")", 50'000));
    CHECK(p.error().too_deep);
}

TEST_CASE("a hundred levels are nothing") {
    const Parsed p("select " + repeat("not (1 + (", 100) + "a" + repeat("))", 100));
    CHECK_FALSE(p.statement().too_deep);
}

TEST_CASE("threads parse independently") {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (int n = 0; n < 50; ++n)
                CHECK(Parsed("create policy p on t using (a = 1)").statements().size() == 1);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}

TEST_CASE("a text with a NUL is no statement") {
    const Parsed p(std::string("select 1 u\0nion select 2", 24));
    CHECK(p.error().message == "invalid byte sequence for encoding \"UTF8\": 0x00");
    CHECK(p.error().span.begin == 10);
    CHECK(p.error().span.size() == 1);
}
