#include "parser.hpp"

#include "rlslint/text/ascii.hpp"

namespace rlslint::plpgsql {

namespace {

constexpr int max_depth = 100;

} // namespace

std::variant<Block, Unreadable> parse(const Sources& sources, Span body) {
    try {
        return BodyParser{sources, body}.whole_body();
    } catch (Failure& failure) {
        return Unreadable{std::move(failure.message), failure.span};
    }
}

Block BodyParser::whole_body() {
    Block body = block(label());
    read_.accept(";");
    if (!read_.at_end()) read_.fail("something behind the last END");
    return body;
}

Symbol BodyParser::label() {
    if (!read_.accept("<<")) return {};
    const Name name = read_.name();
    read_.expect(">>");
    return name.text;
}

/// Up to a word that no statement begins with.
Statements BodyParser::statements() {
    if (++depth_ > max_depth) read_.fail("nested too deep");
    Statements list;
    while (!read_.at_end() &&
           (read_.at_assignment() || !read_.is_any({"end", "else", "elsif", "elseif", "exception", "when"})))
        list.push_back(statement());
    --depth_;
    return list;
}

Statement BodyParser::statement() {
    if (read_.is(";")) read_.fail("a statement expected");
    const std::size_t first = read_.position();
    Statement made;
    made.node = node();
    made.span = read_.span(first);
    read_.expect(";");
    return made;
}

Node BodyParser::node() {
    if (read_.at_assignment()) {
        Assignment made;
        made.target = read_.target();
        read_.step();
        made.value = read_.until({";"});
        return made;
    }
    if (read_.is("if")) return if_then();
    if (read_.is("case")) return case_when();
    if (read_.accept("exit")) return exit(false);
    if (read_.accept("continue")) return exit(true);
    if (read_.accept("return")) return return_value();
    if (read_.accept("raise")) return raise();
    if (read_.accept("assert")) {
        const std::vector<Span> parts = read_.list_until({";"});
        return Assert{parts.front()};
    }
    if (read_.accept("execute")) return execute();
    if (read_.accept("perform")) return Perform{read_.until({";"})};
    if (read_.is("get")) return get_diagnostics();
    if (read_.accept("null")) return Null{};
    return labelled();
}

Node BodyParser::labelled() {
    const Symbol its_label = label();
    if (read_.is_any({"declare", "begin"})) return block(its_label);
    if (read_.is("loop")) return loop(its_label);
    if (read_.is("while")) return while_loop(its_label);
    if (read_.is("for")) return for_loop(its_label);
    if (read_.is("foreach")) return foreach_loop(its_label);
    if (!its_label.empty()) read_.fail("a loop or block expected");
    return other_or_sql();
}

Node BodyParser::other_or_sql() {
    if (read_.is_any({"open", "fetch", "move", "close"})) return cursor_statement();
    for (const std::string_view word : {"commit", "rollback"}) {
        if (!read_.is(word)) continue;
        (void)read_.until({";"});
        return EndTransaction{word == "commit"};
    }
    return sql();
}

Block BodyParser::block(Symbol its_label) {
    Block made;
    made.label = its_label;
    if (read_.accept("declare")) declarations(made);
    read_.expect("begin");
    made.body = statements();
    if (read_.accept("exception")) handlers(made);
    read_.expect("end");
    if (read_.is_name()) read_.step();
    return made;
}

void BodyParser::declarations(Block& block) {
    while (!read_.is("begin")) {
        if (!read_.accept("declare")) block.declarations.push_back(declaration());
    }
}

Declaration BodyParser::declaration() {
    Declaration made;
    made.name = read_.name();
    if (read_.accept("alias")) {
        made.kind = Declaration::Kind::alias;
        read_.expect("for");
        made.type = read_.until({";"});
    } else if (read_.is("cursor") || (read_.is("no") && read_.is("scroll", 1)) || read_.is("scroll")) {
        cursor(made);
    } else {
        made.constant = read_.accept("constant");
        made.type = read_.until({"not", "default", ":=", "=", "collate", ";"});
        if (read_.accept("collate")) (void)read_.until({"not", "default", ":=", "=", ";"});
        if (read_.accept("not")) {
            read_.expect("null");
            made.not_null = true;
        }
        if (read_.accept("default") || read_.accept(":=") || read_.accept("="))
            made.default_value = read_.until({";"});
    }
    read_.expect(";");
    return made;
}

/// [NO SCROLL | SCROLL] CURSOR [(name type, …)] FOR query.
void BodyParser::cursor(Declaration& made) {
    made.kind = Declaration::Kind::cursor;
    read_.accept("no");
    read_.accept("scroll");
    read_.expect("cursor");
    if (read_.accept("(")) {
        do {
            made.parameters.push_back(read_.name().text);
            (void)read_.until({",", ")"});
        } while (read_.accept(","));
        read_.expect(")");
    }
    if (!read_.accept("is")) read_.expect("for");
    made.query = read_.until({";"});
}

void BodyParser::handlers(Block& block) {
    while (read_.accept("when")) {
        Handler handler;
        do
            handler.conditions.push_back(condition());
        while (read_.accept("or"));
        read_.expect("then");
        handler.body = statements();
        block.handlers.push_back(std::move(handler));
    }
}

std::string BodyParser::condition() {
    if (read_.accept("sqlstate")) return read_.string();
    return std::string{read_.name().text.text()};
}

} // namespace rlslint::plpgsql
