#pragma once

#include <string>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The catalog as `rlslint dump --stage catalog --format json` prints it (docs/schema): the objects
/// of the user's history, not the profile's, nor what is merely assumed to exist, nor temporary ones.
/// Memberships and default privileges are all there are.
[[nodiscard]] std::string dump_catalog(const Catalog& catalog);

} // namespace rlslint
