#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"
#include "rlslint/predicate/facts.hpp"

namespace rlslint {

/// Who is asking, as the platform's functions and settings tell it. Custom settings that do not say
/// who is asking are unset, unless a role's own settings have them.
struct Caller {
    enum class Kind : std::uint8_t {
        any,       ///< nothing is known
        no_claims, ///< a session that brings no claims at all
        nobody,    ///< the claims hold a role and nothing else
        signed_in, ///< the claims hold a role and a user
    };
    Kind kind = Kind::any;
    Symbol claim_role; ///< empty: not known
    RoleId role;       ///< CURRENT_USER; none: not known
};

/// A value that a function gives, its names bound as they would be if it were called now.
struct BodyValue {
    TreePtr tree;
    std::shared_ptr<const Bindings> bindings;
    ExprId expr;
};

/// What a function may give: one of the values, whichever way it takes.
struct Body {
    std::vector<BodyValue> values;
    bool plain = true; ///< it does nothing else on the way, that might fail
};

/// The bodies of functions that can be looked into: SQL functions of one query, and the RETURNs of
/// those in PL/pgSQL. Each is parsed when it is first asked for, so one object belongs to one thread.
class Bodies {
public:
    Bodies(const Catalog& catalog, const Platform& platform);
    ~Bodies();
    Bodies(const Bodies&) = delete;
    Bodies& operator=(const Bodies&) = delete;

    /// Null where it is not known what the function gives.
    [[nodiscard]] const Body* of(FunctionId function) const;

    /// The first name in it that is not there: whoever calls the function fails. None where there is none,
    /// or it is not known.
    [[nodiscard]] std::optional<Unresolved> missing(FunctionId function) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What the outcome of a clause hangs on beside the row. Everything may be left open.
struct Circumstances {
    Caller caller;
    RoleId reads_as;                ///< whose privileges and policies sub-selects are under
    const Bodies* bodies = nullptr; ///< none: nothing is known of what functions give
    /// Whether a relation that a sub-select reads under this role never has a row.
    std::function<bool(RoleId, RelationId)> sees_nothing;
};

/// What a clause comes to as a row filter under these circumstances.
[[nodiscard]] Truth truth_under(const Circumstances& circumstances, const Catalog& catalog,
                                const Platform& platform, const BoundExpr& expr);

/// Whether evaluating a clause may fail, for want of a setting or otherwise.
[[nodiscard]] bool may_fail_under(const Circumstances& circumstances, const Catalog& catalog,
                                  const Platform& platform, const BoundExpr& expr);

/// Whether a query never gives a row.
[[nodiscard]] bool gives_nothing(const Circumstances& circumstances, const Catalog& catalog,
                                 const Platform& platform, const BoundQuery& query);

} // namespace rlslint
