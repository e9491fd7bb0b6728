#include "claims.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

namespace rlslint::predicates {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The first step of a path as `#>` takes it: '{user_metadata,role}'.
std::string_view first_step(std::string_view path) {
    const std::size_t begin = path.find_first_not_of("{ \"");
    if (begin == std::string_view::npos) return {};
    return path.substr(begin, path.find_first_of("},\" ", begin) - begin);
}

bool is_users_table(const Subject& subject, RelationId relation);

class Claims {
public:
    explicit Claims(const Subject& subject) : subject_(subject) {}

    /// The key that an expression takes out of a document of claims; empty where it is not known, or
    /// the document is none.
    [[nodiscard]] std::string_view key_taken(ExprId id) const {
        const ExprNode& node = subject_.tree[id].node;
        if (const auto* op = std::get_if<Operator>(&node)) return key_taken(*op);
        if (const auto* access = std::get_if<Access>(&node)) return key_taken(*access);
        if (const auto* call = std::get_if<Call>(&node)) return key_taken(*call);
        return {};
    }

    [[nodiscard]] std::optional<ClaimTaken> taken(ExprId id) const {
        const ExprNode& node = subject_.tree[id].node;
        if (const auto* op = std::get_if<Operator>(&node)) return taken(*op);
        if (const auto* access = std::get_if<Access>(&node)) return taken(*access);
        const auto* call = std::get_if<Call>(&node);
        return call != nullptr ? taken(*call) : std::nullopt;
    }

private:
    [[nodiscard]] std::string_view key_taken(const Operator& op) const {
        if (!op.left.valid() || !op.right.valid()) return {};
        const std::string_view name = op.name.text();
        if (is_one_of(name, {"@>", "@?", "@@"}) && is_document(op.left))
            return key_mentioned(constant(op.right));
        const bool by_key = is_one_of(name, {"->", "->>"});
        if (!by_key && !is_one_of(name, {"#>", "#>>"})) return {};
        if (!is_document(op.left)) return {};
        return by_key ? constant(op.right) : path_start(op.right);
    }

    /// The writable claim that a JSON document or path names: '{"user_metadata": …}', '$.user_metadata.role'.
    [[nodiscard]] std::string_view key_mentioned(std::string_view text) const {
        for (const Symbol claim : subject_.platform.user_writable_claims) {
            const std::string_view key = claim.text();
            const auto at = text.find(key);
            if (at == std::string_view::npos || at == 0) continue;
            const bool starts = text[at - 1] == '"' || text[at - 1] == '.';
            const bool ends = at + key.size() == text.size() || !is_word_byte(text[at + key.size()]);
            if (starts && ends) return key;
        }
        return {};
    }

    [[nodiscard]] std::string_view key_taken(const Access& access) const {
        const auto subscripts = subject_.tree.list(access.subscripts);
        if (subscripts.empty() || !is_document(access.base)) return {};
        return constant(subscripts.front());
    }

    [[nodiscard]] std::string_view key_taken(const Call& call) const {
        if (const auto setting = subject_.setting(call)) return key_of_setting(*setting);
        const auto args = subject_.tree.list(call.args);
        const bool extracts = is_one_of(call.name.text(), {"jsonb_extract_path", "jsonb_extract_path_text",
                                                           "json_extract_path", "json_extract_path_text",
                                                           "jsonb_object_field", "jsonb_object_field_text"});
        const bool searches = is_one_of(call.name.text(), {"jsonb_path_exists", "jsonb_path_match",
                                                           "jsonb_path_query", "jsonb_path_query_first"});
        if (searches && call.arg_count >= 2 && is_document(args[0])) return key_mentioned(constant(args[1]));
        if (!extracts || call.arg_count < 2 || !is_document(args[0])) return {};
        return constant(args[1]);
    }

    /// Older PostgREST has a setting for each claim: request.jwt.claim.user_metadata.
    [[nodiscard]] std::string_view key_of_setting(std::string_view setting) const {
        if (!subject_.is_identity_setting(setting)) return {};
        return setting.substr(setting.rfind('.') + 1);
    }

