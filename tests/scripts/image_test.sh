#!/usr/bin/env bash
# The image: what can be seen without an engine; with one, and RLSLINT_TEST_IMAGE=1, that it builds and lints.

. "$(dirname "$0")/harness.sh"

test_every_base_has_a_tag() {
    local base
    for base in $(awk '$1 == "FROM" { print $2 }' "$repo/Dockerfile"); do
        expect_match "base" '^[a-z]*:[0-9]' "$base"
    done
}

test_what_is_copied_is_there_and_not_ignored() {
    local file
    for file in $(awk '$1 == "COPY" && $2 !~ /^--/ { for (i = 2; i < NF; i++) print $i }' "$repo/Dockerfile"); do
        [ -e "$repo/$file" ] || fail "there is no $file to copy"
        if grep -qx "$file" "$repo/.dockerignore"; then fail "$file is ignored"; fi
    done
    # A program of this machine must not be taken for one of the image's.
    grep -qx build "$repo/.dockerignore" || fail "build is not ignored"
}

test_it_builds_the_release_and_runs_as_nobody() {
    expect_match "build" 'RLSLINT_STATIC=ON' "$(cat "$repo/Dockerfile")"
    expect "user" "USER nobody" "$(grep '^USER' "$repo/Dockerfile" | tail -n 1)"
    expect "entry point" 'ENTRYPOINT ["rlslint"]' "$(grep '^ENTRYPOINT' "$repo/Dockerfile")"
}

test_the_image_lints() {
    if [ -z "${RLSLINT_TEST_IMAGE:-}" ] || ! docker info >/dev/null 2>&1; then
        echo "no engine, or not asked for (RLSLINT_TEST_IMAGE=1)" >"$work/left_out"
        exit 0
    fi
    docker build --tag rlslint-test "$repo" || fail "it does not build"
    docker run --rm -v "$repo/docs/demo:/src:ro" rlslint-test >"$work/said" 2>&1
    expect "status" 1 $?
    expect_match "findings" '\[policies-without-rls\]' "$(cat "$work/said")"
    # As GitLab and pre-commit call it.
    docker run --rm -u 1234:1234 -v "$repo/docs/demo:/src:ro" --entrypoint "" rlslint-test sh -c 'rlslint --version && git --version' ||
        fail "it does not run for another user"
}

run_tests
