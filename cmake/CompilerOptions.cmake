# How our own code is compiled: every target of ours links rlslint_options, nothing else does.

include(CheckCXXSourceRuns)

add_library(rlslint_options INTERFACE)
target_compile_features(rlslint_options INTERFACE cxx_std_20)
target_compile_options(rlslint_options INTERFACE -Wall -Wextra -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms on std::string's operator+ when optimising (GCC bug 105651).
    target_compile_options(rlslint_options INTERFACE -Wno-restrict)
endif()
if(RLSLINT_WERROR)
    target_compile_options(rlslint_options INTERFACE -Werror)
endif()
target_include_directories(rlslint_options INTERFACE "${PROJECT_SOURCE_DIR}/include"
                                                     "${PROJECT_BINARY_DIR}/generated")

if(RLSLINT_SANITIZE)
    set(_sanitize -fsanitize=${RLSLINT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(rlslint_options INTERFACE ${_sanitize})
    target_link_options(rlslint_options INTERFACE ${_sanitize})
endif()

# Relative relocations in a bitmap, a fortieth of their size: where both the linker and the C library know them.
function(rlslint_pack_relocations)
    if(NOT CMAKE_CROSSCOMPILING)
        set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie -Wl,-z,pack-relative-relocs)
        check_cxx_source_runs("int main() { return 0; }" RLSLINT_PACKS_RELOCATIONS)
    endif()
    if(RLSLINT_PACKS_RELOCATIONS)
        target_link_options(rlslint_link_options INTERFACE -Wl,-z,pack-relative-relocs)
    endif()
endfunction()

# What we ship: no shared C++ runtime, or (RLSLINT_STATIC) no shared library at all. What nothing refers to is left out,
# and what reads other people's files is guarded: it is loaded anywhere, and neither its stack nor its tables are written
# over unseen.
add_library(rlslint_link_options INTERFACE)
if(RLSLINT_STATIC OR RLSLINT_STATIC_RUNTIME)
    set(RLSLINT_SHIPPED ON)
    target_compile_options(
        rlslint_options INTERFACE -fPIE -fstack-protector-strong "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/="
                                  $<$<CONFIG:Release>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
    if(NOT APPLE)
        target_compile_options(rlslint_options INTERFACE -fstack-clash-protection -ffunction-sections -fdata-sections)
        target_link_options(rlslint_link_options INTERFACE -Wl,--gc-sections -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
        if(RLSLINT_STATIC)
            # Without symbols from the start: LLVM's strip cannot take them from what GNU's linker has linked statically.
            target_link_options(rlslint_link_options INTERFACE -static-pie -s)
            rlslint_pack_relocations()
        else()
            target_link_options(rlslint_link_options INTERFACE -pie -static-libstdc++ -static-libgcc)
        endif()
    endif()
endif()

# Small rather than fast: what runs once, and not for each statement. GCC warns falsely at -Os of what it is content with
# at -O0 and -O2, where the same files are held to all warnings.
function(rlslint_small)
    if(RLSLINT_SHIPPED)
        foreach(target IN LISTS ARGN)
            target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Os> -Wno-error)
        endforeach()
    endif()
endfunction()

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(RLSLINT_CCACHE ccache)
    mark_as_advanced(RLSLINT_CCACHE)
    if(RLSLINT_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${RLSLINT_CCACHE}" CACHE STRING "Compiler cache")
    endif()
endif()
