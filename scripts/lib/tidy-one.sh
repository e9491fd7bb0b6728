#!/usr/bin/env bash
# tidy-one.sh <clang-tidy> <build tree> <file>: runs clang-tidy over one file and prints what it found, if anything,
# in one piece. Called in parallel by scripts/test.
if found=$("$1" -p "$2" --quiet "$3" 2>&1); then exit 0; fi
printf '%s:\n%s\n' "$3" "$(printf '%s\n' "$found" | grep -v -e ' warnings\{0,1\}.* generated\.$' -e '^Suppressed ')"
exit 1
