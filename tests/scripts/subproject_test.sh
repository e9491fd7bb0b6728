#!/usr/bin/env bash
# rlslint as a part of another project: it must not bring its tests or its strictness along.

. "$(dirname "$0")/harness.sh"

test_rlslint_can_be_added_to_another_project() {
    mkdir "$work/host"
    cat >"$work/host/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(host C CXX)
add_subdirectory("$repo" rlslint)
if(TARGET rlslint_test_support OR TARGET rlslint_bench)
    message(FATAL_ERROR "tests or benchmarks are built")
endif()
get_target_property(options rlslint_options INTERFACE_COMPILE_OPTIONS)
if("-Werror" IN_LIST options)
    message(FATAL_ERROR "warnings are errors")
endif()
if(NOT TARGET rlslint::cli)
    message(FATAL_ERROR "no library to link")
endif()
END
    cmake -S "$work/host" -B "$work/host/build" ${RLSLINT_TEST_OPTIONS:-} || fail "the host does not configure"
}

run_tests
