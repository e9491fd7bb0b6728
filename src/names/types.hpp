#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/names/binder.hpp"

#include "namespace.hpp"

namespace rlslint::names {

/// Types of expressions whose columns and functions are bound, as far as they are known. Null where
/// they are not; `unknown` for a string or NULL that nothing gives a type.
class Types {
public:
    Types(const BindContext& context, const Tree& tree, const Bindings& bindings,
          const IdMap<FromId, const Derived*>& derived)
        : catalog_(&context.catalog), path_(&context.path), tree_(&tree), bindings_(&bindings),
          derived_(&derived) {}

    [[nodiscard]] const TypeName* of(ExprId id) const;
    [[nodiscard]] const TypeName* of(const DerivedColumn& column) const;
    [[nodiscard]] const TypeName* of(const BoundColumn& column) const;
    [[nodiscard]] const TypeName* of_output(QueryId id) const;
    [[nodiscard]] const TypeName* meet(const TypeName* a, const TypeName* b) const;

    /// Which of several functions a call means: the one that most arguments fit without a cast
    /// (func_select_candidate in parse_func.c). None where that does not settle it.
    [[nodiscard]] FunctionId best(std::span<const FunctionId> candidates, const Call& call) const;

private:
    struct Visitor;

    [[nodiscard]] int fit(const Function& function, const Call& call) const;
    [[nodiscard]] const TypeName* common(std::span<const ExprId> list) const;
    [[nodiscard]] const TypeName* of_cast(const Cast& cast) const;
    [[nodiscard]] const TypeName* of_builtin(const Call& call) const;
    [[nodiscard]] const TypeName* without_modifiers(TypeName type) const;
    [[nodiscard]] const TypeName* array_of(TypeName type) const;
    [[nodiscard]] const TypeName* item_of(const TypeName* array) const;
    [[nodiscard]] const TypeName* row_type(RelationId id) const;
    [[nodiscard]] const TypeName* compared(const TypeName* type) const;
    [[nodiscard]] const TypeName* keep(TypeName type) const;

    const Catalog* catalog_;
    const SearchPath* path_;
    mutable std::vector<std::unique_ptr<TypeName>> made_; ///< types that stand nowhere in the text
    const Tree* tree_;
    const Bindings* bindings_;
    const IdMap<FromId, const Derived*>* derived_;
};

/// A string constant's type where nothing says more: text.
[[nodiscard]] const TypeName* text_type();
[[nodiscard]] bool is_unknown(const TypeName& type);

} // namespace rlslint::names
