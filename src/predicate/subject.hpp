#pragma once

#include <optional>
#include <string_view>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"
#include "rlslint/predicate/circumstances.hpp"
#include "rlslint/sql/tree.hpp"

namespace rlslint::predicates {

/// A clause with all that is needed to say what it means.
struct Subject {
    const Catalog& catalog;
    const Platform& platform;
    const Tree& tree;
    const Bindings& bindings;
    const Circumstances& circumstances;

    [[nodiscard]] const Caller& caller() const { return circumstances.caller; }

    [[nodiscard]] const BoundColumn* column(ExprId id) const { return bindings.columns.find(id); }

    /// The session function that a call or value like CURRENT_USER is; null for none.
    [[nodiscard]] const SessionFunction* session_function(ExprId id) const;

    /// The user's function that a call means; null where it is none, or not known.
    [[nodiscard]] const Function* function(ExprId id) const;

    /// Of a call of current_setting with a constant name: that name.
    [[nodiscard]] std::optional<std::string_view> setting(const Call& call) const;
    [[nodiscard]] static bool is_current_setting(const Call& call);
    /// A custom setting that the platform says tells who is asking, or a part of one.
    [[nodiscard]] bool is_identity_setting(std::string_view setting) const;

    /// The one that holds all claims as a JSON document.
    [[nodiscard]] bool is_claims_setting(std::string_view setting) const;

    /// The text of a string constant, casts looked through.
    [[nodiscard]] std::optional<std::string_view> string_constant(ExprId id) const;
};

/// Nothing but a list of targets, FROM and WHERE.
[[nodiscard]] bool is_simple(const Select& select);
/// The same, but that it may have LIMIT or OFFSET.
[[nodiscard]] bool is_simple_but_for_limit(const Select& select);

} // namespace rlslint::predicates
