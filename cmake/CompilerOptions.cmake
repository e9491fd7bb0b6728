# How our own code is compiled: every target of ours links rlslint_options, nothing else does.

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

# Linked into executables that we ship: no shared C++ runtime, or (RLSLINT_STATIC) no shared library at all.
add_library(rlslint_link_options INTERFACE)
# What nothing refers to is left out of what we ship.
if((RLSLINT_STATIC OR RLSLINT_STATIC_RUNTIME) AND NOT APPLE)
    target_compile_options(rlslint_options INTERFACE -ffunction-sections -fdata-sections)
    target_link_options(rlslint_link_options INTERFACE -Wl,--gc-sections)
endif()
if(RLSLINT_STATIC)
    # Without symbols from the start: LLVM's strip cannot take them from what GNU's linker has linked statically.
    target_link_options(rlslint_link_options INTERFACE -static -s)
elseif(RLSLINT_STATIC_RUNTIME AND NOT APPLE)
    target_link_options(rlslint_link_options INTERFACE -static-libstdc++ -static-libgcc)
endif()

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(RLSLINT_CCACHE ccache)
    mark_as_advanced(RLSLINT_CCACHE)
    if(RLSLINT_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${RLSLINT_CCACHE}" CACHE STRING "Compiler cache")
    endif()
endif()
