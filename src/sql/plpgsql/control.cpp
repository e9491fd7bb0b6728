#include "parser.hpp"

/// Branches, loops, and how they are left.
namespace rlslint::plpgsql {

If BodyParser::if_then() {
    If made;
    read_.step();
    do {
        Branch branch;
        branch.condition = read_.until({"then"});
        read_.step();
        branch.body = statements();
        made.branches.push_back(std::move(branch));
    } while (read_.accept("elsif") || read_.accept("elseif"));
    if (read_.accept("else")) made.otherwise = statements();
    read_.expect("end");
    read_.expect("if");
    return made;
}

CaseOf BodyParser::case_when() {
    CaseOf made;
    read_.step();
    made.selector = read_.optional_until({"when"});
    while (read_.accept("when")) {
        Branch branch;
        branch.condition = read_.until({"then"});
        read_.step();
        branch.body = statements();
        made.branches.push_back(std::move(branch));
    }
    made.has_else = read_.accept("else");
    if (made.has_else) made.otherwise = statements();
    read_.expect("end");
    read_.expect("case");
    return made;
}

Statements BodyParser::loop_body() {
    read_.expect("loop");
    Statements body = statements();
    read_.expect("end");
    read_.expect("loop");
    if (read_.is_name()) read_.step();
    return body;
}

Loop BodyParser::loop(Symbol label) { return {label, loop_body()}; }

While BodyParser::while_loop(Symbol label) {
    While made;
    made.label = label;
    read_.step();
    made.condition = read_.until({"loop"});
    made.body = loop_body();
    return made;
}

/// Whether `..` stands between here and LOOP.
bool BodyParser::integer_bounds_ahead() const {
    for (std::size_t ahead = 0; read_.has(ahead); ++ahead) {
        if (read_.is("..", ahead)) return true;
        if (read_.is("loop", ahead) || read_.is(";", ahead)) return false;
    }
    return false;
}

ForInteger BodyParser::for_integer(Symbol label, const std::vector<Span>& targets) {
    if (targets.size() != 1) read_.fail("one variable expected");
    ForInteger made;
    made.label = label;
    made.variable = targets.front();
    made.reverse = read_.accept("reverse");
    made.low = read_.until({".."});
    read_.step();
    made.high = read_.until({"by", "loop"});
    if (read_.accept("by")) made.step = read_.until({"loop"});
    made.body = loop_body();
    return made;
}

Node BodyParser::for_loop(Symbol label) {
    read_.step();
    const std::vector<Span> targets = read_.targets();
    read_.expect("in");
    if (integer_bounds_ahead()) return for_integer(label, targets);
    if (read_.accept("execute")) {
        ForDynamic made;
        made.label = label;
        made.targets = targets;
        made.text = read_.until({"using", "loop"});
        if (read_.accept("using")) made.arguments = read_.list_until({"loop"});
        made.body = loop_body();
        return made;
    }
    ForQuery made;
    made.label = label;
    made.targets = targets;
    made.query = read_.until({"loop"});
    made.body = loop_body();
    return made;
}

Foreach BodyParser::foreach_loop(Symbol label) {
    Foreach made;
    made.label = label;
    read_.step();
    made.targets = read_.targets();
    if (read_.accept("slice")) {
        made.slice = true;
        made.slice_depth = read_.integer();
    }
    read_.expect("in");
    read_.expect("array");
    made.array = read_.until({"loop"});
    made.body = loop_body();
    return made;
}

Exit BodyParser::exit(bool again) {
    Exit made;
    made.again = again;
    if (read_.is_name() && !read_.is("when")) made.label = read_.name().text;
    if (read_.accept("when")) made.when = read_.until({";"});
    return made;
}

Return BodyParser::return_value() {
    Return made;
    if (read_.accept("next")) {
        made.kind = Return::Kind::next;
    } else if (read_.accept("query")) {
        made.kind = read_.accept("execute") ? Return::Kind::dynamic_query : Return::Kind::query;
    }
    if (made.kind == Return::Kind::dynamic_query) {
        made.value = read_.until({"using", ";"});
        if (read_.accept("using")) made.arguments = read_.list_until({";"});
    } else {
        made.value = read_.optional_until({";"});
    }
    return made;
}

} // namespace rlslint::plpgsql
