#!/usr/bin/env bash
# What README.md and docs/ say: every command is run, every example read, every link followed.
#
# Commands run in a copy of docs/demo. What is not there when this runs (a database, a registry, a container engine) is
# played by stand-ins, which refuse what the repository does not bear out: another image, package or preset.

. "$(dirname "$0")/harness.sh"

pages() { (cd "$repo" && ls README.md CONTRIBUTING.md SECURITY.md docs/*.md); }

# blocks <page> <language>: its fenced blocks of a language, each to a file of its own in $work/blocks; prints the files.
blocks() {
    mkdir -p "$work/blocks"
    awk -v language="$2" -v stem="$work/blocks/$(basename "$1" .md)" '
        /^```/ && inside { inside = 0; close(file); next }
        $0 == "```" language { inside = 1; file = stem "-" NR "." language; print file; next }
        inside { print > file }' "$repo/$1"
}

# A copy of the demo, with everything at hand that the pages speak of.
reader() {
    export HOME=$work/home DATABASE_URL=postgres://example GIT_CONFIG_NOSYSTEM=1 PRE_COMMIT_HOME=$work/pre-commit
    mkdir -p "$HOME" "$work/bin" "$work/reader"
    git config --global user.name Someone
    git config --global user.email someone@example.org
    cp -R "$repo/docs/demo/." "$work/reader"
    cd "$work/reader" || fail "no demo"
    git init -q && git add -A && git commit -qm Demo && git commit -qm More --allow-empty
    git update-ref refs/remotes/origin/main HEAD
    export CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD
    ln -s "$repo/fixtures" fixtures
    mkdir -p path/to/your
    ln -s "$repo/docs/demo" path/to/your/project
    ln -s "$(rlslint_program)" "$work/bin/rlslint"
    play_commands
}

play_commands() {
    stand_in pg_dump <<<'cat "$(git rev-parse --show-toplevel)"/supabase/migrations/*.sql'
    stand_in npx <<<'while [[ $1 == --* ]]; do shift; done; [[ $1 == rlslint* ]] && shift && exec rlslint "$@"'
    stand_in npm <<<'[[ $1 != install || ${!#} == rlslint ]]'
    stand_in docker <<<'[[ ${!#} == ghcr.io/rlslint/rlslint ]]'
    stand_in gh <<<'[[ "$*" == *"--repo rlslint/rlslint"* ]]'
    stand_in sudo <<<'[[ $1 == dpkg && ${!#} == rlslint_*.deb ]]'
    stand_in sha256sum <<<'[[ ${!#} == SHA256SUMS ]]'
    stand_in pre-commit <<<'[[ $1 == install || $1 == run ]]'
    stand_in ctest <<<"grep -q '\"name\": \"'\$2'\"' '$repo/CMakePresets.json'"
    stand_in cmake <<END
case \$1 in
--install) [[ \$2 == build/* ]] ;;
--build) grep -q "\"name\": \"\$3\"" '$repo/CMakePresets.json' ;;
--preset) grep -q "\"name\": \"\$2\"" '$repo/CMakePresets.json' ;;
*) exit 1 ;;
esac
END
    stand_in git <<END
if [ "\$1" = clone ]; then mkdir rlslint && cp -R scripts rlslint && exit; fi
exec $(command -v git) "\$@"
END
    play_scripts
}

# The scripts of a checkout, which only have to be there; lint lints.
play_scripts() {
    local name
    mkdir -p scripts
    for name in lint test new_rule update_docs package picture; do
        [ -x "$repo/scripts/$name" ] || fail "no scripts/$name"
        printf '#!/bin/sh\nexit 0\n' >"scripts/$name"
    done
    printf '#!/bin/sh\nexec rlslint "$@"\n' >scripts/lint
    chmod +x scripts/*
}

# succeeds <status> <line>: findings are no failure of a linter.
succeeds() { [ "$1" = 0 ] || { [ "$1" = 1 ] && grep -q -e rlslint -e scripts/lint <<<"$2"; }; }

# Each line of a block on its own, as a reader would copy it; what one leaves behind is there for the next.
run_block() {
    local line status
    while IFS= read -r line; do
        case $line in '' | '#'*) continue ;; esac
        bash -c "set -o pipefail; $line" >"$work/said" 2>&1
        status=$?
        succeeds $status "$line" || fail "$(basename "$1"): \`$line\` ends with $status: $(cat "$work/said")"
        ran=$((ran + 1))
    done <"$1"
}

test_every_command_runs() {
    local page block ran=0
    need git jq
    reader
    for page in $(pages); do
        for block in $(blocks "$page" sh); do
            run_block "$block"
            rm -f rlslint.toml
        done
    done
    [ $ran -gt 25 ] || fail "only $ran commands"
    echo "$ran commands"
}

test_every_configuration_is_understood() {
    local page block count=0
    need git
    reader
    mkdir below
    cp -R supabase below
    echo 'profile = "supabase"' >rlslint.toml
    cd below || fail "no folder"
    for page in $(pages); do
        for block in $(blocks "$page" toml); do
            cp "$block" rlslint.toml
            rlslint config >"$work/said" 2>&1 || fail "$block: $(cat "$work/said")"
            count=$((count + 1))
        done
    done
    [ $count -gt 3 ] || fail "only $count"
}

test_every_sql_example_is_understood() {
    local page block count=0
    reader
    for page in $(pages); do
        for block in $(blocks "$page" sql); do
            rlslint --profile supabase --strict --fail-on never "$block" >"$work/said" 2>&1 || fail "$block: $(cat "$work/said")"
            if grep -qE 'unused|no reason' "$work/said"; then fail "$block: $(cat "$work/said")"; fi
            count=$((count + 1))
        done
    done
    [ $count -gt 2 ] || fail "only $count"
}

# The scripts of a CI's configuration are commands too.
test_every_pipeline_runs() {
    local page block
    need git python3
    python3 -c 'import yaml' 2>/dev/null || { printf 'no PyYAML here' >"$work/left_out" && exit 0; }
    reader
    for page in $(pages); do
        for block in $(blocks "$page" yaml); do
            python3 - "$block" >"$block.sh" <<'END' || fail "$block is no YAML"
import sys, textwrap, yaml
def walk(node, key=None):
    if isinstance(node, dict):
        for name, value in node.items():
            walk(value, name)
    elif isinstance(node, list):
        for value in node:
            walk(value, key)
    elif key in ("script", "run"):
        print(node)
walk(yaml.safe_load(textwrap.dedent(open(sys.argv[1]).read())))
END
            ran=0 run_block "$block.sh"
        done
    done
}

test_every_hook_and_input_is_there() {
    local name
    for name in $(sed -n 's/.*- id: \(rlslint[a-z-]*\).*/\1/p' "$repo/README.md" "$repo/docs/ci.md"); do
        grep -q "^- id: $name\$" "$repo/.pre-commit-hooks.yaml" || fail "no hook $name"
    done
    for name in $(sed -n '/^| input /,/^$/s/^| `\([a-z-]*\)`.*/\1/p' "$repo/docs/ci.md"); do
        grep -q "^  $name:\$" "$repo/action.yml" || fail "the action has no input $name"
    done
    expect "version" "$(sed -n 's/^    VERSION //p' "$repo/CMakeLists.txt")" \
        "$(grep -hoE 'rev: v[0-9.]+|rlslint@v?[0-9.]+|rlslint_[0-9.]+_|rlslint:[0-9.]+|rlslint-[0-9.]+-linux' \
            "$repo/README.md" "$repo"/docs/*.md | grep -o '[0-9][0-9.]*[0-9]' | sort -u)"
}

# anchors <page>: what its headings can be linked by.
anchors() { sed -n 's/^#\{1,6\} //p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'; }

test_every_link_leads_somewhere() {
    local page link file anchor
    for page in $(pages); do
        for link in $(grep -o '](\([^)]*\))' "$repo/$page" | sed 's/^](//; s/)$//' | grep -v '^https:'); do
            file=${link%%#*} anchor=""
            case $link in *'#'*) anchor=${link#*#} ;; esac
            file=$repo/$(dirname "$page")/$file
            if [ "${link#\#}" != "$link" ]; then file=$repo/$page; fi
            [ -e "$file" ] || fail "$page links to $link, which is not there"
            [ -z "$anchor" ] || grep -qx -e "$anchor" <<<"$(anchors "$file")" || fail "$page links to $link, which has no such heading"
        done
    done
}

test_every_option_and_command_is_there() {
    local program help word
    program=$(rlslint_program)
    help=$("$program" --help
        for word in check matrix dump config init rules explain completion; do "$program" $word --help; done)
    for word in $(cd "$repo" && grep -ho '`--[a-z][a-z-]*' README.md docs/*.md | tr -d '`' | sort -u); do
        case $word in
        --all | --liquibase) continue ;; # scripts/test's, and Liquibase's own
        esac
        grep -q -e "$word" <<<"$help" || fail "there is no $word"
    done
}

run_tests
