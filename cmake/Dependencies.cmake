# What we build on: the system's package where it is new enough, else a pinned release, fetched and built with us.
# Each dependency is wrapped in one of our own targets, so that the layers need not know where it came from.

include(FetchContent)

# rlslint_fetch(<name> <url> <sha256>): declares a pinned archive and adds it, its headers as SYSTEM ones.
macro(rlslint_fetch name url sha256)
    # Some of them ask for a CMake older than what CMake 4 still pretends to be.
    set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
    message(STATUS "${name}: no usable package found, fetching ${url}")
    FetchContent_Declare(${name} URL "${url}" URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP TRUE SYSTEM)
    FetchContent_MakeAvailable(${name})
endmacro()

find_package(fmt 9 QUIET)
if(NOT fmt_FOUND)
    set(FMT_INSTALL OFF CACHE INTERNAL "")
    rlslint_fetch(fmt https://github.com/fmtlib/fmt/archive/refs/tags/10.2.1.tar.gz
                  1250e4cc58bf06ee631567523f48848dc4596133e163f02615c97f78bab6c811)
endif()

find_package(nlohmann_json 3.11 QUIET)
if(NOT nlohmann_json_FOUND)
    set(JSON_BuildTests OFF CACHE INTERNAL "")
    set(JSON_Install OFF CACHE INTERNAL "")
    rlslint_fetch(nlohmann_json https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
                  d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
endif()

find_package(CLI11 2.1 QUIET)
if(NOT CLI11_FOUND)
    set(CLI11_BUILD_TESTS OFF CACHE INTERNAL "")
    set(CLI11_BUILD_EXAMPLES OFF CACHE INTERNAL "")
    set(CLI11_BUILD_DOCS OFF CACHE INTERNAL "")
    set(CLI11_INSTALL OFF CACHE INTERNAL "")
    rlslint_fetch(CLI11 https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.4.2.tar.gz
                  f2d893a65c3b1324c50d4e682c0cdc021dd0477ae2c048544f39eed6654b699a)
endif()

find_package(tomlplusplus 3.3 QUIET)
if(NOT tomlplusplus_FOUND)
    rlslint_fetch(tomlplusplus https://github.com/marzer/tomlplusplus/archive/refs/tags/v3.4.0.tar.gz
                  8517f65938a4faae9ccf8ebb36631a38c1cadfb5efa85d9a72e15b9e97d25155)
endif()

if(RLSLINT_BUILD_TESTS)
    find_package(doctest 2.4.9 QUIET)
    if(NOT doctest_FOUND)
        set(DOCTEST_WITH_TESTS OFF CACHE INTERNAL "")
        set(DOCTEST_NO_INSTALL ON CACHE INTERNAL "")
        rlslint_fetch(doctest https://github.com/doctest/doctest/archive/refs/tags/v2.4.12.tar.gz
                      73381c7aa4dee704bd935609668cf41880ea7f19fa0504a200e13b74999c2d70)
    endif()
endif()

if(RLSLINT_BUILD_BENCH)
    find_package(benchmark 1.7 QUIET)
    if(NOT benchmark_FOUND)
        set(BENCHMARK_ENABLE_TESTING OFF CACHE INTERNAL "")
        set(BENCHMARK_ENABLE_INSTALL OFF CACHE INTERNAL "")
        set(BENCHMARK_ENABLE_WERROR OFF CACHE INTERNAL "")
        rlslint_fetch(benchmark https://github.com/google/benchmark/archive/refs/tags/v1.8.5.tar.gz
                      d26789a2b46d8808a48a4556ee58ccc7c497fcd4c0af9b90197674a81e04798a)
    endif()
endif()

# fmt: what is shipped (RLSLINT_STATIC*) must not need its shared library, so there we take the archive beside it if
# there is one, else the headers alone, which are slow to compile.
add_library(rlslint_fmt INTERFACE)
get_target_property(_fmt_type fmt::fmt TYPE)
if(_fmt_type STREQUAL "SHARED_LIBRARY" AND (RLSLINT_STATIC OR RLSLINT_STATIC_RUNTIME))
    get_target_property(_fmt_location fmt::fmt LOCATION)
    get_filename_component(_fmt_dir "${_fmt_location}" DIRECTORY)
    find_library(RLSLINT_FMT_ARCHIVE libfmt.a PATHS "${_fmt_dir}" NO_DEFAULT_PATH)
    mark_as_advanced(RLSLINT_FMT_ARCHIVE)
    if(RLSLINT_FMT_ARCHIVE)
        get_target_property(_fmt_includes fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
        target_include_directories(rlslint_fmt SYSTEM INTERFACE "${_fmt_includes}")
        target_link_libraries(rlslint_fmt INTERFACE "${RLSLINT_FMT_ARCHIVE}")
    else()
        target_link_libraries(rlslint_fmt INTERFACE fmt::fmt-header-only)
    endif()
else()
    target_link_libraries(rlslint_fmt INTERFACE fmt::fmt)
endif()

# toml++: its headers alone, whatever its package was built as; one file includes them.
add_library(rlslint_toml INTERFACE)
get_target_property(_toml_target tomlplusplus::tomlplusplus ALIASED_TARGET)
if(NOT _toml_target)
    set(_toml_target tomlplusplus::tomlplusplus)
endif()
get_target_property(_toml_includes ${_toml_target} INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(rlslint_toml SYSTEM INTERFACE "${_toml_includes}")
