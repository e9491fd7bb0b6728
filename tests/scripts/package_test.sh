#!/usr/bin/env bash
# What scripts/package makes can be installed, run and removed.

. "$(dirname "$0")/harness.sh"

# One version is written in several places.
version=$(sed -n 's/^    VERSION \([0-9.]*\)$/\1/p' "$repo/CMakeLists.txt")

# made <kind>: has it made in $work/dist.
made() {
    [ -n "${RLSLINT_TREE:-}" ] || RLSLINT_TREE=$(dirname "$(rlslint_program)")
    "$repo/scripts/package" "$1" --tree "$RLSLINT_TREE" --out "$work/dist" || fail "scripts/package $1 failed"
    echo 'create table public.notes (id bigint);' >"$work/notes.sql"
}

# expect_runs <program>...: it tells its version, and finds what is in $work/notes.sql.
expect_runs() {
    expect_match "version" "^rlslint $version " "$("$@" --version)"
    (cd "$work" && "$@" --profile supabase-auto-expose notes.sql) >"$work/found" 2>&1
    expect "status" 1 $?
    expect_match "findings" '\[rls-disabled\]' "$(cat "$work/found")"
}

expect_pages() {
    [ -s "$1/share/man/man1/rlslint.1" ] || fail "no manual page"
    [ -s "$1/share/bash-completion/completions/rlslint" ] || fail "no completion for bash"
    [ -s "$1/share/fish/vendor_completions.d/rlslint.fish" ] || fail "no completion for fish"
    [ -n "$(find "$1/share/zsh" -name _rlslint)" ] || fail "no completion for zsh"
    [ -n "$(find "$1/share/doc" -name NOTICE)" ] || fail "no NOTICE"
}

test_every_file_has_the_same_version() {
    local file
    [ -n "$version" ] || fail "CMakeLists.txt has no version"
    expect_match "package.json" "\"version\": \"$version\"" "$(cat "$repo/package.json")"
    expect "platform packages" 4 "$(grep -c "\"@rlslint/[a-z0-9-]*\": \"$version\"" "$repo/package.json")"
    expect_match "hooks" "ghcr.io/rlslint/rlslint:$version\$" "$(cat "$repo/.pre-commit-hooks.yaml")"
    expect_match "action" "default: \"$version\"" "$(cat "$repo/action.yml")"
    expect_match "formula" "/v$version.tar.gz" "$(cat "$repo/packaging/rlslint.rb")"
}

test_the_archive() {
    made archive
    (cd "$work/dist" && sha256sums -c SHA256SUMS) || fail "the checksums are wrong"
    mkdir "$work/unpacked"
    tar -xzf "$work"/dist/rlslint-"$version"-*.tar.gz -C "$work/unpacked" --strip-components=1 || fail "not an archive"
    expect_runs "$work/unpacked/bin/rlslint"
    if command -v nm >/dev/null; then
        expect_match "symbols" "no symbols" "$(nm "$work/unpacked/bin/rlslint" 2>&1)"
    fi
    expect_pages "$work/unpacked"
}

# dpkg with a system of its own, so that this one stays as it is.
dpkg_apart() {
    local fakeroot=""
    [ "$(id -u)" = 0 ] || fakeroot=fakeroot
    # What the program is linked with is installed here, not there.
    $fakeroot dpkg --root="$work/system" --log=/dev/null --force-depends --force-not-root --force-script-chrootless "$@"
}

test_the_deb_is_installed_run_and_removed() {
    only_where dpkg
    [ "$(id -u)" = 0 ] || need fakeroot
    made deb
    mkdir -p "$work/system/var/lib/dpkg/updates" "$work/system/var/lib/dpkg/info" "$work/system/var/lib/dpkg/triggers"
    touch "$work/system/var/lib/dpkg/status" "$work/system/var/lib/dpkg/available"
    dpkg_apart --install "$work"/dist/rlslint_"$version"_*.deb || fail "it does not install"
    expect_runs "$work/system/usr/bin/rlslint"
    expect_pages "$work/system/usr"
    dpkg_apart --purge rlslint || fail "it is not removed"
    expect "left behind" "" "$(find "$work/system/usr" -name '*rlslint*')"
}

# npm that reaches no network.
isolate_npm() {
    export HOME=$work/home npm_config_cache=$work/npm-cache npm_config_offline=true npm_config_update_notifier=false
    export npm_config_fund=false npm_config_audit=false
    mkdir -p "$HOME" "$work/user"
    cd "$work/user" || fail "no folder"
    echo '{"private": true}' >package.json
}

test_npm_installs_and_runs_it() {
    need node npm
    made npm
    isolate_npm
    npm install --omit=optional "$work"/dist/rlslint-"$version".tgz || fail "it does not install"
    npx --no-install rlslint --version >"$work/said" 2>&1
    expect "status without the platform's package" 2 $?
    expect_match "what it says" "package @rlslint/.* is not installed" "$(cat "$work/said")"
    npm install --omit=optional "$work"/dist/rlslint-"$version".tgz "$work"/dist/rlslint-*-*-"$version".tgz ||
        fail "the platform's package does not install"
    expect_runs "$work/user/node_modules/.bin/rlslint"
    expect_match "npx" "^rlslint $version " "$(npx --no-install rlslint --version)"
}

test_npm_picks_the_platforms_package_by_itself() {
    need node npm
    made npm
    isolate_npm
    node "$repo/tests/scripts/registry.js" "$work/dist" "$work/port" &
    local server=$!
    trap 'kill $server' EXIT
    until [ -s "$work/port" ]; do sleep 0.1; done
    npm_config_offline=false npm_config_registry=http://localhost:$(cat "$work/port")/ npm install rlslint ||
        fail "it does not install"
    expect_runs "$work/user/node_modules/.bin/rlslint"
}

test_the_same_commit_gives_the_same_archive() {
    made archive
    mv "$work/dist" "$work/first"
    sleep 1
    made archive
    expect "SHA256SUMS" "$(cat "$work/first/SHA256SUMS")" "$(cat "$work/dist/SHA256SUMS")"
}

# What scripts/package builds by itself asks nothing of the system that it runs on.
test_a_release_needs_no_library_and_is_small() {
    local program=$repo/build/package/rlslint
    if [ ! -x "$program" ]; then
        echo "no release built (scripts/package)" >"$work/left_out"
        exit 0
    fi
    # A static program that is loaded anywhere ldd calls "statically linked".
    case $(ldd "$program" 2>&1) in *"not a dynamic executable"* | *"statically linked"*) ;; *) fail "needs libraries" ;; esac
    [ "$(wc -c <"$program")" -lt 8388608 ] || fail "$(wc -c <"$program") bytes"
}

# It is loaded anywhere, runs nothing on its stack, and its tables are read-only once it runs.
test_a_release_is_guarded() {
    local program=$repo/build/package/rlslint headers
    need readelf
    if [ ! -x "$program" ]; then
        echo "no release built (scripts/package)" >"$work/left_out"
        exit 0
    fi
    headers=$(readelf --wide --file-header --program-headers --dynamic "$program")
    expect_match "type" "Type: *DYN" "$headers"
    expect_match "flags" "FLAGS_1.*NOW.*PIE" "$headers"
    expect_match "read-only after relocation" "GNU_RELRO" "$headers"
    expect_match "stack" "GNU_STACK.* RW " "$headers"
}

run_tests
