#pragma once

#include "reader.hpp"

namespace rlslint::plpgsql {

/// From tokens to statements (src/pl/plpgsql/src/pl_gram.y).
class BodyParser {
public:
    BodyParser(const Sources& sources, Span body) : read_(sources, body) {}

    [[nodiscard]] Block whole_body();

private:
    // ---- parser.cpp
    [[nodiscard]] Statements statements();
    [[nodiscard]] Statement statement();
    [[nodiscard]] Node node();
    [[nodiscard]] Node labelled();
    [[nodiscard]] Node other_or_sql();
    [[nodiscard]] Symbol label();
    [[nodiscard]] Block block(Symbol label);
    void declarations(Block& block);
    [[nodiscard]] Declaration declaration();
    void cursor(Declaration& made);
    void handlers(Block& block);
    [[nodiscard]] std::string condition();

    // ---- control.cpp
    [[nodiscard]] If if_then();
    [[nodiscard]] CaseOf case_when();
    [[nodiscard]] Loop loop(Symbol label);
    [[nodiscard]] While while_loop(Symbol label);
    [[nodiscard]] Node for_loop(Symbol label);
    [[nodiscard]] ForInteger for_integer(Symbol label, const std::vector<Span>& targets);
    [[nodiscard]] Foreach foreach_loop(Symbol label);
    [[nodiscard]] Statements loop_body();
    [[nodiscard]] bool integer_bounds_ahead() const;
    [[nodiscard]] Exit exit(bool again);
    [[nodiscard]] Return return_value();

    // ---- simple.cpp
    [[nodiscard]] Raise raise();
    void raise_options(Raise& raise);
    [[nodiscard]] Execute execute();
    [[nodiscard]] CursorStatement cursor_statement();
    void open_cursor(CursorStatement& made);
    [[nodiscard]] Sql sql();
    [[nodiscard]] Into into();
    [[nodiscard]] GetDiagnostics get_diagnostics();

    Reader read_;
    int depth_ = 0; ///< of statements in statements
};

} // namespace rlslint::plpgsql
