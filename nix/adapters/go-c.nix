# What C compilers read for Go, which does not compare it. Texts of shell for the hooks in ./go.nix.
{
  # Shell functions: the Go sources that have C in them, and all files that C compilers read for them; files other than Go
  # sources, with hashes of their contents. From the root of the sources, which may be above that of the module.
  list = ''
    incrementalNixCgo() {
      find . -name .git -prune -o -type f -name '*.go' -print0 |
        { xargs -0 -r grep -lZE '^[[:space:]]*(import[[:space:]]+)?"C"' || true; }
    }
    incrementalNixC() {
      incrementalNixCgo
      find . -name .git -prune -o -type f -regextype posix-extended -iregex '.*[.](h|hh|hpp|hxx|c|cc|cpp|cxx|m|s|sx|inc|inl|ipp|tcc|def)' -print0
    }
    incrementalNixFiles() {
      find . -name .git -prune -o -type f ! -name '*.go' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
    }
    incrementalNixRoot() {
      local top=''${sourceRoot-}
      top=''${top%%/*}
      if [ -n "$top" ] && [ -d "$NIX_BUILD_TOP/$top" ]; then echo "$NIX_BUILD_TOP/$top"; else pwd; fi
    }
  '';

  # A shell function, for the root of the sources: prints why the C in them has to be compiled again though Go does not
  # know; nothing if it need not. `$1` lists the files of the full build. Go compares the C sources and headers that are in
  # the directory of a package, by their suffixes, and no others.
  distrust = ''
    incrementalNixDistrustC() {
      local changed sources suffixes
      if [ -z "$(incrementalNixCgo | tr -d '\0')" ]; then return; fi
      changed=$(mktemp)
      sources=$(mktemp)
      incrementalNixFiles | LC_ALL=C sort | LC_ALL=C comm -3 - <(LC_ALL=C sort "$1") | sed -E 's/^\t?[0-9a-f]{64}  //' | LC_ALL=C sort -u > "$changed"
      incrementalNixC > "$sources"
      # Libraries and objects, which Go's linker is told of by flags.
      if grep -E '[.](a|o|lo|so|dylib)([.][0-9.]+)?$' "$changed" > /dev/null; then
        echo "libraries that C is linked with changed"
        return
      fi
      # Of other directories, by a path, a macro or a flag.
      suffixes='[.](h|hh|hpp|hxx|c|cc|cpp|cxx|m|s|S|sx|inc|inl|ipp|tcc|def)$'
      if grep -E "$suffixes" "$changed" > /dev/null &&
        { [[ "''${CGO_CFLAGS-} ''${CGO_CPPFLAGS-} ''${CGO_CXXFLAGS-} ''${NIX_CFLAGS_COMPILE-}" =~ -(I[[:space:]]*|i[a-z]+[[:space:]]+)([^/[:space:]]|"''${NIX_BUILD_TOP:-/build}") ]] ||
          [ -n "$(xargs -0 -r grep -lE '#[[:space:]]*(include|include_next|import|embed)[[:space:]]+("[^"]*/|[A-Za-z_])|incbin|#cgo[^:]*:.*(-I|-i|@|SRCDIR)' < "$sources" || true)" ]; }; then
        echo "C sources or headers changed that other directories may include"
        return
      fi
      # Of other suffixes, by their names.
      { grep -vE '[.](h|hh|hpp|hxx|c|cc|cpp|cxx|m|s|S|sx)$' "$changed" || true; } | sed 's,.*/,,' > "$changed.names"
      if [ -s "$changed.names" ] && [ -n "$(xargs -0 -r grep -lFf "$changed.names" < "$sources" || true)" ]; then
        echo "files changed that C sources name"
      fi
    }
  '';
}
