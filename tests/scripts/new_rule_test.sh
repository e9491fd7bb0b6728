#!/usr/bin/env bash
# What scripts/new_rule leaves behind.

. "$(dirname "$0")/harness.sh"

# A checkout with what the script reads and changes.
checkout() {
    scripts_only
    mkdir -p rules
    cp "$repo/rules/all.cpp" rules/
    printf '# Changelog\n\n## Unreleased\n\n- First.\n\n### Rules\n\n- New: `older`.\n' >CHANGELOG.md
}

compiles() {
    command -v c++ >/dev/null || fail "no compiler"
    c++ -std=c++20 -Wall -Wextra -Wconversion -Wshadow -Werror -fsyntax-only -I "$repo/include" "$1" ||
        fail "$1 does not compile"
}

# The rules listed under a group's heading, one a line.
listed() {
    awk -v heading="    /* $1 */" 'index($0, "    /* ") == 1 { inside = index($0, heading) == 1; next } inside' rules/all.cpp |
        sed 's/.*RULE(\(.*\)).*/\1/'
}

test_it_writes_a_rule_that_compiles() {
    checkout
    ./scripts/new_rule views-functions some-new-defect || fail "new_rule failed"
    compiles rules/views-functions/some-new-defect.cpp
    compiles rules/all.cpp
    grep -q '^Rule some_new_defect()' rules/views-functions/some-new-defect.cpp || fail "no symbol"
    grep -q 'RuleGroup::views_functions' rules/views-functions/some-new-defect.cpp || fail "not the group"
    if grep -rn '@[a-z]*@' rules fixtures; then fail "something was not filled in"; fi
}

test_it_writes_a_bad_and_a_good_fixture() {
    checkout
    ./scripts/new_rule policies some-new-defect || fail "new_rule failed"
    grep -q 'expect: some-new-defect' fixtures/rules/some-new-defect/bad_*.sql || fail "no marker"
    [ -s fixtures/rules/some-new-defect/good_first.sql ] || fail "no good fixture"
}

test_it_lists_the_rule_at_the_end_of_its_group() {
    checkout
    local before after
    before=$(listed policies)
    ./scripts/new_rule policies some-new-defect || fail "new_rule failed"
    after=$(listed policies)
    expect "policies" "$before"$'\n'some_new_defect "$after"
    ./scripts/new_rule project another-one || fail "new_rule failed in the last group"
    expect "the last of project" another_one "$(listed project | tail -n 1)"
    compiles rules/all.cpp
}

test_it_notes_the_rule_in_the_changelog() {
    checkout
    ./scripts/new_rule policies some-new-defect || fail "new_rule failed"
    expect "changelog" \
        "$(printf '# Changelog\n\n## Unreleased\n\n- First.\n\n### Rules\n\n- New: `some-new-defect`.\n- New: `older`.')" \
        "$(cat CHANGELOG.md)"
    printf '## Unreleased\n\n### Rules\n' >CHANGELOG.md
    ./scripts/new_rule policies another || fail "new_rule failed"
    expect "changelog" "$(printf '## Unreleased\n\n### Rules\n\n- New: `another`.')" "$(cat CHANGELOG.md)"
}

test_it_refuses_what_it_cannot_do_and_changes_nothing() {
    checkout
    local before
    before=$(cat rules/all.cpp CHANGELOG.md)
    local arguments
    for arguments in "policies" "no-such-group x" "policies Not_An_Id" "policies -x" "policies policy-always-true"; do
        # shellcheck disable=SC2086
        if ./scripts/new_rule $arguments; then fail "it took: $arguments"; fi
    done
    expect "files" "$before" "$(cat rules/all.cpp CHANGELOG.md)"
    expect "new files" "rules/all.cpp" "$(find rules fixtures -type f 2>/dev/null)"
}

run_tests
