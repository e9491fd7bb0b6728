# What has to be installed for a use (lint or test), and how. Sourced by scripts/setup after common.sh and pgquery.sh.

# Without these nothing works. Node may be here from elsewhere, with an npm that Debian's would not go with.
apt_needed() {
    echo ca-certificates cmake g++ git make ninja-build
    [ "$1" = lint ] || echo clang clang-format clang-tidy fakeroot jq libpq-dev postgresql pre-commit
    [ "$1" = lint ] || have npm || echo nodejs npm
}

# What a system may lack: CMake fetches a pinned release in its place, or we do without.
apt_optional() {
    echo ccache libcli11-dev libfmt-dev libtomlplusplus-dev nlohmann-json3-dev
    if pgquery_package_fits; then echo libpg-query-dev; fi
    [ "$1" = lint ] || echo doctest-dev fish libbenchmark-dev llvm mandoc shellcheck zsh "$(clang_runtime_package)"
}

# The sanitizers' and libFuzzer's runtime, of the version that the package clang stands for.
clang_runtime_package() {
    local major
    major=$(apt-cache depends clang 2>/dev/null | sed -n 's/^ *Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    [ -z "$major" ] || echo "libclang-rt-$major-dev"
}

# The version of a package that apt would install; empty where it knows none.
apt_candidate() {
    apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: \([0-9].*\)$/\1/p'
}

# Those of the packages that apt could install.
apt_known() {
    apt-cache policy "$@" 2>/dev/null |
        awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) } /^ *Candidate: [0-9]/ { print name }'
}

apt_refresh() {
    [ -z "${apt_refreshed:-}" ] || return 0
    heading "Refreshing the package lists"
    as_root apt-get -qq update >&2
    apt_refreshed=1
}

apt_missing() {
    local package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            echo "$package"
        fi
    done
}

install_with_apt() {
    local missing
    # The lists of a fresh container are empty.
    [ -n "$(apt_candidate cmake)" ] || ! can_be_root || apt_refresh
    # shellcheck disable=SC2046,SC2086 # package names hold no spaces
    missing=$(apt_missing $(apt_needed "$1") $(apt_known $(apt_optional "$1")))
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086
    can_be_root || die "neither root nor sudo here to install:" $missing
    apt_refresh
    heading "Installing" $missing
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o Dpkg::Use-Pty=0 -qq install -y --no-install-recommends $missing >/dev/null
}

brew_wanted() {
    echo ccache cli11 cmake fmt ninja nlohmann-json tomlplusplus
    [ "$1" = lint ] || echo doctest fish google-benchmark jq llvm mandoc node postgresql@17 pre-commit shellcheck
}

install_with_brew() {
    local package installed missing=""
    have brew || die "install Homebrew first: https://brew.sh"
    installed=" $(brew list --formula -1 | tr '\n' ' ') "
    for package in $(brew_wanted "$1"); do
        case $installed in
        *" $package "*) ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    heading "Installing$missing"
    # shellcheck disable=SC2086
    brew install $missing >&2
}

# Elsewhere we install nothing, but say what is needed; CMake fetches the libraries.
require_tools() {
    local tool lacking=""
    for tool in $(needed_commands "$1"); do
        have "$tool" || lacking="$lacking $tool"
    done
    [ -z "$lacking" ] || die "neither apt-get nor brew here: install$lacking yourself, then run this again"
}

# The commands that the scripts call: cheap to look for at every start.
needed_commands() {
    echo cmake c++ git make ninja
    if [ "$1" = test ] && ! on_macos; then
        echo clang clang++ clang-format clang-tidy fakeroot jq node npm pre-commit run-clang-tidy
    fi
}

install_packages() {
    if on_macos; then
        install_with_brew "$1"
    elif have apt-get; then
        install_with_apt "$1"
    else
        require_tools "$1"
    fi
}
