#include "subject.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/sql/builtin.hpp"

namespace rlslint::predicates {
namespace {} // namespace

bool is_simple_but_for_limit(const Select& select) {
    return select.with.empty() && select.group_by.empty() && !select.having.valid() &&
           select.windows.empty() && select.distinct_on.empty();
}

bool is_simple(const Select& select) {
    return is_simple_but_for_limit(select) && !select.limit.valid() && !select.offset.valid();
}

const Function* Subject::function(ExprId id) const {
    const BoundFunction* bound = bindings.functions.find(id);
    return bound != nullptr && bound->function.valid() ? &catalog[bound->function] : nullptr;
}

/// A function that the catalog does not have is known by the name that is written.
const SessionFunction* Subject::session_function(ExprId id) const {
    if (const auto* value = std::get_if<SessionValue>(&tree[id].node))
        return platform.session_function({}, value->name);
    const auto* call = std::get_if<Call>(&tree[id].node);
    if (call == nullptr) return nullptr;
    if (const Function* known = function(id)) {
        return platform.session_function(catalog[known->schema].name, known->name);
    }
    return platform.session_function(call->schema, call->name);
}

bool Subject::is_current_setting(const Call& call) {
    return call.name.text() == "current_setting" && is_system(call.schema);
}

std::optional<std::string_view> Subject::setting(const Call& call) const {
    if (!is_current_setting(call) || call.arg_count == 0) return std::nullopt;
    return string_constant(tree.list(call.args).front());
}

bool Subject::is_identity_setting(std::string_view setting) const {
    const auto& known = platform.identity_settings;
    return std::any_of(known.begin(), known.end(), [&](Symbol item) {
        const std::string_view name = item.text();
        return setting.starts_with(name) && (setting.size() == name.size() || setting[name.size()] == '.');
    });
}

bool Subject::is_claims_setting(std::string_view setting) const {
    return setting.ends_with(".claims") && is_identity_setting(setting);
}

std::optional<std::string_view> Subject::string_constant(ExprId id) const {
    const ExprNode* node = &tree[id].node;
    while (const auto* cast = std::get_if<Cast>(node))
        node = &tree[cast->arg].node;
    const auto* literal = std::get_if<Literal>(node);
    if (literal == nullptr || literal->kind != Literal::Kind::string) return std::nullopt;
    return literal->value.text();
}

} // namespace rlslint::predicates
