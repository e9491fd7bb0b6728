#!/usr/bin/env bash
# What the commands promise: help, exit statuses, where output goes.

. "$(dirname "$0")/harness.sh"

test_every_command_has_help() {
    local name
    for name in setup lint test; do
        expect_match "$name --help" "^Usage: scripts/$name" "$("$repo/scripts/$name" --help | head -n 1)"
    done
}

test_unknown_arguments_are_errors() {
    "$repo/scripts/setup" --frobnicate
    expect "status of setup" 2 $?
    "$repo/scripts/setup" --for lunch
    expect "status of setup" 2 $?
    "$repo/scripts/test" --only lunch
    expect "status of test" 2 $?
}

# A checkout that is set up and built, with an rlslint that does what stdin says.
built_checkout() {
    scripts_only
    printf '#!/bin/sh\nexit 0\n' >scripts/setup
    mkdir -p build/lint
    touch build/lint/build.ninja
    { echo '#!/bin/sh' && cat; } >build/lint/rlslint
    chmod +x build/lint/rlslint
    stand_in ninja <<<'echo "ninja: no work to do."'
}

test_lint_gives_rlslints_output_and_status() {
    built_checkout <<<'echo "$# $2"; exit 1'
    expect "output" "2 b c" "$(./scripts/lint a "b c")"
    ./scripts/lint a
    expect "status" 1 $?
}

test_lint_is_run_from_where_the_user_stands() {
    built_checkout <<<'pwd -P'
    mkdir elsewhere
    expect_match "folder" '/elsewhere$' "$(cd elsewhere && ../scripts/lint .)"
}

test_lint_is_silent_when_nothing_changed() {
    built_checkout <<<'exit 0'
    expect "output" "" "$(./scripts/lint . 2>&1)"
}

test_a_failed_build_is_an_error() {
    built_checkout <<<'exit 0'
    stand_in ninja <<<'echo "error: no"; exit 1'
    ./scripts/lint .
    expect "status" 2 $?
}

run_tests
