#pragma once

#include <span>
#include <utility>
#include <vector>

#include "rlslint/catalog/catalog.hpp"

#include "namespace.hpp"

namespace rlslint::names {

/// Types of expressions whose columns and functions are bound, as far as they are known. Null where
/// they are not; `unknown` for a string or NULL that nothing gives a type.
class Types {
public:
    Types(const Catalog& catalog, const Tree& tree, const Bindings& bindings,
          const IdMap<FromId, const Derived*>& derived)
        : catalog_(&catalog), tree_(&tree), bindings_(&bindings), derived_(&derived) {}

    [[nodiscard]] const TypeName* of(ExprId id) const;
    [[nodiscard]] const TypeName* of(const DerivedColumn& column) const;
    [[nodiscard]] const TypeName* of(const BoundColumn& column) const;
    [[nodiscard]] const TypeName* of_output(QueryId id) const;

    /// Which of several functions a call means: the one that most arguments fit without a cast
    /// (func_select_candidate in parse_func.c). None where that does not settle it.
    [[nodiscard]] FunctionId best(std::span<const FunctionId> candidates, const Call& call) const;

private:
    struct Visitor;

    [[nodiscard]] int fit(const Function& function, const Call& call) const;
    [[nodiscard]] const TypeName* first_known(ExprList list) const;

    const Catalog* catalog_;
    const Tree* tree_;
    const Bindings* bindings_;
    const IdMap<FromId, const Derived*>* derived_;
};

/// A string constant's type where nothing says more: text.
[[nodiscard]] const TypeName* text_type();
[[nodiscard]] bool is_unknown(const TypeName& type);

} // namespace rlslint::names
