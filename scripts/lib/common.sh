# Sourced by the scripts. Written for bash 3.2, which is what macOS has.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
deps=$root/.deps

# Everything that is not a command's result goes to stderr: stdout belongs to rlslint.
say() { printf '%s\n' "$*" >&2; }
heading() { printf '\n==> %s\n' "$*" >&2; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

have() { command -v "$1" >/dev/null 2>&1; }

on_macos() { [ "$(uname -s)" = Darwin ]; }

sha256_of() {
    if have sha256sum; then sha256sum "$1" | cut -d' ' -f1; else shasum -a 256 "$1" | cut -d' ' -f1; fi
}

cores() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# The version of this checkout.
rlslint_version() { sed -n 's/^    VERSION \([0-9.]*\)$/\1/p' "$root/CMakeLists.txt"; }

# This machine as node names it, and we our packages: linux-x64, darwin-arm64.
this_platform() {
    local machine
    case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) machine=$(uname -m) ;;
    esac
    echo "$(uname -s | tr '[:upper:]' '[:lower:]')-$machine"
}

# A field of /etc/os-release (ID, VERSION_CODENAME …); empty where there is none.
os_release() {
    [ -r /etc/os-release ] || return 0
    (. /etc/os-release && eval "printf '%s' \"\${$1:-}\"")
}

can_be_root() { [ "$(id -u)" = 0 ] || have sudo; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The comment at the top of a script, as its help.
print_help() {
    sed -n '2,/^$/{/^#/!d;s/^# \{0,1\}//;p;}' "$1"
}