    [[nodiscard]] std::string_view path_start(ExprId id) const {
        const ExprNode* node = &subject_.tree[id].node;
        while (const auto* cast = std::get_if<Cast>(node))
            node = &subject_.tree[cast->arg].node;
        const auto* array = std::get_if<ArrayExpr>(node);
        if (array == nullptr) return first_step(constant(id));
        return array->items.empty() ? std::string_view{} : constant(subject_.tree.list(array->items).front());
    }

    /// The session's claims, or NULL where it has none; nothing else that may take their place.
    [[nodiscard]] bool is_document_alone(ExprId id) const {
        const ExprNode& node = subject_.tree[id].node;
        if (const auto* cast = std::get_if<Cast>(&node)) return is_document_alone(cast->arg);
        if (const auto* call = std::get_if<Call>(&node)) return is_document_call(id, *call);
        if (const auto* link = std::get_if<SubLink>(&node)) {
            const auto* select = std::get_if<Select>(&subject_.tree[link->query].node);
            return link->kind == SubLink::Kind::scalar && select != nullptr && is_simple(*select) &&
                   select->from.empty() && !select->where.valid() && select->targets.size() == 1 &&
                   is_document_alone(select->targets.front().value);
        }
        const auto* conditional = std::get_if<Conditional>(&node);
        if (conditional == nullptr) return false;
        const auto args = subject_.tree.list(conditional->args);
        if (conditional->kind == Conditional::Kind::nullif) return is_document_alone(args.front());
        return conditional->kind == Conditional::Kind::coalesce &&
               std::all_of(args.begin(), args.end(), [&](ExprId arg) {
                   const auto text = subject_.string_constant(arg);
                   return text ? *text == "{}" : is_document_alone(arg);
               });
    }

    [[nodiscard]] std::optional<ClaimTaken> taken(const Operator& op) const {
        const std::string_view name = op.name.text();
        const bool by_key = is_one_of(name, {"->", "->>"});
        const bool by_path = is_one_of(name, {"#>", "#>>"});
        if ((!by_key && !by_path) || !op.left.valid() || !is_document_alone(op.left)) return std::nullopt;
        const std::string_view key = by_key ? constant(op.right) : path_start(op.right);
        if (key.empty()) return std::nullopt;
        return ClaimTaken{key, by_key, name.ends_with(">>")};
    }

    [[nodiscard]] std::optional<ClaimTaken> taken(const Access& access) const {
        const auto subscripts = subject_.tree.list(access.subscripts);
        if (subscripts.size() != 1 || !is_document_alone(access.base)) return std::nullopt;
        const std::string_view key = constant(subscripts.front());
        return key.empty() ? std::nullopt : std::optional{ClaimTaken{key, true, false}};
    }

    [[nodiscard]] std::optional<ClaimTaken> taken(const Call& call) const {
        const std::string_view name = call.name.text();
        const bool as_text = is_one_of(name, {"jsonb_extract_path_text", "json_extract_path_text"});
        if (!as_text && !is_one_of(name, {"jsonb_extract_path", "json_extract_path"})) return std::nullopt;
        const auto args = subject_.tree.list(call.args);
        if (call.arg_count < 2 || !is_document_alone(args[0])) return std::nullopt;
        const std::string_view key = constant(args[1]);
        return key.empty() ? std::nullopt : std::optional{ClaimTaken{key, call.arg_count == 2, as_text}};
    }

    [[nodiscard]] bool is_document_call(ExprId id, const Call& call) const {
        const SessionFunction* function = subject_.session_function(id);
        if (function != nullptr) return function->gives == SessionFunction::Gives::claims;
        const auto setting = subject_.setting(call);
        return setting && subject_.is_claims_setting(*setting);
    }

    [[nodiscard]] std::string_view constant(ExprId id) const {
        return subject_.string_constant(id).value_or(std::string_view{});
    }

    /// Whether an expression is the session's claims as a whole.
    [[nodiscard]] bool is_document(ExprId id) const {
        const ExprNode& node = subject_.tree[id].node;
        if (const auto* cast = std::get_if<Cast>(&node)) return is_document(cast->arg);
        if (const auto* link = std::get_if<SubLink>(&node)) return is_document(*link);
        if (const auto* call = std::get_if<Call>(&node)) return is_document(id, *call);
        if (std::holds_alternative<ColumnRef>(node)) return is_document_column(id);
        const auto* conditional = std::get_if<Conditional>(&node);
        if (conditional == nullptr) return false;
        const auto args = subject_.tree.list(conditional->args);
        return std::any_of(args.begin(), args.end(), [&](ExprId arg) { return is_document(arg); });
    }

