#include "deparse.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "builtin_functions.hpp"
#include "overloads.hpp"
#include "result_types.hpp"

namespace rlslint::names {
namespace {

/// Functions of PostgreSQL's own that clauses call, with their arguments' types.
struct Signature {
    std::string_view function;
    std::array<std::string_view, 3> arguments;
};

constexpr Signature signatures[] = {
    {"btrim", {"text"}},
    {"current_setting", {"text"}},
    {"current_setting", {"text", "bool"}},
    {"length", {"text"}},
    {"lower", {"text"}},
    {"now", {}},
    {"split_part", {"text", "text", "int4"}},
    {"string_to_array", {"text", "text"}},
    {"strpos", {"text", "text"}},
    {"upper", {"text"}},
};

std::size_t count_of(const Signature& signature) {
    const auto end = std::find(signature.arguments.begin(), signature.arguments.end(), "");
    return static_cast<std::size_t>(end - signature.arguments.begin());
}

/// Types of pg_catalog whose constants, and conversions, are written here.
constexpr std::string_view known_types[] = {"bool", "date",      "float8",      "int2", "int4",
                                            "int8", "json",      "jsonb",       "name", "numeric",
                                            "text", "timestamp", "timestamptz", "uuid", "varchar"};

bool all_of(std::string_view text, bool (*test)(char)) { return std::all_of(text.begin(), text.end(), test); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// As uuid_out writes it.
bool is_plain_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_digit(text[i]) && (text[i] < 'a' || text[i] > 'f')) return false;
    }
    return true;
}

/// As array_out writes it: of words that need no quotes.
bool is_plain_array(std::string_view text) {
    if (text == "{}") return true;
    if (text.size() < 3 || text.front() != '{' || text.back() != '}') return false;
    std::string word;
    for (const char c : text.substr(1)) {
        if (c == ',' || c == '}') {
            if (word.empty() || word == "null") return false;
            word.clear();
        } else if (is_digit(c) || std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            return false;
        }
    }
    return true;
}

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') result += c;
        result += c;
    }
    return result += '\'';
}

} // namespace

bool is(const TypeName* type, std::string_view name) {
    return type != nullptr && type->array_dimensions == 0 && type->name.text() == name &&
           (type->schema.empty() || type->schema.text() == "pg_catalog");
}

struct Deparse::Visitor {
    Deparse& to;
    ExprId id;

