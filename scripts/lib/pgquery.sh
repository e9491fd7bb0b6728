# Where the source of libpg_query comes from. Sourced by scripts/setup after common.sh.
#
# CMake builds it (cmake/FindPgQuery.cmake) and downloads it from GitHub if it has to. Here we get the archive from the
# Debian mirror that the machine already uses, if there is one: next suite, same mirror, hash pinned either way.

pgquery_pins=$root/cmake/libpg_query.pins

# Whether a version of Debian's package (17-6.1.0-1, 18.1.0-2) has the grammar that is asked for.
pgquery_version_fits() {
    local major=${1%%[-.]*}
    case $major in
    '' | *[!0-9]*) return 1 ;;
    esac
    [ "$major" -ge 17 ] && [ "${RLSLINT_PGQUERY:-$major}" = "$major" ]
}

pgquery_package_fits() { pgquery_version_fits "$(apt_candidate libpg-query-dev)"; }

pgquery_package_installed() {
    have dpkg-query && pgquery_version_fits "$(dpkg-query -W -f '${Version}' libpg-query-dev 2>/dev/null)"
}

# The pins of the grammar that is asked for, or of the first one listed.
pgquery_pinned() {
    awk -v want="${RLSLINT_PGQUERY:-}" '/^[0-9]/ { if (want == "") want = $1; if ($1 == want) print $2, $3, $4 }' \
        "$pgquery_pins"
}

pgquery_hash_is_pinned() {
    local sum
    sum=$(sha256_of "$1")
    pgquery_pinned | grep -q " $sum "
}

# The mirror that apt gets this system's own suite from.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$(os_release VERSION_CODENAME)" '$4 == "main" && ($2 == suite || $3 == suite) { print $1; exit }'
}

# apt-get with lists and caches of our own: the system's package lists stay as they are.
private_apt() {
    local state=$deps/apt
    apt-get -qq -o "Dir::Etc::SourceList=$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$state/lists" -o "Dir::Cache=$state/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}

# debian_source <suite> <release> <sha256> <archive>: fetches the archive through apt; fails quietly.
debian_source() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg options="" found
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || return 1
    [ ! -r "$keyring" ] || options="[signed-by=$keyring] "
    rm -rf "$deps/apt"
    mkdir -p "$deps/apt/lists/partial" "$deps/apt/cache/archives/partial" "$deps/apt/source"
    echo "deb-src $options$mirror $1 main" >"$deps/apt/sources.list"
    (
        cd "$deps/apt/source"
        private_apt update && private_apt source --tar-only "libpg-query"
    ) >"$deps/apt.log" 2>&1 || return 1
    found=$deps/apt/source/libpg-query_$2.orig.tar.gz
    [ -f "$found" ] && [ "$(sha256_of "$found")" = "$3" ] || return 1
    mv "$found" "$4"
}

debian_sources() {
    local release sum origin suite archive
    pgquery_pinned | while read -r release sum origin; do
        archive=$deps/libpg_query-$release.tar.gz
        case $origin in debian:*) ;; *) continue ;; esac
        for suite in $(echo "${origin#debian:}" | tr ',' ' '); do
            if debian_source "$suite" "$release" "$sum" "$archive"; then
                say "libpg_query $release: source from Debian $suite, as pinned"
                return 0
            fi
        done
    done
}

# Leaves the archive in .deps, unless a package or an earlier build makes it needless or CMake has to get it.
pgquery_prepare() {
    local release archive
    release=$(pgquery_pinned | head -n 1 | cut -d' ' -f1)
    [ -n "$release" ] || die "no release of libpg_query with grammar '${RLSLINT_PGQUERY:-}' is pinned"
    archive=$deps/libpg_query-$release.tar.gz
    if pgquery_package_installed || [ -e "$deps/libpg_query-$release/.rlslint-built" ]; then return 0; fi
    if [ -f "$archive" ] && pgquery_hash_is_pinned "$archive"; then return 0; fi
    if [ "$(os_release ID)" = debian ] && have apt-get; then
        heading "Fetching the source of libpg_query $release"
        debian_sources
        rm -rf "$deps/apt"
    fi
}
