#!/usr/bin/env bash
# The products of a C or C++ package whose build tool goes by time stamps: which are kept, and which are put back. Called
# by the hooks of ../checkpoint.nix, with a step and its arguments, by the bash of the build, which has set `ownPaths` (the
# outputs), `ownSource` and `flagsFile`. Nothing but coreutils, findutils, diffutils, sed, grep, awk and tar is needed.
#
# An object is put back if all that it was made from is known and unchanged. What that is, compilers write down for build
# tools, or the object itself names its source. Times decide about nothing here: tools see those that fit to what was
# decided. Whatever fails, fails the step, and the hook then sees to it that everything is compiled.
set -euo pipefail
export LC_ALL=C
shopt -s nullglob

: "${NIX_STORE:=/nix/store}" "${ownPaths?}" "${ownSource?}" "${flagsFile?}"

# Where the build phase begins.
directory=$PWD
cd "$NIX_BUILD_TOP"
work=.incremental-nix
mkdir -p $work

say() { echo "incremental-nix: $*"; }

nothing() {
  echo "$*" > $work/nothing
  say "nothing is put back: $*"
  exit 0
}

# Lists have a path in each line, from the top of the build directory, whatever is in the names: what would break a line or
# a column is another character there. `toNames` turns them back, with a zero byte after each.
toLines() { tr '\n\t\0' '\1\2\n'; }
toNames() { tr '\n\1\2' '\0\n\t'; }
# Of one line.
nameOf() { printf '%s\n' "$1" | toNames | tr -d '\0'; }

# For programs to which finding nothing is a failure.
found() { "$@" || [ $? -eq 1 ]; }
# `grep -l` for names that come in with zero bytes, as lines. With `xargs` the failure has another number.
filesWith() { { xargs -0 -r grep -lZ "$@" -- || [ $? -eq 123 ]; } | toLines; }

objectName='[.](o|lo|obj)$'
sourceName='[.](c|cc|cpp|cxx|c[+][+]|C|m|mm|s|S)$'
headerName='[.](h|hh|hpp|hxx|h[+][+]|H|inc|inl|ipp|tcc|tpp|txx|def|x)$'
# What tells `make` how to compile.
makefileName='(^|/)((GNU)?[Mm]akefile([.][^/]*)?|[^/]*[.](mk|make|rsp)|config[.]status|libtool)$'
# What the files that tell tools how to compile are made from, before the build phase.
configuredFrom='(^|/)(configure([.]ac)?|[^/]*[.](m4|in)|Makefile[.]am|CMakeLists[.]txt|[^/]*[.]cmake|meson[.]build|meson([._])options([.]txt)?)$'
# What CMake, Meson and autoconf write for themselves.
internalName='(^|/)(CMakeFiles/.*|meson-(private|info|logs)/.*|autom4te[.]cache/.*|CMakeCache[.]txt|cmake_install[.]cmake|CTestTestfile[.]cmake|CPack[A-Za-z]*[.]cmake|build[.]ninja|compile_commands[.]json|config[.]log|[.]ninja_(log|deps))$'
# What automake's rules leave behind where they have made directories for objects.
stampName='(^|/)[.]dirstamp$'
# Of no use to any compiler.
aboutRepository='(^|/)([.]git(ignore|attributes|modules|hub/.*|lab-ci[.]yml)|[^/]*[.]nix|flake[.]lock|[.]clang-(format|tidy)|[.]editorconfig)$'
