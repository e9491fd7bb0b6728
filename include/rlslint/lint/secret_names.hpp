#pragma once

#include <span>
#include <string_view>

#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// Whether a column's name says that what it holds is secret: password, api_key, refresh_token, ssn,
/// iban … or one of `more`. Not push_token, token_count, secret_name, iban_last4.
[[nodiscard]] bool names_a_secret(std::string_view column, std::span<const Symbol> more = {});

} // namespace rlslint
