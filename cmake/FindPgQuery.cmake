# Finds libpg_query with its internal headers, or builds it from its pinned release source.
#
# Takes   RLSLINT_PGQUERY   the grammar wanted: 17, 18, or empty for any from 17 up
#         RLSLINT_DEPS_DIR  where source archives are kept and unpacked
#         PgQuery_ROOT      an installation, or a built source tree, to prefer
# Gives   PgQuery::PgQuery  static library with SYSTEM include directories
#         PgQuery_FOUND, PgQuery_GRAMMAR (17), PgQuery_VERSION_NUM (170004)
#
# We need pg_query_internal.h and the server's own headers. Debian installs them from 17 on, under pg_query/;
# `make install` of libpg_query does not, so such an installation is passed over and the source is built instead.

set(_pgquery_pins "${CMAKE_CURRENT_LIST_DIR}/libpg_query.pins")
set(_pgquery_minimum 170000)
# In sections, so that what is shipped can leave out what it never calls.
set(_pgquery_flags "-O2 -ffunction-sections -fdata-sections")

# Looks at one place; sets _pgquery_{library,includes,number} when it holds a usable libpg_query.
macro(_pgquery_probe header_dir internal_dir postgres_dir)
    unset(_pgquery_number)
    if(EXISTS "${header_dir}/pg_query.h" AND EXISTS "${internal_dir}/pg_query_internal.h"
       AND EXISTS "${postgres_dir}/nodes/parsenodes.h")
        file(STRINGS "${header_dir}/pg_query.h" _pgquery_line REGEX "define PG_VERSION_NUM ")
        string(REGEX MATCH "[0-9]+" _pgquery_number "${_pgquery_line}")
        set(_pgquery_includes "${header_dir}" "${internal_dir}" "${postgres_dir}")
    endif()
endmacro()

function(_pgquery_wanted number result)
    math(EXPR major "${number} / 10000")
    if(number LESS _pgquery_minimum OR (RLSLINT_PGQUERY AND NOT RLSLINT_PGQUERY EQUAL major))
        set(${result} FALSE PARENT_SCOPE)
    else()
        set(${result} TRUE PARENT_SCOPE)
    endif()
endfunction()

# A package of the system, or an installation in PgQuery_ROOT.
macro(_pgquery_find_installed)
    find_path(PgQuery_INCLUDE_DIR pg_query.h)
    find_library(PgQuery_LIBRARY NAMES libpg_query.a pg_query)
    mark_as_advanced(PgQuery_INCLUDE_DIR PgQuery_LIBRARY)
    set(_pgquery_usable FALSE)
    if(PgQuery_INCLUDE_DIR AND PgQuery_LIBRARY)
        foreach(_pgquery_at IN ITEMS "pg_query;pg_query/postgres" "src;src/postgres/include")
            list(GET _pgquery_at 0 _pgquery_internal)
            list(GET _pgquery_at 1 _pgquery_postgres)
            _pgquery_probe("${PgQuery_INCLUDE_DIR}" "${PgQuery_INCLUDE_DIR}/${_pgquery_internal}"
                           "${PgQuery_INCLUDE_DIR}/${_pgquery_postgres}")
            if(_pgquery_number)
                _pgquery_wanted("${_pgquery_number}" _pgquery_usable)
                set(_pgquery_library "${PgQuery_LIBRARY}")
                break()
            endif()
        endforeach()
    endif()
endmacro()

# The pins of the wanted grammar: a list of "release sha256 origin" for the first grammar that fits.
function(_pgquery_pinned result)
    file(STRINGS "${_pgquery_pins}" lines REGEX "^[0-9]")
    set(found "")
    set(grammar "${RLSLINT_PGQUERY}")
    foreach(line IN LISTS lines)
        string(REPLACE " " ";" fields "${line}")
        list(POP_FRONT fields major)
        if(NOT grammar)
            set(grammar "${major}")
        endif()
        if(grammar EQUAL major)
            string(REPLACE ";" " " fields "${fields}")
            list(APPEND found "${fields}")
        endif()
    endforeach()
    set(${result} "${found}" PARENT_SCOPE)
endfunction()

