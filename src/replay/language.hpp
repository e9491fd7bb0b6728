#pragma once

#include "replayer.hpp"

/// Procedural languages (src/backend/commands/proclang.c), of which but who may use them is kept.
namespace rlslint::replaying {

/// Whether its functions could do what they like to the server: for superusers only.
[[nodiscard]] bool is_untrusted(Symbol language);

/// The ACL of a language, as it is before any GRANT where there was none.
[[nodiscard]] Acl language_acl(const Replayer& r, Symbol language);

/// Refuses functions and DO blocks in a language that the current user may not use.
void require_language_usage(const Replayer& r, Symbol language);

/// DROP LANGUAGE.
[[nodiscard]] Effect drop_languages(Replayer& r, const Drop& drop);

} // namespace rlslint::replaying
