#include "body_text.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/sql/script.hpp"

namespace rlslint::routines {
namespace {

Span whole_of(Sources& sources, Source source) {
    const auto size = static_cast<std::uint32_t>(source.text.size());
    return {sources.add(std::move(source)), 0, size};
}

Source source_of(std::string text) {
    Source source;
    source.text = std::move(text);
    return source;
}

/// A text that is put together from pieces of another, remembering which.
class Patchwork {
public:
    explicit Patchwork(std::string_view original) : original_(original) {}

    /// What stands in the original from `begin` to `end` becomes `put`.
    void replace(std::size_t begin, std::size_t end, std::string_view put) {
        text_ += original_.substr(at_, begin - at_);
        const auto from = static_cast<std::uint32_t>(text_.size());
        text_ += put;
        fillings_.push_back({from, static_cast<std::uint32_t>(text_.size()),
                             static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        at_ = end;
    }

    [[nodiscard]] Source finish(Span parent) && {
        text_ += original_.substr(at_);
        Source source = source_of(std::move(text_));
        source.as_written = original_;
        source.fillings = std::move(fillings_);
        source.parent = parent;
        return source;
    }

private:
    std::string_view original_;
    std::size_t at_ = 0;
    std::string text_;
    std::vector<Filling> fillings_;
};

} // namespace

BodyText::BodyText(const Catalog& catalog, const Platform& platform, const Function& function)
    : catalog_(catalog), function_(function), path_(path_inside(catalog, platform, function)),
      whole_(whole_of(sources_, source_of(function.body))) {}

Span BodyText::place(Span inside) const {
    if (!function_.sql_body.empty()) return inside; // parsed with the statement
    if (!inside.valid() || !function_.body_verbatim) return function_.body_span;
    while (inside.source != whole_.source) {
        const Span written = sources_.written(inside);
        const Span parent = sources_[inside.source].parent;
        if (!parent.valid()) return function_.body_span;
        inside = {parent.source, parent.begin + written.begin, parent.begin + written.end};
        inside.end = std::min(inside.end, parent.end);
    }
    return {function_.body_span.source, function_.body_span.begin + inside.begin,
            function_.body_span.begin + inside.end};
}

void BodyText::read_as(Symbol variable, std::string expression) {
    read_as_.insert_or_assign(variable, std::move(expression));
}

Symbol BodyText::variable(Span target) const {
    const std::string_view text = sources_[target.source].text;
    for (Lexer lexer{text, target.begin, target.end}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (!token.trivia()) return Symbol{identifier(token, text)};
    }
    return {};
}

Span BodyText::snippet(Span place, std::string_view before, Span without, bool substitute) {
    const std::string original{text(place)};
    Patchwork work{original};
    if (!before.empty()) work.replace(0, 0, before);
    bool behind_dot = false;
    Token last{TokenKind::space};
    const auto settle = [&](bool before_dot) {
        if (last.kind != TokenKind::word || behind_dot || before_dot) return;
        const auto known = read_as_.find(Symbol{identifier(last, original)});
        if (known != read_as_.end()) work.replace(last.begin, last.end, "(" + known->second + ")");
    };
    for (Lexer lexer{original, 0, static_cast<std::uint32_t>(original.size())}; !lexer.at_end();) {
        const Token token = lexer.next();
        const bool taken = without.valid() && place.begin + token.begin >= without.begin &&
                           place.begin + token.end <= without.end;
        if (token.trivia() && !taken) continue;
        const std::string_view word = taken ? "" : token.text(original);
        if (substitute) settle(word == "." || word == "(");
        behind_dot = last.text(original) == ".";
        last = taken ? Token{TokenKind::space} : token;
        if (taken && !token.trivia()) work.replace(token.begin, token.end, " ");
    }
    if (substitute) settle(false);
    return whole_of(sources_, std::move(work).finish(place));
}

Unit BodyText::bound(TreePtr tree, ExprId expr, QueryId query) const {
    const BindContext context{
        .catalog = catalog_, .path = path_, .arguments = function_.args, .routine = function_.name};
    auto bindings = std::make_shared<const Bindings>(query.valid() ? bind(context, *tree, query)
                                                                   : bind(context, *tree, expr));
    return {std::move(tree), std::move(bindings), expr, query};
}

std::optional<Unit> BodyText::expression(Span place) {
    if (!place.valid()) return std::nullopt;
    for (const bool substitute : {true, false}) {
        const ExpressionResult result =
            parser_.parse_expression(sources_, snippet(place, {}, {}, substitute && !read_as_.empty()));
        const auto* parsed = std::get_if<ParsedExpression>(&result);
        if (parsed != nullptr && !parsed->too_deep) return bound(parsed->tree, parsed->expr, {});
    }
    return std::nullopt;
}

std::optional<Unit> BodyText::parse_query(Span place) {
    const Script script = split(sources_, {place, Terminator::section});
    for (const Piece& piece : script.pieces) {
        if (piece.kind != PieceKind::statement) continue;
        const ParseResult result = parser_.parse(sources_, script, piece);
        const auto* statements = std::get_if<std::vector<Statement>>(&result);
        if (statements == nullptr || statements->size() != 1) return std::nullopt;
        const auto* run = std::get_if<RunQuery>(&statements->front().node);
        if (run == nullptr) return std::nullopt;
        return bound(statements->front().tree, {}, run->query);
    }
    return std::nullopt;
}

std::optional<Unit> BodyText::query(Span place, std::string_view before, Span without) {
    for (const bool substitute : {true, false}) {
        if (substitute && read_as_.empty()) continue;
        auto unit = parse_query(snippet(place, before, without, substitute));
        if (unit) return unit;
    }
    return std::nullopt;
}

std::optional<Unit> BodyText::query_of_string(Span place, std::string text) {
    Patchwork work{this->text(place)};
    work.replace(0, place.size(), text);
    return parse_query(whole_of(sources_, std::move(work).finish(place)));
}

std::vector<Unit> BodyText::queries(Span place, std::size_t& unread) {
    std::vector<Unit> units;
    const Script script = split(sources_, {place, Terminator::section});
    for (const Piece& piece : script.pieces) {
        if (piece.kind != PieceKind::statement) continue;
        const ParseResult result = parser_.parse(sources_, script, piece);
        const auto* statements = std::get_if<std::vector<Statement>>(&result);
        if (statements == nullptr) {
            ++unread;
            continue;
        }
        for (const Statement& statement : *statements) {
            if (const auto* run = std::get_if<RunQuery>(&statement.node))
                units.push_back(bound(statement.tree, {}, run->query));
        }
    }
    return units;
}

} // namespace rlslint::routines
