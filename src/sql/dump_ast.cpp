#include "rlslint/sql/dump_ast.hpp"

#include <concepts>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "expr_fields.hpp"
#include "statement_fields.hpp"

namespace rlslint {
namespace {

constexpr std::string_view expr_names[] = {
    "Literal",  "ColumnRef",    "ParamRef",     "Call",      "Operator", "BoolOp",
    "NullTest", "BooleanTest",  "DistinctTest", "InList",    "Between",  "ArrayCompare",
    "SubLink",  "Case",         "Conditional",  "ArrayExpr", "RowExpr",  "Cast",
    "Access",   "SessionValue", "Collate",      "Opaque"};
constexpr std::string_view query_names[] = {"Select", "Values", "SetOperation", "Insert",
                                            "Update", "Delete", "Merge"};
constexpr std::string_view from_names[] = {"FromRelation", "FromQuery", "FromFunction", "FromJoin"};
static_assert(std::size(expr_names) == std::variant_size_v<ExprNode>);
static_assert(std::size(query_names) == std::variant_size_v<QueryNode>);
static_assert(std::size(from_names) == std::variant_size_v<FromNode>);

/// A place's text on one line, long ones cut at a character.
std::string excerpt(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
        if (i >= most && starts_character) {
            result += "…";
            break;
        }
        switch (text[i]) {
        case '\n': result += "\\n"; break;
        case '\r': result += "\\r"; break;
        case '\t': result += "\\t"; break;
        case '\0': result += "\\0"; break;
        default: result += text[i];
        }
    }
    return result + "\"";
}

class Printer {
public:
    Printer(const Sources* sources, const Tree& tree, int indent = 0)
        : sources_(sources), tree_(tree), indent_(indent) {}

    [[nodiscard]] std::string take() { return std::move(out_); }

    void line(std::string_view text) {
        out_.append(static_cast<std::size_t>(indent_) * 2, ' ');
        out_ += text;
        out_ += '\n';
    }

    // Values on the line of their name; nothing for what has none.
    void operator()(std::string_view name, bool value) {
        if (value) line(name);
    }
    void operator()(std::string_view name, std::string_view value) {
        if (!value.empty()) line(std::string{name} + ": " + std::string{value});
    }
    void operator()(std::string_view name, const std::string& value) {
        (*this)(name, std::string_view{value});
    }
    void operator()(std::string_view name, Symbol value) { (*this)(name, value.text()); }
    void operator()(std::string_view name, char value) {
        if (value != 0) (*this)(name, std::string_view{&value, 1});
    }
    void operator()(std::string_view name, std::integral auto value) { (*this)(name, std::to_string(value)); }
    void operator()(std::string_view name, Span span) {
        if (span.valid() && sources_ != nullptr) line(std::string{name} + place(span));
    }
    void operator()(std::string_view name, const Name& value) {
        if (!value.empty())
            line(std::string{name} + ": " + std::string{value.text.text()} + place(value.span));
    }
    void operator()(std::string_view name, const QualifiedName& value) {
        if (!value.empty())
            line(std::string{name} + ": " + qualified(value.schema, value.name) + place(value.span));
    }
    void operator()(std::string_view name, const TypeName& value);
    void operator()(std::string_view name, const RoleSpec& value);
    void operator()(std::string_view name, PrivilegeSet value);
    void operator()(std::string_view name, ObjectKind value) { (*this)(name, to_string(value)); }
    void operator()(std::string_view name, PolicyCommand value) { (*this)(name, to_string(value)); }
    void operator()(std::string_view name, DropBehavior value) {
        if (value == DropBehavior::cascade) line(std::string{name} + ": cascade");
    }
    void operator()(std::string_view name, Volatility value) { (*this)(name, static_cast<char>(value)); }
    void operator()(std::string_view name, Persistence value) {
        choice(name, value, {"", "unlogged", "temporary"});
    }
    void operator()(std::string_view name, std::optional<bool> value) {
        if (value) (*this)(name, std::string_view{*value ? "true" : "false"});
    }
    void operator()(std::string_view name, NameList list);

    template <class Enum>
    void choice(std::string_view name, Enum value, std::initializer_list<std::string_view> names) {
        (*this)(name, names.begin()[static_cast<std::size_t>(value)]);
    }
    void type(std::string_view name, std::uint32_t index) { (*this)(name, tree_.type(index)); }

    // Values on lines of their own.
    void operator()(std::string_view name, ExprId id);
    void operator()(std::string_view name, ExprList list);
    void operator()(std::string_view name, QueryId id);
    void operator()(std::string_view name, FromId id);
    void operator()(std::string_view name, const ClauseRef& clause);
    void operator()(std::string_view name, const Target& target) {
        const std::string label{name};
        (*this)(target.name.empty() ? label : label + " " + std::string{target.name.text()}, target.value);
    }
    void operator()(std::string_view name, const WithClause& clause) {
        if (!clause.empty()) part(name, clause);
    }
    void operator()(std::string_view name, const Statement& statement);
    template <class T> void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }
    template <class T> void operator()(std::string_view name, const std::vector<T>& values);
    template <class T>
    requires std::is_class_v<T>
    void operator()(std::string_view name, const T& value) { part(name, value); }

