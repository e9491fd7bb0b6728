# The steps of scripts/test, each a function that fails when its step does. Sourced after common.sh.

all_steps="tests format sanitizers fuzz install tidy"

# Builds on another grammar than the default one have build trees of their own.
tree_of() { echo "$root/build/$1${RLSLINT_PGQUERY:+-$RLSLINT_PGQUERY}"; }

summaries=""

# What clang-format makes of a file and what clang-tidy finds differ between versions. Ours is the oldest supported one;
# another one's opinion is shown, but fails nothing.
reference_clang=14

# of_reference <tool>: whether a tool is of the version that we go by.
of_reference() {
    local version
    version=$("$1" --version | sed -n 's/.*version \([0-9][0-9]*\)\..*/\1/p' | head -n 1)
    [ "$version" != "$reference_clang" ] || return 0
    say "$1 is of version $version, not $reference_clang: what it says is not held against anyone"
    return 1
}

# Apple's clang has no libFuzzer and no clang-tidy: Homebrew's llvm has.
llvm_bin() {
    if on_macos; then echo "$(brew --prefix llvm)/bin/"; fi
}

configure() {
    local preset=$1 tree
    tree=$(tree_of "$preset")
    shift
    if on_macos; then
        set -- "-DPostgreSQL_ROOT=$(brew --prefix postgresql@17)" "$@"
        case $preset in
        tidy | fuzz) set -- "-DCMAKE_C_COMPILER=$(llvm_bin)clang" "-DCMAKE_CXX_COMPILER=$(llvm_bin)clang++" "$@" ;;
        esac
    fi
    if [ ! -f "$tree/build.ninja" ] || [ $# -gt 0 ]; then cmake --preset "$preset" -B "$tree" "$@"; fi
}

build() {
    local tree
    tree=$(tree_of "$1")
    heading "Building ($1)"
    configure "$@" && cmake --build "$tree"
}

# ctest_in <preset> [argument]...: runs the tests of a built tree and keeps ctest's summary for the end.
ctest_in() {
    local preset=$1 tree log status=0
    shift
    tree=$(tree_of "$preset")
    log=$tree/ctest.log
    rm -f "$tree/Testing/Temporary/LastTest.log"
    heading "Running the tests ($preset)"
    ctest --test-dir "$tree" --output-on-failure -j "$(cores)" --no-tests=error "$@" 2>&1 | tee "$log" || status=1
    summaries="$summaries
$preset: $(doctest_totals "$tree/Testing/Temporary/LastTest.log")
$(grep -E '^[0-9]+% tests passed|^Total Test time|^The following tests|^[[:space:]]+[0-9]+ - ' "$log" || true)
"
    return $status
}

# Sums what the doctest executables counted: a ctest test is a whole executable.
doctest_totals() {
    awk '/\[doctest\] test cases:/ { cases += $4; programs++ } /\[doctest\] assertions:/ { assertions += $3 }
         END { print cases + 0 " test cases and " assertions + 0 " assertions in " programs + 0 " executables" }' "$1"
}

print_ctest_summaries() { printf '%s' "$summaries"; }

step_tests() {
    local preset=$1
    shift
    build "$preset" && ctest_in "$preset" "$@"
}

step_sanitizers() {
    export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:check_initialization_order=1
    export UBSAN_OPTIONS=print_stacktrace=1
    if on_macos; then ASAN_OPTIONS=strict_string_checks=1; fi
    build asan-ubsan && ctest_in asan-ubsan
}

step_fuzz() {
    if ! ls fuzz/*.cpp >/dev/null 2>&1; then
        say "There are no fuzz targets."
        return 0
    fi
    heading "Building (fuzz)"
    configure fuzz "-DRLSLINT_FUZZ_SECONDS=${RLSLINT_FUZZ_SECONDS:-20}" \
        "-DRLSLINT_FUZZ_YOUNG_SECONDS=${RLSLINT_FUZZ_YOUNG_SECONDS:-0}" &&
        cmake --build "$(tree_of fuzz)" --target rlslint_fuzz && ctest_in fuzz
}

sources() { git ls-files --cached --others --exclude-standard -- '*.cpp' '*.hpp'; }

shell_scripts() {
    git ls-files --cached --others --exclude-standard -- action scripts .ci tests/scripts tests/include_direction |
        while IFS= read -r file; do
            case $(head -c 64 "$file" | tr -d '\0') in '#!'*bash* | '# Sourced'* | *'Sourced '*) echo "$file" ;; esac
        done
}

# Without the checks that cannot see through our `.`, or that are wrong about `use=test`.
check_shell() {
    shellcheck --shell=bash --severity=warning --exclude=SC1090,SC1091,SC2034,SC2154,SC2164,SC2209 "$1"
}

step_format() {
    local file status=0
    heading "Checking the format"
    sources | xargs "$(llvm_bin)clang-format" --dry-run -Werror || status=1
    if [ $status = 1 ] && ! of_reference "$(llvm_bin)clang-format"; then status=0; fi
    for file in $(shell_scripts); do
        bash -n "$file" || status=1
        if have shellcheck; then check_shell "$file" || status=1; fi
    done
    return $status
}

# Whether a command ends as a linter does: 0 without findings, 1 with some.
lints() {
    local status=0
    "$@" || status=$?
    [ $status -le 1 ]
}

# What is installed must run from where it was put, without the checkout.
step_install() {
    local prefix status=0
    prefix=$(mktemp -d)
    echo 'create table public.notes (id bigint);' >"$prefix/notes.sql"
    build release -DRLSLINT_BUILD_TESTS=OFF -DRLSLINT_BUILD_BENCH=OFF || return 1
    heading "Installing into an empty folder"
    cmake --install "$(tree_of release)" --prefix "$prefix" --strip &&
        (cd "$prefix" && find . -type f && ./bin/rlslint --version && lints ./bin/rlslint notes.sql) || status=1
    rm -rf "$prefix"
    return $status
}

step_tidy() {
    local tree files
    tree=$(tree_of tidy)
    heading "Running clang-tidy"
    configure tidy || return 1
    # What is generated has to be there before anything can be parsed.
    cmake --build "$tree" --target rlslint_generated || return 1
    files=$(sources | grep -E '^(src|rules)/.*\.cpp$')
    say "$(echo "$files" | wc -l | tr -d ' ') files, $(cores) at a time"
    echo "$files" | xargs -P "$(cores)" -n 1 "$root/scripts/lib/tidy-one.sh" "$(llvm_bin)clang-tidy" "$tree" ||
        ! of_reference "$(llvm_bin)clang-tidy"
}

run_step() {
    local step=$1 preset=$2
    shift 2
    case $step in
    tests) step_tests "$preset" "$@" ;;
    *) "step_$step" ;;
    esac
}
