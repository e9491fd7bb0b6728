# Sourced by the tests beside it. Each test is a function test_*; run_tests runs them all, every one in a subshell with
# an empty folder as $work, and fails if one does. Stand-ins for system commands go into $work/bin.

set -uo pipefail
in_ci=${CI:-}
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

fail() {
    printf '    %s\n' "$*"
    exit 1
}

# expect <what> <wanted> <got>
expect() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }
expect_match() { grep -q -e "$2" <<<"$3" || fail "$1: expected something like '$2', got '$3'"; }

# need <command>...: the test is left out where one is lacking, and says so; in CI it fails.
need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null && continue
        [ "$in_ci" != true ] || fail "no $tool here: scripts/setup should have installed it"
        printf 'no %s here' "$tool" >"$work/left_out"
        exit 0
    done
}

# only_where <command>...: the test is left out where one is lacking, in CI too: it is about systems that have it.
only_where() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null && continue
        printf 'no %s here' "$tool" >"$work/left_out"
        exit 0
    done
}

sha256sums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# The rlslint under test: the one that was built, or that RLSLINT_EXECUTABLE names.
rlslint_program() {
    local program
    for program in "${RLSLINT_EXECUTABLE:-}" "$repo/build/dev/rlslint" "$repo/build/lint/rlslint"; do
        if [ -x "$program" ]; then
            echo "$program"
            return
        fi
    done
    fail "no rlslint: build it, or name one in RLSLINT_EXECUTABLE" >&2
}

# stand_in <command>: a command on PATH that notes its arguments in $work/calls and then does what stdin says.
stand_in() {
    mkdir -p "$work/bin"
    {
        echo '#!/usr/bin/env bash'
        echo "echo \"$1 \$*\" >>'$work/calls'"
        cat
    } >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

calls() { if [ -f "$work/calls" ]; then cat "$work/calls"; fi; }

# A checkout with the scripts in it, and nothing else.
scripts_only() {
    mkdir -p "$work/repo/cmake"
    cp -R "$repo/scripts" "$work/repo/scripts"
    cp "$repo/cmake/libpg_query.pins" "$work/repo/cmake/"
    cd "$work/repo" || fail "no checkout"
}

run_tests() {
    local test failed=0 count=0
    for test in $(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); do
        work=$(mktemp -d)
        unset RLSLINT_PGQUERY CI
        if (PATH=$work/bin:$PATH && "$test") >"$work/out" 2>&1; then
            if [ -f "$work/left_out" ]; then echo "LEFT OUT $test: $(cat "$work/left_out")"; else echo "ok      $test"; fi
        else
            echo "FAILED  $test"
            cat "$work/out"
            failed=$((failed + 1))
        fi
        count=$((count + 1))
        rm -rf "$work"
    done
    echo "$count tests, $failed failed"
    [ "$failed" = 0 ] && [ "$count" -gt 0 ]
}