    [[nodiscard]] bool is_document(const SubLink& link) const {
        return link.kind == SubLink::Kind::scalar && is_document_output(link.query, 0);
    }

    [[nodiscard]] bool is_document_output(QueryId query, std::size_t column) const {
        const auto* select = std::get_if<Select>(&subject_.tree[query].node);
        return select != nullptr && column < select->targets.size() &&
               is_document(select->targets[column].value);
    }

    [[nodiscard]] bool is_document(ExprId id, const Call& call) const {
        const SessionFunction* function = subject_.session_function(id);
        if (function != nullptr) return function->gives == SessionFunction::Gives::claims;
        if (is_users_row(call)) return true;
        const auto setting = subject_.setting(call);
        return setting && subject_.is_identity_setting(*setting);
    }

    /// to_jsonb(u), of a row of the users table: its columns are the keys.
    [[nodiscard]] bool is_users_row(const Call& call) const {
        if (call.arg_count != 1 || !is_one_of(call.name.text(), {"to_jsonb", "to_json", "row_to_json"}))
            return false;
        const BoundColumn* row = subject_.column(subject_.tree.list(call.args).front());
        return row != nullptr && row->column == whole_row && is_users_table(subject_, row->relation);
    }

    /// A sub-select in FROM may have named the claims: (select auth.jwt() as claims) s.
    [[nodiscard]] bool is_document_column(ExprId id) const {
        const BoundColumn* column = subject_.column(id);
        if (column == nullptr || !column->from.valid() || column->relation.valid()) return false;
        const auto* query = std::get_if<FromQuery>(&subject_.tree[column->from].node);
        return query != nullptr && is_document_output(query->query, column->column);
    }

    const Subject& subject_;
};

bool is_users_table(const Subject& subject, RelationId relation) {
    if (!relation.valid()) return false;
    const Relation& table = subject.catalog[relation];
    const Platform& platform = subject.platform;
    return table.name == platform.users_table && !platform.users_table.empty() &&
           subject.catalog[table.schema].name == platform.users_schema;
}

/// What a view's column is, where it is a column of something else as it stands; else null.
const BoundColumn* beneath_view(const Relation& view, ColumnNumber column) {
    if (!view.is_view() || !view.query.present()) return nullptr;
    const Tree& tree = *view.query.tree;
    const auto* select = std::get_if<Select>(&tree[view.query.root].node);
    if (select == nullptr || column >= select->targets.size()) return nullptr;
    const bool stars = std::any_of(select->targets.begin(), select->targets.end(), [&](const Target& target) {
        const auto* ref = std::get_if<ColumnRef>(&tree[target.value].node);
        return ref != nullptr && ref->star;
    });
    return stars ? nullptr : view.query.bindings->columns.find(select->targets[column].value);
}

/// A column of the users table, such as raw_user_meta_data, also by way of views; else empty.
Symbol users_column(const Subject& subject, ExprId id) {
    const BoundColumn* column = subject.column(id);
    constexpr int most_views = 8;
    for (int depth = 0; depth < most_views; ++depth) {
        if (column == nullptr || !column->relation.valid() || column->column == whole_row) return {};
        const Relation& relation = subject.catalog[column->relation];
        if (is_users_table(subject, column->relation)) return relation.columns[column->column].name;
        column = beneath_view(relation, column->column);
    }
    return {};
}

} // namespace

std::optional<ClaimTaken> claim_taken(const Subject& subject, ExprId id) { return Claims{subject}.taken(id); }

std::optional<WritableClaim> writable_claim(const Subject& subject, ExprId id) {
    const auto& writable = subject.platform.user_writable_claims;
    if (writable.empty()) return std::nullopt;
    const bool is_column = std::holds_alternative<ColumnRef>(subject.tree[id].node);
    const std::string_view key = is_column ? users_column(subject, id).text() : Claims{subject}.key_taken(id);
    if (key.empty()) return std::nullopt;
    const auto found =
        std::find_if(writable.begin(), writable.end(), [&](Symbol s) { return s.text() == key; });
    if (found == writable.end()) return std::nullopt;
    return WritableClaim{*found, subject.tree[id].span};
}

} // namespace rlslint::predicates
