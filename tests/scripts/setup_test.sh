#!/usr/bin/env bash
# What scripts/setup does, with stand-ins for the package managers.

. "$(dirname "$0")/harness.sh"

# A Debian on which everything is installed but the packages named.
debian_without() {
    scripts_only
    stand_in uname <<<'echo Linux'
    stand_in apt-get <<<'exit 0'
    stand_in sudo <<<'"$@"'
    stand_in apt-cache <<'END'
case $1 in
depends) echo "  Depends: clang-14" ;;
policy) for package in "${@:2}"; do printf '%s:\n  Candidate: 17-6.1.0-1\n' "$package"; done ;;
esac
END
    stand_in dpkg-query <<END
for package; do :; done
case " $* " in *" \$package "*) exit 1 ;; esac
case "\$*" in *Status*) printf installed ;; *Version*) printf 17-6.1.0-1 ;; esac
END
    local tool
    for tool in cmake c++ git make ninja clang clang++ clang-format clang-tidy run-clang-tidy fakeroot jq node npm pre-commit; do
        command -v "$tool" >/dev/null || stand_in "$tool" <<<'exit 0'
    done
}

test_nothing_is_installed_when_everything_is_there() {
    debian_without
    ./scripts/setup --for test || fail "setup failed"
    expect "calls of apt-get" "" "$(calls | grep ^apt-get)"
}

test_the_second_start_asks_no_package_manager() {
    debian_without
    ./scripts/setup --for lint || fail "setup failed"
    rm -f "$work/calls"
    ./scripts/setup --for lint || fail "setup failed"
    expect "calls" "" "$(calls | grep -v ^uname)"
}

test_only_what_is_missing_is_installed() {
    debian_without ninja-build ccache
    ./scripts/setup --for lint || fail "setup failed"
    expect_match "install" "install .* ninja-build ccache$" "$(calls | grep '^apt-get.* install')"
}

test_packages_that_the_system_lacks_are_done_without() {
    debian_without ccache
    stand_in apt-cache <<'END'
[ "$1" != policy ] || for package in "${@:2}"; do
    case $package in
    ccache) printf '%s:\n  Candidate: (none)\n' "$package" ;;
    *) printf '%s:\n  Candidate: 17-6.1.0-1\n' "$package" ;;
    esac
done
END
    ./scripts/setup --for lint || fail "setup failed"
    expect "installs" "" "$(calls | grep '^apt-get.* install')"
}

test_lint_needs_no_test_packages() {
    debian_without clang postgresql doctest-dev
    ./scripts/setup --for lint || fail "setup failed"
    expect "installs" "" "$(calls | grep '^apt-get.* install')"
    ./scripts/setup --for test || fail "setup failed"
    expect_match "install" "install .*clang postgresql doctest-dev$" "$(calls | grep '^apt-get.* install')"
}

test_another_grammar_is_another_setup() {
    debian_without
    ./scripts/setup --for lint || fail "setup failed"
    mkdir -p .deps/libpg_query-18.1.0
    touch .deps/libpg_query-18.1.0/.rlslint-built
    rm -f "$work/calls"
    RLSLINT_PGQUERY=18 ./scripts/setup --for lint || fail "setup failed"
    expect_match "calls" "^dpkg-query" "$(calls)"
}

test_a_failed_install_leaves_no_stamp() {
    debian_without ninja-build
    stand_in apt-get <<<'exit 100'
    if ./scripts/setup --for lint; then fail "setup passed"; fi
    if ls .deps/*.stamp; then fail "there is a stamp"; fi
}

test_a_lost_command_is_noticed() {
    debian_without
    ./scripts/setup --for lint || fail "setup failed"
    rm -f "$work/calls"
    sed -i.bak 's/echo cmake /echo no-such-command cmake /' scripts/lib/packages.sh
    # The stamp still fits what the scripts are now, so that only the command is missing.
    (. scripts/lib/common.sh && : && cat scripts/setup scripts/lib/*.sh cmake/libpg_query.pins /etc/os-release | cksum &&
        echo "grammar any") >.deps/setup-lint.stamp
    ./scripts/setup --for lint || fail "setup failed"
    expect_match "calls" "^dpkg-query" "$(calls)"
}

run_tests
