# The headers that nearly every file includes, read once a build tree instead of once a file (RLSLINT_PCH). Every file
# still includes what it uses: the other presets build without this.

if(RLSLINT_PCH)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/pch.cpp" CONTENT "")
    add_library(rlslint_pch OBJECT "${PROJECT_BINARY_DIR}/generated/pch.cpp")
    target_link_libraries(rlslint_pch PRIVATE rlslint_options rlslint_fmt)
    target_precompile_headers(
        rlslint_pch
        PRIVATE
        <algorithm>
        <array>
        <cstddef>
        <cstdint>
        <filesystem>
        <functional>
        <map>
        <memory>
        <optional>
        <span>
        <string>
        <string_view>
        <unordered_map>
        <unordered_set>
        <utility>
        <variant>
        <vector>
        <fmt/format.h>
        "${PROJECT_SOURCE_DIR}/include/rlslint/sql/statement.hpp"
        "${PROJECT_SOURCE_DIR}/include/rlslint/catalog/catalog.hpp")
endif()

# rlslint_precompile(<target>): the target's files start from the precompiled headers, where there are any.
function(rlslint_precompile target)
    if(RLSLINT_PCH)
        target_precompile_headers(${target} REUSE_FROM rlslint_pch)
    endif()
endfunction()
