// Any bytes, read as rlslint.toml and as Supabase's config.toml.

#include "rlslint/project/config.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace rlslint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)parse_config(text, "rlslint.toml");
    (void)parse_supabase_config(text, "supabase/config.toml");
    return 0;
}
