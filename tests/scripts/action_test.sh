#!/usr/bin/env bash
# The steps of action.yml, as a runner would run them.

. "$(dirname "$0")/harness.sh"

table='create table public.notes (id bigint primary key, owner uuid not null);
alter table public.notes enable row level security;
grant select on public.notes to anon;'
old='create policy old on public.notes for select to anon using (true);'
new='create policy new on public.notes for update to anon using (true) with check (true);
grant update on public.notes to anon;'

# A runner with a checkout of a project whose base has one finding, and whose head makes more.
runner() {
    export HOME=$work/home GIT_CONFIG_NOSYSTEM=1 RUNNER_TEMP=$work/temp GITHUB_REPOSITORY=some/project
    export GITHUB_ACTIONS=true GITHUB_OUTPUT=$work/output GITHUB_STEP_SUMMARY=$work/summary GITHUB_PATH=$work/path
    mkdir -p "$HOME" "$RUNNER_TEMP" "$work/project/supabase/migrations" "$work/bin"
    touch "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY" "$GITHUB_PATH"
    git config --global user.name Someone
    git config --global user.email someone@example.org
    ln -s "$(rlslint_program)" "$work/bin/rlslint"
    cd "$work/project" && git init -q || fail "no project"
    printf '%s\n%s\n' "$table" "$old" >supabase/migrations/20260101000000_notes.sql
    git add -A && git commit -qm Base
    RLSLINT_BASE=$(git rev-parse HEAD)
    export RLSLINT_BASE RLSLINT_PULL=7
    echo "$new" >supabase/migrations/20260102000000_update.sql
    git add -A && git commit -qm Head
}

step() { "$repo/action/run" "$@"; }
output_of() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1; }

test_lint_annotates_summarises_and_leaves_a_sarif_report() {
    need git jq
    runner
    step lint >"$work/log" || fail "lint fails the job before the report is uploaded"
    expect "status" 1 "$(output_of status)"
    expect "sarif" rlslint.sarif "$(output_of sarif)"
    expect_match "annotations" '^::error .*file=supabase/migrations/20260102000000_update.sql,line=1' "$(cat "$work/log")"
    expect_match "summary" 'policy-always-true' "$(cat "$work/summary")"
    expect "sarif's version" 2.1.0 "$(jq -r .version rlslint.sarif)"
}

test_inputs_are_words_and_nothing_else() {
    need git
    runner
    RLSLINT_PATHS='supabase $(touch broken) `touch broken` *' RLSLINT_FAIL_ON=error step lint >"$work/log" 2>&1
    [ ! -e broken ] || fail "an input was run"
    expect "status" 2 "$(output_of status)"
    RLSLINT_PATHS="" RLSLINT_ARGS="--rule rls-disabled" step lint >"$work/log" || fail "lint failed"
    expect "status" 0 "$(output_of status)"
}

test_compare_counts_only_what_is_new() {
    need git jq
    runner
    step compare >"$work/log" 2>&1 || fail "compare failed: $(cat "$work/log")"
    expect_match "new" '^[1-9]' "$(output_of new)"
    expect_match "report" 'anon can update every row' "$(cat "$RUNNER_TEMP/rlslint-new.md")"
    if grep -q 'anon can read every row' "$RUNNER_TEMP/rlslint-new.md"; then fail "what was there before is called new"; fi
    expect "changes" "" "$(git status --porcelain)"
}

test_compare_finds_nothing_new_where_nothing_changed() {
    need git jq
    runner
    RLSLINT_BASE=$(git rev-parse HEAD) step compare >"$work/log" 2>&1 || fail "compare failed: $(cat "$work/log")"
    expect "new" 0 "$(output_of new)"
}

test_compare_takes_everything_as_new_where_the_base_had_no_migrations() {
    need git jq
    runner
    RLSLINT_BASE=$(git commit-tree -m Empty "$(git hash-object -t tree /dev/null)")
    step compare >"$work/log" 2>&1 || fail "compare failed: $(cat "$work/log")"
    expect_match "report" 'anon can read every row' "$(cat "$RUNNER_TEMP/rlslint-new.md")"
}

# gh that knows of the comment with the id given, or of none.
fake_gh() {
    stand_in gh <<END
[[ "\$*" == *--jq* ]] && echo '${1:-}'
for argument; do case \$argument in body=@*) cp "\${argument#body=@}" '$work/body' ;; esac; done
exit 0
END
}

test_a_first_comment_says_what_is_new() {
    runner
    fake_gh
    echo 'something new' >"$RUNNER_TEMP/rlslint-new.md"
    RLSLINT_NEW=2 step comment || fail "comment failed"
    expect_match "call" 'POST repos/some/project/issues/7/comments' "$(calls | tail -n 1)"
    expect_match "body" 'something new' "$(cat "$work/body")"
}

test_a_later_comment_replaces_the_first() {
    runner
    fake_gh 41
    echo 'something new' >"$RUNNER_TEMP/rlslint-new.md"
    RLSLINT_NEW=2 step comment || fail "comment failed"
    expect_match "call" 'PATCH repos/some/project/issues/comments/41' "$(calls | tail -n 1)"
    RLSLINT_NEW=0 step comment || fail "comment failed"
    expect_match "body" 'no new findings' "$(cat "$work/body")"
}

test_nothing_new_is_nothing_said() {
    runner
    fake_gh
    RLSLINT_NEW=0 step comment || fail "comment failed"
    expect "calls that write" "" "$(calls | grep -e POST -e PATCH)"
}

# curl that downloads what is in $work/release.
fake_release() {
    local name
    name=rlslint-9.9.9-$(. "$repo/scripts/lib/common.sh" && this_platform).tar.gz
    mkdir -p "$work/release" "$work/packed/rlslint/bin"
    printf '#!/bin/sh\necho released\n' >"$work/packed/rlslint/bin/rlslint"
    chmod +x "$work/packed/rlslint/bin/rlslint"
    tar -czf "$work/release/$name" -C "$work/packed" rlslint
    (cd "$work/release" && sha256sums "$name" >SHA256SUMS)
    stand_in curl <<END
while [ \$# -gt 1 ]; do [ "\$1" != --output ] || out=\$2; shift; done
cp "$work/release/\${1##*/}" "\$out"
END
}

test_install_takes_a_release_whose_checksum_fits() {
    runner
    fake_release
    RLSLINT_VERSION=9.9.9 step install || fail "install failed"
    expect "program" released "$("$(cat "$GITHUB_PATH")/rlslint")"
}

test_install_refuses_what_was_tampered_with() {
    runner
    fake_release
    echo more >>"$(echo "$work"/release/*.tar.gz)"
    if RLSLINT_VERSION=9.9.9 step install; then fail "taken"; fi
    expect "on the path" "" "$(cat "$GITHUB_PATH")"
    RLSLINT_VERSION='9; touch broken' step install
    expect "status of a version that is none" 2 $?
}

test_the_action_calls_steps_that_exist() {
    local name
    for name in $(sed -n 's/.*action\/run" \([a-z]*\).*/\1/p' "$repo/action.yml"); do
        grep -q "^step_$name()" "$repo/action/run" || fail "action.yml runs $name, which is no step"
    done
    if grep -E '^ *run:.*\$\{\{' "$repo/action.yml"; then fail "an input is made part of a script"; fi
    need python3
    python3 -c 'import yaml' 2>/dev/null || return 0
    python3 -c 'import sys, yaml; assert yaml.safe_load(open(sys.argv[1]))["runs"]["using"] == "composite"' \
        "$repo/action.yml" || fail "action.yml is no YAML"
}

run_tests
