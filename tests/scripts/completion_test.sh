#!/usr/bin/env bash
# What `rlslint completion` prints, in the shells that it is for; and the manual page, in the readers that there are.

. "$(dirname "$0")/harness.sh"

# completed <word>...: what bash offers for the last word.
completed() {
    "$(rlslint_program)" completion bash >"$work/rlslint.bash"
    bash -c 'source "$0"
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _rlslint
        printf "%s\n" "${COMPREPLY[@]}"' "$work/rlslint.bash" "$@"
}

test_bash_offers_commands_options_and_values() {
    expect "commands" "matrix" "$(completed rlslint mat)"
    expect "options of the default" "--fail-on" "$(completed rlslint --fail)"
    expect "options of a command" "--relation" "$(completed rlslint matrix --rel)"
    expect "values" "sarif" "$(completed rlslint check --format sa)"
    expect "values after =" "sarif" "$(completed rlslint check --format = sa)"
    expect "rules" "policy-always-true" "$(completed rlslint explain policy-always-t)"
    expect "rules" "policy-always-true" "$(completed rlslint --rule policy-always-t)"
    expect "shells" "fish" "$(completed rlslint completion f)"
    expect "nothing that does not belong" "" "$(completed rlslint rules --fail)"
}

test_fish_offers_commands_options_and_values() {
    need fish
    "$(rlslint_program)" completion fish >"$work/rlslint.fish"
    offered() { HOME=$work fish --no-config -c "source $work/rlslint.fish; complete -C '$1'" | cut -f 1; }
    expect "commands" "matrix" "$(offered 'rlslint mat')"
    expect "options of the default" "--fail-on" "$(offered 'rlslint --fail')"
    expect "options of a command" "--relation" "$(offered 'rlslint matrix --rel')"
    expect "values" "sarif" "$(offered 'rlslint check --format sa')"
    expect "rules" "policy-always-true" "$(offered 'rlslint explain policy-always-t')"
}

test_zsh_offers_commands_options_and_values() {
    need zsh
    "$(rlslint_program)" completion zsh >"$work/_rlslint"
    # A terminal of its own, as zsh completes nowhere else.
    cat >"$work/offer.zsh" <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= ; autoload -U compinit; compinit -D -u; source $1; bindkey '^I' list-choices; zstyle ':completion:*' list-colors"
zpty -w shell "LISTMAX=0; echo read''y"
zpty -r shell out '*ready*'
zpty -w -n shell "$2"$'\t'
sleep 1
zpty -w shell $'\x15'"echo fini''shed"
zpty -r shell out '*finished*'
print -r -- "$out"
END
    offered() { (cd "$work" && HOME=$work TERM=dumb zsh -f offer.zsh "$work/_rlslint" "$1"); }
    expect_match "commands" "who can reach which rows" "$(offered 'rlslint m')"
    expect_match "options" "The severity from which on" "$(offered 'rlslint --fail')"
    expect_match "values" "sarif" "$(offered 'rlslint check --format s')"
}

test_the_manual_page_is_clean() {
    "$(rlslint_program)" man >"$work/rlslint.1"
    need mandoc
    # That it has no date is on purpose: the same input gives the same page.
    expect "complaints" "" "$(mandoc -T lint -W warning "$work/rlslint.1" | grep -v 'missing date')"
    expect_match "page" "row-level security" "$(mandoc -T utf8 "$work/rlslint.1" | col -b)"
}

run_tests