# An archive of the release in RLSLINT_DEPS_DIR with one of the pinned hashes, fetched if none is there.
function(_pgquery_archive pins result)
    foreach(pin IN LISTS pins)
        string(REPLACE " " ";" pin "${pin}")
        list(GET pin 0 release)
        list(GET pin 1 sha256)
        set(archive "${RLSLINT_DEPS_DIR}/libpg_query-${release}.tar.gz")
        if(EXISTS "${archive}")
            file(SHA256 "${archive}" actual)
            if(actual STREQUAL sha256)
                set(${result} "${archive}" PARENT_SCOPE)
                return()
            endif()
        endif()
    endforeach()
    foreach(pin IN LISTS pins)
        string(REPLACE " " ";" pin "${pin}")
        list(GET pin 0 release)
        list(GET pin 1 sha256)
        list(GET pin 2 origin)
        if(origin STREQUAL "github")
            set(url "https://github.com/pganalyze/libpg_query/archive/refs/tags/${release}.tar.gz")
            set(archive "${RLSLINT_DEPS_DIR}/libpg_query-${release}.tar.gz")
            message(STATUS "libpg_query ${release}: fetching ${url}")
            file(DOWNLOAD "${url}" "${archive}.part" STATUS status TLS_VERIFY ON INACTIVITY_TIMEOUT 60)
            list(GET status 0 code)
            list(GET status 1 reason)
            if(NOT code EQUAL 0)
                file(REMOVE "${archive}.part")
                message(FATAL_ERROR "libpg_query ${release} could not be fetched from ${url}: ${reason}.\n"
                                    "Install libpg-query-dev from Debian 13 or later, run scripts/setup, or put "
                                    "the archive at ${archive}.")
            endif()
            file(SHA256 "${archive}.part" actual)
            if(NOT actual STREQUAL sha256)
                message(FATAL_ERROR "${url} has SHA-256 ${actual}, not the pinned ${sha256}.")
            endif()
            file(RENAME "${archive}.part" "${archive}")
            set(${result} "${archive}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "No release of libpg_query with grammar '${RLSLINT_PGQUERY}' is pinned in ${_pgquery_pins}.")
endfunction()

# Unpacks and builds the release once; every build directory of the checkout shares the result.
function(_pgquery_build release pins result)
    set(tree "${RLSLINT_DEPS_DIR}/libpg_query-${release}")
    file(MAKE_DIRECTORY "${RLSLINT_DEPS_DIR}")
    file(LOCK "${RLSLINT_DEPS_DIR}/libpg_query.lock" GUARD FUNCTION TIMEOUT 900)
    set(stale TRUE)
    if(EXISTS "${tree}/.rlslint-built")
        # One that was built with other flags is built anew where its source is at hand, and else does as well.
        file(READ "${tree}/.rlslint-built" built_with)
        if(built_with STREQUAL _pgquery_flags OR NOT EXISTS "${tree}.tar.gz")
            set(stale FALSE)
        endif()
    endif()
    if(stale)
        _pgquery_archive("${pins}" archive)
        message(STATUS "libpg_query ${release}: building in ${tree} (once)")
        file(REMOVE_RECURSE "${tree}" "${tree}.unpack")
        file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${tree}.unpack")
        file(GLOB unpacked LIST_DIRECTORIES TRUE "${tree}.unpack/*")
        file(RENAME "${unpacked}" "${tree}")
        file(REMOVE_RECURSE "${tree}.unpack")
        cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
        find_program(PgQuery_MAKE NAMES gmake make REQUIRED)
        mark_as_advanced(PgQuery_MAKE)
        execute_process(COMMAND "${CMAKE_COMMAND}" -E env --unset=MAKEFLAGS --unset=MAKELEVEL
                                "${PgQuery_MAKE}" -j${cores} build CC=${CMAKE_C_COMPILER} CFLAGS_OPT_LEVEL=${_pgquery_flags}
                        WORKING_DIRECTORY "${tree}" RESULT_VARIABLE code
                        OUTPUT_FILE "${tree}/build.log" ERROR_FILE "${tree}/build.log")
        if(NOT code EQUAL 0)
            message(FATAL_ERROR "libpg_query ${release} does not build: see ${tree}/build.log")
        endif()
        file(WRITE "${tree}/.rlslint-built" "${_pgquery_flags}")
    endif()
    set(${result} "${tree}" PARENT_SCOPE)
endfunction()

_pgquery_find_installed()
if(NOT _pgquery_usable)
    _pgquery_pinned(_pgquery_choices)
    if(_pgquery_choices)
        list(GET _pgquery_choices 0 _pgquery_release)
        string(REGEX REPLACE " .*" "" _pgquery_release "${_pgquery_release}")
        _pgquery_build("${_pgquery_release}" "${_pgquery_choices}" _pgquery_tree)
        _pgquery_probe("${_pgquery_tree}" "${_pgquery_tree}/src" "${_pgquery_tree}/src/postgres/include")
        set(_pgquery_library "${_pgquery_tree}/libpg_query.a")
        # The release's own headers include each other relative to its root and to src/include.
        list(APPEND _pgquery_includes "${_pgquery_tree}/src/include" "${_pgquery_tree}/vendor")
        _pgquery_wanted("${_pgquery_number}" _pgquery_usable)
    endif()
endif()

if(_pgquery_usable)
    set(PgQuery_VERSION_NUM "${_pgquery_number}")
    math(EXPR PgQuery_GRAMMAR "${_pgquery_number} / 10000")
else()
    unset(_pgquery_library)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PgQuery REQUIRED_VARS _pgquery_library _pgquery_includes PgQuery_GRAMMAR
                                          VERSION_VAR PgQuery_GRAMMAR)

if(PgQuery_FOUND AND NOT TARGET PgQuery::PgQuery)
    find_package(Threads REQUIRED)
    add_library(PgQuery::PgQuery UNKNOWN IMPORTED)
    set_target_properties(
        PgQuery::PgQuery
        PROPERTIES IMPORTED_LOCATION "${_pgquery_library}"
                   INTERFACE_INCLUDE_DIRECTORIES "${_pgquery_includes}"
                   INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${_pgquery_includes}"
                   INTERFACE_LINK_LIBRARIES "Threads::Threads")
endif()