    void node(std::string_view label, std::string_view kind, Span span, const auto& write) {
        line((label.empty() ? std::string{} : std::string{label} + ": ") + std::string{kind} + place(span));
        nested(write);
    }

private:
    template <class T> void part(std::string_view name, const T& value) {
        line(name);
        nested([&] { ast::fields(*this, value); });
    }
    void nested(const auto& write) {
        ++indent_;
        write();
        --indent_;
    }
    [[nodiscard]] std::string place(Span span) const {
        if (sources_ == nullptr || !span.valid()) return {};
        return " [" + std::to_string(span.begin) + ".." + std::to_string(span.end) + ") " +
               excerpt(sources_->text(span));
    }
    static std::string qualified(Symbol schema, Symbol name) {
        const std::string last{name.text()};
        return schema.empty() ? last : std::string{schema.text()} + "." + last;
    }

    const Sources* sources_;
    const Tree& tree_;
    int indent_;
    std::string out_;
};

void Printer::operator()(std::string_view name, const TypeName& value) {
    if (value.name.empty()) return;
    std::string text = (value.setof ? "setof " : "") + qualified(value.schema, value.name);
    for (std::size_t i = 0; i < value.modifiers.size(); ++i) {
        text += (i == 0 ? "(" : ",") + std::to_string(value.modifiers[i]);
    }
    if (!value.modifiers.empty()) text += ')';
    for (int i = 0; i < value.array_dimensions; ++i)
        text += "[]";
    if (value.percent_type) text += "%type";
    line(std::string{name} + ": " + text + place(value.span));
}

void Printer::operator()(std::string_view name, const RoleSpec& value) {
    constexpr std::string_view kinds[] = {"", "PUBLIC", "CURRENT_ROLE", "CURRENT_USER", "SESSION_USER"};
    if (!value.span.valid() && value.name.empty()) return;
    const bool named = value.kind == RoleSpec::Kind::named;
    const std::string_view text = named ? value.name.text() : kinds[static_cast<std::size_t>(value.kind)];
    line(std::string{name} + ": " + std::string{text} + place(value.span));
}

void Printer::operator()(std::string_view name, PrivilegeSet value) {
    std::string text;
    for (const Privilege privilege : all_privileges) {
        if (!value.has(privilege)) continue;
        if (!text.empty()) text += ", ";
        text += to_string(privilege);
    }
    (*this)(name, text);
}

void Printer::operator()(std::string_view name, NameList list) {
    std::string text;
    for (const Symbol symbol : tree_.names(list)) {
        if (!text.empty()) text += ", ";
        text += symbol.empty() ? std::string_view{"-"} : symbol.text();
    }
    (*this)(name, text);
}

void Printer::operator()(std::string_view name, ExprId id) {
    if (!id.valid()) return;
    const Expr& expr = tree_[id];
    node(name, expr_names[expr.node.index()], expr.span,
         [&] { std::visit([&](const auto& each) { ast::fields(*this, each); }, expr.node); });
}

void Printer::operator()(std::string_view name, ExprList list) {
    if (list.empty()) return;
    line(name);
    nested([&] {
        for (const ExprId id : tree_.list(list))
            (*this)("", id);
    });
}

void Printer::operator()(std::string_view name, QueryId id) {
    if (!id.valid()) return;
    const Query& query = tree_[id];
    node(name, query_names[query.node.index()], query.span,
         [&] { std::visit([&](const auto& each) { ast::fields(*this, each); }, query.node); });
}

void Printer::operator()(std::string_view name, FromId id) {
    if (!id.valid()) return;
    const FromItem& item = tree_[id];
    node(name, from_names[item.node.index()], item.span, [&] {
        (*this)("alias", item.alias.name);
        (*this)("alias_columns", item.alias.columns);
        (*this)("lateral", item.lateral);
        std::visit([&](const auto& each) { ast::fields(*this, each); }, item.node);
    });
}

void Printer::operator()(std::string_view name, const ClauseRef& clause) {
    if (!clause.present()) return;
    line(std::string{name} + place(clause.span));
    nested([&] { (*this)("", clause.expr); });
}

void Printer::operator()(std::string_view name, const Statement& statement) {
    node(name, statement.tag, statement.span, [&] {
        Printer inner{sources_, *statement.tree, indent_};
        inner("too_deep", statement.too_deep);
        std::visit([&](const auto& each) { ast::fields(inner, each); }, statement.node);
        out_ += inner.out_;
    });
}

/// Names and texts on one line, anything else on lines of its own.
template <class T> void Printer::operator()(std::string_view name, const std::vector<T>& values) {
    if (values.empty()) return;
    if constexpr (std::is_same_v<T, Symbol> || std::is_same_v<T, std::string>) {
        std::string text;
        for (const T& value : values) {
            if (&value != &values.front()) text += ", ";
            if constexpr (std::is_same_v<T, Symbol>) {
                text += value.text();
            } else {
                text += "'" + value + "'";
            }
        }
        line(std::string{name} + ": " + text);
    } else {
        line(name);
        nested([&] {
            for (const T& value : values)
                (*this)("-", value);
        });
    }
}

} // namespace

std::string dump_ast(const Sources& sources, const Statement& statement) {
    Printer printer{&sources, *statement.tree};
    printer("", statement);
    return printer.take();
}

std::string dump_ast(const Sources& sources, const Tree& tree, ExprId expr) {
    Printer printer{&sources, tree};
    printer("", expr);
    return printer.take();
}

std::string dump_shape(const Statement& statement) {
    Printer printer{nullptr, *statement.tree};
    printer("", statement);
    return printer.take();
}

std::string dump_shape(const Tree& tree, QueryId query) {
    Printer printer{nullptr, tree};
    printer("", query);
    return printer.take();
}

std::string dump_shape(const Tree& tree, ExprId expr) {
    Printer printer{nullptr, tree};
    printer("", expr);
    return printer.take();
}

} // namespace rlslint
