#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "rlslint/names/binder.hpp"
#include "rlslint/predicate/circumstances.hpp"
#include "rlslint/sql/parse.hpp"
#include "rlslint/sql/token.hpp"

#include "body_values.hpp"

namespace rlslint {
namespace {

/// The one query of an SQL body: all but a semicolon behind it.
std::string query_in(std::string_view body) {
    std::vector<Token> tokens = significant_tokens(body);
    while (!tokens.empty() && tokens.back().text(body) == ";")
        tokens.pop_back();
    if (tokens.empty()) return {};
    for (const Token& token : tokens) {
        if (token.text(body) == ";") return {};
    }
    return "(" + std::string{body.substr(tokens.front().begin, tokens.back().end - tokens.front().begin)} +
           ")";
}

/// The texts between each RETURN of a PL/pgSQL body and its semicolon. None where some RETURN has no
/// value, or gives rows.
std::vector<std::string> returned_by(std::string_view body) {
    const std::vector<Token> tokens = significant_tokens(body);
    std::vector<std::string> values;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!is_keyword(tokens[i].text(body), "return")) continue;
        const std::string_view next = tokens[i + 1].text(body);
        if (next == ";" || is_keyword(next, "query") || is_keyword(next, "next")) return {};
        const std::uint32_t begin = tokens[i + 1].begin;
        while (i < tokens.size() && tokens[i].text(body) != ";")
            ++i;
        if (i == tokens.size()) return {};
        values.push_back("(" + std::string{body.substr(begin, tokens[i].begin - begin)} + ")");
    }
    return values;
}

/// `BEGIN RETURN …; END` and nothing else.
bool only_returns(std::string_view body) {
    const std::vector<Token> tokens = significant_tokens(body);
    const auto semicolons = std::count_if(tokens.begin(), tokens.end(),
                                          [&](const Token& token) { return token.text(body) == ";"; });
    const bool ends = !tokens.empty() && tokens.back().text(body) == ";";
    return tokens.size() > 2 && is_keyword(tokens[0].text(body), "begin") &&
           is_keyword(tokens[1].text(body), "return") && semicolons == (ends ? 2 : 1);
}

/// What stays unbound in PL/pgSQL may be a variable, but no table is one.
bool may_run(const Bindings& bindings, bool has_variables) {
    return std::all_of(bindings.unresolved.begin(), bindings.unresolved.end(), [&](const Unresolved& name) {
        return has_variables && (name.sqlstate == "42703" || name.sqlstate == "42P01") &&
               name.message.find("relation \"") == std::string::npos;
    });
}

/// Of bindings that may not run: the name that is why.
Unresolved first_missing(const Bindings& bindings, bool has_variables) {
    for (const Unresolved& name : bindings.unresolved) {
        Bindings one;
        one.unresolved.push_back(name);
        if (!may_run(one, has_variables)) return name;
    }
    return {};
}

bool gives_one_value(const Function& function) {
    return !function.procedure && !function.aggregate && !function.origin.assumed && function.returns &&
           !function.returns->setof;
}

} // namespace

struct Bodies::Impl {
    const Catalog& catalog;
    const Platform& platform;
    Sources sources;
    Parser parser;
    std::unordered_map<std::uint32_t, std::optional<Body>> known;
    std::unordered_map<const Function*, Unresolved> missing; ///< of those whose bodies name what is not there

    Impl(const Catalog& its_catalog, const Platform& its_platform)
        : catalog(its_catalog), platform(its_platform) {}

    std::optional<Body> read(const Function& function) {
        if (!gives_one_value(function)) return std::nullopt;
        if (!function.sql_body.empty()) return standard(function);
        const std::string_view language = function.language.text();
        if (language != "sql" && language != "plpgsql") return std::nullopt;
        if (language == "sql") return parsed(function, {query_in(function.body)}, true);
        const bool plain = only_returns(function.body);
        if (const auto values = predicates::values_of_body(function.body); !values.empty()) {
            auto body = parsed(function, values, plain);
            if (body || missing.contains(&function)) return body;
        }
        return parsed(function, returned_by(function.body), plain);
    }

    /// RETURN …, or BEGIN ATOMIC …; END, whose last query gives the value. What stands before it must only
    /// read.
    static std::optional<Body> standard(const Function& function) {
        const auto reads = [](const BoundQuery& query) {
            return std::holds_alternative<Select>((*query.tree)[query.root].node);
        };
        const bool only_reads = std::all_of(function.sql_body.begin(), function.sql_body.end(), reads);
        if (!only_reads) return std::nullopt;
        const BoundQuery& last = function.sql_body.back();
        auto tree = std::make_shared<Tree>(*last.tree);
        const Span place = (*tree)[last.root].span;
        const ExprId value = tree->add(place, SubLink{SubLink::Kind::scalar, last.root, {}, {}});
        return Body{{BodyValue{std::move(tree), last.bindings, value}}, function.sql_body.size() == 1};
    }

    std::optional<Body> parsed(const Function& function, const std::vector<std::string>& texts, bool plain) {
        Body body;
        body.plain = plain;
        for (const std::string& text : texts) {
            auto value = parse(function, text);
            if (!value) return std::nullopt;
            body.values.push_back(std::move(*value));
        }
        return body.values.empty() ? std::nullopt : std::optional{std::move(body)};
    }

    std::optional<BodyValue> parse(const Function& function, const std::string& text) {
        if (text.empty()) return std::nullopt;
        Source source;
        source.text = text;
        const auto size = static_cast<std::uint32_t>(text.size());
        const Span place{sources.add(std::move(source)), 0, size};
        const ExpressionResult result = parser.parse_expression(sources, place);
        const auto* expression = std::get_if<ParsedExpression>(&result);
        if (expression == nullptr || expression->too_deep) return std::nullopt;
        const SearchPath path = path_inside(catalog, platform, function);
        const BindContext context{
            .catalog = catalog, .path = path, .arguments = function.args, .routine = function.name};
        auto bindings = std::make_shared<const Bindings>(bind(context, *expression->tree, expression->expr));
        const bool has_variables = function.language.text() == "plpgsql";
        if (!may_run(*bindings, has_variables)) {
            missing.try_emplace(&function, first_missing(*bindings, has_variables));
            return std::nullopt;
        }
        return BodyValue{expression->tree, std::move(bindings), expression->expr};
    }
};

Bodies::Bodies(const Catalog& catalog, const Platform& platform)
    : impl_(std::make_unique<Impl>(catalog, platform)) {}

Bodies::~Bodies() = default;

std::optional<Unresolved> Bodies::missing(FunctionId function) const {
    static_cast<void>(of(function));
    const auto found = impl_->missing.find(&impl_->catalog[function]);
    return found != impl_->missing.end() ? std::optional{found->second} : std::nullopt;
}

const Body* Bodies::of(FunctionId function) const {
    const auto found = impl_->known.find(function.value);
    if (found != impl_->known.end()) return found->second ? &*found->second : nullptr;
    const auto& body =
        impl_->known.emplace(function.value, impl_->read(impl_->catalog[function])).first->second;
    return body ? &*body : nullptr;
}

} // namespace rlslint
