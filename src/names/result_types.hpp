#pragma once

#include <string_view>

#include "rlslint/sql/name.hpp"

namespace rlslint::names {

/// A type of pg_catalog by its name, which must live as long as the program.
[[nodiscard]] const TypeName* system_type(std::string_view name);

/// What a function of PostgreSQL's own returns, `first` being its first argument's type (null where
/// there is none, or it is not known). Null where that is not known.
[[nodiscard]] const TypeName* builtin_result(std::string_view function, const TypeName* first);

/// What an operator of PostgreSQL's own returns that is no comparison. Null where that is not known; so may
/// be the operands' types, and of a prefix operator the left one.
[[nodiscard]] const TypeName* operator_result(std::string_view op, const TypeName* left,
                                              const TypeName* right);

/// Of two types of numbers, strings, or times the one that the other becomes where they meet
/// (select_common_type in parse_coerce.c). Null where they do not meet, or are not known.
[[nodiscard]] const TypeName* wider(const TypeName& a, const TypeName& b);

} // namespace rlslint::names
