#include "check_body.hpp"

#include "binding.hpp"
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
void check_query(Replayer& r, const Statement& query, const Function& function) {
    const AtHand at_hand{r, query};
    require_no_view_cycle(r, bind_body(r, std::get<RunQuery>(query.node).query, function));
}

} // namespace

void check_body(Replayer& r, const Function& function) {
    for (const BoundQuery& query : function.sql_body)
        require_no_view_cycle(r, query);
    if (function.language.text() != "sql" || !function.sql_body.empty() || function.body.empty()) return;
    const ParseResult result = r.parse(place_of_body(r, function));
    if (const auto* error = std::get_if<SyntaxError>(&result)) {
        if (error->too_deep) return;
        throw Refused{sqlstate::syntax_error, error->message};
    }
    const KeepSession keep{r};
    use_settings(r, function);
    for (const Statement& statement : std::get<std::vector<Statement>>(result)) {
        // What comes behind other statements may use what they make.
        if (!std::holds_alternative<RunQuery>(statement.node)) return;
        check_query(r, statement, function);
    }
}

} // namespace rlslint::replaying
