#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml, run by the real pre-commit on a scratch repository.

. "$(dirname "$0")/harness.sh"

good='create table notes (id bigint primary key, owner uuid not null);
alter table notes enable row level security;
create policy own on notes for select to authenticated using (owner = (select auth.uid()));
create index on notes (owner);
grant select on notes to authenticated;'
bad='create policy everyone on notes for update to anon using (true) with check (true);
grant update on notes to anon;'

# Nothing of the user's own configuration is read or written.
isolate() {
    export HOME=$work/home PRE_COMMIT_HOME=$work/pre-commit GIT_CONFIG_NOSYSTEM=1
    export npm_config_cache=$work/npm npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
    mkdir -p "$HOME"
    git config --global user.name Someone
    git config --global user.email someone@example.org
    git config --global init.defaultBranch main
    git config --global protocol.file.allow always
}

# What pre-commit would clone: of rlslint's repository, the files that hooks need.
hook_repository() {
    mkdir -p "$work/hooks"
    cp -R "$repo/.pre-commit-hooks.yaml" "$repo/package.json" "$repo/npm" "$repo/LICENSE" "$repo/NOTICE" "$work/hooks"
    (cd "$work/hooks" && git init -q && git add -A && git commit -qm Hooks && git tag v0.1.0) || fail "no hooks"
}

# project <hook>: a repository that uses it, with one good migration, staged.
project() {
    isolate
    hook_repository
    mkdir -p "$work/project/supabase/migrations"
    cd "$work/project" && git init -q || fail "no project"
    printf 'repos:\n  - repo: %s\n    rev: v0.1.0\n    hooks:\n      - id: %s\n        verbose: true\n' \
        "$work/hooks" "$1" >.pre-commit-config.yaml
    pre-commit install || fail "pre-commit does not install"
    echo "$good" >supabase/migrations/20260101000000_notes.sql
    git add -A
}

commits() { git rev-list --count --all; }

expect_good_passes_and_bad_is_refused() {
    git commit -qm Good >"$work/good" 2>&1 || fail "a good migration is refused: $(cat "$work/good")"
    expect "commits after the good one" 1 "$(commits)"
    expect_match "the good one's time" 'duration: [0-9.]*s' "$(cat "$work/good")"
    echo "$bad" >supabase/migrations/20260102000000_open.sql
    git add -A
    if git commit -qm Bad >"$work/bad" 2>&1; then fail "a bad migration passes: $(cat "$work/bad")"; fi
    expect "commits after the bad one" 1 "$(commits)"
    expect_match "the bad one's finding" '20260102000000_open.sql:1:.*\[policy-always-true\]' "$(cat "$work/bad")"
    expect_match "the bad one's time" 'duration: [0-9.]*s' "$(cat "$work/bad")"
}

test_the_system_hook() {
    need pre-commit git
    project rlslint
    mkdir -p "$work/bin"
    ln -s "$(rlslint_program)" "$work/bin/rlslint"
    expect_good_passes_and_bad_is_refused
}

test_a_commit_without_sql_is_not_linted() {
    need pre-commit git
    project rlslint
    stand_in rlslint <<<'exit 0'
    git commit -qm Good || fail "refused"
    rm "$work/calls"
    echo text >README
    git add -A && git commit -qm Text || fail "refused"
    expect "calls" "" "$(calls)"
}

# docker that runs the image's program where the image would: in the folder that is mounted as its working folder.
fake_docker() {
    stand_in docker <<END
case \$1 in
run) [[ " \$* " == *" -v \$PWD:/src:rw,Z --workdir /src "* ]] || exit 125; exec "$(rlslint_program)" ;;
*) exit 1 ;;
esac
END
}

test_the_docker_hook() {
    need pre-commit git
    project rlslint-docker
    fake_docker
    expect_good_passes_and_bad_is_refused
    expect_match "image" '^docker run .* ghcr.io/rlslint/rlslint:[0-9.]*$' "$(calls | grep ' run ' | head -n 1)"
}

test_the_node_hook() {
    need pre-commit git node npm
    project rlslint-node
    "$repo/scripts/package" npm --program "$(rlslint_program)" --out "$work/dist" || fail "no packages"
    node "$repo/tests/scripts/registry.js" "$work/dist" "$work/port" &
    local server=$!
    trap 'kill $server' EXIT
    until [ -s "$work/port" ]; do sleep 0.1; done
    npm_config_registry=http://localhost:$(cat "$work/port")/
    export npm_config_registry
    expect_good_passes_and_bad_is_refused
}

run_tests
