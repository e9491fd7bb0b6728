#!/usr/bin/env bash
# How the source of libpg_query is chosen, fetched and found.

. "$(dirname "$0")/harness.sh"

load() {
    scripts_only
    . scripts/lib/common.sh
    . scripts/lib/pgquery.sh
    set +e
}

test_every_pin_is_whole() {
    grep '^[0-9]' "$repo/cmake/libpg_query.pins" | while read -r grammar release sum origin rest; do
        expect "grammar of $release" "$grammar" "${release%%[-.]*}"
        expect "length of a hash" 64 "${#sum}"
        expect "more on the line" "" "$rest"
        case $origin in github | debian:?*) ;; *) fail "origin $origin" ;; esac
    done
}

test_every_grammar_can_be_had_from_github() {
    local grammar
    for grammar in 17 18; do
        grep -q "^$grammar .* github$" "$repo/cmake/libpg_query.pins" || fail "no pin for $grammar"
    done
}

test_packages_before_17_do_not_fit() {
    load
    if pgquery_version_fits 15-4.0.0-1; then fail "15 fits"; fi
    if pgquery_version_fits ""; then fail "nothing fits"; fi
    pgquery_version_fits 17-6.1.0-1 || fail "17 does not fit"
    pgquery_version_fits 18.1.0-2 || fail "18 does not fit"
    if RLSLINT_PGQUERY=17 pgquery_version_fits 18.1.0-2; then fail "18 fits where 17 is wanted"; fi
}

test_the_first_pinned_grammar_is_the_default() {
    load
    expect "release" 17-6.1.0 "$(pgquery_pinned | head -n 1 | cut -d' ' -f1)"
    expect "release" 18.1.0 "$(RLSLINT_PGQUERY=18 pgquery_pinned | head -n 1 | cut -d' ' -f1)"
    expect "release" "" "$(RLSLINT_PGQUERY=16 pgquery_pinned)"
}

# apt-get that knows one mirror and "downloads" the text given.
fake_apt() {
    stand_in apt-get <<END
case "\$*" in
indextargets*) echo "http://mirror.invalid/debian/ $(os_release VERSION_CODENAME) x main" ;;
*" source "*) printf '%s' '$1' >libpg-query_1.0.orig.tar.gz ;;
esac
END
}

test_a_source_with_the_pinned_hash_is_taken() {
    load
    mkdir -p "$deps"
    [ -n "$(os_release VERSION_CODENAME)" ] || return 0
    fake_apt hello
    debian_source next 1.0 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 "$deps/out" || fail "refused"
    expect "archive" hello "$(cat "$deps/out")"
    expect_match "sources.list" "mirror.invalid/debian/ next main" "$(cat "$deps/apt/sources.list")"
}

test_a_source_with_another_hash_is_refused() {
    load
    mkdir -p "$deps"
    [ -n "$(os_release VERSION_CODENAME)" ] || return 0
    fake_apt hallo
    if debian_source next 1.0 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 "$deps/out"; then
        fail "taken"
    fi
    [ ! -e "$deps/out" ] || fail "left behind"
}

test_the_systems_package_lists_are_left_alone() {
    load
    mkdir -p "$deps"
    [ -n "$(os_release VERSION_CODENAME)" ] || return 0
    fake_apt hello
    debian_source next 1.0 none "$deps/out"
    expect "calls without lists of their own" "" "$(calls | grep -e update -e source | grep -v "Dir::State::Lists=$deps/")"
}

# A made-up libpg_query: its header, its internal headers in the two layouts there are, and a library.
made_up() {
    local at=$1 number=$2 internal=$3 postgres=$4
    mkdir -p "$at/$internal" "$at/$postgres/nodes" "$at/lib"
    echo "#define PG_VERSION_NUM $number" >"$at/pg_query.h"
    touch "$at/$internal/pg_query_internal.h" "$at/$postgres/nodes/parsenodes.h" "$at/libpg_query.a"
}

installed() {
    made_up "$work/usr/include" "$1" pg_query pg_query/postgres
    mkdir -p "$work/usr/lib"
    touch "$work/usr/lib/libpg_query.a"
}

built() {
    made_up "$work/deps/libpg_query-$1" "$2" src src/postgres/include
    # What it was built with: with other flags it would be built anew.
    sed -n 's/^set(_pgquery_flags "\(.*\)")$/\1/p' "$repo/cmake/FindPgQuery.cmake" | tr -d '\n' \
        >"$work/deps/libpg_query-$1/.rlslint-built"
}

# find_pgquery [option]...: prints what FindPgQuery.cmake finds.
find_pgquery() {
    mkdir -p "$work/find"
    cat >"$work/find/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(find C)
list(PREPEND CMAKE_MODULE_PATH "$repo/cmake")
set(RLSLINT_DEPS_DIR "$work/deps")
find_package(PgQuery REQUIRED)
get_target_property(library PgQuery::PgQuery IMPORTED_LOCATION)
message(STATUS "grammar=\${PgQuery_GRAMMAR} library=\${library}")
END
    rm -rf "$work/find/build"
    cmake -S "$work/find" -B "$work/find/build" "-DPgQuery_ROOT=$work/usr" "$@" 2>&1 | grep -e grammar= -e Error
}

test_an_installed_package_is_found() {
    installed 170004
    expect_match "found" "grammar=17 library=$work/usr/lib/libpg_query.a" "$(find_pgquery)"
}

test_an_old_package_is_passed_over() {
    installed 150001
    built 17-6.1.0 170004
    expect_match "found" "grammar=17 library=$work/deps/libpg_query-17-6.1.0/libpg_query.a" "$(find_pgquery)"
}

test_a_package_without_internal_headers_is_passed_over() {
    installed 170004
    rm "$work/usr/include/pg_query/pg_query_internal.h"
    built 17-6.1.0 170004
    expect_match "found" "library=$work/deps" "$(find_pgquery)"
}

test_the_wanted_grammar_is_built_where_the_package_has_another() {
    installed 170004
    built 18.1.0 180001
    expect_match "found" "grammar=18 library=$work/deps" "$(find_pgquery -DRLSLINT_PGQUERY=18)"
}

test_an_unknown_grammar_is_an_error() {
    expect_match "found" Error "$(find_pgquery -DRLSLINT_PGQUERY=16)"
}

run_tests
