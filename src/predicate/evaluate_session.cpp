#include <algorithm>

#include "claims.hpp"
#include "evaluate.hpp"
#include "types.hpp"

namespace rlslint::predicates {
namespace {

constexpr std::uint8_t anything_but_boolean = Value::other | Value::null;

Value text_of(Symbol text) { return Value::of({Constant::Kind::text, text.text()}); }

/// Some role's sessions start with this setting. Which role a client logs in as is not followed.
bool set_for_a_role(const Catalog& catalog, std::string_view setting) {
    const auto roles = catalog.roles();
    return std::any_of(roles.begin(), roles.end(), [&](const Role& role) {
        return std::any_of(role.settings.begin(), role.settings.end(),
                           [&](const SetVariable& set) { return set.name.text() == setting; });
    });
}

} // namespace

Value Evaluate::call(ExprId id, const Call& call) {
    if (Subject::is_current_setting(call)) return setting(call);
    if (const auto known = claim(id)) {
        static_cast<void>(value(tree_.list(call.args).front())); // it may fail
        return *known;
    }
    const Function* function = subject_.function(id);
    if (const SessionFunction* session = subject_.session_function(id)) {
        const Value given = given_by(*session);
        if (given.is(Value::null) || given.is_constant()) return given;
        return function != nullptr && function->returns ? typed(*function->returns, given) : Value{};
    }
    if (function != nullptr) return inlined(subject_.bindings.functions.find(id)->function, call);
    return subject_.bindings.functions.contains(id) ? builtin(call) : undecided();
}

/// What a session of this kind gets. A role's claim is not known where it has none of its own.
Value Evaluate::given_by(const SessionFunction& function) {
    using Gives = SessionFunction::Gives;
    const Caller& caller = subject_.caller();
    if (caller.kind == Caller::Kind::any || function.gives == Gives::other)
        return Value{anything_but_boolean};
    const bool signed_in = caller.kind == Caller::Kind::signed_in;
    const bool has_claims = caller.kind != Caller::Kind::no_claims;
    switch (function.gives) {
    case Gives::identity: return Value{signed_in ? Value::other : Value::null};
    case Gives::claims: return Value{has_claims ? Value::other : Value::null};
    case Gives::role:
        if (!has_claims) return Value{Value::null};
        return caller.claim_role.empty() ? Value{Value::other} : text_of(caller.claim_role);
    case Gives::email: return Value{signed_in ? anything_but_boolean : std::uint8_t{Value::null}};
    case Gives::other: break;
    }
    return Value{anything_but_boolean};
}

Value Evaluate::setting(const Call& call) {
    const Value text = Value{Value::other}.as_plain(true);
    const Value any = call.arg_count == 1 ? text : Value{anything_but_boolean}.as_plain(true);
    const auto name = subject_.setting(call);
    const Caller::Kind kind = subject_.caller().kind;
    // Whoever answers requests sets the role that the claims name.
    const bool sets_role = !subject_.platform.api_roles.empty() && !subject_.caller().claim_role.empty();
    if (name == "role" && sets_role) return text_of(subject_.caller().claim_role);
    const bool custom = name && name->find('.') != std::string_view::npos;
    if (!custom || kind == Caller::Kind::any || set_for_a_role(subject_.catalog, *name)) return any;
    if (subject_.is_claims_setting(*name)) return kind == Caller::Kind::no_claims ? unset() : text;
    if (subject_.is_identity_setting(*name)) {
        // Of the claims' single settings, which older servers have, any may be there.
        if (name->starts_with("request.")) return kind == Caller::Kind::no_claims ? unset() : any;
        return kind == Caller::Kind::signed_in ? text : unset();
    }
    return name->starts_with("request.") ? any : unset();
}

/// Where the statement fails for want of a setting, it meets no row, as if the value were NULL. What
/// has been set before in the session is '' instead, of which many casts fail.
Value Evaluate::unset() {
    may_raise_ = true;
    return Value{Value::null};
}

std::optional<Value> Evaluate::claim(ExprId id) const {
    const Caller& caller = subject_.caller();
    if (caller.kind == Caller::Kind::any) return std::nullopt;
    const auto taken = claim_taken(subject_, id);
    if (!taken) return std::nullopt;
    if (caller.kind == Caller::Kind::no_claims) return Value{Value::null};
    if (taken->key == "role") {
        if (!taken->whole || caller.claim_role.empty()) return std::nullopt;
        return taken->text ? text_of(caller.claim_role) : Value{Value::other};
    }
    if (caller.kind == Caller::Kind::nobody) return Value{Value::null};
    return taken->key == "sub" && taken->whole ? std::optional{Value{Value::other}.as_plain(taken->text)}
                                               : std::nullopt;
}

/// A field or an element is NULL where what it is taken from is.
Value Evaluate::any_access(ExprId id) {
    const Value base = value(std::get<Access>(tree_[id].node).base);
    if (const auto known = claim(id)) return *known;
    return base.is(Value::null) ? base : Value{};
}

Value Evaluate::session_value(ExprId id, const SessionValue& value) {
    const std::string_view name = value.name.text();
    if (const SessionFunction* function = subject_.session_function(id)) return given_by(*function);
    const RoleId role = subject_.caller().role;
    if (role.valid() && (name == "current_user" || name == "current_role"))
        return text_of(subject_.catalog[role].name);
    const bool may_be_null = name == "current_schema" || name == "current_catalog";
    return Value{may_be_null ? anything_but_boolean : std::uint8_t{Value::other}}.as_plain(true);
}

} // namespace rlslint::predicates