    void operator()(const Literal& e) const {
        switch (e.kind) {
        case Literal::Kind::boolean: to.out_ += e.value.text(); return;
        case Literal::Kind::string: return to.constant(e.value.text(), *text_type());
        case Literal::Kind::integer:
        case Literal::Kind::numeric: return number(e);
        default: return to.unsure();
        }
    }
    /// With a sign, a constant needs its type.
    void number(const Literal& e) const {
        const std::string_view text = e.value.text();
        const bool integer = e.kind == Literal::Kind::integer;
        const bool negative = text.starts_with('-');
        const std::string_view digits = text.substr(negative ? 1 : 0);
        const auto point = integer ? digits.size() : digits.find('.');
        const bool plain =
            point != std::string_view::npos && point > 0 && all_of(digits.substr(0, point), is_digit) &&
            (integer || (point + 1 < digits.size() && all_of(digits.substr(point + 1), is_digit)));
        const bool canonical = digits.size() == 1 || point == 1 || digits.front() != '0';
        if (!plain || !canonical || (integer && digits.size() >= 10)) return to.unsure();
        if (!negative) {
            to.out_ += text;
            return;
        }
        to.out_.append(quoted(text)).append(integer ? "::integer" : "::numeric");
    }
    void operator()(const ColumnRef&) const { to.column(id); }
    void operator()(const Call& e) const { to.call(id, e); }
    void operator()(const Cast& e) const {
        const TypeName type = resolve_type(to.catalog_, to.context_.path, to.tree_.type(e.type));
        to.cast_to(e.arg, type);
    }
    void operator()(const Operator& e) const {
        if (!e.left.valid() || !e.schema.empty()) return to.unsure();
        to.operation(e.name.text(), e.left, e.right);
    }
    void operator()(const BoolOp& e) const {
        const auto args = to.tree_.list(e.args);
        to.out_ += '(';
        if (e.kind == BoolOp::Kind::not_) to.out_ += "NOT ";
        for (const ExprId arg : args) {
            if (arg != args.front()) to.out_ += e.kind == BoolOp::Kind::and_ ? " AND " : " OR ";
            to.condition_part(arg);
        }
        to.out_ += ')';
    }
    void operator()(const NullTest& e) const {
        to.out_ += '(';
        to.write(e.arg);
        to.out_ += e.negated ? " IS NOT NULL)" : " IS NULL)";
    }
    void operator()(const BooleanTest& e) const {
        constexpr std::string_view words[] = {"TRUE", "FALSE", "UNKNOWN"};
        to.out_ += '(';
        to.condition_part(e.arg);
        to.out_.append(e.negated ? " IS NOT " : " IS ")
            .append(words[static_cast<std::size_t>(e.value)])
            .append(")");
    }
    void operator()(const DistinctTest& e) const {
        if (e.negated) to.out_ += "(NOT ";
        to.operation("IS DISTINCT FROM", e.left, e.right);
        if (e.negated) to.out_ += ')';
    }
    void operator()(const InList& e) const { to.in_list(e); }
    void operator()(const Between& e) const {
        if (e.symmetric) return to.unsure();
        to.out_ += '(';
        to.operation(e.negated ? "<" : ">=", e.arg, e.low);
        to.out_ += e.negated ? " OR " : " AND ";
        to.operation(e.negated ? ">" : "<=", e.arg, e.high);
        to.out_ += ')';
    }
    void operator()(const ArrayCompare& e) const { to.array_compare(e); }
    void operator()(const SubLink& e) const { to.sub_link(e); }
    void operator()(const Case& e) const { to.case_of(id, e); }
    void operator()(const Conditional& e) const {
        const auto args = to.tree_.list(e.args);
        if (e.kind == Conditional::Kind::nullif) {
            const auto [left, right] = to.compared(args[0], args[1]);
            if (left == nullptr) return to.unsure();
            to.out_ += "NULLIF(";
            to.write_as(args[0], left);
            to.out_ += ", ";
            to.write_as(args[1], right);
            to.out_ += ')';
            return;
        }
        const TypeName* type = to.types_.of(id);
        if (type == nullptr || e.kind != Conditional::Kind::coalesce) return to.unsure();
        to.out_ += "COALESCE(";
        to.list(args, *type);
        to.out_ += ')';
    }
    void operator()(const ArrayExpr& e) const {
        const TypeName* type = to.types_.of(id);
        if (type == nullptr || type->array_dimensions != 1) return to.unsure();
        TypeName item = *type;
        item.array_dimensions = 0;
        to.array_of(to.tree_.list(e.items), item);
    }
    void operator()(const Access& e) const {
        const auto subscripts = to.tree_.list(e.subscripts);
        const bool item = e.field.empty() && !e.star && subscripts.size() == 1;
        const auto* number = item ? std::get_if<Literal>(&to.tree_[subscripts[0]].node) : nullptr;
        if (number == nullptr || number->kind != Literal::Kind::integer) return to.unsure();
        const bool bare = std::holds_alternative<ColumnRef>(to.tree_[e.base].node);
        if (!bare) to.out_ += '(';
        to.write(e.base);
        to.out_ += bare ? "[" : ")[";
        to.write(subscripts[0]);
        to.out_ += ']';
    }
    void operator()(const SessionValue& e) const {
        for (const char c : e.name.text())
            to.out_ += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        if (e.name.text() == "user") to.unsure();
    }
    template <class Other> void operator()(const Other&) const { to.unsure(); }
};

std::optional<std::string> Deparse::condition(ExprId root) {
    condition_part(root);
    return sure_ ? std::optional{std::move(out_)} : std::nullopt;
}

void Deparse::write(ExprId id) {
    if (sure_) std::visit(Visitor{*this, id}, tree_[id].node);
}

void Deparse::condition_part(ExprId id) { write_as(id, system_type("bool")); }

/// An operand that is to be of a type: a constant takes it, another is converted where that shows.
void Deparse::write_as(ExprId id, const TypeName* type) {
    const TypeName* own = types_.of(id);
    if (own == nullptr || type == nullptr || !is_known(*type)) return unsure();
    const auto* literal = std::get_if<Literal>(&tree_[id].node);
    if (literal != nullptr && literal->kind == Literal::Kind::null) {
        out_ += "NULL::" + type_name(*type);
        return;
    }
    if (literal != nullptr && literal->kind == Literal::Kind::string)
        return constant(literal->value.text(), *type);
    if (own->name == type->name && own->array_dimensions == type->array_dimensions) return write(id);
    const bool converted =
        (is(own, "varchar") && is(type, "text")) ||
        (is(own, "int4") && (is(type, "int8") || is(type, "numeric") || is(type, "float8")));
    if (!converted) return unsure();
    out_ += '(';
    write(id);
    out_ += ")::" + type_name(*type);
}

