#include "rlslint/text/ascii.hpp"

#include "parser.hpp"

/// Statements without statements in them.
namespace rlslint::plpgsql {

namespace {

constexpr auto message_levels = {"debug", "log", "info", "notice", "warning"};

} // namespace

Raise BodyParser::raise() {
    Raise made;
    if (read_.is(";")) {
        made.again = true;
        return made;
    }
    for (const std::string_view level : message_levels)
        if (made.exception && read_.accept(level)) made.exception = false;
    if (made.exception) read_.accept("exception");
    if (read_.is_string()) {
        made.format = read_.span();
        read_.step();
        if (read_.accept(",")) made.arguments = read_.list_until({"using", ";"});
    } else if (!read_.is_any({"using", ";"})) {
        made.condition = condition();
    }
    if (read_.accept("using")) raise_options(made);
    return made;
}

void BodyParser::raise_options(Raise& raise) {
    do {
        const Symbol option = read_.name().text;
        if (!read_.accept("=")) read_.expect(":=");
        const Span value = read_.until({",", ";"});
        if (option.text() == "message") raise.message = value;
        if (option.text() == "errcode") raise.errcode = value;
    } while (read_.accept(","));
}

/// INTO and USING come in either order.
Execute BodyParser::execute() {
    Execute made;
    made.text = read_.until({"into", "using", ";"});
    while (!read_.is(";")) {
        if (read_.is("into")) {
            made.into = into();
        } else {
            read_.expect("using");
            made.arguments = read_.list_until({"into", ";"});
        }
    }
    return made;
}

/// OPEN c [(x, …)] | OPEN c [NO SCROLL] FOR [EXECUTE] query.
void BodyParser::open_cursor(CursorStatement& made) {
    made.cursor = read_.name().text;
    if (read_.accept("(")) {
        made.arguments = read_.list_until({")"});
        read_.expect(")");
    }
    read_.accept("no");
    read_.accept("scroll");
    if (!read_.accept("for")) return;
    made.dynamic = read_.accept("execute");
    made.query = read_.until({"using", ";"});
    if (read_.accept("using")) made.arguments = read_.list_until({";"});
}

CursorStatement BodyParser::cursor_statement() {
    using Kind = CursorStatement::Kind;
    CursorStatement made;
    if (read_.accept("open")) {
        open_cursor(made);
        return made;
    }
    made.kind = read_.is("fetch") ? Kind::fetch : read_.is("move") ? Kind::move : Kind::close;
    read_.step();
    // FETCH [direction [FROM | IN]] c
    const auto ends = [&] { return read_.is(";", 1) || read_.is("into", 1); };
    while (made.kind != Kind::close && !ends() && read_.has(1)) {
        const bool filler = read_.is_any({"from", "in", "next"});
        if (!filler) made.direction = "another one than the next";
        read_.step();
    }
    made.cursor = read_.name().text;
    if (read_.accept("into")) made.targets = read_.targets();
    return made;
}

Into BodyParser::into() {
    const std::size_t first = read_.position();
    Into made;
    read_.expect("into");
    made.strict = read_.accept("strict");
    made.targets = read_.targets();
    made.span = read_.span(first);
    return made;
}

/// INSERT INTO, MERGE INTO and IMPORT … INTO are not the INTO that takes a result.
Sql BodyParser::sql() {
    Sql made;
    const bool import = read_.is("import");
    bool names_target = false;
    for (int depth = 0; !read_.at_end() && !(depth <= 0 && read_.is(";"));) {
        if (read_.is("(")) ++depth;
        if (read_.is(")")) --depth;
        if (read_.is("into") && !names_target && !import && !made.into.present()) {
            made.into = into();
            continue;
        }
        names_target = read_.is_any({"insert", "merge"});
        read_.step();
    }
    return made;
}

GetDiagnostics BodyParser::get_diagnostics() {
    GetDiagnostics made;
    read_.step();
    if (!read_.accept("stacked")) read_.accept("current");
    read_.expect("diagnostics");
    do {
        GetDiagnostics::Item item;
        item.target = read_.target();
        if (!read_.accept("=")) read_.expect(":=");
        item.name = read_.name().text;
        made.items.push_back(item);
    } while (read_.accept(","));
    return made;
}

} // namespace rlslint::plpgsql
