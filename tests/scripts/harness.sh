# Sourced by the tests beside it. Each test is a function test_*; run_tests runs them all, every one in a subshell with
# an empty folder as $work, and fails if one does. Stand-ins for system commands go into $work/bin.

set -uo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

fail() {
    printf '    %s\n' "$*"
    exit 1
}

# expect <what> <wanted> <got>
expect() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }
expect_match() { printf '%s' "$3" | grep -q -e "$2" || fail "$1: expected something like '$2', got '$3'"; }

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
            echo "ok      $test"
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