void Deparse::constant(std::string_view value, const TypeName& type) {
    if (value.find('\\') != std::string_view::npos || !type.modifiers.empty()) return unsure();
    const bool text = is(&type, "text") || is(&type, "varchar") || is(&type, "name") || is_enum(type);
    const bool array = type.array_dimensions == 1 && type.name.text() == "text" && is_plain_array(value);
    if (text || array || (is(&type, "uuid") && is_plain_uuid(value))) {
        out_ += quoted(value) + "::" + type_name(type);
        return;
    }
    const bool number = is(&type, "int4") && !value.empty() && value.size() < 10 && all_of(value, is_digit) &&
                        (value.size() == 1 || value.front() != '0');
    const bool empty_object = is(&type, "jsonb") && (value == "{}" || value == "[]");
    if (number || (is(&type, "bool") && (value == "true" || value == "false")))
        out_ += value;
    else if (empty_object)
        out_ += quoted(value) + "::jsonb";
    else
        unsure();
}

void Deparse::cast_to(ExprId id, const TypeName& type) {
    const auto* literal = std::get_if<Literal>(&tree_[id].node);
    const auto* array = std::get_if<ArrayExpr>(&tree_[id].node);
    const TypeName* own = types_.of(id);
    if (!is_known(type) || !type.modifiers.empty()) return unsure();
    if (array != nullptr && type.array_dimensions == 1) {
        TypeName item = type;
        item.array_dimensions = 0;
        return array_of(tree_.list(array->items), item);
    }
    const bool constant_taken = literal != nullptr && (literal->kind == Literal::Kind::string ||
                                                       literal->kind == Literal::Kind::null);
    if (constant_taken) return write_as(id, &type);
    if (own == nullptr || !is_known(*own)) return unsure();
    if (own->name == type.name && own->array_dimensions == type.array_dimensions) return write(id);
    out_ += '(';
    write(id);
    out_ += ")::" + type_name(type);
}

void Deparse::list(std::span<const ExprId> items, const TypeName& type) {
    for (const ExprId item : items) {
        if (item != items.front()) out_ += ", ";
        write_as(item, &type);
    }
}

void Deparse::array_of(std::span<const ExprId> items, const TypeName& item) {
    if (items.empty()) return unsure();
    out_ += "ARRAY[";
    list(items, item);
    out_ += ']';
}

/// A list of more than one becomes an array; columns among its items would stand apart.
void Deparse::in_list(const InList& in) {
    const auto items = tree_.list(in.items);
    const bool columns = std::any_of(items.begin(), items.end(), [&](ExprId item) {
        return !std::holds_alternative<Literal>(tree_[item].node);
    });
    if (items.empty() || columns) return unsure();
    if (items.size() == 1) return operation(in.negated ? "<>" : "=", in.arg, items.front());
    const TypeName* type = types_.of(in.arg);
    if (type == nullptr) return unsure();
    const bool varchar = is(type, "varchar");
    out_ += '(';
    write_as(in.arg, varchar ? text_type() : type);
    out_ += in.negated ? " <> ALL (" : " = ANY (";
    if (varchar) out_ += '(';
    TypeName item = *type;
    item.modifiers.clear();
    array_of(items, item);
    out_ += varchar ? ")::text[]))" : "))";
}

void Deparse::array_compare(const ArrayCompare& compare) {
    const TypeName* left = types_.of(compare.left);
    const TypeName* array = types_.of(compare.array);
    if (array == nullptr || left == nullptr || array->array_dimensions != 1) return unsure();
    TypeName item = *array;
    item.array_dimensions = 0;
    const auto [of_left, of_item] = compared(left, &item);
    if (of_left == nullptr || of_item->name != item.name) return unsure();
    out_ += '(';
    write_as(compare.left, of_left);
    out_.append(" ").append(compare.op.text() == "!=" ? "<>" : compare.op.text());
    out_ += compare.all ? " ALL (" : " ANY (";
    write(compare.array);
    // In doubt, a sub-select would be one of several rows.
    if (std::holds_alternative<SubLink>(tree_[compare.array].node)) out_ += "::" + type_name(*array);
    out_ += "))";
}

void Deparse::column(ExprId id) {
    const BoundColumn* bound = bindings_.columns.find(id);
    if (bound == nullptr || !bound->relation.valid() || bound->column == whole_row) return unsure();
    const std::string* from = bound->from.valid() ? name_of(bound->from) : nullptr;
    if (bound->from.valid() && from == nullptr) return unsure();
    const std::string row{catalog_[bound->relation].name.text()};
    if (queries_ > 0) out_ += quote_ident(from != nullptr ? *from : row) + ".";
    out_ += quote_ident(catalog_[bound->relation].columns[bound->column].name.text());
}

