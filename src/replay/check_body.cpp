#include "check_body.hpp"

#include "binding.hpp"
#include "check_result.hpp"
#include "execution.hpp"
#include "session.hpp"

namespace rlslint::replaying {

namespace {

/// Where the body's text is: in the statement, or, where quoting changed it, in a source of its own.
Span place_of_body(Replayer& r, const Function& function) {
    if (function.body_verbatim) return function.body_span;
    Source source;
    source.path = r.sources[function.body_span.source].path;
    source.text = function.body;
    source.parent = function.body_span;
    source.profile = r.profile;
    const auto size = static_cast<std::uint32_t>(function.body.size());
    return {r.sources.add(std::move(source)), 0, size};
}

/// As the statement at hand, so that its tree is the one that names are bound in.
BoundQuery check_query(Replayer& r, const Statement& query, const Function& function) {
    const AtHand at_hand{r, query};
    BoundQuery bound = bind_body(r, std::get<RunQuery>(query.node).query, function);
    require_no_view_cycle(r, bound);
    return bound;
}

void require_result(const Replayer& r, const Function& function, const BoundQuery& last) {
    require_result(r, function, *last.tree, last.root, *last.bindings);
}

} // namespace

void check_body(Replayer& r, const Function& function) {
    for (const BoundQuery& query : function.sql_body)
        require_no_view_cycle(r, query);
    if (!function.sql_body.empty() && function.sql_body.back().present())
        require_result(r, function, function.sql_body.back());
    if (function.language.text() != "sql" || !function.sql_body.empty() || function.body.empty()) return;
    const ParseResult result = r.parse(place_of_body(r, function));
    if (const auto* error = std::get_if<SyntaxError>(&result)) {
        if (error->too_deep) return;
        throw Refused{sqlstate::syntax_error, error->message};
    }
    const KeepSession keep{r};
    use_settings(r, function);
    const auto& statements = std::get<std::vector<Statement>>(result);
    for (const Statement& statement : statements) {
        const bool last = &statement == &statements.back();
        const bool query = std::holds_alternative<RunQuery>(statement.node);
        if (last && !query) require_no_result(r, function);
        // What comes behind other statements may use what they make.
        if (!query) return;
        const BoundQuery bound = check_query(r, statement, function);
        if (last && bound.present()) require_result(r, function, bound);
    }
}

} // namespace rlslint::replaying
