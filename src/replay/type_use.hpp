#pragma once

#include "replayer.hpp"

/// Columns, arguments and domains hold the names of their types. When a type or a relation with a
/// row type gets another name, they follow.
namespace rlslint::replaying {

/// Whether a type's name means a type of the catalog, or a relation's row type.
[[nodiscard]] bool is_type(const Replayer& r, const TypeName& name, const Object& type);

/// Everything that has a type, noted before the type gets another name.
class TypeUse {
public:
    TypeUse(const Replayer& r, const Object& type);
    /// To be called once the type has its new name.
    void update(Replayer& r) const;

private:
    Object type_;
    std::vector<Object> users_;
    TypeName old_;
};

} // namespace rlslint::replaying