void Deparse::call(ExprId id, const Call& call) {
    const BoundFunction* bound = bindings_.functions.find(id);
    const bool plain = !call.star && !call.distinct && !call.variadic && !call.window && !call.sql_syntax &&
                       call.args.count == call.arg_count && call.arg_names.count == 0;
    if (call.star && call.name.text() == "count" && !call.window && call.args.empty() &&
        call.schema.empty() && queries_ > 0) {
        out_ += "count(*)";
        return;
    }
    if (bound == nullptr || !plain) return unsure();
    std::vector<const TypeName*> types;
    if (bound->function.valid()) {
        for (const FunctionArg& argument : catalog_[bound->function].args)
            if (is_input(argument)) types.push_back(&argument.type);
        out_ += function_name(bound->function);
        return types.size() == call.arg_count ? arguments(call, types) : unsure();
    }
    const auto* const found =
        std::find_if(std::begin(signatures), std::end(signatures), [&](const Signature& s) {
            return s.function == call.name.text() && count_of(s) == call.arg_count;
        });
    if (!bound->builtin || found == std::end(signatures)) return unsure();
    for (std::size_t i = 0; i < call.arg_count; ++i)
        types.push_back(system_type(found->arguments[i]));
    out_ += call.name.text();
    arguments(call, types);
}

void Deparse::arguments(const Call& call, std::span<const TypeName* const> types) {
    const auto args = tree_.list(call.args);
    out_ += '(';
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (i > 0) out_ += ", ";
        write_as(args[i], types[i]);
    }
    out_ += ')';
}

void Deparse::case_of(ExprId id, const Case& c) {
    const TypeName* type = types_.of(id);
    if (c.arg.valid() || type == nullptr) return unsure();
    const auto branches = tree_.list(c.branches);
    keyword("CASE", 0, 4, 0);
    for (std::size_t i = 0; i + 1 < branches.size(); i += 2) {
        keyword("WHEN ", 0, 0, 0);
        condition_part(branches[i]);
        out_ += " THEN ";
        write_as(branches[i + 1], type);
    }
    keyword("ELSE ", 0, 0, 0);
    if (c.otherwise.valid())
        write_as(c.otherwise, type);
    else
        out_ += "NULL::" + type_name(*type);
    keyword("END", -4, 0, 0);
}

void Deparse::keyword(std::string_view word, int before, int after, int plus) {
    constexpr int deepest = 40;
    indent_ += before;
    while (out_.ends_with(' '))
        out_.pop_back();
    if (indent_ >= deepest) return unsure();
    out_ += '\n';
    out_.append(static_cast<std::size_t>(std::max(indent_, 0) + plus), ' ');
    out_ += word;
    indent_ = std::max(indent_ + after, 0);
}

// ---- names

bool Deparse::is_enum(const TypeName& type) const {
    const SchemaId schema = type.array_dimensions == 0 ? catalog_.find_schema(type.schema) : SchemaId{};
    const TypeId id = schema.valid() ? catalog_.find_type(schema, type.name) : TypeId{};
    return id.valid() && catalog_[id].kind == Type::Kind::enum_;
}

bool Deparse::is_known(const TypeName& type) const {
    TypeName item = type;
    item.array_dimensions = 0;
    return is_enum(item) || std::any_of(std::begin(known_types), std::end(known_types),
                                        [&](std::string_view name) { return is(&item, name); });
}

std::string Deparse::type_name(const TypeName& type) const {
    if (!is_enum(type)) return format_type_name(type);
    TypeName bare = type;
    bare.schema = {};
    const bool found = resolve_type(catalog_, context_.path, bare).schema == type.schema;
    return (found ? "" : quote_ident(type.schema.text()) + ".") + quote_ident(type.name.text());
}

std::string Deparse::relation_name(RelationId id) const {
    const Relation& relation = catalog_[id];
    const std::string name = quote_ident(relation.name.text());
    if (resolve_relation(catalog_, context_.path, {{}, relation.name, {}}) == id) return name;
    return quote_ident(catalog_[relation.schema].name.text()) + "." + name;
}

/// Where several have the name, which of them is meant without its schema is not asked.
std::string Deparse::function_name(FunctionId id) {
    const Function& function = catalog_[id];
    const std::string name = quote_ident(function.name.text());
    std::size_t on_the_path = 0;
    bool its_own = false;
    for (const SchemaId schema : context_.path) {
        if (!catalog_.find_functions(schema, function.name).empty()) ++on_the_path;
        its_own = its_own || schema == function.schema;
    }
    if (on_the_path > 1 || is_builtin_function(function.name.text())) unsure();
    if (its_own) return name;
    if (on_the_path > 0) unsure();
    return quote_ident(catalog_[function.schema].name.text()) + "." + name;
}

} // namespace rlslint::names

namespace rlslint {

std::optional<std::string> deparse(const Catalog& catalog, const SearchPath& path, RelationId row,
                                   const BoundExpr& clause) {
    const BindContext context{.catalog = catalog, .path = path, .row = row};
    return names::Deparse{context, clause}.condition(clause.root);
}

} // namespace rlslint
